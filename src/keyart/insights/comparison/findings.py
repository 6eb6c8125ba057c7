"""What the rules of the verdict look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from keyart.insights.comparison.bases import Bases
from keyart.insights.comparison.estimates import Sureness
from keyart.insights.comparison.request import ComparisonRequest
from keyart.insights.comparison.result import (
    Allocation,
    AudienceEffects,
    Difference,
    Guardrail,
    Mix,
    Support,
)
from keyart.insights.comparison.words import called
from keyart.query.units import SLOTS_A_DAY, TrialCounts


@dataclass(frozen=True)
class Findings:
    """What the rules look at. `order` has the arms' places, best first."""

    request: ComparisonRequest
    counted: TrialCounts
    bases: Bases
    differences: tuple[Difference, ...]
    """Of all pairs, as they are shown."""
    leads: tuple[Difference, ...]
    """Of the leader against the others, by which it wins or does not."""
    support: Support
    allocation: Allocation
    mixes: tuple[Mix, ...]
    guardrails: tuple[Guardrail, ...]
    audiences: tuple[AudienceEffects, ...]
    names: Mapping[str, str]
    assets: tuple[str, ...]
    order: tuple[int, ...]
    comes: bool
    """Whether new people still come."""
    sureness: Sureness

    @property
    def leader(self) -> str:
        """The asset that looks best."""
        return self.assets[self.order[0]]

    @property
    def against(self) -> tuple[Difference, ...]:
        """How the leader differs from those that it is compared with, the next best one first."""
        own = [d.seen_from(self.leader) for d in self.differences if self.leader in d.arms]
        places = {self.assets[at]: rank for rank, at in enumerate(self.order)}
        return tuple(sorted(own, key=lambda difference: places[difference.other]))

    @property
    def won(self) -> bool:
        """Whether the leader is better than all that it is compared with, beyond chance."""
        return all(one.better(lower_is_better=self.lower_is_better) for one in self.leads)

    @property
    def now(self) -> float:
        """Up to when people are complete, in days since the first day of the data."""
        return self.counted.trial.closed_before / SLOTS_A_DAY - self.counted.first_day

    @property
    def lower_is_better(self) -> bool:
        """Whether less of the primary measure is better."""
        return self.bases.path.measure.lower_is_better

    def name(self, asset: str) -> str:
        """Return an asset's name in quotation marks, with its id where names repeat."""
        return called(asset, self.names)
