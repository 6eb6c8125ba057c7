"""Rows of all tables that collide in everything that can, and the batches in which they come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

import keyart
from keyart.core.report import Report
from tests.oracles.attribution import DAY, SECOND, Row

SALT = "0123456789abcdef0123456789abcdef"

CONFIG = """
[settings]
attribution_window = "1h"
max_segments = 3
[settings.content_type.episode]
exclude_placements = ["row", "continue_watching"]
min_play_seconds = 60
[settings.content_type.live]
exclude_placements = []
attribution_window = "40d"
[settings.content_type.film]
completion_fraction = 0.5
[dimensions]
experiment = "impressions"
[measures.cost]
sum = "cost_usd"
"""

START = 1_746_057_600 * SECOND
"""2025-05-01 00:00 UTC."""

HOUR = 3600 * SECOND
MOMENTS = tuple(
    START + offset
    for offset in (0, 1, HOUR - 1, HOUR, HOUR + 1, 900 * SECOND, 30 * DAY, 30 * DAY + 1, 31 * DAY)
)

TITLES: tuple[Row, ...] = (
    {"title_id": "film", "name": "Film", "content_type": "film", "runtime_seconds": 1000.0},
    {"title_id": "series", "name": "Series", "content_type": "series"},
    {"title_id": "season", "name": "Season", "parent_title_id": "series"},
    {
        "title_id": "episode",
        "name": "Episode",
        "parent_title_id": "season",
        "content_type": "episode",
        "runtime_seconds": 100.0,
    },
    {"title_id": "loop1", "name": "L1", "parent_title_id": "loop2", "content_type": "film"},
    {"title_id": "loop2", "name": "L2", "parent_title_id": "loop1", "content_type": "live"},
    {"title_id": "orphan", "name": "Orphan", "parent_title_id": "gone", "content_type": "film"},
)
SHOWN = ("film", "film", "series", "season", "episode", "loop1", "gone", "orphan")

INPUT_SCHEMAS: Mapping[str, pa.Schema] = {
    "impressions": pa.schema(
        [(name, pa.string()) for name in ("profile_id", "asset_id", "title_id", "event_id")]
        + [(name, pa.string()) for name in ("country", "device", "placement", "phase")]
        + [("ts", pa.int64()), ("position", pa.int64()), ("experiment", pa.string())]
        + [(name, pa.float64()) for name in ("propensity", "media_seconds", "cost_usd")]
    ),
    "plays": pa.schema(
        [(name, pa.string()) for name in ("profile_id", "title_id", "event_id")]
        + [(name, pa.string()) for name in ("country", "device", "impression_id")]
        + [("ts", pa.int64()), ("seconds", pa.float64()), ("fraction", pa.float64())]
    ),
    "titles": pa.schema(
        [(name, pa.string()) for name in ("title_id", "name", "parent_title_id", "content_type")]
        + [("runtime_seconds", pa.float64())]
    ),
    "assets": pa.schema([(name, pa.string()) for name in ("asset_id", "title_id", "asset_type")]),
    "profiles": pa.schema(
        [(name, pa.string()) for name in ("profile_id", "consent", "plan")]
        + [("is_minor", pa.bool_())]
    ),
}

Batch = Mapping[str, Sequence[Row]]
"""The rows of one call of `store.ingest`, by table."""


@dataclass
class Story:
    """All rows, and how they are split into batches."""

    batches: list[Batch]
    lists: Mapping[str, Sequence[str]]

    @property
    def rows(self) -> Batch:
        """All rows as one batch."""
        return {
            table: [row for batch in self.batches for row in batch.get(table, ())]
            for table in INPUT_SCHEMAS
        }


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


EVENT_IDS = _maybe("e1", "e1", "e10", "e2", "é", "\uffff", "\U0001f600")
PROFILES = ("p", "q", "r")

IMPRESSIONS = st.fixed_dictionaries(
    {
        "ts": st.sampled_from(MOMENTS),
        "profile_id": st.sampled_from(PROFILES),
        "asset_id": st.sampled_from(["a", "b", "ä"]),
        "title_id": st.sampled_from([None, None, *SHOWN]),
        "event_id": EVENT_IDS,
    },
    optional={
        "country": _maybe("DE", "lu"),
        "device": _maybe("tv"),
        "placement": _maybe("row", "hero", "continue_watching"),
        "position": _maybe(2, 10),
        "phase": _maybe("explore"),
        "propensity": _maybe(0.3, 0.5),
        "media_seconds": _maybe(2.9, 3.0, 15.0),
        "experiment": _maybe("x", "y"),
        "cost_usd": _maybe(0.25, -1.5),
    },
)

PLAYS = st.fixed_dictionaries(
    {
        "ts": st.sampled_from(MOMENTS),
        "profile_id": st.sampled_from(PROFILES),
        "title_id": st.sampled_from(SHOWN),
        "seconds": st.sampled_from([0.0, 59.9994, 59.9995, 90.0, 120.0, 500.0]),
        "event_id": _maybe("v1", "v2", "v3"),
    },
    optional={
        "fraction": _maybe(0.0, 0.5, 0.9),
        "country": _maybe("DE"),
        "device": _maybe("tv", "web"),
        "impression_id": EVENT_IDS,
    },
)

ASSETS = st.fixed_dictionaries(
    {
        "asset_id": st.sampled_from(["a", "b", "ä", "unused"]),
        "title_id": st.sampled_from(["film", "film", "series", "episode"]),
        "asset_type": _maybe("artwork", "video"),
    }
)

CHANGING_TITLES = st.fixed_dictionaries(
    {
        "title_id": st.sampled_from(SHOWN),
        "name": st.sampled_from(["One", "Two"]),
        "parent_title_id": _maybe(None, None, *SHOWN),
        "content_type": _maybe("film", "episode", "live"),
        "runtime_seconds": _maybe(100.0, 1000.0),
    }
)
"""Titles whose families, runtimes and kinds change."""

MEMBERS = st.fixed_dictionaries(
    {
        "profile_id": st.sampled_from(PROFILES),
        "consent": st.sampled_from([None, "full", "full", "no_profiling", "none"]),
        "plan": _maybe("basic", "gold"),
        "is_minor": _maybe(True, False, False),
    }
)


@st.composite
def stories(draw: st.DrawFn, *, changing: bool = False) -> Story:
    """Return up to some thirty rows in up to four batches.

    There is one row for each title, asset and profile, so that "the newest" is not at stake; with
    `changing` there may be several for each title.
    """
    titles = st.lists(st.sampled_from(TITLES), unique_by=lambda r: r["title_id"])
    rows: dict[str, list[Row]] = {
        "impressions": draw(st.lists(IMPRESSIONS, min_size=2, max_size=14)),
        "plays": draw(st.lists(PLAYS, min_size=1, max_size=10)),
        "titles": draw(st.lists(CHANGING_TITLES, min_size=2, max_size=12) if changing else titles),
        "assets": draw(st.lists(ASSETS, unique_by=lambda r: r["asset_id"])),
        "profiles": draw(st.lists(MEMBERS, unique_by=lambda r: r["profile_id"])),
    }
    size = draw(st.integers(1, 4))
    batches: list[dict[str, list[Row]]] = [{} for _ in range(size)]
    for table, own in rows.items():
        for row in own:
            batches[draw(st.integers(0, size - 1))].setdefault(table, []).append(row)
    lists = {
        name: draw(st.lists(st.sampled_from([*PROFILES, "unseen"]), max_size=3))
        for name in ("list:a", "list:b")
    }
    return Story([batch for batch in batches if batch], lists)


def table_of(table: str, rows: Sequence[Row]) -> pa.Table:
    """Return rows of an input table as an Arrow table with all its columns."""
    schema = INPUT_SCHEMAS[table]
    return pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)


def new_store(folder: Path, config: str = CONFIG, salt: str = SALT) -> keyart.Store:
    """Make a store with a given configuration and salt (ties between profiles depend on it)."""
    folder.mkdir(parents=True)
    (folder / "keyart.toml").write_text(config, encoding="utf-8")
    key = folder / "store.key"
    key.touch(mode=0o600)
    key.write_text(salt, encoding="utf-8")
    return keyart.create(folder)


def ingest(store: keyart.Store, batch: Batch) -> Report:
    """Load one batch through the public API."""
    return load(store, {table: table_of(table, rows) for table, rows in batch.items()})


def load(store: keyart.Store, sources: Mapping[str, Any], *, dry_run: bool = False) -> Report:
    """Load any sources by the names of their tables."""
    given: dict[str, Any] = dict(sources)
    return store.ingest(**given, dry_run=dry_run)
