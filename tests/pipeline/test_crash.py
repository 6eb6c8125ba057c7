"""An ingest killed at any instant leaves a good store, and doing it again completes it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.store import catalog
from keyart.store.paths import Paths
from tests.pipeline.ingesting_child import sources
from tests.pipeline.stories import load

REPOSITORY = Path(__file__).parents[2]

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


@contextmanager
def child(files: Path) -> Generator[subprocess.Popen[str]]:
    """Start a process that is ready to ingest into the store that it is told."""
    command = [sys.executable, "-m", "tests.pipeline.ingesting_child", str(files)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def begin(process: subprocess.Popen[str], root: Path) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{root}\n")
    process.stdin.flush()


def seconds_of_an_ingest(crash: Crash, root: Path) -> float:
    shutil.copytree(crash.base, root)
    with child(crash.files) as process:
        began = time.monotonic()
        begin(process, root)
        assert process.stdout is not None
        assert process.stdout.readline() == "done\n"
        return time.monotonic() - began


def leftovers(root: Path) -> set[str]:
    """Return the files of a store that none of its versions names."""
    paths = Paths(root)
    with catalog.connect(paths) as connection:
        known = catalog.file_names(connection)
        known |= {f"versions/{row.version}.lock" for row in catalog.versions(connection)}
    files = {str(p.relative_to(paths.data)) for p in paths.data.rglob("*") if p.is_file()}
    return files - known | {str(path) for path in paths.scratch.iterdir()}


def check_after_kill(crash: Crash, root: Path) -> None:
    with keyart.open(root) as store:
        version = store.snapshot().version
        assert version in {1, 2}
        assert store.check() == []
        assert answers(store) == (crash.before if version == 1 else crash.after)
        assert load(store, sources(crash.files)).version == version + 1
    with keyart.open(root) as store:
        assert answers(store) == crash.after
        assert store.check() == []
    assert leftovers(root) == set()


@pytest.mark.timeout(1800)
def test_a_killed_ingest_leaves_a_good_store(crash: Crash, tmp_path: Path, full: bool) -> None:
    kills = 50 if full else 6
    whole = seconds_of_an_ingest(crash, tmp_path / "measured")
    chance = random.Random(20260103)
    killed = left = 0
    for number in range(kills):
        root = tmp_path / f"{number}"
        shutil.copytree(crash.base, root)
        with child(crash.files) as process:
            begin(process, root)
            time.sleep((number + chance.random()) / kills * whole)
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        left += bool(leftovers(root))
        check_after_kill(crash, root)
        shutil.rmtree(root)
    assert killed > kills / 2
    assert left > 0
