"""Write a demo world in a stream: block after block, by one process or several.

Start with `write`. Each process keeps the stage and one block in memory; the parent keeps the
counts. The bytes depend only on the world.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from keyart_demo.behaviour.block import block, message_block
from keyart_demo.behaviour.stage import Stage, stage
from keyart_demo.catalogue.tables import (
    assets_table,
    availability_table,
    tests_table,
    titles_table,
)
from keyart_demo.faults.delivery import FIRST, LATE
from keyart_demo.faults.old_app import OldApp, old_app
from keyart_demo.output import ParquetOut, empty_folder, in_processes
from keyart_demo.plan.evidence import Tally
from keyart_demo.truth import truth, write_truth
from keyart_demo.world_size import World

EVENT_TABLES = ("impressions", "plays")
TRUTH, TASTES = "truth.json", "truth-tastes.parquet"
LATE_FOLDER, OLD_APP_FOLDER = "late", "old-app"


@dataclass(frozen=True)
class WrittenWorld:
    """The result of writing a world.

    Attributes:
        paths: the files of each table of the first batch, in the form that `ingest` takes.
        late: the files of the events that arrive a batch later.
        truth: the planted effects.
        tastes: each profile's true tastes.
        impressions: the number of impression rows in both batches.
        plays: the number of play rows.
    """

    paths: Mapping[str, tuple[Path, ...]]
    late: Mapping[str, tuple[Path, ...]]
    truth: Path
    tastes: Path
    impressions: int
    plays: int


class _Job(NamedTuple):
    """One block, to be made and written."""

    world: World
    folder: Path
    number: int
    decided: Path | None = None

    def path(self, batch: str, table: str) -> Path:
        """Return the path of a table of one batch."""
        return _folder(self.folder, batch, table) / f"{self.number:05d}.parquet"


class _Done(NamedTuple):
    """The results of a block that the parent needs."""

    profiles: pa.Table
    tastes: pa.Table
    tally: Tally
    rows: Mapping[str, int]


@dataclass
class _Total:
    """The total of all blocks."""

    tally: Tally
    rows: Counter[str] = field(default_factory=Counter[str])


def write(
    world: World,
    folder: Path,
    *,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
) -> WrittenWorld:
    """Write `world` below `folder`, which has no events yet; `progress` counts impressions.

    Raises `BadInput` if the folder already has events.
    """
    # 1. The catalogue, and the planted effects.
    _make_folders(folder)
    world_stage = stage(world)
    paths: dict[str, tuple[Path, ...]] = {
        name: (path,) for name, path in _metadata(world_stage, folder).items()
    }
    # 2. What people do, a block at a time.
    jobs = [_Job(world, folder, number) for number in range(world.size.blocks)]
    total = _blocks(world_stage, jobs, processes, progress)
    paths["profiles"] = (folder / "profiles.parquet",)
    # 3. The events of an old app.
    sent = old_app(world, world_stage.catalogue)
    extra = _write_lines(sent, folder / OLD_APP_FOLDER)
    # 4. The truth about all of it.
    write_truth(truth(world_stage, total.tally, sent), folder / TRUTH)
    for table, files in _files(jobs, FIRST).items():
        paths[table] = (*files, extra[table])
    return WrittenWorld(
        paths=paths,
        late=_files(jobs, LATE),
        truth=folder / TRUTH,
        tastes=folder / TASTES,
        impressions=total.rows["impressions"],
        plays=total.rows["plays"],
    )


@dataclass(frozen=True)
class WrittenChapter:
    """The result of writing how a world went on.

    Attributes:
        paths: the files of each table of events, in the form that `ingest` takes.
        impressions: the number of impression rows.
        plays: the number of play rows.
    """

    paths: Mapping[str, tuple[Path, ...]]
    impressions: int
    plays: int


def write_chapter(
    world: World,
    folder: Path,
    decided: Path,
    *,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
) -> WrittenChapter:
    """Write the events of a later chapter of a world below `folder`, under what was `decided`.

    `decided` is a folder of `write_decided`.
    """
    _make_folders(folder)
    jobs = [_Job(world, folder, number, decided) for number in range(world.size.blocks)]
    rows: Counter[str] = Counter()
    for done in in_processes(_write_block, jobs, processes):
        rows.update(done.rows)
        if progress is not None:
            progress(done.rows["impressions"])
    first, late = _files(jobs, FIRST), _files(jobs, LATE)
    paths = {table: (*first[table], *late[table]) for table in EVENT_TABLES}
    return WrittenChapter(paths, rows["impressions"], rows["plays"])


def write_messages(
    world: World, folder: Path, decided: Path, *, processes: int = 1
) -> WrittenChapter:
    """Write the messages of the campaigns `decided` that people open, and the plays that follow.

    `decided` is a folder of `write_decided`.
    """
    _make_folders(folder)
    jobs = [_Job(world, folder, number, decided) for number in range(world.size.blocks)]
    rows: Counter[str] = Counter()
    for done in in_processes(_write_messages, jobs, processes):
        rows.update(done)
    return WrittenChapter(_files(jobs, FIRST), rows["impressions"], rows["plays"])


def _make_folders(folder: Path) -> None:
    for batch in (FIRST, LATE):
        for table in EVENT_TABLES:
            empty_folder(_folder(folder, batch, table))


def _files(jobs: Sequence[_Job], batch: str) -> dict[str, tuple[Path, ...]]:
    return {table: tuple(job.path(batch, table) for job in jobs) for table in EVENT_TABLES}


def _folder(folder: Path, batch: str, table: str) -> Path:
    return folder / table if batch == FIRST else folder / LATE_FOLDER / table


def _metadata(stage: Stage, folder: Path) -> dict[str, Path]:
    tables = {
        "titles": titles_table(stage.catalogue),
        "assets": assets_table(stage.catalogue),
        "availability": availability_table(stage.catalogue),
        "tests": tests_table(stage.catalogue),
    }
    paths = {name: folder / f"{name}.parquet" for name in tables}
    for name, rows in tables.items():
        pq.write_table(rows, paths[name], compression="zstd", store_schema=False)
    return paths


def _blocks(
    stage: Stage, jobs: list[_Job], processes: int, progress: Callable[[int], None] | None
) -> _Total:
    """Write all blocks, and the tables of profiles as they finish; return the total."""
    folder = jobs[0].folder
    total = _Total(Tally.empty(len(stage.plan.arms), stage.tastes))
    profiles, tastes = ParquetOut(folder / "profiles.parquet"), ParquetOut(folder / TASTES)
    for done in in_processes(_write_block, jobs, processes):
        profiles.add(done.profiles)
        tastes.add(done.tastes)
        total.tally.add(done.tally)
        total.rows.update(done.rows)
        if progress is not None:
            progress(done.rows["impressions"])
    profiles.close()
    tastes.close()
    return total


def _write_block(job: _Job) -> _Done:
    """Make and write one block."""
    made = block(stage(job.world, job.decided), job.number)
    return _Done(made.profiles, made.tastes, made.tally, _write_events(job, made.events))


def _write_messages(job: _Job) -> Counter[str]:
    """Make and write the messages of one block."""
    made = message_block(stage(job.world, job.decided), job.number)
    return _write_events(job, {(FIRST, table): events for table, events in made.items()})


def _write_events(job: _Job, tables: Mapping[tuple[str, str], pa.Table]) -> Counter[str]:
    """Write tables by (batch, table); return their rows by table."""
    rows: Counter[str] = Counter()
    for (batch, table), events in tables.items():
        out = ParquetOut(job.path(batch, table))
        out.add(events)
        out.close()
        rows[table] += events.num_rows
    return rows


def _write_lines(sent: OldApp, folder: Path) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    paths = {table: folder / f"{table}.jsonl" for table in sent.lines}
    for table, lines in sent.lines.items():
        paths[table].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return paths
