"""Indexes with their intervals: what chance over people and over titles leaves of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from keyart.insights.statistics.pooling import variance_between
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats
from keyart.query.intervals import z_of

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class LogIndex:
    """Log of an index, [values, cells]: as counted, and as shown with its bounds."""

    raw: Floats
    variance: Floats
    """Over people."""
    titles_variance: Floats
    """Over titles; 0 for taste."""
    free: Floats
    """Degrees of freedom of the variance over titles; infinite for taste."""
    shown: Floats
    low: Floats
    high: Floats

    def p_above(self, *, titles: bool = True) -> Floats:
        """Return the one-sided p-value of an index above par; 1 - p is that of one below."""
        variance = self.variance + (self.titles_variance if titles else 0.0)
        free = self.free if titles else np.full(self.free.shape, np.inf)
        with np.errstate(divide="ignore", invalid="ignore"):
            p = student.sf(self.raw / np.sqrt(variance), np.maximum(free, 1.0))
        return np.asarray(p, np.float64)


def log_index(
    raw: Floats,
    variance: Floats,
    own: Floats,
    over_titles: tuple[Floats, Floats] | None = None,
) -> LogIndex:
    """Return an index whose cells are shrunken towards `own`, the value's over all cells.

    True log indexes of a value's cells are taken as normal around `own`, with one variance τ² for
    the whole table (Paule and Mandel), so a cell with variance v keeps τ² / (τ² + v) of its
    distance: C. N. Morris, "Parametric empirical Bayes inference: theory and applications", JASA 78
    (1983). `own` is [values]; a value with a single cell stays as it is.
    """
    shape = raw.shape
    zeros, infinite = np.zeros(shape), np.full(shape, np.inf)
    titles_variance, free = (zeros, infinite) if over_titles is None else over_titles
    centre = own[:, np.newaxis]
    between = variance_between(Estimate(raw, variance)) if shape[1] > 1 else np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.ones(shape) if np.isinf(between) else between / (between + variance)
        information = np.nansum(1 / np.where(variance > 0, variance, np.nan), axis=1)[:, np.newaxis]
        unsure = np.where(information > 0, 1 / information, 0.0)
    kept = np.where(np.isfinite(kept) & np.isfinite(centre), kept, 1.0)
    shown = np.where(kept < 1, centre + kept * (raw - centre), raw)
    spread = kept * variance + (1 - kept) ** 2 * unsure + titles_variance
    far = np.where(
        np.isinf(free), z_of(LEVEL), student.ppf(0.5 + LEVEL / 2, np.maximum(free, 1.0))
    ) * np.sqrt(spread)
    return LogIndex(raw, variance, titles_variance, free, shown, shown - far, shown + far)


def demand_over_titles(
    hours: Floats,
    supply: Floats,
    pairs: Mapping[tuple[int, int], int],
    shares: tuple[Floats, Floats],
    totals: Floats,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return (variance over titles, degrees of freedom, top pair, demand without it, titles).

    `hours` are of each value's titles, `supply` their parts of the supply: [pairs, cells];
    `shares` of hours and of supply are [values, cells], `totals` of hours [1, cells]. Each title is
    left out in turn: the jackknife, B. Efron, "The Jackknife, the Bootstrap and Other Resampling
    Plans" (1982), chapter 3. Under two titles its variance is infinite.
    """
    shape = shares[0].shape
    variance, free = np.full(shape, np.inf), np.ones(shape)
    top, without, counts = np.full(shape, -1.0), np.full(shape, np.nan), np.zeros(shape)
    rows_of: dict[int, list[int]] = {}
    for (value, _), row in pairs.items():
        rows_of.setdefault(value, []).append(row)
    total = np.where(totals > 0, totals, 1.0)
    for value, listed in rows_of.items():
        rows = np.array(listed)
        part, offered = hours[rows] / total, supply[rows]
        carried = (offered > 0) | (part > 0)
        left, rest = shares[0][value] - part, shares[1][value] - offered
        with np.errstate(divide="ignore", invalid="ignore"):
            demand = (left / (1 - part)) / (rest / (1 - offered))
            demand = np.where((rest > 1e-12) & carried, np.maximum(demand, 0.0), np.nan)
            log = np.log(np.maximum(demand, 1e-3))
        count = carried.sum(axis=0)
        counts[value] = count
        enough = count > 1
        there = np.isfinite(log)
        mean = np.where(there, log, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
        squares = np.where(there, (log - mean) ** 2, 0).sum(axis=0)
        spread = (count - 1) / np.maximum(count, 1) * squares
        complete = enough & (there.sum(axis=0) == count)
        variance[value] = np.where(complete, spread, np.inf)
        free[value] = np.maximum(count - 1, 1)
        most = part.argmax(axis=0)
        cells = np.arange(int(shape[1]))
        watched = part[most, cells] > 0
        top[value] = np.where(watched, rows[most], -1)
        without[value] = np.where(watched, demand[most, cells], np.nan)
    return variance, free, top, without, counts
