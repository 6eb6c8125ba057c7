"""Two unexpected launches: one that everyone takes, and one that nobody does."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keyart_demo.plan.casting import REACH, Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence
from keyart_demo.plan.levers import Levers
from keyart_demo.world_size import DAYS

FIRST_DAYS = (14, 45)
"""How many days ago such a launch was, at least and at most."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A recent title that people take far more, or less, often than other launches."""

    kind: str
    shown: int
    factor: float

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Adjust the probability, and how much is watched without an impression."""
        levers.by_day[self.shown] *= self.factor
        levers.demand[self.shown] *= self.factor

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return {
            "kind": self.kind,
            **evidence.title(self.shown),
            "measure": "take_rate",
            "launched": evidence.day(int(evidence.shelf.launch_day[self.shown])),
            "factor": self.factor,
        }


def cast_launches(casting: Casting) -> Iterator[Effect]:
    """Yield a hit and a flop among the launches of the last weeks."""
    shelf = casting.shelf
    ago = DAYS - shelf.launch_day
    wide = shelf.licensed.mean(axis=1) >= REACH
    kinds = np.array([kind in ("film", "series") for kind in shelf.kind])
    able = np.flatnonzero(wide & kinds & (ago >= FIRST_DAYS[0]) & (ago <= FIRST_DAYS[1]))
    order = able[np.argsort(-shelf.appeal[able], kind="stable")]
    yield Launch("launch_hit", int(order[0]), 2.2)
    yield Launch("launch_flop", int(order[1]), 0.35)
