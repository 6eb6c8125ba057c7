"""Misleading trials: one that loses exposures, and one with arms shown in different markets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from keyart_demo.markets import COUNTRIES, DEVICES, HALF, TV
from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence, compared
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.trial import Trial

LOST = 1 / 3
"""Share of the broken arm's exposures that are lost."""


@dataclass(frozen=True, slots=True)
class BrokenAllocation:
    """One arm loses exposures on one device, but only those that led to no play.

    So it seems to win there; in truth no asset of the title is better than another.
    """

    trial: Trial
    asset: int
    device: int
    lost: float

    def plant(self, levers: Levers) -> None:
        """Change nothing: exposures are lost after they were made."""

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry; `seen` shows how misleading the remaining data is."""
        sample = evidence.sample([self.asset], None)
        rest = evidence.sample(self.trial.others(self.asset), None)
        counts = evidence.tally.counts
        return {
            "kind": "broken_allocation",
            **evidence.title(self.trial.shown),
            "test": self.trial.name,
            "asset": evidence.asset(self.asset),
            "against": evidence.assets(self.trial.others(self.asset)),
            "device": DEVICES[self.device],
            "lost_share": round(self.lost, 4),
            "lost_impressions": counts["broken_lost"],
            "on_device": {"asset": counts["broken_asset"], "rest": counts["broken_rest"]},
            "true_difference": 0.0,
            **compared(sample, rest),
        }


@dataclass(frozen=True, slots=True)
class Reversal:
    """Simpson's paradox: the better of two arms is shown mostly where takes are rare."""

    trial: Trial
    better: int
    worse: int
    lift: float
    readiness: tuple[float, float]
    """Factors on the probability in the first half of the markets and in the second."""

    def plant(self, levers: Levers) -> None:
        """Raise the better arm, and separate the markets."""
        levers.chance[levers.variants(self.better)] *= 1 + self.lift
        levers.by_half[self.trial.shown] *= self.readiness

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry; `effect` is the raw one, which points the wrong way."""
        better, other = (evidence.sample([arm], None) for arm in (self.better, self.worse))
        halves = [[c for c, half in zip(COUNTRIES, HALF, strict=True) if half == h] for h in (0, 1)]
        return {
            "kind": "simpson_reversal",
            **evidence.title(self.trial.shown),
            "test": self.trial.name,
            "asset": evidence.asset(self.better),
            "against": [evidence.asset(self.worse)],
            "lift": self.lift,
            "markets": halves,
            "readiness": list(self.readiness),
            "propensities": [list(shares) for shares in self.trial.shares],
            **compared(better, other),
        }


def cast_broken(casting: Casting) -> Iterator[Effect]:
    """Yield one trial whose log is incomplete."""
    trial = casting.trial(casting.deal(1)[0])
    yield BrokenAllocation(trial, casting.one_of(trial.arms), TV, LOST)


def cast_reversal(casting: Casting) -> Iterator[Effect]:
    """Yield one trial of two arms with allocations that differ by market, and known odds."""
    trial = casting.trial(casting.deal_popular(1)[0])
    better, worse = trial.arms[:2]
    uneven = replace(trial, arms=(better, worse), shares=((0.2, 0.8), (0.8, 0.2)))
    yield Reversal(uneven, better, worse, 0.6, (2.4, 0.65))
