"""Whatever the split of the same rows into batches, and whatever their order: equal answers."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

import keyart
from keyart import Result
from keyart.core.facts import Family
from keyart.ingest import parts
from keyart.store.events import kept, update
from tests.oracles import measures
from tests.oracles.attribution import DAY, Row
from tests.pipeline.expected import world_of
from tests.pipeline.stories import START, TITLES, Batch, Story, ingest, new_store, stories
from tests.store.store_rows import visible_rows

EXPOSURE = (
    *("impressions", "reach", "plays", "qualified_plays", "viewers", "watch_seconds"),
    *("completions", "completion_known", "short_plays", "hooks", "holds", "cost"),
)
VIEWING = ("starts", "active_profiles", "hours_viewed", "views", "unattributed_plays")

QUESTIONS: Sequence[dict[str, Any]] = (
    {"measures": EXPOSURE, "by": ["title", "asset"], "grain": "hour", "tz": "Asia/Kathmandu"},
    {
        "measures": EXPOSURE,
        "by": ["country", "device", "placement", "position", "phase", "experiment"],
    },
    {"measures": VIEWING, "by": ["title", "country", "device", "reason"], "grain": "day"},
    {"measures": ["reach", "starts", "take_rate"], "by": ["series", "profile.plan"]},
    {
        "measures": ["reach", "take_rate", "play_rate", "completion_rate"],
        "by": ["audience"],
        "where": {"title": {"not": ["film"]}},
        "intervals": True,
    },
    {"measures": ["viewers", "active_profiles"], "by": ["content_type"], "audience": "list:a"},
)


def told(story: Story, folder: Path, *, at_once: bool = False) -> keyart.Store:
    """Return a store that was given the rows of a story, batch by batch or as one."""
    store = new_store(folder)
    for batch in [story.rows] if at_once else story.batches:
        ingest(store, {table: rows for table, rows in batch.items() if rows})
    for name, members in story.lists.items():
        store.audiences.put(name, members)
    return store


def close_to(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            n: pytest.approx(v, rel=1e-9, abs=1e-9) if isinstance(v, float) else v
            for n, v in r.items()
        }
        for r in rows
    ]


def askable(store: keyart.Store, question: dict[str, Any]) -> bool:
    """Return whether a question's names exist: profiles have a plan once one was told."""
    return "profile.plan" not in question["by"] or "plan" in store.snapshot().attributes


def check(story: Story, engines: Sequence[str] = ("native", "duckdb")) -> None:
    with TemporaryDirectory() as folder:
        split = told(story, Path(folder) / "split")
        whole = told(story, Path(folder) / "whole", at_once=True)
        world = world_of(story)
        for question in QUESTIONS:
            if askable(whole, question):
                at_once = whole.query(**question)
                found = [split.query(**question, engine=engine) for engine in engines]
                agree(found[0], at_once)
                rows, totals = measures.answer(world, question)
                for result in found:
                    assert result.to_arrow().drop(_complete(question)).to_pylist() == close_to(rows)
                    assert [dict(result.totals)] == close_to([totals])
        wanted = inverse_propensities(world.facts(Family.EXPOSURE))
        for store in (split, whole):
            stored = visible_rows(store.snapshot(), Family.EXPOSURE)
            assert inverse_propensities(stored) == wanted
        assert split.check() == []
        assert whole.check() == []


def inverse_propensities(facts: Sequence[Row]) -> Mapping[tuple[Any, ...], int]:
    """Return what `inverse_propensity` adds up to by title, asset, slot and device."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in facts:
        key = tuple(row[name] for name in ("title", "asset", "slot", "device"))
        found[key] += row.get("inverse_propensity", 0)
    return found


def agree(one: Result, other: Result) -> None:
    assert one.to_dicts() == close_to(other.to_dicts())
    assert one.meta.as_of == other.meta.as_of


def _complete(question: dict[str, Any]) -> list[str]:
    return ["complete"] if "grain" in question else []


@pytest.fixture(params=["as it is", "in pieces"], scope="module")
def _sizes(request: pytest.FixtureRequest) -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """Work as always, and then with sizes so small that a few rows make many pieces of all."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in pieces":
            patch.setattr(parts, "ROWS_PER_PART", 4)
            patch.setattr(kept, "GROUP_ROWS", 2)
            patch.setattr(update, "SPILL_ROWS", 1)
            patch.setattr(update, "MAX_RUNS", 2)
        yield


@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("_sizes")
@settings(max_examples=settings().max_examples // 2)
@given(story=stories())
def test_order_and_split_do_not_matter(story: Story) -> None:
    check(story)


@pytest.mark.usefixtures("_sizes")
@settings(max_examples=settings().max_examples // 4)
@given(story=stories(changing=True))
def test_the_newest_row_of_a_title_holds_for_all_history(story: Story) -> None:
    check(story)


def shown(event: str | None, day: int, profile: str = "p", asset: str = "a", **more: Any) -> Row:
    return {
        "event_id": event,
        "ts": START + day * DAY,
        "profile_id": profile,
        "asset_id": asset,
        **more,
    }


def played(
    event: str | None, day: int, profile: str = "p", title: str = "film", **more: Any
) -> Row:
    ts = START + day * DAY + 1
    return {
        "event_id": event,
        "ts": ts,
        "profile_id": profile,
        "title_id": title,
        "seconds": 300.0,
        **more,
    }


NO_CONSENT: Row = {"profile_id": "p", "consent": "none"}
FILM_A: Row = {"asset_id": "a", "title_id": "film"}

KNOWN: Mapping[str, Sequence[Batch]] = {
    "the row that counted is withdrawn, another of its id counts": [
        {
            "impressions": [shown("e", 1, title_id="film"), shown("e", 2, "q", title_id="film")],
            "plays": [played("v", 1, seconds=500.0), played("v", 2, "q")],
        },
        {"profiles": [NO_CONSENT]},
    ],
    "the row that counted turns out to be of another title": [
        {
            "impressions": [
                shown("e", 1, title_id="series"),
                shown("e", 5, asset="b", title_id="film"),
            ]
        },
        {"assets": [FILM_A]},
    ],
    "the row that counted is of another title, the other one of another day and batch": [
        {"impressions": [shown("e", 1, title_id="series")]},
        {"impressions": [shown("e", 9, asset="b", title_id="series")]},
        {"assets": [FILM_A]},
    ],
    "an older row of an id in another family": [
        {
            "impressions": [shown("e", 3, title_id="film")],
            "plays": [played("v", 3, impression_id="e")],
        },
        {"impressions": [shown("e", 1, "q", title_id="loop1")]},
        {"plays": [played("v", 4, "q", "loop1", impression_id="e")]},
    ],
    "a play grows under another title and on another day": [
        {"impressions": [shown(None, 1), shown(None, 6)], "plays": [played("v", 1)]},
        {"plays": [played("v", 6, title="series", seconds=400.0)], "assets": [FILM_A]},
        {"plays": [played("v", 1, seconds=500.0)]},
    ],
    "an episode's series is told after its events, then the series' series": [
        {
            "impressions": [shown("e", 1, title_id="series"), shown("f", 2, title_id="season")],
            "plays": [played(None, 1, title="episode"), played(None, 2, title="episode")],
        },
        {"titles": [TITLES[3]]},
        {"titles": [TITLES[2], TITLES[1]]},
    ],
    "an asset is told after its rows and its plays": [
        {
            "impressions": [shown("e", 1), shown("e", 2)],
            "plays": [played("v", 1, impression_id="e")],
        },
        {"impressions": [shown("e", 1)], "plays": [played("v", 1, seconds=400.0)]},
        {"assets": [FILM_A], "impressions": [shown("e", 0)]},
    ],
    "the newest event is one that is refused": [
        {"plays": [played("v", 1, "q")], "profiles": [NO_CONSENT]},
        {"plays": [played("w", 9)], "impressions": [shown("e", 20)]},
    ],
}


@pytest.mark.usefixtures("_sizes")
@pytest.mark.parametrize("backwards", [False, True], ids=["told", "told backwards"])
@pytest.mark.parametrize("name", KNOWN)
def test_stories_that_once_went_wrong(name: str, backwards: bool) -> None:
    check(Story(list(KNOWN[name])[:: -1 if backwards else 1], {"list:a": ["p"]}))
