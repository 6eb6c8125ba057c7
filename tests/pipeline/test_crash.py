"""An ingest killed at any instant leaves a good store, and doing it again completes it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from tests.killing import kill_everywhere
from tests.pipeline.ingesting import sources
from tests.pipeline.stories import load

IMPRESSIONS, PLAYS, PROFILES = 60_000, 15_000, 8_000
TITLES = [f"t{number}" for number in range(30)]
EPISODES = {f"t{number}": f"t{number - number % 5}" for number in range(15) if number % 5}
DAYS = 20
START = 1_746_057_600_000
"""2025-05-01 00:00 UTC in milliseconds."""

Tables = Mapping[str, pa.Table]


def events(first: int, last: int, chance: np.random.Generator) -> Tables:
    """Return the events numbered [first, last) of each table; each number is one event."""
    shown = np.arange(first * IMPRESSIONS // 4, last * IMPRESSIONS // 4)
    played = np.arange(first * PLAYS // 4, last * PLAYS // 4)

    def common(numbers: np.ndarray[Any, Any], name: str) -> dict[str, Any]:
        # What an event is depends on its number alone, but for how long a play has grown.
        own = np.random.default_rng(7).random((4, max(IMPRESSIONS, PLAYS)))[:, numbers]
        return {
            "ts": START + (own[0] * DAYS * 86_400_000).astype(np.int64),
            "profile_id": [f"p{number}" for number in (own[1] ** 2 * PROFILES).astype(int)],
            "title_id": [TITLES[number] for number in (own[2] ** 2 * len(TITLES)).astype(int)],
            "event_id": [f"{name}{number}" for number in numbers],
            "country": np.array(["DE", "LU", "US"])[(own[3] * 3).astype(int)],
        }

    impressions = common(shown, "i")
    titles = np.array(impressions.pop("title_id"))
    impressions["asset_id"] = [f"{t}-a{n % 4}" for t, n in zip(titles, shown, strict=True)]
    plays = common(played, "v") | {"seconds": chance.integers(0, 1000, len(played)) / 4}
    plays["impression_id"] = [f"i{number * 4}" if number % 3 else None for number in played]
    return {"impressions": pa.table(impressions), "plays": pa.table(plays)}


def catalogue(titles: list[str]) -> Tables:
    """Return titles with their series, and their assets."""
    parents = [EPISODES.get(title) for title in titles]
    assets = [(f"{title}-a{number}", title) for title in titles for number in range(4)]
    return {
        "titles": pa.table(
            {"title_id": titles, "name": titles, "parent_title_id": pa.array(parents, pa.string())}
        ),
        "assets": pa.table(
            {"asset_id": [a for a, _ in assets], "title_id": [t for _, t in assets]}
        ),
    }


def write(folder: Path, tables: Tables) -> Path:
    folder.mkdir()
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def answers(store: keyart.Store) -> list[Any]:
    """Return what the store says in full: by title and asset and day, and of all plays."""
    exposure = ["impressions", "reach", "plays", "qualified_plays", "viewers", "watch_seconds"]
    viewing = ["starts", "active_profiles", "hours_viewed", "unattributed_plays"]
    return [
        store.query(measures=exposure, by=["title", "asset", "country"], grain="day").to_dicts(),
        store.query(measures=viewing, by=["title", "reason"], grain="day").to_dicts(),
    ]


@dataclass
class Crash:
    """A store with half of the events, and files with the others."""

    base: Path
    files: Path
    before: list[Any]
    after: list[Any]


@pytest.fixture(scope="module")
def crash(tmp_path_factory: pytest.TempPathFactory) -> Crash:
    folder = tmp_path_factory.mktemp("crash")
    chance = np.random.default_rng(1)
    # The second half begins before the first one ends, knows more assets, and plays have grown.
    first = write(folder / "first", {**events(0, 3, chance), **catalogue(TITLES[:20])})
    second = write(folder / "second", {**events(2, 4, chance), **catalogue(TITLES)})
    with keyart.create(folder / "base") as store:
        load(store, sources(first))
        before = answers(store)
    shutil.copytree(folder / "base", folder / "whole")
    with keyart.open(folder / "whole") as store:
        report = load(store, sources(second))
        assert report.released > 0
        after = answers(store)
    assert before != after
    return Crash(folder / "base", second, before, after)


def check(crash: Crash, root: Path) -> None:
    with keyart.open(root) as store:
        version = store.snapshot().version
        assert version in {1, 2}
        assert store.check() == []
        assert answers(store) == (crash.before if version == 1 else crash.after)
        assert load(store, sources(crash.files)).version == version + 1
    with keyart.open(root) as store:
        assert answers(store) == crash.after
        assert store.check() == []


def test_a_killed_ingest_leaves_a_good_store(crash: Crash, full: bool) -> None:
    kill_everywhere(
        "tests.pipeline.ingesting",
        crash.files,
        crash.base,
        50 if full else 6,
        partial(check, crash),
    )
