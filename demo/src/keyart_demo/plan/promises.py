"""Artworks that over-promise or under-promise: clickbait and hidden gems."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence, compared
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.trial import Trial


@dataclass(frozen=True, slots=True)
class Promise:
    """An asset whose plays satisfy more, or less, than its take rate suggests.

    `chance`, `short` and `finish` are factors on the probabilities of a play, that it is short, and
    that a longer one is completed.
    """

    kind: str
    trial: Trial
    asset: int
    chance: float
    short: float
    finish: float

    def plant(self, levers: Levers) -> None:
        """Adjust all three levers."""
        variants = levers.variants(self.asset)
        levers.chance[variants] *= self.chance
        levers.short[variants] *= self.short
        levers.finish[variants] *= self.finish

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry; its effect is on the take rate, for plays of at least two minutes."""
        sample = evidence.sample([self.asset], None)
        rest = evidence.sample(self.trial.others(self.asset), None)
        return {
            "kind": self.kind,
            **evidence.title(self.trial.shown),
            "test": self.trial.name,
            "asset": evidence.asset(self.asset),
            "against": evidence.assets(self.trial.others(self.asset)),
            "factors": {"play": self.chance, "short": self.short, "completion": self.finish},
            **compared(sample, rest),
        }


def cast_clickbaits(casting: Casting) -> Iterator[Effect]:
    """Yield titles with an artwork that wins plays and loses viewers."""
    for shown in casting.deal(casting.cast.clickbaits):
        trial = casting.trial(shown)
        yield Promise("clickbait", trial, casting.one_of(trial.arms), 3.0, 3.2, 0.35)


def cast_gems(casting: Casting) -> Iterator[Effect]:
    """Yield titles with an artwork that few people take but that keeps its viewers."""
    for shown in casting.deal(casting.cast.gems):
        trial = casting.trial(shown)
        yield Promise("hidden_gem", trial, casting.one_of(trial.arms), 0.5, 0.3, 1.8)
