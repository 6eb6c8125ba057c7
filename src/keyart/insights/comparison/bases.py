"""The rates of a comparison as they came, adjusted for mixes of people, weighted by propensity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.estimates import (
    Pair,
    Path,
    Rates,
    Starts,
    compared,
    path_of,
    rates_of,
    scaled,
    sides,
    starts_of,
)
from keyart.insights.comparison.people import DAY, LEAST_UNITS, TASTE, shown_unequally
from keyart.insights.comparison.result import Basis, Mix
from keyart.insights.comparison.scope import Scope
from keyart.insights.statistics.adjustment import standardised
from keyart.insights.statistics.ratios import Estimate, pick
from keyart.query.engine import Floats, Moments
from keyart.query.units import TrialCounts

LEAST_COVERAGE = 0.5
"""Strata must hold this share of all units, or adjusted rates speak for too few."""


@dataclass(frozen=True)
class Bases:
    """The same rates on every basis there is, and the one that decides."""

    path: Path
    """Of the basis that decides, or of the raw units where that is adjusted."""
    pairs: tuple[Pair, ...]
    raw: Rates
    adjusted: Rates | None
    weighted: Rates | None
    basis: Basis
    starts: Starts
    """On the basis that decides."""
    coverage: float

    @property
    def deciding(self) -> Rates:
        """The rates that decide."""
        match self.basis:
            case Basis.ADJUSTED if self.adjusted is not None:
                return self.adjusted
            case Basis.WEIGHTED if self.weighted is not None:
                return self.weighted
            case _:
                return self.raw

    def rival(self, order: Sequence[int]) -> int:
        """Return which arm the first of `order` is compared with: the next one, or the baseline."""
        others = {arm for pair in self.pairs if order[0] in pair for arm in pair}
        return next(arm for arm in order[1:] if arm in others)

    def growth(self, a: int, b: int) -> float:
        """Return how many times as much is known of a pair as when its sequence started."""
        at = next(at for at, pair in enumerate(self.pairs) if {a, b} == set(pair))
        return float(self.deciding.difference.information[at] / self.starts.difference[at])


def raw_bases(scope: Scope, counted: TrialCounts, pairs: tuple[Pair, ...]) -> Bases:
    """Return the primary measure's rates as they came."""
    measure = scope.measures[0]
    path = path_of(measure, pick(counted.by_day, 0), horizon=scope.horizon)
    raw = rates_of(path.last, measure, pairs)
    return Bases(path, pairs, raw, None, None, Basis.RAW, starts_of(path, pairs), 1.0)


def bases_of(
    scope: Scope, counted: TrialCounts, mixes: tuple[Mix, ...], pairs: tuple[Pair, ...]
) -> Bases:
    """Return the primary measure's rates on every basis."""
    measure = scope.measures[0]
    bases = raw_bases(scope, counted, pairs)
    if counted.weighted.all():
        weighted = pick(counted.by_day, len(scope.measures))
        path = path_of(measure, weighted, horizon=scope.horizon)
        bases = replace(bases, weighted=rates_of(path.last, measure, pairs))
        if shown_unequally(counted):
            own = starts_of(path, pairs)
            return replace(bases, path=path, basis=Basis.WEIGHTED, starts=own)
    if not mixes:
        return bases
    found = standardised(_strata(counted, mixes), LEAST_UNITS)
    adjusted = compared(scaled(found.estimate, measure), pairs)
    covered = float(np.nan_to_num(found.coverage))
    bases = replace(bases, adjusted=adjusted, coverage=covered)
    if covered < LEAST_COVERAGE:
        return bases
    own = _started_alike(bases.raw, adjusted, bases.starts)
    return replace(bases, basis=Basis.ADJUSTED, starts=own)


def _started_alike(raw: Rates, other: Rates, starts: Starts) -> Starts:
    """Return the starts of sequences that have grown as many times as the raw ones."""

    def start(before: Estimate, now: Estimate, own: Floats) -> Floats:
        return own * now.information / before.information

    return Starts(
        start(raw.rate, other.rate, starts.rate),
        start(raw.difference, other.difference, starts.difference),
        start(raw.log_ratio, other.log_ratio, starts.log_ratio),
    )


def _strata(counted: TrialCounts, mixes: tuple[Mix, ...]) -> Moments:
    """Return the primary measure's moments by what the mixes differ in: [arms, strata]."""
    names = {mix.dimension for mix in mixes}
    if DAY in names:
        return counted.by_stratum
    cells = counted.cells
    code = np.zeros(cells.count, np.int64)
    for name in cells.dimensions:
        if name in names:
            column = cells.values.column(name).combine_chunks()
            own = column.dictionary_encode(null_encoding="encode").indices.to_numpy()
            code = code * (int(own.max()) + 1) + own
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


def reversals_of(bases: Bases, z: float) -> tuple[Pair, ...]:
    """Return the pairs, the better arm first, whose raw order is the other way round.

    The order on the deciding basis must be beyond chance at one look, `z` standard errors.
    """
    if bases.basis is Basis.RAW:
        return ()
    raw, own = bases.raw.difference, bases.deciding.difference
    clear = own.value**2 > z**2 * own.variance
    found: list[Pair] = []
    for at, (a, b) in enumerate(zip(*sides(bases.pairs), strict=True)):
        if clear[at] and raw.value[at] * own.value[at] < 0:
            found.append((int(a), int(b)) if own.value[at] > 0 else (int(b), int(a)))
    return tuple(found)
