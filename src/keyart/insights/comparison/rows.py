"""Turn estimates into the rows of a result."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.estimates import (
    ArmRates,
    Confidence,
    Path,
    RatesByBasis,
    build_path,
    estimate_rates,
    find_starts,
    pair_indices,
)
from keyart.insights.comparison.parts import (
    Arm,
    Basis,
    DailyDifference,
    Difference,
    Guardrail,
    GuardrailState,
    Interval,
    interval,
    number,
    relative,
)
from keyart.insights.comparison.scope import ComparisonScope
from keyart.insights.statistics.best import Best, NormalPrior, beta_binomial, beta_prior, normal
from keyart.insights.statistics.early import EarlyDifference, Outcomes, early_difference
from keyart.insights.statistics.minimum_data import MinimumData
from keyart.insights.statistics.ratios import Estimate, pick
from keyart.insights.statistics.sequences import Bounds
from keyart.query.engine import Floats, Moments
from keyart.query.units import Crossover, TrialCounts

Number = TypeVar("Number", np.int64, np.float64)

GUARD_MARGIN = 0.1
"""A guardrail may be this much worse, relative to the other arms."""

GUARDRAIL_MINIMUM = MinimumData(units=100, events=30)
"""There are fewer plays than takes, and a guardrail alone stops nobody."""

_ARM_TO_OTHERS = ((0, 1),)


def build_guardrail_paths(
    scope: ComparisonScope, counted: TrialCounts, basis: Basis
) -> tuple[Path, ...]:
    """Return the paths of the guardrails: weighted by propensity if the verdict is, else raw."""
    first = len(scope.measures) if basis is Basis.WEIGHTED else 0
    return tuple(
        build_path(measure, pick(counted.by_day, first + at), GUARDRAIL_MINIMUM, scope.horizon)
        for at, measure in enumerate(scope.measures)
        if at
    )


def judge_guardrail(path: Path, arm: int, sureness: Confidence, rate: Interval) -> Guardrail:
    """Return an arm's state on a guardrail, against all other arms together.

    `rate` is the arm's own.

    Non-inferiority with a margin: held if the interval excludes everything worse by more than the
    margin; failed if it excludes 0, and the rate is worse by more than the margin.
    """
    two = _two(path, arm)
    log = estimate_rates(two.last, path.measure, _ARM_TO_OTHERS).log_ratio[0]
    start = find_starts(two, _ARM_TO_OTHERS).log_ratio[0]
    low, high = sureness.bounds(log, start)
    ratio = relative(float(log.value), float(low), float(high))
    state = _state(log, float(low), float(high), path)
    return Guardrail(path.measure.name, state, ratio, rate, GUARD_MARGIN)


def _state(log: Estimate, low: float, high: float, path: Path) -> GuardrailState:
    """Return the state; with `lower_is_better`, the log ratio counts in the other direction."""
    value = float(log.value)
    if path.measure.lower_is_better:
        value, low, high = -value, -high, -low
    least = float(np.log1p(-GUARD_MARGIN))
    if low > least:
        return GuardrailState.HELD
    return GuardrailState.FAILED if high < 0 and value < least else GuardrailState.UNSURE


def _two(path: Path, arm: int) -> Path:
    """Return the path of an arm and of all other arms together: [days, 2]."""

    def both(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
        of_arm = values[:, arm]
        return np.stack([of_arm, values.sum(axis=1) - of_arm], axis=1)

    of = path.moments
    sums = (both(part) for part in (of.x, of.y, of.xx, of.yy, of.xy))
    return Path(path.measure, Moments(both(of.n), *sums), path.gate, path.horizon)


_EPOCH = date(1970, 1, 1)


def rank_arms(bases: RatesByBasis) -> tuple[int, ...]:
    """Return the arms, best first, on the deciding basis; arms without a rate are last."""
    value = bases.deciding.rate.value
    key = value if bases.path.measure.lower_is_better else -value
    return tuple(int(at) for at in np.argsort(np.where(np.isnan(key), np.inf, key), kind="stable"))


def estimate_best(bases: RatesByBasis, between: float) -> Best:
    """Return each arm's probability of being best, and the loss of choosing it."""
    rate, measure = bases.deciding.rate, bases.path.measure
    if measure.of_profiles and bases.basis is Basis.RAW:
        now = bases.path.last
        takes = now.y.astype(np.int64)
        mean = np.array((now.y.sum() + 0.5) / (now.x.sum() + 1))
        if measure.lower_is_better:
            takes, mean = now.n - takes, 1 - mean
        return beta_binomial(takes, now.n, beta_prior(mean, between))
    finite = np.isfinite(rate.value)
    mean = float(rate.value[finite].mean()) if finite.any() else 0.0
    sign = -1.0 if measure.lower_is_better else 1.0
    prior = NormalPrior(np.array(sign * mean), np.array(between * mean**2))
    return normal(Estimate(sign * rate.value, rate.variance), prior)


def build_arms(
    scope: ComparisonScope,
    counted: TrialCounts,
    bases: RatesByBasis,
    guardrails: Sequence[Path],
    best: Best,
    sureness: Confidence,
) -> list[Arm]:
    """Return the arms, in the requested order."""
    rates = _intervals(bases.raw.rate, bases, sureness)
    adjusted, weighted = (
        None if basis is None else _intervals(basis.rate, bases, sureness)
        for basis in (bases.adjusted, bases.weighted)
    )
    others = {path.measure.name: _own_intervals(path, sureness) for path in guardrails}
    progress = bases.path.progress()[-1]
    people = counted.closed
    if counted.trial.crossover is Crossover.EXCLUDE:
        people = people - counted.crossed
    waiting = counted.assigned.sum(axis=1) - counted.closed
    with np.errstate(invalid="ignore", divide="ignore"):
        effective = counted.weight**2 / counted.weight_squared
    return [
        Arm(
            asset=asset,
            name=scope.names[asset],
            title=scope.arms.titles[at],
            people=int(people[at]),
            waiting=int(waiting[at]),
            rate=rates[at],
            adjusted=None if adjusted is None else adjusted[at],
            weighted=None if weighted is None else weighted[at],
            effective_people=None if weighted is None else number(effective[at]),
            best=number(best.probability[at]),
            expected_loss=number(best.expected_loss[at]),
            others={name: of[at] for name, of in others.items()},
            guardrails=tuple(
                judge_guardrail(path, at, sureness, others[path.measure.name][at])
                for path in guardrails
            ),
            progress=float(progress[at]),
        )
        for at, asset in enumerate(scope.arms.assets)
    ]


def _intervals(rate: Estimate, bases: RatesByBasis, sureness: Confidence) -> list[Interval]:
    """Return the intervals of arms whose sequences have grown like those of the deciding basis."""
    deciding = bases.deciding.rate
    start = bases.starts.rate * rate.information / deciding.information
    low, high = sureness.bounds(rate, start)
    return _listed(rate, low, high, bases.path)


def _own_intervals(path: Path, sureness: Confidence) -> list[Interval]:
    pair = ((0, 1),)
    rate = estimate_rates(path.last, path.measure, pair).rate
    low, high = sureness.bounds(rate, find_starts(path, pair).rate)
    return _listed(rate, low, high, path)


def _listed(rate: Estimate, low: Floats, high: Floats, path: Path) -> list[Interval]:
    of = path.measure
    bounds = (np.clip(side, of.least, of.most) for side in (low, high))
    return [interval(*values) for values in zip(rate.value, *bounds, strict=True)]


def build_differences(
    bases: RatesByBasis, assets: tuple[str, ...], sureness: Confidence
) -> tuple[Difference, ...]:
    """Return the differences between the arms of each pair, on every basis, deciding one first."""
    rates, starts, tests = bases.deciding, bases.starts, len(bases.pairs)
    low, high = sureness.bounds(rates.difference, starts.difference, tests)
    log_low, log_high = sureness.bounds(rates.log_ratio, starts.log_ratio, tests)
    p = sureness.p(rates.difference, starts.difference, tests)
    early = _early(bases, sureness.alpha / tests)
    low, high = _or_early((low, high), early.difference)
    log_low, log_high = _or_early((log_low, log_high), early.log_ratio)
    p = np.where(np.isnan(p), np.minimum(early.p * tests, 1.0), p)
    raw, adjusted, weighted = map(_relatives, (bases.raw, bases.adjusted, bases.weighted))
    pairs = [(assets[a], assets[b]) for a, b in bases.pairs]
    return tuple(
        Difference(
            *pairs[at],
            interval(*_at(at, rates.difference.value, low, high)),
            relative(*_at(at, rates.log_ratio.value, log_low, log_high)),
            number(p[at]),
            raw=_number_at(raw, at),
            adjusted=_number_at(adjusted, at),
            weighted=_number_at(weighted, at),
        )
        for at in range(tests)
    )


def build_leads(
    bases: RatesByBasis, assets: tuple[str, ...], leader: int, sureness: Confidence
) -> tuple[Difference, ...]:
    """Return the leader's differences from the other arms, with the intervals of the verdict."""
    rates, starts, arms = bases.deciding, bases.starts, len(assets)
    low, high = sureness.lead(rates.difference, starts.difference, arms)
    log_low, log_high = sureness.lead(rates.log_ratio, starts.log_ratio, arms)
    p = sureness.p(rates.difference, starts.difference)
    early = _early(bases, sureness.alpha / arms)
    low, high = _or_early((low, high), early.difference)
    log_low, log_high = _or_early((log_low, log_high), early.log_ratio)
    p = np.where(np.isnan(p), early.p, p)
    return tuple(
        replace(
            difference,
            difference=interval(*_at(at, rates.difference.value, low, high)),
            ratio=relative(*_at(at, rates.log_ratio.value, log_low, log_high)),
            p=number(min(p[at] * arms / 2, 1.0)),
            simultaneous=arms == 2,
        ).seen_from(assets[leader])
        for at, difference in enumerate(build_differences(bases, assets, sureness))
        if leader in bases.pairs[at]
    )


def select_differences(
    differences: tuple[Difference, ...], leads: tuple[Difference, ...], *, lower_is_better: bool
) -> tuple[Difference, ...]:
    """Return the differences to show: where the leader beats an arm, the one that says so."""
    better = (lead for lead in leads if lead.better(lower_is_better=lower_is_better))
    by_pair = {frozenset(difference.arms): difference for difference in better}
    return tuple(
        by_pair.get(frozenset(difference.arms), difference).seen_from(difference.asset)
        for difference in differences
    )


def _early(bases: RatesByBasis, alpha: float) -> EarlyDifference:
    """Return what is sure of the pairs at any sample: only of people's yes or no, unweighted."""
    if not bases.path.measure.of_profiles or bases.basis is not Basis.RAW:
        nothing = np.full(len(bases.pairs), np.nan)
        return EarlyDifference((nothing, nothing), (nothing, nothing), nothing)
    now = bases.path.last
    first, second = (
        Outcomes(now.y[side], now.n[side].astype(np.float64)) for side in pair_indices(bases.pairs)
    )
    return early_difference(first, second, alpha)


def _or_early(bounds: Bounds, early: Bounds) -> Bounds:
    """Return bounds, and before the minimum sample those of `early`."""
    low, high = (np.where(np.isnan(a), b, a) for a, b in zip(bounds, early, strict=True))
    return low, high


def _at(place: int, value: Floats, low: Floats, high: Floats) -> tuple[float, float, float]:
    return float(value[place]), float(low[place]), float(high[place])


def _number_at(values: Floats | None, place: int) -> float | None:
    return None if values is None else number(values[place])


def _relatives(rates: ArmRates | None) -> Floats | None:
    return None if rates is None else np.expm1(rates.log_ratio.value)


def build_daily_differences(
    counted: TrialCounts, bases: RatesByBasis, pair: tuple[int, int], alpha: float, *, beaten: bool
) -> tuple[DailyDifference, ...]:
    """Return the difference of two arms at the end of each day, from the day its gate opened.

    Not adjusted for mixes. Always-valid intervals are those of `select_differences`: they depend on
    whether the second arm is `beaten`.
    """
    path, tests, arms = bases.path, len(bases.pairs), bases.path.moments.n.shape[1]
    rates = estimate_rates(path.moments, path.measure, (pair,))
    start = find_starts(path, (pair,)).difference
    always, once = Confidence(alpha), Confidence(alpha, fixed=True)
    value = rates.difference.value[:, 0]
    bounds = [
        tuple(side[:, 0] for side in limits)
        for limits in (
            always.lead(rates.difference, start, arms)
            if beaten
            else always.bounds(rates.difference, start, tests),
            once.bounds(rates.difference, start),
        )
    ]
    began = path.opened()[list(pair)].max()
    people = path.moments.n[:, list(pair)].sum(axis=1)
    grew = np.diff(people, prepend=0) > 0
    return tuple(
        DailyDifference(
            day=_EPOCH + timedelta(days=counted.first_day + day),
            people=int(people[day]),
            always_valid=interval(value[day], bounds[0][0][day], bounds[0][1][day]),
            fixed=interval(value[day], bounds[1][0][day], bounds[1][1][day]),
        )
        for day in range(value.size)
        if grew[day] and day + 1 >= began
    )


def days_with_people(counted: TrialCounts) -> tuple[date, ...]:
    """Return the days on which people arrived."""
    came = np.flatnonzero(counted.assigned.sum(axis=0))
    return tuple(_EPOCH + timedelta(days=counted.first_day + int(day)) for day in came)
