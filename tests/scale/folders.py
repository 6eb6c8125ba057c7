"""Worlds as folders of facts, and stores made of such folders."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import keyart
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW, TIME, day_folder
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.ids import KEY_DTYPE
from keyart.scale.facts.export import export_facts
from keyart.store import Snapshot, create, profile_keys, publication, sorted_keys
from tests.oracles.expressions import text
from tests.oracles.world import NOW, Row, World, publish, unforced


def titled(world: World) -> World:
    """Return a world in which every fact has a title, as those of events do."""
    runs = [
        {f: [{**row, "title": row["title"] or "unheard"} for row in run[f]] for f in run}
        for run in world.runs
    ]
    return replace(world, runs=runs)


@contextmanager
def exported(world: World) -> Generator[tuple[Snapshot, Path]]:
    """Yield the store of a world, open, and its folder of facts."""
    with TemporaryDirectory() as folder, publish(world, Path(folder) / "from.keyart") as snapshot:
        export_facts(snapshot, Path(folder) / "facts")
        yield snapshot, Path(folder) / "facts"


def store_beside(folder: Path, config_text: str = "", name: str = "to.keyart") -> Path:
    """Make a store with the salt of the store `from.keyart` beside a folder of facts."""
    root = folder.with_name(name)
    salt = (folder.with_name("from.keyart") / "store.key").read_text("ascii")
    create(root, now=NOW, config_text=unforced(config_text), salt=salt)
    return root


def imported(folder: Path, config_text: str = "", name: str = "to.keyart") -> keyart.Store:
    """Return a new store that has imported a folder of facts."""
    store = keyart.open(store_beside(folder, config_text, name))
    store.import_facts(folder)
    return store


def carry_audiences(world: World, snapshot: Snapshot, root: Path) -> None:
    """Put the lists and segments of a world into another store of its profiles' keys."""
    keys = profile_keys(snapshot)
    with publication(root, command="test", now=NOW) as p:
        for name, ordinals in world.lists.items():
            p.put_list(name, p.ordinals(sorted_keys(keys[sorted(ordinals)]))[0])
        for name, tree in world.segments.items():
            p.define_segment(name, text(tree), None, None)
        p.commit()


def day_files(folder: Path, family: Family) -> Iterator[Path]:
    """Yield all files of a family, in the order of their days."""
    yield from sorted((folder / "facts" / family).rglob("*.parquet"))


def read(path: Path) -> pa.Table:
    """Return a file's rows, without what its folder is called."""
    return pq.read_table(path, partitioning=None)


def rows_of(files: Iterator[Path], snapshot: Snapshot) -> list[Row]:
    """Return the facts in files as a world has them: by ordinal and slot, what is 0 left out."""
    by_key = {key.tobytes(): n for n, key in enumerate(profile_keys(snapshot))}
    found: list[Row] = []
    for path in files:
        for row in read(path).to_pylist():
            halves = (row.pop(PROFILE_HIGH) % 2**64, row.pop(PROFILE_LOW) % 2**64)
            time = row.pop(TIME)
            assert str(time.date()) == path.parent.name.removeprefix("day=")
            row["profile"] = by_key[np.array([halves], KEY_DTYPE).tobytes()]
            row["slot"] = int(time.timestamp()) * 1_000_000 // SLOT_MICROSECONDS
            found.append(row)
    return plain(found)


def plain(rows: list[Row]) -> list[Row]:
    """Return facts without what is missing or 0, in an order of their own."""
    short = [{n: v for n, v in row.items() if v or n == "profile"} for row in rows]
    return sorted(short, key=lambda row: repr(sorted(row.items())))


def a_day(folder: Path, family: Family, day: str) -> Path:
    """Return the folder of a day."""
    return folder / day_folder(family, date.fromisoformat(day))


def answers(store: keyart.Store) -> list[Any]:
    """Return what a store says of impressions and plays in full."""
    shown = ["impressions", "reach", "qualified_plays", "viewers", "watch_seconds"]
    played = ["starts", "active_profiles", "hours_viewed", "unattributed_plays"]
    return [
        store.query(measures=shown, by=["title", "asset", "country"], grain="day").to_dicts(),
        store.query(measures=played, by=["title", "reason"], grain="day").to_dicts(),
    ]
