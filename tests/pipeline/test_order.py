"""Whatever the split of the same rows into batches, and whatever their order: equal answers."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

import keyart
from keyart import Result
from keyart.ingest import parts
from tests.oracles import measures
from tests.pipeline.expected import world_of
from tests.pipeline.stories import Story, ingest, new_store, stories

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
        assert split.check() == []
        assert whole.check() == []


def agree(one: Result, other: Result) -> None:
    assert one.to_dicts() == close_to(other.to_dicts())
    assert one.meta.as_of == other.meta.as_of
    assert one.meta.notes == other.meta.notes


def _complete(question: dict[str, Any]) -> list[str]:
    return ["complete"] if "grain" in question else []


@pytest.mark.parametrize("rows_per_part", [parts.ROWS_PER_PART, 4], ids=["one part", "parts"])
@given(story=stories())
def test_order_and_split_do_not_matter(rows_per_part: int, story: Story) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "ROWS_PER_PART", rows_per_part)
        check(story)
