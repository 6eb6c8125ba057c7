"""The verdict: one sentence that follows from the numbers by fixed rules, the first that holds.

1. *keep waiting*: an arm was shown to nobody.
2. *don't trust*: the arms were never shown at the same time; or not long enough, and most of the
   people met one while another could not be met.
3. *don't trust*: the arms did not get the shares of people that they should have; or they met
   different people, and too few of the same kind.
4. *keep waiting*: an arm has not the least data yet.
5. *wins plays, loses viewers*: an arm is better than every other one beyond chance, and a
   guardrail fails for it.
6. *winner*: the same, and no guardrail fails.
7. *no difference that matters*: every two arms differ by less than the margin, beyond chance.
8. *keep waiting*: none of these.

With a baseline, an arm need only be better than that.
"""

import math
from dataclasses import replace

import numpy as np

from keyart.insights.comparison.findings import Findings
from keyart.insights.comparison.people import ALLOCATION_ALPHA
from keyart.insights.comparison.reasons import reasons_of, support_reasons
from keyart.insights.comparison.result import (
    AllocationSlice,
    Basis,
    Difference,
    GuardrailState,
    Interval,
    Verdict,
    VerdictKind,
)
from keyart.insights.comparison.waiting import LONGEST, days_to_decide, days_to_gate
from keyart.insights.comparison.words import days, joined, measure_words, percent, sized


def verdict_of(found: Findings) -> Verdict:
    """Return the verdict of the first rule that holds, and what of all people it is about."""
    verdict = _verdict_of(found)
    if found.support.whole:
        return verdict
    return replace(verdict, reasons=(*support_reasons(found), *verdict.reasons))


def _verdict_of(found: Findings) -> Verdict:
    for rule in (_not_shown, _apart, _distrust, _unlike, _too_little, _won, _alike):
        verdict = rule(found)
        if verdict is not None:
            return verdict
    return _wait(found)


def _not_shown(found: Findings) -> Verdict | None:
    people = found.counted.assigned.sum(axis=1)
    if people.all() or not found.support.whole:
        return None
    missing = joined(found.name(found.assets[at]) for at in np.flatnonzero(people == 0))
    sentence = f"Nothing to compare yet: {missing} was shown to nobody in this context."
    return Verdict(VerdictKind.KEEP_WAITING, None, sentence, (), None)


def _apart(found: Findings) -> Verdict | None:
    """Return that the arms were hardly ever shown at the same time."""
    support = found.support
    names = joined(map(found.name, found.assets))
    if support.never:
        sentence = (
            f"Don't trust this: {names} were never shown at the same time, so nobody could have "
            "met each of them."
        )
        return Verdict(VerdictKind.DONT_TRUST, None, sentence, (), None)
    lacking = not (found.bases.path.progress()[-1] >= 1).all()
    if not lacking or support.people_left_out <= support.people:
        return None
    left = days_to_gate(found.bases.path, found.now) if found.comes else None
    sentence = (
        "Don't trust this: too few people came while all could be met, and who came when one could "
        "not is no fair comparison."
    )
    reasons: tuple[str, ...] = ()
    if support.since is not None and found.comes:
        wait = f", in about {left} day{'' if left == 1 else 's'}" if left else ""
        reasons = (f"Ask since {support.since:%Y-%m-%d}{wait}.",)
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, reasons, left)


def _distrust(found: Findings) -> Verdict | None:
    allocation = found.allocation
    if not allocation.broken or allocation.expected is None:
        return None
    asset, seen, wanted = _furthest(found, allocation.seen, allocation.expected)
    if allocation.p is not None and allocation.p <= ALLOCATION_ALPHA:
        sentence = (
            f"Don't trust this: {found.name(asset)} was shown to {percent(seen)} of the people "
            f"instead of {percent(wanted)}, so those who saw it are not like the others."
        )
    else:
        sentence = (
            "Don't trust this: in parts that hold most of the people the arms' shares are off, so "
            "those who saw one are not like those who saw another."
        )
    reasons = tuple(_slice_reason(found, one, allocation.expected) for one in allocation.slices)
    since = allocation.as_expected_since
    if since is not None:
        day = f"{since:%Y-%m-%d}"
        reasons += (f"From {day} on shares are as they should be: ask since that day.",)
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, reasons, None)


def _furthest(
    found: Findings, seen: tuple[float, ...], expected: tuple[float, ...]
) -> tuple[str, float, float]:
    """Return the asset whose share is furthest off, that share, and the expected one.

    Of two that are off alike it is the one that lacks people.
    """
    arms = zip(found.assets, seen, expected, strict=True)
    return max(arms, key=lambda arm: (round(abs(arm[1] - arm[2]), 9), arm[2] - arm[1]))


def _slice_reason(found: Findings, one: AllocationSlice, expected: tuple[float, ...]) -> str:
    asset, seen, wanted = _furthest(found, one.shares, expected)
    return (
        f"{one.said}: {found.name(asset)} has {percent(seen)} of {one.people:,} people instead of "
        f"{percent(wanted)}."
    )


def _unlike(found: Findings) -> Verdict | None:
    """Return that arms met different people, who cannot be made alike."""
    bases = found.bases
    if bases.adjusted is None or bases.basis is not Basis.RAW:
        return None
    differ = joined(mix.dimension for mix in found.mixes)
    sentence = (
        f"Don't trust this: the assets met different people (by {differ}), and too few of the same "
        "kind to compare them."
    )
    return Verdict(VerdictKind.DONT_TRUST, None, sentence, (), None)


def _too_little(found: Findings) -> Verdict | None:
    path = found.bases.path
    progress = path.progress()[-1]
    lacking = [at for at in found.order if not progress[at] >= 1]
    if not lacking:
        return None
    anybody = bool(found.counted.closed.any())
    left = days_to_gate(path, found.now) if found.comes and anybody else None
    if not anybody:
        sentence = "Keep waiting: nobody's first exposure is complete yet."
    elif not found.comes:
        sentence = "Too little data to judge, and no new people come."
    elif left is None:
        sentence = (
            f"Too little data to judge, which at this pace it will be for more than {LONGEST} days."
        )
    else:
        sentence = f"Keep waiting, {days(left)}: there is too little data to judge."
    reasons = tuple(
        f"{found.name(found.assets[at])} has {math.floor(progress[at] * 100)}% of the least data."
        for at in lacking
    )
    return Verdict(VerdictKind.KEEP_WAITING, None, sentence, reasons, left)


def _won(found: Findings) -> Verdict | None:
    leader, against = found.leader, found.leads
    if not found.won:
        return None
    closest = min(against, key=lambda difference: abs(difference.ratio.value or math.inf))
    failed = [one for one in found.guardrails if one.state is GuardrailState.FAILED]
    size = sized(closest.ratio)
    what = measure_words(found.request.measure)
    if failed:
        harms = joined([f"{measure_words(one.measure)} {sized(one.ratio)}" for one in failed])
        sentence = (
            f"{found.name(leader)} wins plays, but loses viewers: {what} {size} against "
            f"{found.name(closest.other)}, yet {harms} against the others."
        )
        return Verdict(VerdictKind.LOSES_VIEWERS, leader, sentence, reasons_of(found), None)
    others = "the runner-up " if len(against) > 1 else ""
    sentence = (
        f"{found.name(leader)} wins: its {what} is {size} against {others}"
        f"{found.name(closest.other)}."
    )
    return Verdict(VerdictKind.WINNER, leader, sentence, reasons_of(found), None)


def _better(difference: Difference, found: Findings) -> bool:
    return difference.better(lower_is_better=found.lower_is_better)


def _alike(found: Findings) -> Verdict | None:
    room = found.request.margin
    if not all(one.matters_not(room) for one in found.differences):
        return None
    sentence = (
        f"No difference that matters: the {measure_words(found.request.measure)} of "
        f"{joined(map(found.name, found.assets))} differs by less than {percent(room, 0)}."
    )
    return Verdict(VerdictKind.NO_DIFFERENCE, None, sentence, reasons_of(found), None)


def _wait(found: Findings) -> Verdict:
    left = None
    if found.comes:
        left = days_to_decide(
            found.bases, found.order[0], found.request.margin, found.sureness, found.now
        )
        begin = f"Keep waiting{'' if left is None else ', ' + days(left)}"
    else:
        begin = "Undecided, and no new people come"
    reasons = [*_ruled_out(found), *reasons_of(found)]
    if left is None and found.comes:
        reasons.append(f"At this traffic it would take longer than {LONGEST} days to decide.")
    return Verdict(
        VerdictKind.KEEP_WAITING, None, f"{begin}: {_standing(found)}", tuple(reasons), left
    )


def _standing(found: Findings) -> str:
    """Return how the leader stands against the next best one."""
    next_one = found.against[0]
    what = measure_words(found.request.measure)
    leader, other = found.name(found.leader), found.name(next_one.other)
    if next_one.difference.value == 0:
        return f"{leader} and {other} have the same {what}."
    chance = " beyond chance, yet not all others" if _better(next_one, found) else ""
    doubt = "" if chance else ", which may be chance"
    return f"{leader} leads {other}{chance} with a {what} {sized(next_one.ratio)}{doubt}."


def _ruled_out(found: Findings) -> list[str]:
    """Return who cannot be best any more; else how large a difference there may still be."""
    both = [d.seen_from(asset) for d in found.differences for asset in d.arms]
    beaten = dict.fromkeys(d.other for d in both if _better(d, found))
    if beaten:
        return [f"Already out: {joined(map(found.name, beaten))}."]
    most = [_largest(d.ratio) for d in found.differences]
    if any(map(math.isinf, most)):
        return []
    return [f"A difference of more than {percent(max(most), 0)} is ruled out."]


def _largest(ratio: Interval) -> float:
    """Return the largest relative difference, either way round, that an interval leaves open."""
    if ratio.low is None or ratio.high is None or ratio.low <= -1:
        return math.inf
    return max(1 / (1 + ratio.low) - 1, ratio.high)
