"""The events and stores of the benchmarks, made once and kept in the data folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

import keyart
from benchmarks.questions import AUDIENCE_SHARES, AUDIENCES, START
from keyart_demo.event_tables import profile_ids
from keyart_demo.events import EventWorld, WrittenEvents, write

STORE = "store.keyart"


def one_title(rows: int, rest: int = 0) -> EventWorld:
    """Return a world of `rows` impressions of one title and `rest` of others."""
    return EventWorld(rows, start=START, single_title=True, rest_of_catalogue=rest)


def folder(world: EventWorld, data: Path) -> Path:
    """Return where a world's events and store lie."""
    kind = "title" if world.single_title else "catalogue"
    return data / f"{kind}-{world.impressions}-{world.rest_of_catalogue}-seed{world.seed}"


def events(world: EventWorld, data: Path, processes: int) -> Path:
    """Return the folder with the Parquet files of `world`, written unless they are there."""
    place = folder(world, data) / "events"
    done = place / "done"
    if not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        written: WrittenEvents = write(world, place, processes=processes)
        done.write_text(f"{written.impressions} {written.plays}\n")
    return place


def event_count(place: Path) -> int:
    """Return how many impressions and plays lie in a folder of `events`."""
    return sum(int(number) for number in (place / "done").read_text().split())


def store(world: EventWorld, data: Path, processes: int) -> keyart.Store:
    """Return the open store of `world` with its 40 lists, built unless it is there."""
    path = folder(world, data) / STORE
    done = path.with_suffix(".done")
    if not done.exists():
        place = events(world, data, processes)
        for stale in path.parent.glob(f"{STORE}*"):
            _remove(stale)
        with_lists(fill(path, place), world)
        done.touch()
    return keyart.open(str(path))


def fill(path: Path, place: Path) -> keyart.Store:
    """Return a new store at `path` into which the events in `place` were ingested."""
    store = keyart.create(str(path))
    store.ingest(
        impressions=str(place / "impressions" / "*.parquet"),
        plays=str(place / "plays" / "*.parquet"),
        titles=str(place / "titles.parquet"),
        assets=str(place / "assets.parquet"),
    )
    return store


def with_lists(store: keyart.Store, world: EventWorld) -> None:
    """Put the 40 lists of `questions.AUDIENCES` into a store of `world`."""
    for name, ids in audiences(world):
        store.audiences.put(name, ids)


def audiences(world: EventWorld) -> Iterator[tuple[str, pa.Array]]:
    """Yield each list's name and profile ids: a random share of all profiles."""
    rng = np.random.default_rng(world.seed)
    for k, name in enumerate(AUDIENCES):
        share = AUDIENCE_SHARES[k % len(AUDIENCE_SHARES)]
        chosen = np.flatnonzero(rng.random(world.profile_count) < share)
        yield name, profile_ids(chosen)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
