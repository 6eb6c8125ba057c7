"""Rates as if every arm had been shown to the same mix of people, and tests for mix differences."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2_contingency

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats, Ints, Moments

LEAST_EXPECTED = 5.0
"""W. G. Cochran, "Some methods for strengthening the common chi-square tests", Biometrics 10
(1954): cells below this are merged with others."""


@dataclass(frozen=True)
class Adjusted:
    """Standardised rates, one per arm, and the share of all units they cover (0 … 1)."""

    estimate: Estimate
    coverage: Floats


def standardised(moments: Moments, least_units: int) -> Adjusted:
    """Return Σy / Σx of each arm with each cell weighted as in all arms together.

    `moments` is [groups…, arms, cells]. Only cells count in which every arm has at least
    `least_units` (and at least two); their weights are their units in all arms. Direct
    standardisation: a combined ratio estimator over strata, W. G. Cochran, "Sampling Techniques"
    (1977), section 6.11, with the cells' weights treated as fixed. nan if no cell is left.
    """
    units = moments.n.astype(np.float64)
    used = (moments.n >= max(least_units, 2)).all(axis=-2, keepdims=True)
    pooled = units.sum(axis=-2, keepdims=True)
    n = np.where(used, units, 2.0)
    factor = np.where(used, pooled, 0.0) / n
    x = (factor * moments.x).sum(axis=-1, keepdims=True)
    x = np.where(x != 0, x, np.nan)
    rate = (factor * moments.y).sum(axis=-1, keepdims=True) / x
    squares = moments.yy - 2 * rate * moments.xy + rate**2 * moments.xx
    residual = np.maximum(squares - (moments.y - rate * moments.x) ** 2 / n, 0.0)
    variance = (factor**2 * n / (n - 1) * residual).sum(axis=-1) / x[..., 0] ** 2
    everyone = pooled.sum(axis=-1)[..., 0]
    covered = np.where(used, pooled, 0.0).sum(axis=-1)[..., 0]
    coverage = covered / np.where(everyone > 0, everyone, np.nan)
    return Adjusted(Estimate(rate[..., 0], variance), coverage)


def mix_differs(counts: Ints) -> float:
    """Return the p-value of Pearson's test that all arms have the same mix of values.

    `counts` is [arms, values]; values too rare for the test are merged, rarest first. nan with
    fewer than two arms or values to compare.
    """
    table = _merged(counts[counts.sum(axis=1) > 0])
    if min(table.shape) < 2:
        return float("nan")
    return float(chi2_contingency(table, correction=False).pvalue)


def _merged(counts: Ints) -> Ints:
    """Return the table with its rarest values merged, so that each remaining value has enough."""
    total = counts.sum(axis=0)
    order = np.argsort(total, kind="stable")
    counts, total = counts[:, order][:, total[order] > 0], total[order][total[order] > 0]
    if not total.size:
        return counts
    least = counts.sum(axis=1).min() / total.sum()
    rare = int(np.searchsorted(total * least, LEAST_EXPECTED))
    while 0 < rare < total.size and total[:rare].sum() * least < LEAST_EXPECTED:
        rare += 1
    if rare == 0:
        return counts
    return np.column_stack([counts[:, :rare].sum(axis=1), counts[:, rare:]])
