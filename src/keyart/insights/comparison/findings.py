"""The input of the verdict's rules."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from keyart.insights.comparison.estimates import Confidence, Path, RatesByBasis
from keyart.insights.comparison.parts import (
    Allocation,
    AudienceEffects,
    Difference,
    Guardrail,
    Mix,
    Support,
)
from keyart.insights.comparison.request import ComparisonRequest
from keyart.insights.comparison.wording import quoted_name
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import width
from keyart.query.engine import Floats
from keyart.query.units import SLOTS_A_DAY, TrialCounts


@dataclass(frozen=True)
class VerdictInput:
    """The input of the rules. `order` has the arms' places, best first."""

    request: ComparisonRequest
    counted: TrialCounts
    bases: RatesByBasis
    differences: tuple[Difference, ...]
    """The differences of all pairs, as shown."""
    leads: tuple[Difference, ...]
    """The leader's differences from the others, which decide whether it wins."""
    support: Support
    allocation: Allocation
    mixes: tuple[Mix, ...]
    guardrails: tuple[Guardrail, ...]
    audiences: tuple[AudienceEffects, ...]
    names: Mapping[str, str]
    assets: tuple[str, ...]
    order: tuple[int, ...]
    comes: bool
    """Whether new people are still arriving."""
    sureness: Confidence

    @property
    def leader(self) -> str:
        """The asset that looks best."""
        return self.assets[self.order[0]]

    @property
    def against(self) -> tuple[Difference, ...]:
        """The leader's differences from the arms to compare with, next best first."""
        differences = [d.seen_from(self.leader) for d in self.differences if self.leader in d.arms]
        places = {self.assets[at]: rank for rank, at in enumerate(self.order)}
        return tuple(sorted(differences, key=lambda difference: places[difference.other]))

    @property
    def won(self) -> bool:
        """Whether the leader beats all arms it is compared with, beyond chance."""
        return all(lead.better(lower_is_better=self.lower_is_better) for lead in self.leads)

    @property
    def beaten(self) -> frozenset[int]:
        """The places of the arms that the leader beats beyond chance."""
        lower = self.lower_is_better
        return frozenset(
            self.assets.index(lead.other)
            for lead in self.leads
            if lead.better(lower_is_better=lower)
        )

    @property
    def ruled_out(self) -> frozenset[int]:
        """The places of the arms that any other beats beyond chance."""
        both = [d.seen_from(asset) for d in self.differences for asset in d.arms]
        better = [d for d in both if d.better(lower_is_better=self.lower_is_better)]
        return self.beaten.union(self.assets.index(d.other) for d in better)

    @property
    def now(self) -> float:
        """The time until which people are complete, in days since the first day of the data."""
        return self.counted.trial.closed_before / SLOTS_A_DAY - self.counted.first_day

    @property
    def lower_is_better(self) -> bool:
        """Whether a lower primary measure is better."""
        return self.bases.path.measure.lower_is_better

    def name(self, asset: str) -> str:
        """Return an asset's name in quotation marks, with its id if the name is not unique."""
        return quoted_name(asset, self.names)


DAYS_OF_PACE = 7
"""The days of traffic used, the last ones with complete people."""

LONGEST = 90
"""Nobody should wait longer than this, in days."""

_GROWTH = np.geomspace(1.0, 1e4, 2_000)


def days_to_minimum_data(path: Path, arms: Sequence[int], now: float) -> int | None:
    """Return in how many days some arms have the minimum sample, None if more than `LONGEST`.

    `now` is the time until which people are complete, in days since the path's start.
    """
    progress = path.progress()[:, arms]
    left, pace = 1 - progress[-1], _pace(progress, now)
    if (pace <= 0).any():
        return None
    days = math.ceil(float((left / pace).max(initial=0)))
    return days if days <= LONGEST else None


def days_to_decide(
    bases: RatesByBasis,
    leader: int,
    beaten: frozenset[int],
    margin: float,
    sureness: Confidence,
    now: float,
) -> int | None:
    """Return in how many days there is a verdict if everything stays as it is now.

    A verdict is either a leading arm that beats those it is compared with, some of which it has
    `beaten`, or no difference that matters. None if that takes longer than `LONGEST`, or units no
    longer arrive. `now` is as above.
    """
    rates, starts = bases.deciding, bases.starts
    open_ = [leader in pair and not beaten.intersection(pair) for pair in bases.pairs]
    of_leader = np.array(open_)
    away = np.abs(rates.difference.value)
    arms, pairs = bases.path.moments.n.shape[1], of_leader.size
    won = _growth_until(away, rates.difference, starts.difference, sureness, arms / 2)[
        of_leader
    ].max(initial=1.0)
    room = np.log1p(margin) - np.abs(rates.log_ratio.value)
    alike = _growth_until(room, rates.log_ratio, starts.log_ratio, sureness, pairs).max()
    units = bases.path.moments.n.sum(axis=-1).astype(np.float64)
    growth, pace = float(min(won, alike)), float(_pace(units, now)) / units[-1]
    if pace <= 0 or not math.isfinite(growth):
        return None
    days = math.ceil((growth - 1) / pace)
    return days if days <= LONGEST else None


def _pace(ends: Floats, now: float) -> Floats:
    """Return each series' recent growth per day, given its values at the ends of days.

    `ends` is [days, …]; the last day with something new ends at `now`.
    """
    then = max(now - DAYS_OF_PACE, 0.0)
    day = int(then)
    zero = np.zeros_like(ends[:1])
    first, second = np.concatenate([zero, ends])[day : day + 2]
    return (ends[-1] - first - (then - day) * (second - first)) / (now - then)


def _growth_until(
    room: Floats, estimate: Estimate, start: Floats, sureness: Confidence, tests: float
) -> Floats:
    """Return the factor of data at which no pair's interval is wider than `room` a side.

    Intervals share their risk by `tests`. inf if no amount suffices.
    """
    information = estimate.information[:, np.newaxis] * _GROWTH
    alpha = sureness.alpha / tests
    errors = (
        -ndtri(alpha / 2) if sureness.fixed else width(information / start[:, np.newaxis], alpha)
    )
    enough = errors / np.sqrt(information) <= room[:, np.newaxis]
    return np.where(enough.any(axis=1), _GROWTH[np.argmax(enough, axis=1)], np.inf)
