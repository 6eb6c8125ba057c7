"""What a reader should know beside the sentence of a verdict."""

from keyart.insights.comparison.findings import Findings
from keyart.insights.comparison.result import Basis, Guard, Guarded
from keyart.insights.comparison.words import measure_words, percent, points, signed, sized


def reasons_of(found: Findings) -> tuple[str, ...]:
    """Return what a reader should know beside the sentence."""
    reasons = [
        f"Guardrail {measure_words(one.measure)}: {_state(one)}."
        for one in found.guardrails
        if one.state is not Guard.FAILED
    ]
    if found.bases.basis is Basis.ADJUSTED:
        reasons.append("Arms met different people; rates are as if all had met the same.")
    if found.bases.basis is Basis.WEIGHTED:
        reasons.append("Arms were shown unequally on purpose; people are weighted by propensity.")
    reasons += _audience_reasons(found)
    return tuple(reasons)


def _state(guard: Guarded) -> str:
    if guard.ratio.value is None:
        return "too few plays to tell"
    return f"{'held' if guard.state is Guard.HELD else 'not sure yet'}, {sized(guard.ratio)}"


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
