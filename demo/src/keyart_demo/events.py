"""Write an event world as Parquet, in a stream: `python -m keyart_demo.events FOLDER`.

Start with `write`: it divides each part of the world into files and hands each file to a process,
which makes its chunks one after another, as one row group each. Each process holds one chunk in
memory.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from keyart_demo.event_catalogue import Catalogue, assets_table, catalogue, titles_table
from keyart_demo.event_chunks import Chunk, generate
from keyart_demo.event_tables import impressions_table, plays_table
from keyart_demo.event_world import EventWorld, Part
from keyart_demo.output import ParquetOut, empty_folder, in_processes

__all__ = ["EventWorld", "Part", "WrittenEvents", "write"]

ROWS_PER_FILE = 5_000_000


@dataclass(frozen=True)
class WrittenEvents:
    """The result: the files of each table, ordered by time, and the number of events."""

    paths: dict[str, tuple[Path, ...]]
    impressions: int
    plays: int


class _File(NamedTuple):
    """One file of impressions and one of their plays, to be written."""

    world: EventWorld
    part: Part
    chunks: range
    impressions: Path
    plays: Path


def write(
    world: EventWorld,
    folder: Path,
    *,
    rows_per_file: int = ROWS_PER_FILE,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
) -> WrittenEvents:
    """Write `world` below `folder`: `titles`, `assets`, `impressions/*`, `plays/*` (Parquet).

    The bytes depend only on the world and on `rows_per_file` (rounded up to whole chunks). Files of
    the main part are named `main-…`, those of the rest of the catalogue `rest-…`. `progress` is
    called with the number of impressions of each file written. Raises `BadInput` if the folder
    already has events.
    """
    files = list(_plan(world, folder, rows_per_file))
    for table in ("impressions", "plays"):
        empty_folder(folder / table)
    titles_and_assets = catalogue(world)
    metadata = {
        "titles": titles_table(world, titles_and_assets),
        "assets": assets_table(world, titles_and_assets),
    }
    paths: dict[str, tuple[Path, ...]] = {}
    for table, rows in metadata.items():
        paths[table] = (folder / f"{table}.parquet",)
        pq.write_table(rows, paths[table][0], compression="zstd")
    plays = 0
    for file, count in zip(files, in_processes(_write_file, files, processes), strict=True):
        plays += count
        if progress is not None:
            progress(_rows(file))
    paths["impressions"] = tuple(file.impressions for file in files)
    paths["plays"] = tuple(file.plays for file in files)
    return WrittenEvents(paths, sum(_rows(file) for file in files), plays)


def _plan(world: EventWorld, folder: Path, rows_per_file: int) -> Iterator[_File]:
    step = max(1, -(-rows_per_file // world.chunk_rows))
    for part in Part:
        for number, first in enumerate(range(0, world.chunks(part), step)):
            name = f"{part.name.lower()}-{number:05d}.parquet"
            chunks = range(first, min(first + step, world.chunks(part)))
            yield _File(world, part, chunks, folder / "impressions" / name, folder / "plays" / name)


def _rows(file: _File) -> int:
    return sum(Chunk(file.world, file.part, number).rows for number in file.chunks)


def _write_file(file: _File) -> int:
    """Write one file of impressions and their plays; return the number of plays."""
    titles_and_assets = catalogue(file.world)
    plays = 0
    shown_out, plays_out = ParquetOut(file.impressions), ParquetOut(file.plays)
    for number in file.chunks:
        shown, played = _tables(Chunk(file.world, file.part, number), titles_and_assets)
        shown_out.add(shown)
        plays_out.add(played)
        plays += played.num_rows
    shown_out.close()
    plays_out.close()
    return plays


def _tables(chunk: Chunk, catalogue: Catalogue) -> tuple[pa.Table, pa.Table]:
    shown, played = generate(chunk, catalogue)
    return impressions_table(shown, catalogue), plays_table(played, catalogue)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("keyart_demo.events", description=(__doc__ or "")[:66])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--impressions", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--titles", type=int)
    parser.add_argument("--profiles", type=int)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--single-title", action="store_true")
    parser.add_argument("--rest-of-catalogue", type=int, default=0)
    parser.add_argument("--rows-per-file", type=int, default=ROWS_PER_FILE)
    parser.add_argument("--processes", type=int, default=1)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Write a world from command-line arguments; return the exit code."""
    arguments = _arguments(argv)
    world = EventWorld(
        arguments.impressions,
        arguments.seed,
        arguments.titles,
        arguments.profiles,
        arguments.days,
        single_title=arguments.single_title,
        rest_of_catalogue=arguments.rest_of_catalogue,
    )
    result = write(
        world,
        arguments.folder,
        rows_per_file=arguments.rows_per_file,
        processes=arguments.processes,
    )
    print(f"{result.impressions:,} impressions and {result.plays:,} plays in {arguments.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
