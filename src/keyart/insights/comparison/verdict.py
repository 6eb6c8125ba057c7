"""The verdict: one sentence that follows from the numbers by the first rule that holds.

1. *keep waiting*: nobody was shown one of the arms.
2. *don't trust*: the arms were never shown at the same time; or not long enough, and most people
   saw one while another wasn't available.
3. *don't trust*: traffic wasn't split among the arms as planned; or they reached different people,
   with too few of the same kind.
4. *keep waiting*: an arm is below the minimum sample, unless another beats it beyond chance.
5. *wins plays, loses viewers*: an arm beats every other one beyond chance, but fails a guardrail.
6. *winner*: the same, and no guardrail fails.
7. *no difference that matters*: all pairs are equivalent within the margin.
8. *keep waiting*: none of these; if the arm that leads fails a guardrail, the sentence begins with
   that, because it can't become the winner.

With a baseline, an arm only needs to beat that.
"""

import math
from dataclasses import replace
from datetime import datetime

import numpy as np

from keyart.core.direction import isolated
from keyart.insights.comparison.findings import (
    LONGEST,
    VerdictInput,
    days_to_decide,
    days_to_minimum_data,
)
from keyart.insights.comparison.parts import (
    AllocationSlice,
    Basis,
    Difference,
    Guardrail,
    GuardrailState,
    Interval,
    Verdict,
    VerdictKind,
)
from keyart.insights.comparison.people import ALLOCATION_ALPHA
from keyart.insights.comparison.wording import (
    certainty,
    days,
    joined,
    measure_words,
    percent,
    points,
    signed,
    sized,
)


def decide_verdict(inputs: VerdictInput) -> Verdict:
    """Return the verdict of the first matching rule, and the people it counts."""
    verdict = _decide(inputs)
    if inputs.support.whole:
        return verdict
    return replace(verdict, reasons=(*support_reasons(inputs), *verdict.reasons))


def _decide(inputs: VerdictInput) -> Verdict:
    for rule in (_not_shown, _apart, _distrust, _unlike, _too_little, _won, _alike):
        verdict = rule(inputs)
        if verdict is not None:
            return verdict
    return _wait(inputs)


def _not_shown(inputs: VerdictInput) -> Verdict | None:
    people = inputs.counted.assigned.sum(axis=1)
    if people.all() or not inputs.support.whole:
        return None
    missing = joined(inputs.name(inputs.assets[at]) for at in np.flatnonzero(people == 0))
    sentence = f"Nothing to compare yet: nobody was shown {missing} in this context."
    return Verdict(VerdictKind.KEEP_WAITING, None, sentence, (), None)


def _apart(inputs: VerdictInput) -> Verdict | None:
    """Return the verdict that the arms were hardly ever shown at the same time, if so."""
    support = inputs.support
    names = joined(map(inputs.name, inputs.assets))
    if support.never:
        sentence = (
            f"Don't trust this: {names} were never shown at the same time, so they can't be "
            "compared."
        )
        return Verdict(VerdictKind.DONT_TRUST, None, sentence, (), None)
    lacking = not (inputs.bases.path.progress()[-1] >= 1).all()
    if not lacking or support.people_left_out <= support.people:
        return None
    path = inputs.bases.path
    arms = np.flatnonzero(path.progress()[-1] < 1).tolist()
    left = days_to_minimum_data(path, arms, inputs.now) if inputs.comes else None
    sentence = (
        "Don't trust this: too few people arrived while all assets were available, and people from "
        "other times aren't comparable."
    )
    reasons: tuple[str, ...] = ()
    if support.since is not None and inputs.comes:
        wait = f", in about {left} day{'' if left == 1 else 's'}" if left else ""
        reasons = (f"Compare from {support.since:%Y-%m-%d} on{wait}.",)
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, reasons, left)


def _distrust(inputs: VerdictInput) -> Verdict | None:
    allocation = inputs.allocation
    if not allocation.broken or allocation.expected is None:
        return None
    asset, share, planned = _furthest(inputs, allocation.seen, allocation.expected)
    if allocation.p is not None and allocation.p <= ALLOCATION_ALPHA:
        sentence = (
            f"Don't trust this: {inputs.name(asset)} was shown to {percent(share)} of the people "
            f"instead of {percent(planned)}, so the groups aren't comparable."
        )
    else:
        sentence = (
            "Don't trust this: for most people, traffic wasn't split as planned, so the groups "
            "aren't comparable."
        )
    reasons = tuple(_slice_reason(inputs, part, allocation.expected) for part in allocation.slices)
    since = allocation.as_expected_since
    if since is not None:
        day = f"{since:%Y-%m-%d}"
        reasons += (f"From {day} on, traffic is split as planned: compare from that day.",)
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, reasons, None)


def _furthest(
    inputs: VerdictInput, shares: tuple[float, ...], expected: tuple[float, ...]
) -> tuple[str, float, float]:
    """Return the asset with the share furthest off, that share, and the expected one.

    If two are equally far off, it is the one that lacks people.
    """
    arms = zip(inputs.assets, shares, expected, strict=True)
    return max(arms, key=lambda arm: (round(abs(arm[1] - arm[2]), 9), arm[2] - arm[1]))


def _slice_reason(inputs: VerdictInput, part: AllocationSlice, expected: tuple[float, ...]) -> str:
    asset, share, planned = _furthest(inputs, part.shares, expected)
    return (
        f"{part.name}: {inputs.name(asset)} has {percent(share)} of {part.people:,} people instead "
        f"of {percent(planned)}."
    )


def _unlike(inputs: VerdictInput) -> Verdict | None:
    """Return the verdict that the arms reached different people, beyond adjustment, if so."""
    bases = inputs.bases
    if bases.adjusted is None or bases.basis is not Basis.RAW:
        return None
    differ = joined(mix.dimension for mix in inputs.mixes)
    sentence = (
        f"Don't trust this: the assets reached different people (by {differ}), with too few of the "
        "same kind to compare them."
    )
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, (), None)


def _too_little(inputs: VerdictInput) -> Verdict | None:
    path = inputs.bases.path
    progress = path.progress()[-1]
    out = inputs.ruled_out
    lacking = [at for at in inputs.order if not progress[at] >= 1 and at not in out]
    if not lacking:
        return None
    anybody = bool(inputs.counted.closed.any())
    left = days_to_minimum_data(path, lacking, inputs.now) if inputs.comes and anybody else None
    if not anybody:
        sentence = "Keep waiting: everyone's attribution window is still open."
    elif not inputs.comes:
        sentence = "Not enough data, and no new viewers are entering the test."
    elif left is None:
        sentence = f"Not enough data; at this pace it will take more than {LONGEST} days."
    else:
        sentence = f"Keep waiting, {days(left)}: not enough data yet."
    reasons = tuple(
        f"{inputs.name(inputs.assets[at])} has {math.floor(progress[at] * 100)}% of the minimum "
        "sample."
        for at in lacking
    )
    return Verdict(VerdictKind.KEEP_WAITING, None, sentence, reasons, left)


def _won(inputs: VerdictInput) -> Verdict | None:
    leader, against = inputs.leader, inputs.leads
    if not inputs.won:
        return None
    closest = min(against, key=lambda difference: abs(difference.ratio.value or math.inf))
    harms = _harms(inputs)
    size = sized(closest.ratio)
    what = measure_words(inputs.request.measure)
    if harms:
        sentence = (
            f"{inputs.name(leader)} wins plays but loses viewers: {what} {size} against "
            f"{inputs.name(closest.other)}, yet {harms} against the others."
        )
        return Verdict(VerdictKind.LOSES_VIEWERS, leader, sentence, list_reasons(inputs), None)
    others = "the runner-up " if len(against) > 1 else ""
    sentence = (
        f"{inputs.name(leader)} wins: its {what} is {size} against {others}"
        f"{inputs.name(closest.other)}."
    )
    return Verdict(VerdictKind.WINNER, leader, sentence, list_reasons(inputs), None)


def _harms(inputs: VerdictInput) -> str:
    """Return the guardrails that the leader fails, and by how much; empty if it fails none."""
    failed = [guard for guard in inputs.guardrails if guard.state is GuardrailState.FAILED]
    harms = [f"{measure_words(guard.measure)} {sized(guard.ratio)}" for guard in failed]
    return joined(harms) if harms else ""


def _better(difference: Difference, inputs: VerdictInput) -> bool:
    return difference.better(lower_is_better=inputs.lower_is_better)


def _alike(inputs: VerdictInput) -> Verdict | None:
    room = inputs.request.margin
    if not all(difference.matters_not(room) for difference in inputs.differences):
        return None
    sentence = (
        f"No difference that matters: the {measure_words(inputs.request.measure)} of "
        f"{joined(map(inputs.name, inputs.assets))} differs by less than {percent(room, 0)}."
    )
    return Verdict(VerdictKind.NO_DIFFERENCE, None, sentence, list_reasons(inputs), None)


def _wait(inputs: VerdictInput) -> Verdict:
    left = None
    if inputs.comes:
        left = days_to_decide(
            inputs.bases,
            inputs.order[0],
            inputs.beaten,
            inputs.request.margin,
            inputs.sureness,
            inputs.now,
        )
        begin = f"Keep waiting{'' if left is None else ', ' + days(left)}:"
    else:
        begin = "Undecided; no new viewers are entering the test."
    reasons = [*_ruled_out(inputs), *list_reasons(inputs)]
    if left is None and inputs.comes:
        reasons.append(f"At this traffic, deciding would take more than {LONGEST} days.")
    sentence = f"{begin} {_standing(inputs)}"
    harms = _harms(inputs)
    if harms:
        sentence = (
            f"{inputs.name(inputs.leader)} leads but loses viewers: {harms} against the others. "
            f"{sentence}"
        )
    return Verdict(VerdictKind.KEEP_WAITING, None, sentence, tuple(reasons), left)


def _standing(inputs: VerdictInput) -> str:
    """Return how the leader compares with the next best arm."""
    next_one = inputs.against[0]
    what = measure_words(inputs.request.measure)
    leader, other = inputs.name(inputs.leader), inputs.name(next_one.other)
    if next_one.difference.value == 0:
        return f"{leader} and {other} have the same {what}."
    chance = " beyond chance, but not all others" if _better(next_one, inputs) else ""
    doubt = "" if chance else ", which may be chance"
    return f"{leader} leads {other}{chance} with a {what} {sized(next_one.ratio)}{doubt}."


def _ruled_out(inputs: VerdictInput) -> list[str]:
    """Return the arms that can no longer be best, or else how large a difference may remain."""
    if inputs.ruled_out:
        out = (inputs.assets[at] for at in inputs.order if at in inputs.ruled_out)
        return [f"Ruled out: {joined(map(inputs.name, out))}."]
    most = [_largest(d.ratio) for d in inputs.differences]
    if any(map(math.isinf, most)):
        return []
    return [f"A difference of more than {percent(max(most), 0)} is ruled out."]


def _largest(ratio: Interval) -> float:
    """Return the largest relative difference, in either direction, within an interval."""
    if ratio.low is None or ratio.high is None or ratio.low <= -1:
        return math.inf
    return max(1 / (1 + ratio.low) - 1, ratio.high)


COMPLETION = "completion_rate"
MOST_PLACES_SAID = 5
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def list_reasons(inputs: VerdictInput) -> tuple[str, ...]:
    """Return the reasons listed below the sentence."""
    reasons = [
        f"Guardrail {measure_words(guardrail.measure)}: {_state(guardrail)}."
        for guardrail in inputs.guardrails
        if guardrail.state is not GuardrailState.FAILED
    ]
    if _ends_unknown(inputs):
        reasons.append(
            "These plays don't say where they ended, so only short plays can show that an asset "
            "over-promises."
        )
    if inputs.bases.basis is Basis.ADJUSTED:
        reasons.append("The assets reached different people; rates are adjusted to the same mix.")
    if inputs.bases.basis is Basis.WEIGHTED:
        reasons.append(
            "The assets were shown unequally on purpose; people are weighted by propensity."
        )
    reasons += _audience_reasons(inputs)
    return tuple(reasons)


def _ends_unknown(inputs: VerdictInput) -> bool:
    """Return whether the completion rate is a guardrail but no play has a known end."""
    names = [guardrail.measure for guardrail in inputs.guardrails]
    if COMPLETION not in names:
        return False
    outcome = 1 + names.index(COMPLETION)  # outcome 0 is the primary measure
    return not inputs.counted.by_day.x[outcome].any()


def support_reasons(inputs: VerdictInput) -> tuple[str, ...]:
    """Return reasons for people left out because not every asset was available."""
    support = inputs.support
    reasons: list[str] = []
    if support.since is not None:
        why = f"when {joined(map(inputs.name, support.joined))} joined" if support.joined else (
            "when all were shown")  # fmt: skip
        reasons.append(f"Counted since {_day(support.since)}, {why}.")
    if support.until is not None:
        who = joined(map(inputs.name, support.stopped)) if support.stopped else "one"
        reasons.append(f"Counted until {_day(support.until)}, when {who} stopped being shown.")
    if support.days_left_out:
        many = support.days_left_out
        about = "About one day in between is" if many == 1 else f"About {many} days in between are"
        reasons.append(f"{about} left out: not all assets were shown.")
    if support.places_left_out:
        where = joined(support.places_left_out[:MOST_PLACES_SAID])
        more = len(support.places_left_out) - MOST_PLACES_SAID
        others = f" and {more} more" if more > 0 else ""
        reasons.append(f"Left out: {where}{others}, where not all assets were shown.")
    elif support.people_left_out and not reasons and not support.never:
        reasons.append("People who arrived when or where not all assets were shown are left out.")
    if support.returning_left_out:
        reasons.append(
            "People who saw an asset before the period are left out: they get the assets in other "
            "shares than new people."
        )
    return tuple(reasons)


def _day(when: datetime) -> str:
    """Return a day as text: 7 Jan."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def _state(guard: Guardrail) -> str:
    if guard.ratio.value is None:
        return "too few plays to tell"
    state = "passed" if guard.state is GuardrailState.HELD else "not sure yet"
    return f"{state}, {sized(guard.ratio)}"


def _audience_reasons(inputs: VerdictInput) -> list[str]:
    """Return where arms differ from the overall result in a way that changes what to show."""
    leader = inputs.leader
    reasons: list[str] = []
    for audience in inputs.audiences:
        effect = audience.effects.get(leader)
        if not audience.differs or effect is None or effect.value is None:
            continue
        if leader in audience.differs and (effect.value > 0) == inputs.lower_is_better:
            half = ((effect.high or 0) - (effect.low or 0)) / 2
            does = "loses" if effect.leaves_out_zero else "doesn't lead"
            reasons.append(
                f"{inputs.name(leader)} leads overall, but {does} with {isolated(audience.name)} "
                f"({signed(effect.value, 0)} ± {points(half, 0, plus=False)})."
            )
        if audience.best is not None and audience.best != leader:
            reasons.append(
                f"With {isolated(audience.name)}, {inputs.name(audience.best)} is best "
                f"({certainty(audience.probability or 0)} sure): showing {inputs.name(leader)} "
                f"there would cost {percent(audience.loss or 0, 0)}."
            )
    return reasons
