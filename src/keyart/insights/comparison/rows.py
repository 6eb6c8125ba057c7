"""From estimates to the rows of a result."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from keyart.insights.comparison.bases import Bases
from keyart.insights.comparison.estimates import (
    Path,
    Rates,
    Sureness,
    rates_of,
    starts_of,
)
from keyart.insights.comparison.guardrails import guarded
from keyart.insights.comparison.result import (
    Arm,
    Basis,
    DailyDifference,
    Difference,
    Interval,
    interval,
    number,
    relative,
)
from keyart.insights.comparison.scope import Scope
from keyart.insights.statistics.best import Best, NormalPrior, beta_binomial, beta_prior, normal
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats
from keyart.query.units import Crossover, TrialCounts

_EPOCH = date(1970, 1, 1)


def order_of(bases: Bases) -> tuple[int, ...]:
    """Return the arms, best first, on the deciding basis; those without a rate last."""
    value = bases.deciding.rate.value
    key = value if bases.path.measure.lower_is_better else -value
    return tuple(int(at) for at in np.argsort(np.where(np.isnan(key), np.inf, key), kind="stable"))


def best_of(bases: Bases, between: float) -> Best:
    """Return each arm's probability of being best, and the loss of choosing it."""
    rate, measure = bases.deciding.rate, bases.path.measure
    if measure.of_profiles and bases.basis is Basis.RAW:
        now = bases.path.last
        takes = now.y.astype(np.int64)
        mean = np.array((now.y.sum() + 0.5) / (now.x.sum() + 1))
        if measure.lower_is_better:
            takes, mean = now.n - takes, 1 - mean
        return beta_binomial(takes, now.n, beta_prior(mean, between))
    known = np.isfinite(rate.value)
    mean = float(rate.value[known].mean()) if known.any() else 0.0
    sign = -1.0 if measure.lower_is_better else 1.0
    prior = NormalPrior(np.array(sign * mean), np.array(between * mean**2))
    return normal(Estimate(sign * rate.value, rate.variance), prior)


def arm_rows(
    scope: Scope,
    counted: TrialCounts,
    bases: Bases,
    guardrails: Sequence[Path],
    best: Best,
    sureness: Sureness,
) -> list[Arm]:
    """Return the arms, in the order asked for."""
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
                guarded(path, at, sureness, others[path.measure.name][at]) for path in guardrails
            ),
            progress=float(progress[at]),
        )
        for at, asset in enumerate(scope.arms.assets)
    ]


def _intervals(rate: Estimate, bases: Bases, sureness: Sureness) -> list[Interval]:
    """Return the intervals of arms whose sequences have grown as those of the deciding basis."""
    own = bases.deciding.rate
    start = bases.starts.rate * rate.information / own.information
    low, high = sureness.bounds(rate, start)
    return _listed(rate, low, high, bases.path)


def _own_intervals(path: Path, sureness: Sureness) -> list[Interval]:
    pair = ((0, 1),)
    rate = rates_of(path.last, path.measure, pair).rate
    low, high = sureness.bounds(rate, starts_of(path, pair).rate)
    return _listed(rate, low, high, path)


def _listed(rate: Estimate, low: Floats, high: Floats, path: Path) -> list[Interval]:
    of = path.measure
    bounds = (np.clip(side, of.least, of.most) for side in (low, high))
    return [interval(*values) for values in zip(rate.value, *bounds, strict=True)]


def difference_rows(
    bases: Bases, assets: tuple[str, ...], sureness: Sureness
) -> tuple[Difference, ...]:
    """Return how the arms of each pair differ, on the deciding basis and on the others."""
    own, starts, tests = bases.deciding, bases.starts, len(bases.pairs)
    low, high = sureness.bounds(own.difference, starts.difference, tests)
    log_low, log_high = sureness.bounds(own.log_ratio, starts.log_ratio, tests)
    p = sureness.p(own.difference, starts.difference, tests)
    raw, adjusted, weighted = map(_relatives, (bases.raw, bases.adjusted, bases.weighted))
    pairs = [(assets[a], assets[b]) for a, b in bases.pairs]
    return tuple(
        Difference(
            *pairs[at],
            interval(*_at(at, own.difference.value, low, high)),
            relative(*_at(at, own.log_ratio.value, log_low, log_high)),
            number(p[at]),
            raw=_number_at(raw, at),
            adjusted=_number_at(adjusted, at),
            weighted=_number_at(weighted, at),
        )
        for at in range(tests)
    )


def lead_rows(
    bases: Bases, assets: tuple[str, ...], leader: int, sureness: Sureness
) -> tuple[Difference, ...]:
    """Return how the leader differs from each other one, with the intervals of the verdict."""
    own, starts, arms = bases.deciding, bases.starts, len(assets)
    low, high = sureness.lead(own.difference, starts.difference, arms)
    log_low, log_high = sureness.lead(own.log_ratio, starts.log_ratio, arms)
    p = sureness.p(own.difference, starts.difference)
    return tuple(
        replace(
            one,
            difference=interval(*_at(at, own.difference.value, low, high)),
            ratio=relative(*_at(at, own.log_ratio.value, log_low, log_high)),
            p=number(min(p[at] * arms / 2, 1.0)),
            simultaneous=arms == 2,
        ).seen_from(assets[leader])
        for at, one in enumerate(difference_rows(bases, assets, sureness))
        if leader in bases.pairs[at]
    )


def as_judged(
    differences: tuple[Difference, ...], leads: tuple[Difference, ...], *, won: bool
) -> tuple[Difference, ...]:
    """Return the differences as they are shown: a winner's own are those that the verdict used."""
    if not won:
        return differences
    by_pair = {frozenset(one.arms): one for one in leads}
    return tuple(by_pair.get(frozenset(one.arms), one).seen_from(one.asset) for one in differences)


def _at(place: int, value: Floats, low: Floats, high: Floats) -> tuple[float, float, float]:
    return float(value[place]), float(low[place]), float(high[place])


def _number_at(values: Floats | None, place: int) -> float | None:
    return None if values is None else number(values[place])


def _relatives(rates: Rates | None) -> Floats | None:
    return None if rates is None else np.expm1(rates.log_ratio.value)


def steps_of(
    counted: TrialCounts, bases: Bases, pair: tuple[int, int], alpha: float, *, won: bool
) -> tuple[DailyDifference, ...]:
    """Return the difference of two arms at the end of each day, from the day of its gate on.

    Not adjusted for mixes. Always-valid intervals are those of `as_judged`.
    """
    path, tests, arms = bases.path, len(bases.pairs), bases.path.moments.n.shape[1]
    rates = rates_of(path.moments, path.measure, (pair,))
    start = starts_of(path, (pair,)).difference
    always, once = Sureness(alpha), Sureness(alpha, fixed=True)
    value = rates.difference.value[:, 0]
    bounds = [
        tuple(side[:, 0] for side in found)
        for found in (
            always.lead(rates.difference, start, arms)
            if won
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


def days_of(counted: TrialCounts) -> tuple[date, ...]:
    """Return the days on which people came."""
    came = np.flatnonzero(counted.assigned.sum(axis=0))
    return tuple(_EPOCH + timedelta(days=counted.first_day + int(day)) for day in came)
