"""The tour of the demo: three stories, five questions, and the decision to take first.

The truth file says where to look, since these effects were planted; the statements about them are
the store's answers.
"""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from keyart.audiences.affinities import Affinity
from keyart.cli import tables
from keyart.cli.asking import options
from keyart.cli.commands.compare import parts, remarks
from keyart.cli.commands.decisions import waiting_lines
from keyart.core.config import server_settings
from keyart.decisions import PendingRequest
from keyart.insights.comparison import Comparison
from keyart.query import Access, Query
from keyart.questions.registry import PENDING
from keyart.session import Store
from keyart.store import open_snapshot
from keyart.store.paths import Paths

Truth = Mapping[str, Any]
"""The contents of `truth.json`; see docs/demo.md."""
Entry = Mapping[str, Any]
"""One planted effect."""
Planted = Mapping[str, Entry]
"""One effect of each kind, and those of the stories, by name."""

WINS = "wins_for_a_taste"


def tour(store: Store, path: Path, truth: Truth) -> Iterator[RenderableType]:
    """Yield the parts of the tour as text; `path` is the store's path in commands."""
    stories = {entry["story"]: entry for entry in truth["stories"]}
    stories[WINS] = _for_an_audience(store, truth, stories[WINS])
    for name, tell in STORIES.items():
        if name in stories:
            yield tell(stories[name], store.compare(test=stories[name]["test"]))
    planted = {**{entry["kind"]: entry for entry in truth["effects"]}, **stories}
    for question in QUESTIONS:
        heading, request = question(planted)
        words, answer = (
            _compared(store, request) if isinstance(request, str) else _run_query(store, request)
        )
        command = shlex.join(["keyart", words[0], str(path), *words[1:]])
        yield Group(
            Text(f"\n{heading}", style="bold"), Text(f"$ {command}\n", style="dim"), *answer
        )
    readers = Access("readers", min_cell=server_settings(Paths(path).config).min_cell)
    with open_snapshot(path) as snapshot:
        waiting = PENDING.answer(snapshot, readers, PendingRequest())
    for first in waiting.decisions[:1]:
        command = shlex.join(["keyart", "decisions", "pending", str(path), "--limit", "1"])
        yield Group(
            Text("\nWhat to decide first, and what is it worth?", style="bold"),
            Text(f"$ {command}\n", style="dim"),
            Text(waiting_lines(first)),
        )


def _for_an_audience(store: Store, truth: Truth, story: Entry) -> Entry:
    """Return the story of a winner for an affinity: with its `audience` and how that is `called`.

    An affinity is matched to a planted taste by the taste's leading tag. If the affinity of the
    story's taste was not found, the clearest winner that has an affinity is used.
    """
    tags = {taste["taste"]: taste["leading_tag"] for taste in truth["tastes"]}
    winners = [
        effect for effect in truth["effects"] if effect["kind"] == "winner" and effect["taste"]
    ]
    winners.sort(key=lambda effect: -abs(effect["seen"]["z"]))
    affinities = store.audiences.affinities()
    for entry in (story, *winners):
        affinity = marked_by(affinities, tags[entry["taste"]])
        if affinity is not None:
            return {**entry, "audience": affinity.id, "called": affinity.name}
    return {**story, "audience": None, "called": "everybody"}


def marked_by(affinities: Sequence[Affinity], tag: str) -> Affinity | None:
    """Return the affinity with the largest part marked by a tag, at least half of it."""
    parts = {
        mark.share: affinity
        for affinity in affinities
        for mark in affinity.marks
        if (mark.kind, mark.text) == ("tag", tag)
    }
    greatest = max(parts, default=0.0)
    return parts[greatest] if greatest >= 0.5 else None


def _run_query(store: Store, query: Query) -> tuple[list[str], list[RenderableType]]:
    """Return a question as command-line words, and its answer."""
    result = store.query(query)
    shown = tables.answer(result, query), Text(tables.origin(result), style="dim")
    return ["query", *options(query)], list(shown)


def _compared(store: Store, test: str) -> tuple[list[str], list[RenderableType]]:
    """Return the comparison of a test as command-line words, and its result."""
    comparison = store.compare(test=test)
    *_, origin = remarks(comparison)
    return ["compare", "--test", test], [*parts(comparison), Text(f"\n{origin}", style="dim")]


# --------------------------------------------------------------------------------------- stories


def _wins(entry: Entry, comparison: Comparison) -> Text:
    names, leader = comparison.names, comparison.arms[0].asset
    asset_name = f"“{names[entry['asset']]}” of {entry['name']}"
    audience = next(
        (audience for audience in comparison.audiences if audience.audience == entry["audience"]),
        None,
    )
    rates: Mapping[str, float | None] = {} if audience is None else audience.rates
    mine, other = rates.get(entry["asset"]), rates.get(leader)
    if mine is None or other is None or leader == entry["asset"]:
        return _story("Wins", "green", f"{asset_name}. {comparison.verdict.sentence}")
    return _story(
        "Wins", "green",
        f"{asset_name} wins for {entry['called']}: {mine:.1%} of those who are shown it take it. "
        f"With everybody “{names[leader]}” leads, which {other:.1%} of them take.",
    )  # fmt: skip


def _misleads(entry: Entry, comparison: Comparison) -> Text:
    return _story("Clickbait", "dark_orange", f"{entry['name']}: {comparison.verdict.sentence}")


def _broken(entry: Entry, comparison: Comparison) -> Text:
    allocation = comparison.allocation
    at = allocation.assets.index(entry["asset"])
    planned = 1 / len(allocation.assets) if allocation.expected is None else allocation.expected[at]
    there = next(
        (part.shares[at] for part in allocation.slices if part.value == entry["device"]), None
    )
    on_device = "" if there is None else f", on {entry['device']} {there:.1%}"
    return _story(
        "Don’t trust", "gold3",
        f"the test of {entry['name']}: “{comparison.names[entry['asset']]}” should be shown to "
        f"{planned:.0%} of the people and was to {allocation.seen[at]:.1%}{on_device}. "
        f"{_odds(allocation.p or 1.0)}",
    )  # fmt: skip


def _odds(chance: float) -> str:
    """Return how often chance does that, however often you check."""
    if chance < 1e-6:
        return "Chance does that less than once in a million tests."
    return f"Chance does that once in {1 / chance:,.0f} tests."


def _story(word: str, colour: str, sentence: str) -> Text:
    return Text.assemble((f"{word}  ", f"bold {colour}"), sentence)


STORIES: Mapping[str, Callable[[Entry, Comparison], Text]] = {
    WINS: _wins,
    "is_clickbait": _misleads,
    "cannot_be_trusted": _broken,
}
"""The text for each story of the truth."""


# ------------------------------------------------------------------------------------- questions


def _shown_most(_: Planted) -> tuple[str, Query]:
    return "What is shown most, and is it taken?", Query(
        measures=("impressions", "reach", "viewers", "take_rate"),
        by=("title",),
        labels=True,
        order=("-impressions",),
        limit=6,
    )


def _which_wins(planted: Planted) -> tuple[str, str]:
    entry = planted[WINS]
    return f"Which poster of {entry['name']} wins, and for whom?", entry["test"]


def _promises(planted: Planted) -> tuple[str, str]:
    entry = planted["is_clickbait"]
    return f"Do the posters of {entry['name']} keep what they promise?", entry["test"]


def _fair(planted: Planted) -> tuple[str, str]:
    entry = planted["cannot_be_trusted"]
    return f"Can the test of {entry['name']} be trusted?", entry["test"]


def _launch(planted: Planted) -> tuple[str, Query]:
    entry = planted["launch_hit"]
    return f"How is {entry['name']} doing since its launch?", Query(
        measures=("impressions", "reach", "take_rate", "frequency"),
        where={"title": [entry["title"]]},
        grain="week",
        since=entry["launched"],
    )


QUESTIONS: tuple[Callable[[Planted], tuple[str, Query | str]], ...] = (
    _shown_most,
    _which_wins,
    _promises,
    _fair,
    _launch,
)
"""In the order of the tour: a heading, and a question, or the test to compare."""
