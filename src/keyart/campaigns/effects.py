"""The effect of being treated, by intention to treat, with intervals that hold at every look.

All people of a campaign are there from its start; what grows is what each has done. So the
difference of the means of two groups does not gain people but outcomes, and its path is compared
with a Brownian motion in a time of its own: `growth` is how far that time has come since the gate
opened. For a yes-or-no outcome that only ever turns to yes it is exact: the difference of two
empirical distribution functions is a Brownian bridge, and normalised a Brownian motion in the time
p / (1 - p) (J. L. Doob, "Heuristic approach to the Kolmogorov-Smirnov theorems", Ann. Math. Stat.
20, 1949). For sums whose increments are positively correlated within people, the variance runs
ahead of that time, so intervals are a little wide (D. Slepian, "The one-sided barrier problem for
Gaussian noise", Bell Syst. Tech. J. 41, 1962).

Means are adjusted for what people did before the start, in each group by itself (W. Lin, "Agnostic
notes on regression adjustments to experimental data", Ann. Appl. Stat. 7, 2013), which is CUPED (A.
Deng et al., WSDM 2013) for groups of unequal size.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.parts import Interval, interval, number, relative
from keyart.insights.statistics.minimum_data import DEFAULT_MINIMUM
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import (
    Bounds,
    always_valid,
    always_valid_p,
    fixed,
    fixed_p,
    log_evidence,
)
from keyart.query.engine import Floats, Moments

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class AdjustedMeans:
    """The adjusted means of both groups, held out first."""

    mean: Floats
    variance: Floats
    """Of each mean."""
    shared: float
    """What the variance of the difference has beyond those of both."""
    raw_variance: float
    """Of the difference, without adjusting."""
    residual: Floats
    """What is left of each person, divided by the size of the group: [people]."""

    @property
    def difference(self) -> Estimate:
        """Treated minus held out."""
        return Estimate(
            np.asarray(self.mean[1] - self.mean[0]), np.asarray(self.variance.sum() + self.shared)
        )

    @property
    def log_ratio(self) -> Estimate:
        """The log of treated over held out; nan if one is not positive."""
        means = np.where(self.mean > 0, self.mean, np.nan)
        log = np.log(means)
        return Estimate(np.asarray(log[1] - log[0]), np.asarray((self.variance / means**2).sum()))


def adjusted_means(y: Floats, before: Floats, treated: Flags) -> AdjustedMeans:
    """Return the means of y in both groups, as if both had been alike before the start.

    y: [people]. before: [people, covariates].
    """
    whole = before.mean(axis=0)
    means, variances = np.zeros(2), np.zeros(2)
    slopes = np.zeros((2, before.shape[1]))
    raw = 0.0
    residual = np.zeros(y.size)
    for arm, group in enumerate((~treated, treated)):
        values, x = y[group], before[group]
        n = values.size
        centred = x - x.mean(axis=0)
        slopes[arm] = np.linalg.lstsq(centred, values - values.mean(), rcond=None)[0]
        left = values - values.mean() - centred @ slopes[arm]
        means[arm] = values.mean() - slopes[arm] @ (x.mean(axis=0) - whole)
        variances[arm] = float(left @ left) / max(n - 1 - x.shape[1], 1) / n
        raw += float(values.var(ddof=1)) / n
        residual[group] = left / n
    apart = slopes[1] - slopes[0]
    spread = np.atleast_2d(np.cov(before, rowvar=False))
    shared = float(apart @ spread @ apart) / y.size
    return AdjustedMeans(means, variances, shared, raw, residual)


def growth(gate: AdjustedMeans, now: AdjustedMeans) -> float:
    """Return how far the time of a difference has come since the gate opened: 1 or more.

    By what the variance has grown, and by how much the difference then says about that now.
    """
    both = float(gate.residual @ now.residual)
    first, last = float(gate.residual @ gate.residual), float(now.residual @ now.residual)
    if not first > 0 or not both > 0:
        return 1.0
    return max(first * last / both**2, last / first, 1.0)


@dataclass(frozen=True)
class Effect:
    """What being treated changed in one outcome."""

    treated: float | None
    """The mean of those who are treated, adjusted."""
    held_out: float | None
    """The mean of those who are held out, adjusted."""
    difference: Interval
    ratio: Interval
    p: float | None
    reduction: float | None
    """How much less variance than without adjusting: 0.3 is 30% less."""
    log_evidence: float
    """Against no effect; nan without any."""


NO_EFFECT = Effect(None, None, Interval(None, None, None), Interval(None, None, None), None, None,
                   float("nan"))  # fmt: skip


def effect(now: AdjustedMeans, grown: float | None, alpha: float) -> Effect:
    """Return an effect; `grown` is its time since the sequence started, None for a single look."""
    difference, ratio = now.difference, now.log_ratio
    if grown is None:
        bounds: tuple[Bounds, Bounds] = (fixed(difference, alpha), fixed(ratio, alpha))
        p = fixed_p(difference)
        evidence = float("nan")
    else:
        starts = [estimate.information / grown for estimate in (difference, ratio)]
        bounds = (
            always_valid(difference, starts[0], alpha),
            always_valid(ratio, starts[1], alpha),
        )
        p = always_valid_p(difference, starts[0])
        evidence = float(log_evidence(difference, starts[0]))
    variance = float(difference.variance)
    return Effect(
        treated=number(now.mean[1]),
        held_out=number(now.mean[0]),
        difference=interval(float(difference.value), *map(float, bounds[0])),
        ratio=relative(float(ratio.value), *map(float, bounds[1])),
        p=number(float(p)),
        reduction=number(1 - variance / now.raw_variance) if now.raw_variance > 0 else None,
        log_evidence=evidence,
    )


def without_intervals(found: Effect) -> Effect:
    """Return an effect before the minimum sample: means, and no interval."""
    return replace(
        found,
        difference=Interval(found.difference.value, None, None),
        ratio=Interval(found.ratio.value, None, None),
        p=None,
        log_evidence=float("nan"),
    )


def progress(y: Floats, treated: Flags, *, yes_or_no: bool) -> float:
    """Return the share of the minimum sample that the group with less of it has."""
    counts = [np.array([float(group.sum()) for group in (~treated, treated)])]
    sums, squares = (
        np.array([float(values[group].sum()) for group in (~treated, treated)])
        for values in (y, y * y)
    )
    moments = Moments(counts[0].astype(np.int64), counts[0], sums, counts[0], squares, sums)
    return float(DEFAULT_MINIMUM.progress(moments, yes_or_no=yes_or_no).min())
