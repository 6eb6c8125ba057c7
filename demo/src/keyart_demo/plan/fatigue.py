"""Artworks that were shown until people no longer noticed them."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence
from keyart_demo.plan.levers import Levers, decay
from keyart_demo.shelf import ARTWORK

PUSHES = 9
"""How often each targeted profile sees the asset."""
PUSHED_EVENTS = 4
"""Impressions of all pushes, per profile of the world."""
HALF_LIVES = (1.5, 3.0, 6.0)
TITLE_HALF_LIFE = 14.0
"""Any impression of any title wears it out a little, whichever asset was shown."""


@dataclass(frozen=True, slots=True)
class Fatigue:
    """Each exposure of an asset makes a play after the next one less likely."""

    shown: int
    asset: int
    half_life: float
    """The number of exposures that halves the probability."""
    share: float
    """Share of profiles that are shown it `PUSHES` times."""

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Set the asset's curve."""
        levers.fatigue[self.asset] = decay(self.half_life)

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return {
            "kind": "fatigue",
            **evidence.title(self.shown),
            "asset": evidence.asset(self.asset),
            "half_life": self.half_life,
            "title_half_life": TITLE_HALF_LIFE,
            "pushes": PUSHES,
            "profiles": evidence.tally.counts[f"pushed_{self.asset}"],
        }


def cast_fatigue(casting: Casting) -> Iterator[Effect]:
    """Yield the pushed titles, with half-lives in turn."""
    titles = casting.deal(casting.cast.pushed)
    for number, shown in enumerate(titles):
        asset = casting.ideas.of(shown, ARTWORK)[0]
        half_life = HALF_LIVES[number % len(HALF_LIVES)]
        yield Fatigue(shown, asset, half_life, PUSHED_EVENTS / PUSHES / len(titles))
