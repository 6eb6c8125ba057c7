"""Where assets stand on both axes, and which of them mislead or are overlooked.

Rows are assets, or assets in an audience; the rows of one group are compared with each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from keyart.insights.authenticity.record import DailyRecord, Flags, Record, RecordPair, sum_others
from keyart.insights.authenticity.result import AuthenticityRules, FindingKind
from keyart.insights.statistics.multiplicity import benjamini_hochberg, e_bh
from keyart.insights.statistics.pooling import pooled, variance_between
from keyart.insights.statistics.ratios import Estimate, difference, log_ratio, ratio
from keyart.insights.statistics.sequences import log_evidence_above
from keyart.query.engine import Floats, Ints, Moments

SIGNS = {FindingKind.CLICKBAIT: (1, -1), FindingKind.HIDDEN_GEM: (-1, 1)}
"""The directions of plays won and of satisfaction."""

MOSTLY = 0.5
"""Satisfaction uses the ends of plays if this share of qualified plays has a known end."""

SPREAD = 0.5
"""The standard deviation of the effects to find, in logs: half more or less."""

Shrinkage = Callable[["Axes"], "Axes"]
"""A function that shrinks estimates towards the usual."""


@dataclass(frozen=True, eq=False)
class Axes:
    """Both effects of each row as log ratios to its others, [rows]; nan where not judged."""

    winning: Estimate
    """Of take rates."""
    keeping: Estimate
    """Of the value of plays: see `compare_records`."""

    @property
    def has_both(self) -> Flags:
        """Which rows have both."""
        return np.isfinite(self.winning.variance) & np.isfinite(self.keeping.variance)

    @property
    def z(self) -> tuple[Floats, Floats]:
        """Both in standard errors."""
        return _z(self.winning), _z(self.keeping)


def _z(estimate: Estimate) -> Floats:
    return estimate.value * np.sqrt(estimate.information)


@dataclass(frozen=True, eq=False)
class RowVerdicts:
    """The verdict on each row, [rows]."""

    asset_record: Record
    """What its people did on the days when its others were shown, too."""
    others: Record
    """What as many people and plays of its others would give on these days."""
    axes: Axes
    drawn: Axes
    evidence: Floats
    """[kinds, rows]: the z of the weaker of a kind's two effects, in the kind's directions."""
    adjusted: Floats
    """[kinds, rows]: the smallest q at which it would be found; nan = not judged."""
    is_finding: Flags
    """[kinds, rows]"""


def compare_records(
    record: Record,
    rest: Record,
    rules: AuthenticityRules,
    counted: tuple[Record, Record] | None = None,
) -> Axes:
    """Return both effects of each row against `rest`, which must be other people.

    If days are weighted, `counted` has the actual counts of both: they must be enough.

    Satisfaction is the share of started plays watched to the end: short plays and plays left before
    the end lower it. Where ends are unknown, as for games, it is the time watched per started play.
    """
    people, others_ = counted or (record, rest)
    enough = _enough(people, rules) & _enough(others_, rules)
    winning = log_ratio(ratio(_halved(record.takes)), ratio(_halved(rest.takes)))
    by_end = log_ratio(ratio(_halved(record.kept)), ratio(_halved(rest.kept)))
    by_time = log_ratio(ratio(record.watched), ratio(rest.watched))
    ends_known = people.plus(others_).ends_known >= MOSTLY
    keeping = Estimate(
        np.where(ends_known, by_end.value, by_time.value),
        np.where(ends_known, by_end.variance, by_time.variance),
    )
    return Axes(_where(enough, winning), _where(enough, keeping))


def _enough(record: Record, rules: AuthenticityRules) -> Flags:
    return (record.people >= rules.least_people) & (record.plays >= rules.least_plays)


def _halved(m: Moments) -> Moments:
    """Return the moments of a share with half a yes and half a no added, so that it has a log.

    J. B. S. Haldane (1956), F. J. Anscombe (1956); see J. J. Gart, J. R. Zweifel, "On the bias of
    various estimators of the logit and its variance", Biometrika 54 (1967).
    """
    return Moments(m.n + 1, m.x + 1, m.y + 0.5, m.xx + 1, m.yy + 0.5, m.xy + 0.5)


def _where(flags: Flags, estimate: Estimate) -> Estimate:
    there = flags & np.isfinite(estimate.value) & (estimate.variance > 0)
    return Estimate(
        np.where(there, estimate.value, np.nan), np.where(there, estimate.variance, np.nan)
    )


@dataclass(frozen=True, eq=False)
class JudgementInput:
    """Rows to be judged.

    Attributes:
        record: what each row did.
        group: each row's group, whose other rows are its others, int64 [rows].
        drawing: how effects are shrunk towards the usual.
        further: [kinds, rows] more p-values that must be small for a finding; or none.
        days: what each row's people did, by the day of their first exposure; None: all on one day.
        every_look: whether the share of false findings must hold at every look; not with further.
    """

    record: Record
    group: Ints
    drawing: Shrinkage
    rules: AuthenticityRules
    further: Callable[[Axes], Floats] | None = None
    days: DailyRecord | None = None
    every_look: bool = False

    def sides(self, counted: Flags) -> RecordPair:
        """Return each row, and the counted others of its group, on the same days."""
        if self.days is not None:
            return self.days.sides(self.group, counted)
        both = self.record, sum_others(self.record, self.group, counted)
        return RecordPair(both, both)


def judge(bench: JudgementInput, aside: Flags) -> tuple[RowVerdicts, Flags]:
    """Return the verdict on each row, and which rows were not used as a baseline.

    Clickbait is no baseline: compared with it, all others of its title would look like hidden gems.
    So the clearest finding of each group is set aside and the group judged again, until there is no
    new one. `aside` are those set aside from the start.
    """
    while True:
        now = _judge_once(bench, aside)
        clearest = _clearest(now, bench.group, aside)
        if not clearest.any():
            return now, aside
        aside = aside | clearest


def _judge_once(bench: JudgementInput, aside: Flags) -> RowVerdicts:
    sides = bench.sides(~aside)
    axes = compare_records(*sides.weighted, bench.rules, sides.counted)
    drawn = bench.drawing(axes)
    evidence = np.stack([_weaker(axes, *signs) for signs in SIGNS.values()])
    p = norm.sf(evidence)
    if bench.further is not None:
        p = np.maximum(p, bench.further(axes))
    tested = benjamini_hochberg(p, bench.rules.q)
    if bench.every_look:
        tested = e_bh(np.stack([_weaker_evidence(axes, *s) for s in SIGNS.values()]), bench.rules.q)
    large = np.stack([_large(drawn, bench.rules, *signs) for signs in SIGNS.values()])
    return RowVerdicts(
        *sides.shown, axes, drawn, evidence, tested.adjusted, tested.discovered & large
    )


def _weaker(axes: Axes, winning: int, keeping: int) -> Floats:
    """Return the z of the weaker effect: both must hold (intersection-union).

    R. L. Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24
    (1982). However the two depend on each other, the larger p-value keeps its level.
    """
    first, second = axes.z
    return np.minimum(winning * first, keeping * second)


def _weaker_evidence(axes: Axes, winning: int, keeping: int) -> Floats:
    """Return the log e-value of the weaker effect, which stays valid at every look.

    If one effect is absent, its own e-value averages at most 1 at any time, and so does the smaller
    of the two.
    """
    pairs = ((axes.winning, winning), (axes.keeping, keeping))
    logs = [
        log_evidence_above(
            Estimate(sign * effect.value, effect.variance),
            np.full(effect.value.shape, 1 / SPREAD**2),
        )
        for effect, sign in pairs
    ]
    return np.minimum(*logs)


def _large(drawn: Axes, rules: AuthenticityRules, winning: int, keeping: int) -> Flags:
    """Return where both shrunk effects matter, and have the kind's signs."""
    sides = ((drawn.winning, winning), (drawn.keeping, keeping))
    return np.logical_and.reduce(
        [
            (sign_of_effect(effect, rules) == sign) & (sign * effect.value >= _least(rules, sign))
            for effect, sign in sides
        ]
    )


def _least(rules: AuthenticityRules, sign: int) -> float:
    return abs(float(np.log1p(sign * rules.least_effect)))


def sign_of_effect(effect: Estimate, rules: AuthenticityRules) -> npt.NDArray[np.int64]:
    """Return the sign of each effect: 1, -1, or 0 if it is not clear."""
    z = _z(effect)
    sure = np.abs(z) >= norm.ppf(rules.sure)
    return np.where(sure, np.sign(z), 0).astype(np.int64)


def _clearest(now: RowVerdicts, group: Ints, aside: Flags) -> Flags:
    """Return each group's row with the clearest finding that is not set aside yet."""
    strength = np.where(now.is_finding & ~aside, now.evidence, -np.inf)
    # Of two assets that only differ from each other, it is the one that misleads.
    strength = np.maximum(strength[0], np.nextafter(strength[1], -np.inf))
    best = np.full(int(group.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(best, group, strength)
    return np.isfinite(strength) & (strength == best[group])


def shrink_to_mean(axes: Axes) -> Axes:
    """Shrink effects towards the mean of all, which is near 0."""
    return Axes(_shrink_to_mean(axes.winning), _shrink_to_mean(axes.keeping))


def _shrink_to_mean(estimate: Estimate) -> Estimate:
    mean = pooled(estimate)
    there = np.isfinite(estimate.value)
    return Estimate(np.where(there, mean.value, np.nan), np.where(there, mean.variance, np.nan))


def shrink_to_usual(axes: Axes, usual: Axes) -> Axes:
    """Shrink effects with some people towards those with all others, `usual`."""
    return Axes(
        _shrink_to_usual(axes.winning, usual.winning), _shrink_to_usual(axes.keeping, usual.keeping)
    )


def _shrink_to_usual(estimate: Estimate, usual: Estimate) -> Estimate:
    """Return the mean of both, weighted by precision; people differ, so `usual` has less."""
    between = variance_between(difference(estimate, usual))
    weights = 1 / estimate.variance, 1 / (usual.variance + between)
    total = weights[0] + weights[1]
    return Estimate((estimate.value * weights[0] + usual.value * weights[1]) / total, 1 / total)
