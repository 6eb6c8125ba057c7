"""The verdict: one sentence that follows from the numbers by fixed rules, the first that holds.

1. *don't trust*: the arms did not get the shares of people that they should have.
2. *keep waiting*: an arm has not the least data yet.
3. *wins plays, loses viewers*: an arm is better than every other one beyond chance, and a
   guardrail fails for it.
4. *winner*: the same, and no guardrail fails.
5. *no difference that matters*: every two arms differ by less than the margin, beyond chance.
6. *keep waiting*: none of these.

With a baseline, an arm need only be better than that.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keyart.insights.comparison.bases import Bases
from keyart.insights.comparison.estimates import Sureness, sides
from keyart.insights.comparison.people import Allocation, Slice
from keyart.insights.comparison.request import Comparing
from keyart.insights.comparison.result import (
    Basis,
    Difference,
    ForAudience,
    Guard,
    Guarded,
    Kind,
    Verdict,
)
from keyart.insights.comparison.waiting import LONGEST, days_to_decide, days_to_gate, last_day
from keyart.insights.comparison.words import (
    called,
    days,
    joined,
    measure_words,
    percent,
    points,
    signed,
    sized,
)


@dataclass(frozen=True)
class Findings:
    """What the rules look at. `order` has the arms' places, best first."""

    request: Comparing
    bases: Bases
    differences: tuple[Difference, ...]
    allocation: Allocation
    guardrails: tuple[Guarded, ...]
    audiences: tuple[ForAudience, ...]
    names: Mapping[str, str]
    assets: tuple[str, ...]
    order: tuple[int, ...]
    comes: bool
    """Whether new people still come."""
    sureness: Sureness

    @property
    def leader(self) -> str:
        """The asset that looks best."""
        return self.assets[self.order[0]]

    def name(self, asset: str) -> str:
        """Return an asset's name in quotation marks, with its id where names repeat."""
        return called(asset, self.names)


def verdict_of(found: Findings) -> Verdict:
    """Return the verdict of the first rule that holds."""
    for rule in (_distrust, _too_little, _won, _alike):
        verdict = rule(found)
        if verdict is not None:
            return verdict
    return _wait(found)


def _distrust(found: Findings) -> Verdict | None:
    allocation = found.allocation
    if not allocation.broken or allocation.expected is None:
        return None
    gaps = [
        (seen - wanted, asset, seen, wanted)
        for asset, seen, wanted in zip(
            found.assets, allocation.seen, allocation.expected, strict=True
        )
    ]
    _, asset, seen, wanted = max(gaps, key=lambda gap: abs(gap[0]))
    sentence = (
        f"Don't trust this: {found.name(asset)} was shown to {percent(seen)} of the people instead "
        f"of {percent(wanted)}, so those who saw it are not like the others."
    )
    reasons = [_slice_reason(found, one, allocation.expected) for one in allocation.slices]
    return Verdict(Kind.DONT_TRUST, None, sentence, tuple(reasons), None)


def _slice_reason(found: Findings, one: Slice, expected: tuple[float, ...]) -> str:
    """Return which arm's share is off most in a part of the people."""
    gaps = [abs(seen - wanted) for seen, wanted in zip(one.shares, expected, strict=True)]
    at = gaps.index(max(gaps))
    where = f"{one.dimension} {one.value}" if one.value else f"unknown {one.dimension}"
    return (
        f"{where}: {found.name(found.assets[at])} has {percent(one.shares[at])} of {one.people:,} "
        f"people instead of {percent(expected[at])}."
    )


def _too_little(found: Findings) -> Verdict | None:
    path = found.bases.path
    progress = path.progress()[-1]
    lacking = [found.assets[at] for at in np.flatnonzero(~(progress >= 1))]
    if not lacking:
        return None
    left = days_to_gate(path) if found.comes else None
    if last_day(path) < 0:
        sentence = "Keep waiting: nobody's first exposure is complete yet."
    elif left is None:
        sentence = (
            f"Too little data to judge, and no more comes for {joined(map(found.name, lacking))}."
        )
    else:
        sentence = f"Keep waiting, {days(left)}: there is too little data to judge."
    reasons = tuple(
        f"{found.name(found.assets[at])} has {percent(min(float(progress[at]), 1.0), 0)} of the "
        "least data."
        for at in np.flatnonzero(~(progress >= 1))
    )
    return Verdict(Kind.KEEP_WAITING, None, sentence, reasons, left)


def _won(found: Findings) -> Verdict | None:
    leader = found.leader
    against = [d.seen_from(leader) for d in found.differences if leader in (d.asset, d.other)]
    if not all(_better(difference, found) for difference in against):
        return None
    closest = min(against, key=lambda difference: abs(difference.ratio.value or math.inf))
    failed = [one for one in found.guardrails if one.state is Guard.FAILED]
    size = sized(closest.ratio)
    what = measure_words(found.request.measure)
    if failed:
        harms = joined([f"{measure_words(one.measure)} {sized(one.ratio)}" for one in failed])
        sentence = (
            f"{found.name(leader)} wins plays, but loses viewers: {what} {size} against "
            f"{found.name(closest.other)}, yet {harms} against the others."
        )
        return Verdict(Kind.LOSES_VIEWERS, leader, sentence, _reasons(found), None)
    others = "the runner-up " if len(against) > 1 else ""
    sentence = (
        f"{found.name(leader)} wins: its {what} is {size} against {others}"
        f"{found.name(closest.other)}."
    )
    return Verdict(Kind.WINNER, leader, sentence, _reasons(found), None)


def _better(difference: Difference, found: Findings) -> bool:
    low = found.bases.path.measure.lower_is_better
    bound = difference.difference.high if low else difference.difference.low
    return bound is not None and (bound < 0 if low else bound > 0)


def _alike(found: Findings) -> Verdict | None:
    room = found.request.margin
    if not all(one.matters_not(room) for one in found.differences):
        return None
    sentence = (
        f"No difference that matters: the {measure_words(found.request.measure)} of "
        f"{joined(map(found.name, found.assets))} differs by less than {percent(room, 0)}."
    )
    return Verdict(Kind.NO_DIFFERENCE, None, sentence, _reasons(found), None)


def _wait(found: Findings) -> Verdict:
    leader, second = (found.assets[at] for at in found.order[:2])
    pair = pair_of(found.bases, found.order[0], found.order[1])
    left = None
    if found.comes:
        left = days_to_decide(found.bases, pair, found.request.margin, found.sureness)
    difference = next(d for d in found.differences if {leader, second} == {d.asset, d.other})
    size = sized(difference.seen_from(leader).ratio)
    if found.comes:
        begin = f"Keep waiting{'' if left is None else ', ' + days(left)}"
    else:
        begin = "Undecided, and no new people come"
    sentence = (
        f"{begin}: {found.name(leader)} leads {found.name(second)} with a "
        f"{measure_words(found.request.measure)} {size}, which may be chance."
    )
    reasons = list(_reasons(found))
    beaten = [
        asset for asset in found.assets
        if any(_better(d.seen_from(d.other if d.asset == asset else d.asset), found)
               for d in found.differences if asset in (d.asset, d.other))
    ]  # fmt: skip
    if beaten:
        reasons.insert(0, f"Already out: {joined(map(found.name, beaten))}.")
    most = [max(-(d.ratio.low or -1) / (1 + (d.ratio.low or 0)), d.ratio.high or 1)
            for d in found.differences if d.ratio.low is not None]  # fmt: skip
    if most and not beaten:
        reasons.insert(0, f"A difference of more than {percent(max(most), 0)} is ruled out.")
    if left is None and found.comes:
        reasons.append(f"At this traffic it would take longer than {LONGEST} days to decide.")
    return Verdict(Kind.KEEP_WAITING, None, sentence, tuple(reasons), left)


def pair_of(bases: Bases, a: int, b: int) -> int:
    """Return the place of a pair among those compared; of the first one where it is not."""
    for at, pair in enumerate(zip(*sides(bases.pairs), strict=True)):
        if {a, b} == set(map(int, pair)):
            return at
    return 0


def _reasons(found: Findings) -> tuple[str, ...]:
    """Return what a reader should know beside the sentence."""
    reasons: list[str] = []
    for one in found.guardrails:
        if one.state is not Guard.FAILED:
            state = "held" if one.state is Guard.HELD else "not sure yet"
            reasons.append(f"Guardrail {measure_words(one.measure)}: {state}, {sized(one.ratio)}.")
    if found.bases.basis is Basis.ADJUSTED:
        reasons.append("Arms met different people; rates are as if all had met the same.")
    if found.bases.basis is Basis.WEIGHTED:
        reasons.append("Arms were shown unequally on purpose; people are weighted by propensity.")
    reasons += _audience_reasons(found)
    return tuple(reasons)


def _audience_reasons(found: Findings) -> list[str]:
    """Return where arms do otherwise than overall in a way that changes what to show."""
    leader = found.leader
    lower = found.bases.path.measure.lower_is_better
    reasons: list[str] = []
    for one in found.audiences:
        effect = one.effects.get(leader)
        if not one.differs or effect is None or effect.value is None:
            continue
        if leader in one.differs and (effect.value > 0) == lower:
            half = ((effect.high or 0) - (effect.low or 0)) / 2
            reasons.append(
                f"{found.name(leader)} leads overall, but loses with {one.name} "
                f"({signed(effect.value, 0)} ± {points(half, 0, plus=False)})."
            )
        if one.best is not None and one.best != leader:
            reasons.append(
                f"With {one.name} {found.name(one.best)} is best "
                f"({percent(one.probability or 0, 0)} sure): {found.name(leader)} would cost "
                f"{percent(one.loss or 0, 0)} there."
            )
    return reasons
