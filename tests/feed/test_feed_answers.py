"""The feed answers as the engine and the oracle do, or says why it does not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.facts import Family
from keyart.feed import Feed, FeedReader, feed_folder, filter_values, produce
from keyart.query import Access, Query, Result, ask, owner
from keyart.query.cache import AnswerCache
from keyart.query.router import NoFeed, ReadyAnswers, RouteReason
from keyart.store import Snapshot, open_snapshot
from tests.oracles import measures as oracle
from tests.oracles.measures import BASE, RATIOS, family_of
from tests.oracles.questions import VALUES, conditions, worlds
from tests.oracles.world import Row, World, publish

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HELD = ["title", "asset", "phase"]
OF_IMPRESSIONS = [n for n in [*BASE, *RATIOS] if family_of(n) is Family.EXPOSURE]
OF_PLAYS = [n for n in [*BASE, *RATIOS] if family_of(n) is Family.VIEWING]
TITLE_OF = {"a1": "film", "a2": "film", "a3": "series", "ä4": "series", "a9": "unheard"}
"""What the oracle's worlds do not heed: an asset has one title."""
ALL_TIME = {
    "tz": "UTC",
    "first_slot": None,
    "last_slot": None,
    "audience": None,
    "co_values": False,
}


def tidy(world: World) -> World:
    """Return the world with each asset under one title, as attribution leaves it."""

    def fact(row: Row) -> Row:
        asset = row.get("asset") or "a9"
        return row | {"asset": asset, "title": TITLE_OF[asset]}

    runs = [
        {f: [fact(r) if f is Family.EXPOSURE else r for r in rows] for f, rows in run.items()}
        for run in world.runs
    ]
    return replace(world, runs=runs, found={})


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question for whose dimensions the feed has sheets."""
    kind = draw(st.sampled_from([OF_IMPRESSIONS, OF_PLAYS, [*OF_IMPRESSIONS, *OF_PLAYS]]))
    measures = draw(st.lists(st.sampled_from(kind), min_size=1, max_size=4, unique=True))
    viewing = any(family_of(name) is Family.VIEWING for name in measures)
    dimensions = ["title"] if viewing else HELD
    names = draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True))
    catalogue = {"labels": True, "include_empty": True}
    return draw(st.sampled_from([{}, catalogue])) | {
        "measures": measures,
        "by": draw(st.lists(st.sampled_from(dimensions), max_size=3, unique=True)),
        "where": {name: draw(_narrow(name)) for name in names},
        "order": draw(st.sampled_from([[], [f"-{measures[0]}"]])),
        "having": draw(st.sampled_from([{}, {measures[0]: {"from": 1}}])),
        "limit": draw(st.none() | st.integers(0, 5)),
        "intervals": draw(st.sampled_from([False, True, 0.8])),
    }


def _narrow(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(VALUES[name]) | conditions(name)


def _both(world: World, asked: list[dict[str, Any]]) -> list[tuple[Result, Result]]:
    with TemporaryDirectory() as folder, publish(world, Path(folder) / "a.keyart") as snapshot:
        produce(snapshot, now=NOW)
        feed = FeedReader(snapshot.root).current()
        found: list[tuple[Result, Result]] = []
        for question in asked:
            query = Query.from_dict(question)
            results = [ask(snapshot, owner(), query, feed=one) for one in (feed, None)]
            found.append((results[0], results[1]))
        return found


def close_to(row: Row) -> Row:
    return {
        name: pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
        for name, value in row.items()
    }


@settings(max_examples=settings().max_examples // 2)
@given(world=worlds() | worlds().map(tidy), asked=st.lists(questions(), min_size=4, max_size=4))
def test_the_feed_answers_as_the_engine_and_the_oracle_do(
    world: World, asked: list[dict[str, Any]]
) -> None:
    for question, (held, direct) in zip(asked, _both(world, asked), strict=True):
        assert held.meta.answered_by in {"feed", "native"}
        assert held.table.schema == direct.table.schema
        assert held.to_dicts() == [close_to(row) for row in direct.to_dicts()]
        assert held.totals == close_to(dict(direct.totals))
        assert held.meta.notes == direct.meta.notes
        if "labels" not in question:
            rows, totals = oracle.answer(world, ALL_TIME | question)
            assert held.to_dicts() == [close_to(row) for row in rows]
            assert held.totals == close_to(totals)


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"by": ["title"], "order": ["-reach"], "limit": 1},
        {"by": ["phase"]},
        {"by": ["asset"], "where": {"title": "film"}, "intervals": True},
        {"by": ["asset"], "where": {"title": ["film"], "phase": "explore"}},
        {"by": ["asset", "phase"], "where": {"title": "film"}},
        {"by": ["asset"], "where": {"asset": "a1"}},
        {"where": {"asset": "a1"}},
        {"by": ["asset"], "where": {"title": "film"}, "include_empty": True, "labels": True},
        {"measures": ["hours_viewed", "views", "active_profiles"], "by": ["title"]},
        {"by": ["title"], "where": {"title": "nothing"}},
    ],
)
def test_questions_of_pages_come_from_the_feed(
    snapshot: Snapshot, feed: Feed, question: dict[str, Any]
) -> None:
    query = Query.from_dict({"measures": ["reach", "take_rate", "play_rate"], **question})
    held, direct = (ask(snapshot, owner(), query, feed=one) for one in (feed, None))
    assert (held.meta.answered_by, held.meta.reason) == ("feed", RouteReason.FEED)
    assert held.meta.version == snapshot.version
    assert held.to_dicts() == direct.to_dicts()
    assert held.totals == direct.totals


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"grain": "day"}, RouteReason.FEED_TIME),
        ({"since": "2026-01-06"}, RouteReason.FEED_TIME),
        ({"until": "2026-01-06"}, RouteReason.FEED_TIME),
        ({"audience": "list:one"}, RouteReason.FEED_AUDIENCE),
        ({"by": ["audience"]}, RouteReason.FEED_AUDIENCE),
        ({"by": ["country"]}, RouteReason.FEED_DIMENSION),
        ({"where": {"device": "tv"}}, RouteReason.FEED_DIMENSION),
        ({"where": {"title": ["film", "show"]}}, RouteReason.FEED_GROUPS),
        ({"engine": "native"}, RouteReason.ASKED),
    ],
)
def test_it_gives_the_reason_why_the_engine_answers(
    snapshot: Snapshot, feed: Feed, question: dict[str, Any], reason: RouteReason
) -> None:
    query = Query.from_dict({"measures": ["reach"], **question})
    found = ask(snapshot, owner(), query, feed=feed)
    assert (found.meta.answered_by, found.meta.reason) == ("native", reason)


def test_users_who_see_some_rows_get_no_answer_that_counts_all(
    snapshot: Snapshot, feed: Feed
) -> None:
    some = Access("germany", where={"country": "DE"})
    found = ask(snapshot, some, Query(("reach",)), feed=feed)
    assert (found.meta.reason, found.totals["reach"]) == (RouteReason.FEED_ROWS, 2)
    assert filter_values(snapshot, some, "film", feed)["country"].values == ("DE",)
    assert set(feed.filters("film")["country"].values) == {"DE", "US", None}


def test_a_feed_of_another_version_is_not_used(snapshot: Snapshot, feed: Feed) -> None:
    assert (
        ask(snapshot, owner(), Query(("reach",)), feed=NoFeed()).meta.reason == RouteReason.NO_FEED
    )
    feed.entry = replace(feed.entry, version=snapshot.version + 1)
    found = ask(snapshot, owner(), Query(("reach",)), feed=feed)
    assert found.meta.reason == RouteReason.FEED_VERSION


def test_cached_answers_belong_to_the_current_feed(snapshot: Snapshot, feed: Feed) -> None:
    older = Feed(feed_folder(snapshot.root), feed.entry)
    older.entry = replace(feed.entry, version=snapshot.version - 1, file="older")
    answers = AnswerCache(1 << 20)

    def reason(prepared: ReadyAnswers, **question: Any) -> str:
        query = Query.from_dict({"measures": ["reach"], **question})
        return answers.ask(snapshot, owner(), query, feed=prepared).meta.reason

    for prepared, expected in (
        (NoFeed(), RouteReason.NO_FEED),
        (older, RouteReason.FEED_VERSION),
        (feed, RouteReason.FEED),
        (older, RouteReason.FEED_VERSION),
        (feed, RouteReason.FEED),
    ):
        assert reason(prepared) == expected
        assert reason(prepared) == expected  # from those that are kept
    before = answers.counts.scans
    assert {reason(one, grain="day") for one in (feed, older)} == {RouteReason.FEED_TIME}
    assert (
        answers.counts.scans == before + 1
    )  # no feed has time, so which one holds is all the same


def test_a_measure_declared_after_the_feed_is_counted(snapshot: Snapshot, feed: Feed) -> None:
    config = snapshot.root / "keyart.toml"
    measure = '[measures.plays_each]\nnumerator = "plays"\ndenominator = "viewers"\n'
    config.write_text(config.read_text() + measure)
    with open_snapshot(snapshot.root) as changed:
        without = ask(changed, owner(), Query(("plays_each",)), feed=feed)
        within = ask(changed, owner(), Query(("plays_each",), intervals=True), feed=feed)
        direct = ask(changed, owner(), Query(("plays_each",), intervals=True))
    assert without.meta.reason == RouteReason.FEED
    assert (within.meta.reason, within.totals) == (RouteReason.FEED_MEASURE, direct.totals)


def test_local_questions_use_no_feed(snapshot: Snapshot, feed: Feed) -> None:
    assert feed.version == snapshot.version
    assert ask(snapshot, owner(), Query(("reach",))).meta.reason == RouteReason.DEFAULT
