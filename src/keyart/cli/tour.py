"""The tour of the demo: three stories, then six questions, each with the command that asks it.

What is told was planted, so the truth says where to look; what is said about it are answers of
the store.
"""

import math
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from keyart.audiences.affinities import Affinity
from keyart.cli import tables
from keyart.cli.asking import options
from keyart.query import Query
from keyart.session import Store

Truth = Mapping[str, Any]
"""What `truth.json` holds; see docs/demo.md."""
Entry = Mapping[str, Any]
"""One planted effect."""
Planted = Mapping[str, Entry]
"""One effect of each kind, and those of the stories, by their names."""

EXPLORING = "explore"
WINS = "wins_for_a_taste"


def tour(store: Store, path: Path, truth: Truth) -> Iterator[RenderableType]:
    """Yield the parts of the tour, ready to be shown; `path` is what commands call the store."""
    stories = {entry["story"]: entry for entry in truth["stories"]}
    stories[WINS] = _for_an_audience(store, truth, stories[WINS])
    names = _asset_names(store)
    for name, tell in STORIES.items():
        if name in stories:
            yield tell(Teller(store, names), stories[name])
    planted = {**{entry["kind"]: entry for entry in truth["effects"]}, **stories}
    for question in QUESTIONS:
        yield _answered(store, path, *question(planted))


def _for_an_audience(store: Store, truth: Truth, story: Entry) -> Entry:
    """Return the story of a winner for an affinity: with its `audience` and what that is `called`.

    What was planted is told apart by its leading tag. If the affinity of the story's taste has
    not been found, the clearest winner is taken for which there is one.
    """
    tags = {one["taste"]: one["leading_tag"] for one in truth["tastes"]}
    winners = [one for one in truth["effects"] if one["kind"] == "winner" and one["taste"]]
    winners.sort(key=lambda one: -abs(one["seen"]["z"]))
    affinities = store.audiences.affinities()
    for entry in (story, *winners):
        affinity = _marked_by(affinities, tags[entry["taste"]])
        if affinity is not None:
            return {**entry, "audience": affinity.id, "called": affinity.name}
    return {**story, "audience": None, "called": "everybody"}


def _marked_by(affinities: Sequence[Affinity], tag: str) -> Affinity | None:
    """Return the affinity of which a tag marks the greatest part, at least half of it."""
    parts = {
        mark.share: affinity
        for affinity in affinities
        for mark in affinity.marks
        if (mark.kind, mark.text) == ("tag", tag)
    }
    greatest = max(parts, default=0.0)
    return parts[greatest] if greatest >= 0.5 else None


def _answered(store: Store, path: Path, heading: str, query: Query) -> Group:
    result = store.query(query)
    command = shlex.join(["keyart", "query", str(path), *options(query)])
    return Group(
        Text(f"\n{heading}", style="bold"),
        Text(f"$ {command}\n", style="dim"),
        tables.answer(result, query),
        Text(tables.origin(result), style="dim"),
    )


def _asset_names(store: Store) -> Mapping[str, str]:
    assets = store.snapshot().assets
    ids, names = assets.column("asset_id").to_pylist(), assets.column("name").to_pylist()
    return dict(zip(ids, names, strict=True))


# --------------------------------------------------------------------------------------- stories


@dataclass(frozen=True)
class Teller:
    """Tells what the store says about the artworks of a title."""

    store: Store
    asset_names: Mapping[str, str]

    def poster(self, entry: Entry) -> str:
        """Return what the artwork of an entry, and its title, are called."""
        return f"“{self.asset_names[entry['asset']]}” of {entry['name']}"

    def rates(self, entry: Entry, assets: Sequence[str], audience: str | None = None) -> Entry:
        """Return the rates of artworks together, of what was shown at random."""
        return self.store.query(
            measures=["take_rate", "completion_rate"],
            where={"title": entry["title"], "asset": list(assets), "phase": EXPLORING},
            audience=audience,
        ).totals

    def impressions(self, entry: Entry, assets: Sequence[str], device: str | None = None) -> int:
        """Return how often artworks were shown at random, on one device or on all."""
        where = {"title": entry["title"], "asset": list(assets), "phase": EXPLORING}
        if device is not None:
            where["device"] = device
        return int(self.store.query(measures=["impressions"], where=where).totals["impressions"])

    def both(self, entry: Entry, audience: str | None = None) -> tuple[Entry, Entry]:
        """Return the rates of an entry's artwork, and of those that it is compared with."""
        own = self.rates(entry, [entry["asset"]], audience)
        return own, self.rates(entry, entry["against"], audience)


def _wins(teller: Teller, entry: Entry) -> Text:
    own, others = teller.both(entry, entry["audience"])
    return _story(
        "Wins", "green",
        f"{teller.poster(entry)} wins for {entry['called']}: {own['take_rate']:.1%} of those "
        f"who are shown it take it, of those shown its other posters {others['take_rate']:.1%}.",
    )  # fmt: skip


def _misleads(teller: Teller, entry: Entry) -> Text:
    own, others = teller.both(entry)
    return _story(
        "Clickbait", "dark_orange",
        f"{teller.poster(entry)} is clickbait: {own['take_rate']:.1%} take it instead of "
        f"{others['take_rate']:.1%}, but {own['completion_rate']:.0%} watch to the end instead of "
        f"{others['completion_rate']:.0%}.",
    )  # fmt: skip


def _broken(teller: Teller, entry: Entry) -> Text:
    arms = [entry["asset"], *entry["against"]]
    own, shown = teller.impressions(entry, arms[:1]), teller.impressions(entry, arms)
    device = entry["device"]
    there = teller.impressions(entry, arms[:1], device) / teller.impressions(entry, arms, device)
    name = teller.asset_names[entry["asset"]]
    return _story(
        "Don’t trust", "gold3",
        f"the test of {entry['name']}: “{name}” should get {1 / len(arms):.0%} of the impressions "
        f"and has {own / shown:.1%}, on {device} {there:.1%}. {_odds(own, shown, len(arms))}",
    )  # fmt: skip


def _odds(own: int, shown: int, arms: int) -> str:
    """Return how likely chance is to give one of equal arms so little (normal approximation)."""
    share = 1 / arms
    z = abs(own - shown * share) / math.sqrt(shown * share * (1 - share))
    chance = math.erfc(z / math.sqrt(2))
    if chance < 1e-6:
        return "Chance does that less than once in a million tests."
    return f"Chance does that once in {1 / chance:,.0f} tests."


def _story(word: str, colour: str, sentence: str) -> Text:
    return Text.assemble((f"{word}  ", f"bold {colour}"), sentence)


STORIES: Mapping[str, Callable[[Teller, Entry], Text]] = {
    WINS: _wins,
    "is_clickbait": _misleads,
    "cannot_be_trusted": _broken,
}
"""How each story of the truth is told."""


# ------------------------------------------------------------------------------------- questions


def _shown_most(_: Planted) -> tuple[str, Query]:
    return "What is shown most, and is it taken?", Query(
        measures=("impressions", "reach", "viewers", "take_rate"),
        by=("title",),
        labels=True,
        order=("-impressions",),
        limit=6,
    )


def _which_wins(planted: Planted) -> tuple[str, Query]:
    entry = planted[WINS]
    return f"Which poster of {entry['name']} wins? (The bounds say how sure that is.)", Query(
        measures=("reach", "take_rate"),
        by=("asset",),
        where=_test(entry),
        labels=True,
        order=("-take_rate",),
        intervals=True,
    )


def _for_whom(planted: Planted) -> tuple[str, Query]:
    entry = planted[WINS]
    return f"And with fans of {entry['called']}?", Query(
        measures=("reach", "take_rate"),
        by=("asset",),
        where=_test(entry),
        audience=entry["audience"],
        labels=True,
        order=("-take_rate",),
        intervals=True,
    )


def _promises(planted: Planted) -> tuple[str, Query]:
    entry = planted["is_clickbait"]
    return f"Do the posters of {entry['name']} keep what they promise?", Query(
        measures=("take_rate", "completion_rate", "short_play_rate"),
        by=("asset",),
        where=_test(entry),
        labels=True,
        order=("-take_rate",),
    )


def _fair(planted: Planted) -> tuple[str, Query]:
    entry = planted["cannot_be_trusted"]
    device = entry["device"]
    return f"Where does the test of {entry['name']} lose impressions? On {device}:", Query(
        measures=("impressions", "reach", "take_rate"),
        by=("asset",),
        where={**_test(entry), "device": [device]},
        labels=True,
        order=("impressions",),
    )


def _launch(planted: Planted) -> tuple[str, Query]:
    entry = planted["launch_hit"]
    return f"How is {entry['name']} doing since its launch?", Query(
        measures=("impressions", "reach", "take_rate", "frequency"),
        where={"title": [entry["title"]]},
        grain="week",
        since=entry["launched"],
    )


def _test(entry: Entry) -> Mapping[str, Any]:
    """Return the condition for what a test showed at random."""
    arms = sorted([entry["asset"], *entry["against"]])
    return {"asset": arms, "phase": [EXPLORING]}


QUESTIONS: tuple[Callable[[Planted], tuple[str, Query]], ...] = (
    _shown_most,
    _which_wins,
    _for_whom,
    _promises,
    _fair,
    _launch,
)
"""In the order of the tour."""
