"""Turn sums over units into rates with intervals, and differences between arms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.parts import Basis, Mix
from keyart.insights.comparison.people import DAY, LEAST_UNITS, TASTE, shown_unequally
from keyart.insights.comparison.scope import WATCH_TIME_SHARE, ComparedMeasure, ComparisonScope
from keyart.insights.statistics.adjustment import standardised
from keyart.insights.statistics.minimum_data import (
    DEFAULT_MINIMUM,
    MinimumData,
    moments_at,
    start_information,
)
from keyart.insights.statistics.ratios import Estimate, difference, log_ratio, pick, ratio
from keyart.insights.statistics.sequences import (
    Bounds,
    Horizon,
    always_valid,
    always_valid_p,
    fixed,
    fixed_p,
    one_sided_width,
)
from keyart.query.engine import Floats, Moments
from keyart.query.units import TrialCounts

Pair = tuple[int, int]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Confidence:
    """The confidence of intervals: their risk, and whether for one look or for all looks."""

    alpha: float
    fixed: bool = False

    def bounds(self, estimate: Estimate, start: Floats, tests: int = 1) -> Bounds:
        """Return intervals that all hold together, for `tests` of them (Bonferroni)."""
        alpha = self.alpha / tests
        return fixed(estimate, alpha) if self.fixed else always_valid(estimate, start, alpha)

    def lead(self, estimate: Estimate, start: Floats, arms: int) -> Bounds:
        """Return intervals that decide whether one of `arms` arms is better than all others.

        An arm is named wrongly only if it also beats the truly best one, so each may do so with a
        risk of alpha / arms: an intersection-union test (R. Berger, Technometrics 24, 1982) for
        each arm, and Bonferroni over the arms. With two arms it is the interval itself.
        """
        if arms == 2:
            return self.bounds(estimate, start)
        alpha = self.alpha / arms
        if self.fixed:
            return fixed(estimate, 2 * alpha)
        grown = estimate.information / np.where(start > 0, start, np.nan)
        half = one_sided_width(grown, alpha) / np.sqrt(estimate.information)
        return estimate.value - half, estimate.value + half

    def p(self, estimate: Estimate, start: Floats, tests: int = 1) -> Floats:
        """Return p-values against 0 for `tests` of them (Bonferroni)."""
        p_value = fixed_p(estimate) if self.fixed else always_valid_p(estimate, start)
        return np.minimum(p_value * tests, 1.0)


@dataclass(frozen=True, eq=False)
class Path:
    """One measure's moments at the end of each day, cumulative: [days, arms]."""

    measure: ComparedMeasure
    moments: Moments
    gate: MinimumData = DEFAULT_MINIMUM
    """The minimum sample of an arm."""
    horizon: Horizon | None = None

    @property
    def last(self) -> Moments:
        """The current moments: [arms]."""
        return pick(self.moments, -1)

    def progress(self) -> Floats:
        """Return each arm's share of the minimum sample, 1 or more when reached: [days, arms]."""
        return self.gate.progress(self.moments, yes_or_no=self.measure.yes_or_no)

    def opened(self) -> Floats:
        """Return when each arm reached the minimum sample, in days; nan if not yet: [arms]."""
        return self.gate.opened(self.moments, yes_or_no=self.measure.yes_or_no)


def build_path(
    measure: ComparedMeasure,
    by_day: Moments,
    gate: MinimumData = DEFAULT_MINIMUM,
    horizon: Horizon | None = None,
) -> Path:
    """Return the path of a measure, given its moments [arms, days]."""
    of = by_day
    sums = (np.cumsum(part.T, axis=0) for part in (of.x, of.y, of.xx, of.yy, of.xy))
    return Path(measure, Moments(np.cumsum(of.n.T, axis=0), *sums), gate, horizon)


def choose_pairs(arms: int, baseline: int | None) -> tuple[Pair, ...]:
    """Return which pairs to compare: all pairs, or every other arm with the baseline."""
    if baseline is None:
        return tuple(combinations(range(arms), 2))
    return tuple((arm, baseline) for arm in range(arms) if arm != baseline)


@dataclass(frozen=True)
class ArmRates:
    """Rates of arms [arms], and differences of pairs [pairs].

    `difference` is in the measure's unit, `log_ratio` the log of the first over the second. The
    starts are the information (1 / variance) when each sequence started.
    """

    rate: Estimate
    difference: Estimate
    log_ratio: Estimate


def estimate_rates(moments: Moments, measure: ComparedMeasure, pairs: tuple[Pair, ...]) -> ArmRates:
    """Return the rates of moments [..., arms], and the differences of pairs [..., pairs]."""
    return compare_rates(scale_rates(ratio(moments), measure), pairs)


def compare_rates(rate: Estimate, pairs: tuple[Pair, ...]) -> ArmRates:
    """Return the differences of pairs of independent rates [..., arms]."""
    a, b = (rate[..., side] for side in pair_indices(pairs))
    return ArmRates(rate, difference(a, b), log_ratio(a, b))


def pair_indices(pairs: tuple[Pair, ...]) -> tuple[Places, Places]:
    """Return the index of the first and the second arm of each pair."""
    first, second = np.array(pairs, np.int64).T
    return first, second


def scale_rates(rate: Estimate, measure: ComparedMeasure) -> Estimate:
    """Return Σy / Σx in the measure's unit.

    For a share of watch time, the unit is the sum over the arms, treated as fixed: shares differ
    exactly if the seconds differ.
    """
    scale = measure.scale
    if measure.name == WATCH_TIME_SHARE:
        total = np.nansum(rate.value, axis=-1, keepdims=True)
        factor = 1 / np.where(total > 0, total, np.nan)
        return Estimate(rate.value * factor, rate.variance * factor**2)
    return Estimate(rate.value * scale, rate.variance * scale**2)


@dataclass(frozen=True)
class Starts:
    """The information (1 / variance) at the start of each sequence; nan if not started."""

    rate: Floats
    difference: Floats
    log_ratio: Floats


def find_starts(path: Path, pairs: tuple[Pair, ...]) -> Starts:
    """Return the starts of the sequences of rates [arms] and pairs [pairs]."""
    first, second = (pick(path.moments, (slice(None), side)) for side in pair_indices(pairs))
    of = path.measure
    unit = _unit(path)
    absolute, log = (
        start_information((first, second), path.gate, how, yes_or_no=of.yes_or_no)
        for how in (difference, log_ratio)
    )
    rate = ratio(moments_at(path.moments, path.opened())).information
    if path.horizon is not None:
        opened = path.opened() - _begun(path)
        first_arm, second_arm = pair_indices(pairs)
        both = path.horizon.later(np.maximum(opened[first_arm], opened[second_arm]))
        rate, absolute, log = rate * path.horizon.later(opened), absolute * both, log * both
    return Starts(rate / unit**2, absolute / unit**2, log)


def _begun(path: Path) -> int:
    """Return the first day with people, in days since the path's start."""
    return int(np.argmax(path.moments.n.sum(axis=1) > 0))


def _unit(path: Path) -> float:
    """Return the current size of one Σy / Σx in the measure's unit."""
    rate = ratio(path.last)
    first = int(np.nanargmax(np.where(np.isnan(rate.value), -np.inf, rate.value)))
    value = float(rate.value[first])
    whole = float(scale_rates(rate, path.measure).value[first])
    return whole / value if value and np.isfinite(value) else path.measure.scale


LEAST_COVERAGE = 0.5
"""Strata must hold this share of all units, or adjusted rates cover too few."""


@dataclass(frozen=True)
class RatesByBasis:
    """The same rates on every available basis, including the deciding one."""

    path: Path
    """The path of the deciding basis, or of the raw units if that is adjusted."""
    pairs: tuple[Pair, ...]
    raw: ArmRates
    adjusted: ArmRates | None
    weighted: ArmRates | None
    basis: Basis
    starts: Starts
    """On the deciding basis."""
    coverage: float

    @property
    def deciding(self) -> ArmRates:
        """The rates on the deciding basis."""
        match self.basis:
            case Basis.ADJUSTED if self.adjusted is not None:
                return self.adjusted
            case Basis.WEIGHTED if self.weighted is not None:
                return self.weighted
            case _:
                return self.raw

    def rival(self, order: Sequence[int]) -> int:
        """Return the arm to compare with the first of `order`: the next one, or the baseline."""
        others = {arm for pair in self.pairs if order[0] in pair for arm in pair}
        return next(arm for arm in order[1:] if arm in others)

    def growth(self, a: int, b: int) -> float:
        """Return the ratio of a pair's information now to that when its sequence started."""
        at = next(at for at, pair in enumerate(self.pairs) if {a, b} == set(pair))
        return float(self.deciding.difference.information[at] / self.starts.difference[at])


def estimate_raw_basis(
    scope: ComparisonScope, counted: TrialCounts, pairs: tuple[Pair, ...]
) -> RatesByBasis:
    """Return the primary measure's unweighted rates."""
    measure = scope.measures[0]
    path = build_path(measure, pick(counted.by_day, 0), horizon=scope.horizon)
    raw = estimate_rates(path.last, measure, pairs)
    return RatesByBasis(path, pairs, raw, None, None, Basis.RAW, find_starts(path, pairs), 1.0)


def estimate_all_bases(
    scope: ComparisonScope, counted: TrialCounts, mixes: tuple[Mix, ...], pairs: tuple[Pair, ...]
) -> RatesByBasis:
    """Return the primary measure's rates on every basis."""
    measure = scope.measures[0]
    bases = estimate_raw_basis(scope, counted, pairs)
    if counted.weighted.all():
        weighted = pick(counted.by_day, len(scope.measures))
        path = build_path(measure, weighted, horizon=scope.horizon)
        bases = replace(bases, weighted=estimate_rates(path.last, measure, pairs))
        if shown_unequally(counted):
            starts = find_starts(path, pairs)
            return replace(bases, path=path, basis=Basis.WEIGHTED, starts=starts)
    if not mixes:
        return bases
    standard = standardised(_strata(counted, mixes), LEAST_UNITS)
    adjusted = compare_rates(scale_rates(standard.estimate, measure), pairs)
    covered = float(np.nan_to_num(standard.coverage))
    bases = replace(bases, adjusted=adjusted, coverage=covered)
    if covered < LEAST_COVERAGE:
        return bases
    starts = _started_alike(bases.raw, adjusted, bases.starts)
    return replace(bases, basis=Basis.ADJUSTED, starts=starts)


def _started_alike(raw: ArmRates, other: ArmRates, starts: Starts) -> Starts:
    """Return the starts of sequences that have grown by the same factor as the raw ones."""

    def start(before: Estimate, now: Estimate, information: Floats) -> Floats:
        return information * now.information / before.information

    return Starts(
        start(raw.rate, other.rate, starts.rate),
        start(raw.difference, other.difference, starts.difference),
        start(raw.log_ratio, other.log_ratio, starts.log_ratio),
    )


def _strata(counted: TrialCounts, mixes: tuple[Mix, ...]) -> Moments:
    """Return the primary measure's moments by the mixes' differing dimensions: [arms, strata]."""
    names = {mix.dimension for mix in mixes}
    if DAY in names:
        return counted.by_stratum
    cells = counted.cells
    code = np.zeros(cells.count, np.int64)
    for name in cells.dimensions:
        if name in names:
            column = cells.values.column(name).combine_chunks()
            codes = column.dictionary_encode(null_encoding="encode").indices.to_numpy()
            code = code * (int(codes.max()) + 1) + codes
    _, code = np.unique(code, return_inverse=True)
    by_cell = counted.by_cell
    taste = TASTE in names

    def added(values: npt.NDArray[np.int64 | np.float64]) -> Floats:
        by = values if taste else values.sum(axis=2, keepdims=True)
        sums = np.zeros((int(code.max()) + 1, by.shape[0], by.shape[2]))
        np.add.at(sums, code, np.moveaxis(by, 1, 0))
        return np.moveaxis(sums, 0, 1).reshape(by.shape[0], -1)

    n = added(by_cell.n).astype(np.int64)
    return Moments(n, *(added(getattr(by_cell, part)) for part in ("x", "y", "xx", "yy", "xy")))


def find_reversals(bases: RatesByBasis, z: float) -> tuple[Pair, ...]:
    """Return the pairs, better arm first, that have the opposite raw order.

    The order on the deciding basis must be beyond chance at one look, by `z` standard errors.
    """
    if bases.basis is Basis.RAW:
        return ()
    raw, deciding = bases.raw.difference, bases.deciding.difference
    clear = deciding.value**2 > z**2 * deciding.variance
    reversals: list[Pair] = []
    for place, (a, b) in enumerate(bases.pairs):
        if clear[place] and raw.value[place] * deciding.value[place] < 0:
            reversals.append((a, b) if deciding.value[place] > 0 else (b, a))
    return tuple(reversals)
