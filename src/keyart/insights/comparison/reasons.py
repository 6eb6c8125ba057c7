"""What a reader should know beside the sentence of a verdict."""

from datetime import datetime

from keyart.insights.comparison.findings import Findings
from keyart.insights.comparison.result import Basis, Guardrail, GuardrailState
from keyart.insights.comparison.words import (
    joined,
    measure_words,
    percent,
    points,
    signed,
    sized,
)

COMPLETION = "completion_rate"
MOST_PLACES_SAID = 5
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def reasons_of(found: Findings) -> tuple[str, ...]:
    """Return what a reader should know beside the sentence."""
    reasons = [
        f"Guardrail {measure_words(one.measure)}: {_state(one)}."
        for one in found.guardrails
        if one.state is not GuardrailState.FAILED
    ]
    if _ends_unknown(found):
        reasons.append(
            "Nobody knows where these plays ended, so only short plays can show that an asset "
            "misleads people."
        )
    if found.bases.basis is Basis.ADJUSTED:
        reasons.append("Arms met different people; rates are as if all had met the same.")
    if found.bases.basis is Basis.WEIGHTED:
        reasons.append("Arms were shown unequally on purpose; people are weighted by propensity.")
    reasons += _audience_reasons(found)
    return tuple(reasons)


def _ends_unknown(found: Findings) -> bool:
    """Return whether the completion rate is a guardrail of plays of which no end is known."""
    names = [one.measure for one in found.guardrails]
    if COMPLETION not in names:
        return False
    outcome = 1 + names.index(COMPLETION)  # outcome 0 is the primary measure
    return not found.counted.by_day.x[outcome].any()


def support_reasons(found: Findings) -> tuple[str, ...]:
    """Return who is left out, because not every asset could be met then or there."""
    support = found.support
    reasons: list[str] = []
    if support.since is not None:
        why = f"when {joined(map(found.name, support.joined))} joined" if support.joined else (
            "from when on all were shown")  # fmt: skip
        reasons.append(f"Counted since {_day(support.since)}, {why}.")
    if support.until is not None:
        who = joined(map(found.name, support.stopped)) if support.stopped else "one"
        reasons.append(f"Counted until {_day(support.until)}, when {who} was shown no more.")
    if support.days_left_out:
        many = support.days_left_out
        about = "About one day in between is" if many == 1 else f"About {many} days in between are"
        reasons.append(f"{about} left out: not all assets were shown then.")
    if support.places_left_out:
        where = joined(support.places_left_out[:MOST_PLACES_SAID])
        more = len(support.places_left_out) - MOST_PLACES_SAID
        others = f" and {more} more" if more > 0 else ""
        reasons.append(f"Left out is {where}{others}, where not all assets were shown.")
    elif support.people_left_out and not reasons and not support.never:
        reasons.append("People are left out who came where or when not all assets were shown.")
    if support.returning_left_out:
        reasons.append(
            "Who had met an asset before the period is left out: such people are shown the assets "
            "in other shares than new ones."
        )
    return tuple(reasons)


def _day(when: datetime) -> str:
    """Return a day as people write it: 7 Jan."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def _state(guard: Guardrail) -> str:
    if guard.ratio.value is None:
        return "too few plays to tell"
    return (
        f"{'held' if guard.state is GuardrailState.HELD else 'not sure yet'}, {sized(guard.ratio)}"
    )


def _audience_reasons(found: Findings) -> list[str]:
    """Return where arms do otherwise than overall in a way that changes what to show."""
    leader = found.leader
    reasons: list[str] = []
    for one in found.audiences:
        effect = one.effects.get(leader)
        if not one.differs or effect is None or effect.value is None:
            continue
        if leader in one.differs and (effect.value > 0) == found.lower_is_better:
            half = ((effect.high or 0) - (effect.low or 0)) / 2
            does = "loses" if effect.leaves_out_zero else "does not"
            reasons.append(
                f"{found.name(leader)} leads overall, but {does} with {one.name} "
                f"({signed(effect.value, 0)} ± {points(half, 0, plus=False)})."
            )
        if one.best is not None and one.best != leader:
            reasons.append(
                f"With {one.name} {found.name(one.best)} is best "
                f"({percent(one.probability or 0, 0)} sure): {found.name(leader)} would cost "
                f"{percent(one.loss or 0, 0)} there."
            )
    return reasons
