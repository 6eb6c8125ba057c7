"""Artworks that win: with everyone, with the people of one taste, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyart_demo.art.brief import Concept
from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence, compared, power
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.trial import Trial

STORY = "Heist Thrillers"
"""The taste of the first story that newcomers see."""
CLEAR = 2.0
"""How many times as clear its winner is as those of other tastes: obvious at first sight."""
SHOULD_BE_SEEN = 1.3
"""The ratio of take rates that a trial without a difference should be able to rule out."""


@dataclass(frozen=True, slots=True)
class Winner:
    """One asset gets more takes than the title's others, from everyone."""

    trial: Trial
    asset: int
    lift: float

    def plant(self, levers: Levers) -> None:
        """Raise the asset's probability."""
        levers.chance[levers.variants(self.asset)] *= 1 + self.lift

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return _winner_entry(evidence, self.trial, self.asset, None) | {"lift": self.lift}


@dataclass(frozen=True, slots=True)
class TasteWinner:
    """With the people of one taste, a different asset wins than with everyone."""

    trial: Trial
    asset: int
    lift: float
    taste: int
    slot: int
    """Profiles with the tastes of several slots follow the first of them."""

    def plant(self, levers: Levers) -> None:
        """For this taste, halve the differences between the title's assets, and raise one."""
        levers.slot_taste[self.trial.shown, self.slot - 1] = self.taste
        for arm in self.trial.arms:
            variants = levers.variants(arm)
            levers.chance[variants, self.slot] = (1 + levers.chance[variants, 0]) / 2
        levers.chance[levers.variants(self.asset), self.slot] = 1 + self.lift

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        return _winner_entry(evidence, self.trial, self.asset, self.taste) | {"lift": self.lift}


@dataclass(frozen=True, slots=True)
class NoDifference:
    """All assets of a title do equally well, with everyone."""

    trial: Trial

    def plant(self, levers: Levers) -> None:
        """Change nothing."""

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry; `power` is that of seeing one asset a quarter better than the rest."""
        first = evidence.sample(self.trial.arms[:1], None)
        rest = evidence.sample(self.trial.arms[1:], None)
        p = rest.planted
        return {
            "kind": "no_difference",
            **evidence.title(self.trial.shown),
            "test": self.trial.name,
            "assets": evidence.assets(self.trial.arms),
            "effect": {"ratio": 1.0, "take_rate": round(p, 6)},
            "profiles": first.profiles + rest.profiles,
            "detectable_ratio": SHOULD_BE_SEEN,
            "power": power(p * SHOULD_BE_SEEN, first.profiles, p, rest.profiles),
        }


def _winner_entry(evidence: Evidence, trial: Trial, asset: int, taste: int | None) -> Entry:
    winner, rest = evidence.sample([asset], taste), evidence.sample(trial.others(asset), taste)
    return {
        "kind": "winner",
        **evidence.title(trial.shown),
        "test": trial.name,
        "taste": evidence.taste(taste),
        "asset": evidence.asset(asset),
        "against": evidence.assets(trial.others(asset)),
        **compared(winner, rest),
    }


def cast_winners(casting: Casting) -> Iterator[Effect]:
    """Yield titles with one winner for everyone."""
    for shown in casting.deal(casting.cast.winners):
        trial = casting.trial(shown)
        yield Winner(trial, casting.one_of(trial.arms), casting.lift())


def cast_taste_winners(casting: Casting) -> Iterator[Effect]:
    """Yield titles whose winner for one or two tastes differs from everyone's."""
    story = casting.deal_liked(STORY)
    yield from _taste_winners(casting, story, casting.tastes(story, first=STORY)[:1], CLEAR)
    for number, shown in enumerate(casting.deal(casting.cast.by_taste - 1)):
        count = 2 if number % 3 == 0 else 1
        yield from _taste_winners(casting, shown, casting.tastes(shown)[-count:])


def _taste_winners(
    casting: Casting, shown: int, tastes: list[int], clear: float = 1
) -> Iterator[Effect]:
    trial = casting.trial(shown)
    overall = casting.one_of(trial.arms)
    # With tastes that like another asset, it wins by half as much: elsewhere it must be clearer,
    # the more they like the other one.
    yield Winner(trial, overall, round(casting.lift() * 1.25 * clear**0.5, 2))
    others = list(trial.others(overall))
    for slot, taste in enumerate(tastes, start=1):
        asset = _favourite(casting, taste, others)
        others.remove(asset)
        # People who also have the first taste do not follow the second: it must be clearer.
        lift = casting.lift() * (1 + slot / 3) * clear
        yield TasteWinner(trial, asset, round(lift, 2), taste, slot)


def cast_nulls(casting: Casting) -> Iterator[Effect]:
    """Yield titles whose artworks do equally well."""
    for shown in casting.deal(casting.cast.nulls):
        yield NoDifference(casting.trial(shown))


def _favourite(casting: Casting, taste: int, arms: list[int]) -> int:
    """Return the arm with the concept that the people of a taste like, or else any."""
    concepts = tuple(Concept)
    liked = concepts[(casting.world.seed + 5 * taste) % len(concepts)]
    assets = casting.catalogue.assets
    return next((arm for arm in arms if assets[arm].concept is liked), casting.one_of(arms))
