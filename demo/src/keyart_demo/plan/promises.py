"""Artworks that promise too much, or too little: clickbait and hidden gems."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence, compared
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.trial import Trial


@dataclass(frozen=True, slots=True)
class Promise:
    """An asset whose plays are liked more, or less, than it is clicked.

    `chance`, `short` and `finish` are factors on the chances of a play, that it is a short one,
    and that a longer one is completed.
    """

    kind: str
    trial: Trial
    asset: int
    chance: float
    short: float
    finish: float

    def plant(self, levers: Levers) -> None:
        """Move all three levers."""
        variants = levers.variants(self.asset)
        levers.chance[variants] *= self.chance
        levers.short[variants] *= self.short
        levers.finish[variants] *= self.finish

    def told(self, evidence: Evidence) -> Entry:
        """Return the entry; its effect is on the take rate, of plays of two minutes and more."""
        one = evidence.sample([self.asset], None)
        rest = evidence.sample(self.trial.others(self.asset), None)
        return {
            "kind": self.kind,
            **evidence.title(self.trial.shown),
            "test": self.trial.name,
            "asset": evidence.asset(self.asset),
            "against": evidence.assets(self.trial.others(self.asset)),
            "factors": {"play": self.chance, "short": self.short, "completion": self.finish},
            **compared(one, rest),
        }


def cast_clickbaits(casting: Casting) -> Iterator[Effect]:
    """Yield titles with an artwork that wins plays and loses viewers."""
    for shown in casting.deal(casting.cast.clickbaits):
        trial = casting.trial(shown)
        yield Promise("clickbait", trial, casting.one_of(trial.arms), 3.0, 3.2, 0.35)


def cast_gems(casting: Casting) -> Iterator[Effect]:
    """Yield titles with an artwork that few take, and whose viewers stay."""
    for shown in casting.deal(casting.cast.gems):
        trial = casting.trial(shown)
        yield Promise("hidden_gem", trial, casting.one_of(trial.arms), 0.5, 0.3, 1.5)
