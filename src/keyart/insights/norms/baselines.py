"""What units are compared with: their kind across the catalogue, or their title's other assets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.catalogue import Figures, Level
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms.rate_model import (
    OWN_PRIOR,
    Factor,
    combine_codes,
    fit_factors,
    fit_rates,
    positive_divisors,
    sum_by_group,
)
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

Flags = npt.NDArray[np.bool_]

_REJECTED = 4.685
"""Tukey's constant, in standard deviations: 95% efficient if nothing stands out."""
_FEWEST_KEPT = 0.2
"""If the middle keeps a smaller share of the others than this, their mean is used instead."""
_ALIKE = 0.04
"""Values with variances below this weigh about the same in the median."""
_NORMAL_MEDIAN = 0.6744897501960817
"""The median of |z| of a standard normal z."""
_STEPS = 60


@dataclass(frozen=True, eq=False)
class PeerGroups:
    """Units are compared with those of their group that have another `cluster` code.

    Both are codes, int64 [units].
    """

    group: Ints
    cluster: Ints

    def others(self, values: Floats) -> Floats:
        """Return the sum of the peers' values for each unit."""
        pair = combine_codes(self.group, self.cluster)
        every, same = (
            np.bincount(code, values).astype(np.float64)[code] for code in (self.group, pair)
        )
        return every - same


@dataclass(frozen=True, eq=False)
class Baseline:
    """What units got, and what they are compared with, [units]; rates are per x of the measure.

    `information` is 1 / the variance of observed / norm if the norm were known.
    """

    observed: Floats
    norm: Floats
    expected: Floats
    """Effective events."""
    information: Floats
    circle: PeerGroups
    repeated: Floats
    """The log ratio of each unit's impressions per first exposure to those of its peers."""

    def of(self, which: Flags) -> "Baseline":
        """Return the baseline of some units."""
        return Baseline(
            observed=self.observed[which],
            norm=self.norm[which],
            expected=self.expected[which],
            information=self.information[which],
            circle=PeerGroups(self.circle.group[which], self.circle.cluster[which]),
            repeated=self.repeated[which],
        )


def peer_centres(values: Estimate, ordinary: float, circle: PeerGroups) -> Estimate:
    """Return the middle of the others of each unit's group; nan where there are none.

    One step of Tukey's biweight from the median, each value weighing 1 / (its variance +
    `ordinary`): F. Mosteller, J. Tukey, "Data Analysis and Regression" (1977), chapter 10. In the
    median, all values with fair data weigh about the same, so that a single one with much data is
    not a majority. Where all others stand out from each other, their mean is used.
    """
    variance = values.variance + ordinary
    weight = 1 / variance
    middle = _medians(values.value, 1 / (values.variance + _ALIKE), circle.group)[circle.group]
    distance = np.abs(values.value - middle) / (_REJECTED * np.sqrt(variance))
    kept = np.maximum(1 - distance**2, 0.0) ** 2
    robust, mean = (_of_others(values.value, part, circle) for part in (kept * weight, weight))
    share = _of_others(kept, np.ones(kept.shape), circle).value
    alone = ~(share >= _FEWEST_KEPT) | np.isnan(robust.value)
    return Estimate(
        np.where(alone, mean.value, robust.value),
        np.where(alone, mean.variance, robust.variance),
    )


def _of_others(values: Floats, weight: Floats, circle: PeerGroups) -> Estimate:
    pair = combine_codes(circle.group, circle.cluster)
    sums = [
        np.bincount(circle.group, part)[circle.group] - np.bincount(pair, part)[pair]
        for part in (weight, weight * values)
    ]
    left = sums[0] > 1e-9 * np.bincount(circle.group, weight)[circle.group]
    total = np.where(left, sums[0], np.nan)
    return Estimate(sums[1] / total, 1 / total)


def _medians(values: Floats, weight: Floats, group: Ints) -> Floats:
    """Return the weighted median of each group."""
    order = np.lexsort((values, group))
    ordered = group[order]
    until = np.cumsum(weight[order])
    ends = np.searchsorted(ordered, np.arange(int(group.max(initial=-1)) + 1), side="right")
    before = np.concatenate([[0.0], until])[np.concatenate([[0], ends[:-1]])]
    half = (before + until[ends - 1]) / 2
    place = np.minimum(np.searchsorted(until, half), ends - 1)
    return values[order][place]


def ordinary_variance(deviation: Estimate) -> float:
    """Return the variance beyond chance of ordinary deviations, whose middle is 0.

    With this variance, half of all deviations are within 0.67 standard deviations, as in a normal
    distribution. So it hardly matters if up to a fifth of them stand out: an empirical null with a
    known location (B. Efron, "Large-scale simultaneous hypothesis testing", JASA 99 (2004),
    section 4) and its scale from the median absolute deviation.
    """
    there = np.isfinite(deviation.value) & np.isfinite(deviation.variance)
    value, noise = np.abs(deviation.value[there]), deviation.variance[there]
    if not value.size:
        return 0.0
    low, high = 0.0, float((value.max() / _NORMAL_MEDIAN) ** 2)
    if _middle(value, noise, low) <= _NORMAL_MEDIAN:
        return 0.0
    for _ in range(_STEPS):
        between = (low + high) / 2
        wide = _middle(value, noise, between) > _NORMAL_MEDIAN
        low, high = (between, high) if wide else (low, between)
        if high - low <= 1e-6 * high:
            break
    return high


def _middle(value: Floats, noise: Floats, ordinary: float) -> float:
    return float(np.median(value / np.sqrt(noise + ordinary)))


FEWEST_TITLES = 5
"""Kinds with fewer titles are compared with each other."""
TITLE_PRIOR = 1.0
"""Events by which a title's level is shrunk towards the norm of its kind."""
WEEK = 7
WEEK_PRIOR, DAY_PRIOR = 0.5, 2.0
"""Events by which a title's week is shrunk towards its level, and a day towards its week."""
ASSET_PRIOR = 1.0
"""Events by which an asset's own factor is shrunk towards its title's others."""
TITLE_SWEEPS = 12


def baseline_of_kind(figures: Figures, level: Level) -> Baseline:
    """Compare units with others of their kind; assets with those of other titles."""
    fitted = fit_rates(figures)
    units = figures.units
    kind = combine_codes(units.content_type, units.asset_type)
    cluster = units.title if level is Level.ASSET else np.arange(units.count)
    expected = sum_by_group(figures.unit, fitted.expected, units.count)
    observed, norm = _rates(figures, fitted.rate, np.ones_like(fitted.rate))
    circle = PeerGroups(_joined(kind, cluster), cluster)
    return Baseline(observed, norm, expected, expected, circle, _repeated(figures, circle))


def baseline_of_title(figures: Figures) -> Baseline:
    """Compare assets with the other assets of their title and type, in the same strata.

    A day counts only as far as others were shown on it, too: before an asset joined, nobody could
    see it, and take rates change from day to day.
    """
    fitted = fit_rates(figures)
    title = combine_codes(figures.units.title, figures.units.asset_type)
    row = title[figures.unit]
    market, day = combine_codes(row, figures.market), combine_codes(row, figures.day)
    factors = [
        Factor(row, TITLE_PRIOR),
        Factor(combine_codes(row, figures.placement), OWN_PRIOR),
        Factor(market, OWN_PRIOR),
        Factor(combine_codes(row, figures.day // WEEK), WEEK_PRIOR),
        Factor(day, DAY_PRIOR),
    ]
    asset_factor = Factor(figures.unit, ASSET_PRIOR)
    norm = fit_factors(fitted.observed, fitted.expected, factors, asset_factor, TITLE_SWEEPS)
    shared = _Shared(figures, norm, title)
    support = shared.part(day, DAY_PRIOR)
    expected = sum_by_group(figures.unit, norm, figures.units.count)
    moved = np.divide(norm, fitted.expected, out=np.ones_like(norm), where=fitted.expected > 0)
    observed, rate = _rates(figures, fitted.rate * moved, support)
    circle = PeerGroups(title, np.arange(figures.units.count))
    info = shared.information(
        support * shared.part(market, OWN_PRIOR) / positive_divisors(shared.beside)
    )
    return Baseline(observed, rate, expected, info, circle, _repeated(figures, circle))


@dataclass(frozen=True, eq=False)
class _Shared:
    """How far each asset can be compared with its title's others; `expected` is events by row."""

    figures: Figures
    expected: Floats
    title: Ints

    @property
    def unit_events(self) -> Floats:
        """Events expected of each asset."""
        return sum_by_group(self.figures.unit, self.expected, self.figures.units.count)

    @property
    def others(self) -> Floats:
        """The others' share in the events that each asset's title has, [units]."""
        return (
            1
            - self.unit_events
            / positive_divisors(sum_by_group(self.title, self.unit_events))[self.title]
        )

    @property
    def beside(self) -> Floats:
        """`others` of each row's asset, [rows]."""
        return self.others[self.figures.unit]

    def part(self, group: Ints, prior: float) -> Floats:
        """Return the others' share in the events of each row's group of strata, [rows].

        As in the test of N. Mantel and W. Haenszel (1959): if an asset has e of its title's E
        events, e · (E - e) / E of them can be compared with others. Where a prior of some events
        draws a group towards the overall level, these events are shared like all events.
        """
        here = sum_by_group(group, self.expected)[group]
        pair = combine_codes(self.figures.unit, group)
        mine = sum_by_group(pair, self.expected)[pair]
        return np.maximum(here - mine + prior * self.beside, 0.0) / positive_divisors(here + prior)

    def information(self, part: Floats) -> Floats:
        """Return 1 / the variance of each asset's rate relative to its norm.

        The chance in the others' rates is part of the variance of their middle instead.
        """
        info = sum_by_group(self.figures.unit, self.expected * part, self.figures.units.count)
        return np.minimum(
            info / np.where(self.others > 1e-9, self.others, np.inf), self.unit_events
        )


def _repeated(figures: Figures, circle: PeerGroups) -> Floats:
    """Return the log ratio of a unit's impressions per first exposure to those of its others."""
    count = figures.units.count
    shown = sum_by_group(figures.unit, figures.impressions, count)
    people = sum_by_group(figures.unit, figures.moments.n.astype(np.float64), count)
    others = circle.others(shown), circle.others(people)
    there = (people > 0) & (others[1] > 0) & (shown > 0) & (others[0] > 0)
    repeats, beside = (
        np.divide(a, b, out=np.ones(count), where=there) for a, b in ((shown, people), others)
    )
    return np.log(repeats / beside)


def _joined(kind: Ints, cluster: Ints) -> Ints:
    """Return kinds, with those of too few titles merged into one."""
    pairs = combine_codes(kind, cluster)
    first = np.unique(pairs, return_index=True)[1]
    titles = np.bincount(kind[first], minlength=int(kind.max(initial=-1)) + 1)
    return np.where(titles[kind] < FEWEST_TITLES, titles.size, kind)


def _rates(figures: Figures, rate: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return (observed, norm) per x of each unit: weighted sums over its strata."""
    count, x = figures.units.count, weight * figures.moments.x
    total = positive_divisors(sum_by_group(figures.unit, x, count))
    events = sum_by_group(figures.unit, weight * figures.moments.y, count)
    return events / total, sum_by_group(figures.unit, rate * x, count) / total
