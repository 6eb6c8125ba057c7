"""How arms do in each audience: partial pooling, false discoveries, and the best arm for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.estimates import Confidence, scale_rates
from keyart.insights.comparison.parts import AudienceEffects, number, relative
from keyart.insights.comparison.request import AUDIENCE_Q
from keyart.insights.comparison.scope import ComparedMeasure
from keyart.insights.statistics.best import NormalPrior, normal
from keyart.insights.statistics.multiplicity import benjamini_hochberg
from keyart.insights.statistics.pooling import pooled
from keyart.insights.statistics.ratios import Estimate, difference, log_of, pick, ratio
from keyart.insights.statistics.sequences import fixed
from keyart.query.engine import Floats, Moments
from keyart.query.units import TrialCounts

LEAST_UNITS = 100
LEAST_EVENTS = 10
"""The minimum for every arm in an audience to be judged there."""

FLAT = 1e4
"""The variance of a prior without information."""


@dataclass(frozen=True, eq=False)
class ArmEffects:
    """Log rates of arms against the mean of all arms: [groups…, arms]."""

    estimate: Estimate

    @classmethod
    def of(cls, moments: Moments) -> "ArmEffects":
        """Return the effects of moments [arms, groups…]."""
        rate = log_of(ratio(_arms_last(moments)))
        arms = rate.value.shape[-1]
        mean = rate.value.mean(axis=-1, keepdims=True)
        shared = rate.variance.sum(axis=-1, keepdims=True) / arms**2
        variance = rate.variance * (1 - 2 / arms) + shared
        return cls(Estimate(rate.value - mean, variance))


def judge_audiences(
    counted: TrialCounts,
    measure: ComparedMeasure,
    names: Mapping[str, str],
    leader: int,
    growth: float,
    sureness: Confidence,
) -> tuple[AudienceEffects, ...]:
    """Return the result of each audience, in the order of the plan.

    `growth` is the ratio of the information on the two leading arms now to that when their sequence
    started; an audience's own sequence is assumed to have grown by the same factor.
    """
    inside = counted.by_audience
    if not inside.n.shape[1]:
        return ()
    enough = _enough(inside)
    effects = ArmEffects.of(inside).estimate
    usable = Estimate(
        np.where(enough[:, np.newaxis], effects.value, np.nan),
        np.where(enough[:, np.newaxis], effects.variance, np.nan),
    )
    shrunk = pooled(Estimate(usable.value.T, usable.variance.T))
    value, variance = shrunk.value.T, shrunk.variance.T
    rates = scale_rates(ratio(_arms_last(inside)), measure).value
    sign = -1.0 if measure.lower_is_better else 1.0
    flat = np.zeros(value.shape[0])
    best = normal(Estimate(sign * value, variance), NormalPrior(flat, flat + FLAT))
    discoveries = benjamini_hochberg(_test_audiences(counted, usable, growth, sureness), AUDIENCE_Q)
    low, high = fixed(Estimate(value, variance), sureness.alpha)
    rows: list[AudienceEffects] = []
    assets = counted.trial.arms
    for at, audience in enumerate(counted.trial.plan.audiences):
        top = int(np.argmax(best.probability[at]))
        sufficient = bool(enough[at])
        rows.append(
            AudienceEffects(
                audience=audience.name,
                name=names.get(audience.name, audience.label),
                people=int(inside.n[:, at].sum()),
                best=assets[top] if sufficient else None,
                probability=number(best.probability[at, top]) if sufficient else None,
                loss=number(-np.expm1(-best.expected_loss[at, leader])) if sufficient else None,
                rates={a: number(rates[at, arm]) for arm, a in enumerate(assets) if sufficient},
                effects={
                    asset: relative(value[at, arm], low[at, arm], high[at, arm])
                    for arm, asset in enumerate(assets)
                }
                if sufficient
                else {},
                differs=tuple(a for arm, a in enumerate(assets) if discoveries.discovered[at, arm]),
                q={
                    a: number(discoveries.adjusted[at, arm])
                    for arm, a in enumerate(assets)
                    if sufficient
                },
            )
        )
    return tuple(rows)


def _arms_last(moments: Moments) -> Moments:
    sums = (np.moveaxis(getattr(moments, name), 0, -1) for name in ("x", "y", "xx", "yy", "xy"))
    return Moments(np.moveaxis(moments.n, 0, -1), *sums)


def _enough(inside: Moments) -> npt.NDArray[np.bool_]:
    events = inside.y**2 / np.where(inside.yy > 0, inside.yy, np.inf)
    enough = (inside.n >= LEAST_UNITS) & (events >= LEAST_EVENTS)
    return np.logical_and.reduce(enough, axis=0)


def _test_audiences(
    counted: TrialCounts, effects: Estimate, growth: float, sureness: Confidence
) -> Floats:
    """Return p-values that each arm does the same in an audience as with everyone else."""
    everyone = pick(counted.by_day, counted.trial.primary)
    elsewhere = _without(everyone, counted.by_audience)
    others = ArmEffects.of(elsewhere).estimate
    enough = _enough(elsewhere)[:, np.newaxis]
    gap = difference(effects, Estimate(np.where(enough, others.value, np.nan), others.variance))
    if sureness.fixed or not np.isfinite(growth):
        return Confidence(sureness.alpha, fixed=sureness.fixed).p(gap, gap.information / 8)
    return sureness.p(gap, gap.information / max(growth, 1.0))


def _without(everyone: Moments, inside: Moments) -> Moments:
    """Return the moments of people outside each audience: [arms, audiences]."""
    sums = (
        getattr(everyone, name).sum(axis=-1)[:, np.newaxis] - getattr(inside, name)
        for name in ("x", "y", "xx", "yy", "xy")
    )
    return Moments(everyone.n.sum(axis=-1)[:, np.newaxis] - inside.n, *sums)
