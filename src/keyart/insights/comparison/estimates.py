"""From sums over units to rates with intervals, and to how every two arms differ."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.scope import WATCH_TIME_SHARE, Judged
from keyart.insights.statistics.gate import DEFAULT_GATE, Gate, at, start_information
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

Pair = tuple[int, int]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sureness:
    """How sure intervals are: their risk, and whether it is for one look or for all looks."""

    alpha: float
    fixed: bool = False

    def bounds(self, estimate: Estimate, start: Floats, tests: int = 1) -> Bounds:
        """Return intervals that all hold together, of which there are `tests` (Bonferroni)."""
        alpha = self.alpha / tests
        return fixed(estimate, alpha) if self.fixed else always_valid(estimate, start, alpha)

    def lead(self, estimate: Estimate, start: Floats, arms: int) -> Bounds:
        """Return intervals by which one of `arms` arms is held better than all others, or not.

        An arm is named wrongly only if it passes the truly best one, too, so that each may do so
        with a risk of alpha / arms: an intersection-union test (R. Berger, Technometrics 24,
        1982) for each arm, and Bonferroni over the arms. Of two arms it is the interval itself.
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
        own = fixed_p(estimate) if self.fixed else always_valid_p(estimate, start)
        return np.minimum(own * tests, 1.0)


@dataclass(frozen=True, eq=False)
class Path:
    """One measure's moments at the end of each day, cumulative: [days, arms]."""

    measure: Judged
    moments: Moments
    gate: Gate = DEFAULT_GATE
    """The least data of an arm."""
    horizon: Horizon | None = None

    @property
    def last(self) -> Moments:
        """The moments now: [arms]."""
        return pick(self.moments, -1)

    def progress(self) -> Floats:
        """Return how far each arm was, 1 and more with its least data: [days, arms]."""
        return self.gate.progress(self.moments, yes_or_no=self.measure.yes_or_no)

    def opened(self) -> Floats:
        """Return when each arm had its least data, in days; nan if not yet: [arms]."""
        return self.gate.opened(self.moments, yes_or_no=self.measure.yes_or_no)


def path_of(
    measure: Judged, by_day: Moments, gate: Gate = DEFAULT_GATE, horizon: Horizon | None = None
) -> Path:
    """Return the path of a measure, given its moments [arms, days]."""
    of = by_day
    sums = (np.cumsum(part.T, axis=0) for part in (of.x, of.y, of.xx, of.yy, of.xy))
    return Path(measure, Moments(np.cumsum(of.n.T, axis=0), *sums), gate, horizon)


def pairs_of(arms: int, baseline: int | None) -> tuple[Pair, ...]:
    """Return which arms are compared: every two, or all others with the baseline."""
    if baseline is None:
        return tuple(combinations(range(arms), 2))
    return tuple((arm, baseline) for arm in range(arms) if arm != baseline)


@dataclass(frozen=True)
class Rates:
    """Rates of arms [arms], and how pairs of them differ [pairs].

    `difference` is in the measure's unit, `log_ratio` the log of the first over the second. The
    starts are what was known (1 / variance) when each sequence began.
    """

    rate: Estimate
    difference: Estimate
    log_ratio: Estimate


def rates_of(moments: Moments, measure: Judged, pairs: tuple[Pair, ...]) -> Rates:
    """Return the rates of moments [..., arms], and the differences of pairs [..., pairs]."""
    return compared(scaled(ratio(moments), measure), pairs)


def compared(rate: Estimate, pairs: tuple[Pair, ...]) -> Rates:
    """Return how pairs of independent rates [..., arms] differ."""
    a, b = (rate[..., side] for side in sides(pairs))
    return Rates(rate, difference(a, b), log_ratio(a, b))


def sides(pairs: tuple[Pair, ...]) -> tuple[Places, Places]:
    """Return the first and the second arm of each pair."""
    first, second = np.array(pairs, np.int64).T
    return first, second


def scaled(rate: Estimate, measure: Judged) -> Estimate:
    """Return Σy / Σx in the measure's unit.

    Of a share of watch time, the sum over the arms is the unit, taken as given: a share differs
    from another one just where their seconds do.
    """
    scale = measure.scale
    if measure.name == WATCH_TIME_SHARE:
        total = np.nansum(rate.value, axis=-1, keepdims=True)
        factor = 1 / np.where(total > 0, total, np.nan)
        return Estimate(rate.value * factor, rate.variance * factor**2)
    return Estimate(rate.value * scale, rate.variance * scale**2)


@dataclass(frozen=True)
class Starts:
    """The information (1 / variance) with which each sequence started; nan if it has not."""

    rate: Floats
    difference: Floats
    log_ratio: Floats


def starts_of(path: Path, pairs: tuple[Pair, ...]) -> Starts:
    """Return the starts of the sequences of rates [arms] and of pairs [pairs]."""
    first, second = (pick(path.moments, (slice(None), side)) for side in sides(pairs))
    of = path.measure
    unit = _unit(path)
    plain, log = (
        start_information((first, second), path.gate, how, yes_or_no=of.yes_or_no)
        for how in (difference, log_ratio)
    )
    own = ratio(at(path.moments, path.opened())).information
    if path.horizon is not None:
        opened = path.opened() - _begun(path)
        first_arm, second_arm = sides(pairs)
        both = path.horizon.later(np.maximum(opened[first_arm], opened[second_arm]))
        own, plain, log = own * path.horizon.later(opened), plain * both, log * both
    return Starts(own / unit**2, plain / unit**2, log)


def _begun(path: Path) -> int:
    """Return the first day with anybody, in days since the path's start."""
    return int(np.argmax(path.moments.n.sum(axis=1) > 0))


def _unit(path: Path) -> float:
    """Return how much of the measure's unit one Σy / Σx is, now."""
    rate = ratio(path.last)
    first = int(np.nanargmax(np.where(np.isnan(rate.value), -np.inf, rate.value)))
    value = float(rate.value[first])
    whole = float(scaled(rate, path.measure).value[first])
    return whole / value if value and np.isfinite(value) else path.measure.scale
