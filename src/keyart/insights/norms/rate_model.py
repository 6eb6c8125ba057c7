"""The rate that a unit's kind gets in each stratum, fitted by factors.

The model: in stratum s unit u gets, of its x_us, a rate r · f_1(s) · f_2(s) · … · e(u), where r is
the rate of its kind and each f is a factor of some grouping of the strata. Factors are found in
turns, each as (observed + k) / (expected + k) of its group: shrunk towards 1 by k events, so that
where a market has little data its region decides, and where that has little, all together. This is
the posterior mean under a gamma prior (N. Mantel, C. Stark, "Computation of indirect-adjusted rates
in the presence of confounding", Biometrics 24 (1968), for the turns; D. Clayton, J. Kaldor,
"Empirical Bayes estimates of age-standardized relative risks", Biometrics 43 (1987), for the
shrinkage). The unit's own factor e(u) is fitted as well, so units that stand out do not distort the
norm.

Events are effective ones: sums divided by their dispersion, so that they vary as a Poisson count
does (quasi-likelihood: P. McCullagh, J. Nelder, "Generalized Linear Models" (1989), chapter 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyart.insights.catalogue import Figures
from keyart.insights.catalogue.units import Ints
from keyart.query.engine import Floats

SWEEPS = 4
PRIOR = 100.0
"""Events by which the factor of a placement, market, age or cell is shrunk towards 1."""
OWN_PRIOR = 10.0
"""The same for the factor of a single unit: log rates vary by 1/10, a third up or down."""


@dataclass(frozen=True)
class Factor:
    """A grouping of rows: the group of each, int64 [rows], and by how many events it is shrunk."""

    group: Ints
    prior: float


@dataclass(frozen=True, eq=False)
class FittedRates:
    """Observed and expected effective events of each row, float64 [rows]; `rate` is per x."""

    observed: Floats
    expected: Floats
    rate: Floats


def fit_rates(figures: Figures) -> FittedRates:
    """Return the events of each row's unit, and those usual for its kind in that stratum."""
    kind = unit_kinds(figures)
    x, y = figures.moments.x, figures.moments.y
    dispersion = _dispersions(figures, kind)[kind]
    rate = y.sum() / positive_divisors(x.sum())
    placed = combine_codes(figures.units.asset_type[figures.unit], figures.placement)
    aged = combine_codes(figures.units.content_type[figures.unit], figures.age)
    cell = combine_codes(kind, combine_codes(placed, combine_codes(figures.region, figures.age)))
    day = combine_codes(
        figures.units.asset_type[figures.unit], figures.day - figures.day.min(initial=0)
    )
    groups = (placed, figures.region, figures.market, aged, day, cell)
    factors = [Factor(kind, OWN_PRIOR), *(Factor(group, PRIOR) for group in groups)]
    unit_factor = Factor(figures.unit, OWN_PRIOR)
    norm = fit_factors(y / dispersion, rate * x / dispersion, factors, unit_factor)
    return FittedRates(y / dispersion, norm, norm * dispersion / positive_divisors(x))


def fit_factors(
    observed: Floats,
    expected: Floats,
    factors: Sequence[Factor],
    unit_factor: Factor,
    sweeps: int = SWEEPS,
) -> Floats:
    """Return `expected` times all fitted factors except those of single units."""
    every = [*factors, unit_factor]
    now = expected.copy()
    counted = [sum_by_group(factor.group, observed) for factor in every]
    values = [np.ones(count.shape) for count in counted]
    for _ in range(sweeps):
        for place, factor in enumerate(every):
            without = sum_by_group(factor.group, now) / values[place]
            value = (counted[place] + factor.prior) / (without + factor.prior)
            now *= (value / values[place])[factor.group]
            values[place] = value
    return now / values[-1][unit_factor.group]


def unit_kinds(figures: Figures) -> Ints:
    """Return the kind of each row's unit, content type × asset type, as a code."""
    units = figures.units
    return combine_codes(units.content_type, units.asset_type)[figures.unit]


def combine_codes(a: Ints, b: Ints) -> Ints:
    """Return codes, without gaps, of the pairs of two codes."""
    pair = a * (int(b.max(initial=0)) + 1) + b
    top = int(pair.max(initial=0)) + 1
    if top > 8 * pair.size + 1_000:
        return np.unique(pair, return_inverse=True)[1].astype(np.int64)
    return (np.cumsum(np.bincount(pair, minlength=top) > 0) - 1)[pair]


def _dispersions(figures: Figures, kind: Ints) -> Floats:
    """Return the dispersion of each kind: Σ (y - r·x)² / Σ r·x over profiles, r its rate."""
    m = figures.moments
    x, y, xx, yy, xy = (sum_by_group(kind, part) for part in (m.x, m.y, m.xx, m.yy, m.xy))
    rate = y / positive_divisors(x)
    residual = yy - 2 * rate * xy + rate**2 * xx
    return np.where((y > 0) & (residual > 0), residual / positive_divisors(rate * x), 1.0)


def sum_by_group(group: Ints, values: Floats, groups: int = 0) -> Floats:
    """Return the sum of the values of each group, of at least so many groups."""
    return np.bincount(group, values, groups).astype(np.float64)


def positive_divisors(values: Floats) -> Floats:
    """Return divisors: 1 for what is not above 0."""
    return np.where(values > 0, values, 1.0)
