"""Incidents and events on single days: a gap, a shift, a spike."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyart_demo.markets import COUNTRIES, DEVICES, MOBILE
from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence
from keyart_demo.plan.levers import Levers

GAP_COUNTRIES = ("GB", "DE", "MX", "FR")
SPIKE_SHARE = 0.012
"""Share of profiles that play a title on its day of fame."""


@dataclass(frozen=True, slots=True)
class Gap:
    """All events of one country's devices of one kind are missing for some days."""

    country: int
    device: int
    first_day: int
    days: int

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Change nothing: events are lost after they happened."""

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        counts = evidence.tally.counts
        return {
            "kind": "gap",
            "country": COUNTRIES[self.country],
            "device": DEVICES[self.device],
            "from": evidence.day(self.first_day),
            "until": evidence.day(self.first_day + self.days),
            "lost": {"impressions": counts["gap_impressions"], "plays": counts["gap_plays"]},
        }


@dataclass(frozen=True, slots=True)
class Shift:
    """From one day on, a title's impressions lead to fewer plays than before."""

    shown: int
    day: int
    factor: float

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Lower the probability from that day on."""
        levers.by_day[self.shown, self.day :] *= self.factor

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return {
            "kind": "level_shift",
            **evidence.title(self.shown),
            "measure": "play_rate",
            "from": evidence.day(self.day),
            "factor": self.factor,
        }


@dataclass(frozen=True, slots=True)
class Spike:
    """For one day, many more people than usual play a title on their own."""

    shown: int
    day: int
    share: float

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Change nothing: plays are added later."""

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return {
            "kind": "spike",
            **evidence.title(self.shown),
            "measure": "starts",
            "day": evidence.day(self.day),
            "share_of_profiles": self.share,
            "extra_plays": evidence.tally.counts["spike_plays"],
        }


def cast_gap(casting: Casting) -> Iterator[Effect]:
    """Yield a gap of two days."""
    country = GAP_COUNTRIES[int(casting.rng.integers(len(GAP_COUNTRIES)))]
    yield Gap(COUNTRIES.index(country), MOBILE, int(casting.rng.integers(70, 95)), 2)


def cast_shift(casting: Casting) -> Iterator[Effect]:
    """Yield a popular title's fall."""
    yield Shift(casting.deal_popular(1)[0], int(casting.rng.integers(50, 75)), 0.5)


def cast_spike(casting: Casting) -> Iterator[Effect]:
    """Yield a film's day of fame."""
    yield Spike(casting.deal_film(), int(casting.rng.integers(40, 90)), SPIKE_SHARE)
