"""The facts of a snapshot as files for other programs: see `core.fact_files`.

Facts are written day by day. In memory at any time are the numbers of `SCAN_ROWS` rows, `FILE_ROWS`
whole rows, and a key for each profile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.errors import UnknownName
from keyart.core.fact_files import AUDIENCE, TIME, day_folder, fact_schema
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.scale.facts.columns import DerivedColumn, FactColumns
from keyart.scale.facts.rows import fact_days, rows_by_day
from keyart.store import Snapshot

__all__ = [
    "DerivedColumn",
    "FactFile",
    "FactFormat",
    "FactSelection",
    "audience_column",
    "fact_days",
    "fact_files",
    "write_facts",
]


class FactFormat(StrEnum):
    """The format of a file."""

    PARQUET = "parquet"
    """Compressed with zstd."""
    JSON_LINES = "json.gz"
    """An object per line, compressed with gzip; times are milliseconds since the epoch."""


@dataclass(frozen=True)
class FactSelection:
    """The facts of a family to write; by default all."""

    days: frozenset[date] | None = None
    """Only these days."""
    columns: tuple[str, ...] | None = None
    """Only these columns, in the order of the files."""
    attached: tuple[DerivedColumn, ...] = ()
    """Extra columns, after those of text."""
    form: FactFormat = FactFormat.PARQUET


@dataclass(frozen=True)
class FactFile:
    """A written file."""

    path: Path
    family: Family
    day: date
    rows: int


def audience_column(
    snapshot: Snapshot, audiences: Mapping[str, npt.NDArray[np.uint32]]
) -> DerivedColumn:
    """Return the column `AUDIENCE`: the names of each profile's audiences.

    `audiences` has the ordinals of each; names keep its order. Protected profiles are in none.
    """
    allowed = ~snapshot.protected
    members = {name: ordinals[allowed[ordinals]] for name, ordinals in audiences.items()}
    profiles = np.concatenate([np.empty(0, np.uint32), *members.values()])
    sizes = [len(ordinals) for ordinals in members.values()]
    names = np.repeat(np.arange(len(members), dtype=np.int32), sizes)
    order = np.argsort(profiles, kind="stable")
    counts = np.bincount(profiles, minlength=snapshot.profiles)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    values = pa.DictionaryArray.from_arrays(names[order], pa.array(list(members), pa.string()))
    return DerivedColumn(
        AUDIENCE, "profile", pa.LargeListArray.from_arrays(pa.array(offsets), values)
    )


def write_facts(
    snapshot: Snapshot,
    family: Family,
    folder: Path,
    selection: FactSelection | None = None,
    progress: Progress | None = None,
) -> list[FactFile]:
    """Write the facts of a family below `folder`, and return the files, by day.

    A day has a file for each `FILE_ROWS` facts. Existing files stay.
    """
    return list(
        fact_files(snapshot, family, folder, selection or FactSelection(), progress or Silent())
    )


def fact_files(
    snapshot: Snapshot, family: Family, folder: Path, selection: FactSelection, progress: Progress
) -> Iterator[FactFile]:
    """Write facts as `write_facts` does, and yield each file when it is complete."""
    config = snapshot.config
    schema = fact_schema(family, config.dimensions, config.custom_sums)
    chosen = schema.names if selection.columns is None else selection.columns
    unknown = set(chosen) - set(schema.names)
    if unknown:
        raise UnknownName("column of facts", min(unknown), schema.names)
    stored = pa.schema([f for f in schema if f.name in chosen])
    columns = FactColumns(snapshot, stored, selection.attached)
    days = fact_days(snapshot, family)
    left = [day for day in days if selection.days is None or day in selection.days]
    progress.begin("write", sum(days[day] for day in left))
    number, before = 0, None
    for piece in rows_by_day(snapshot, family, {day: days[day] for day in left}):
        number, before = (number + 1 if piece.day == before else 0), piece.day
        path = folder / day_folder(family, piece.day) / f"part-{number:05d}.{selection.form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_file(columns.table(piece), path, selection.form)
        yield FactFile(path, family, piece.day, piece.count)
        progress.advance(piece.count)


def _write_file(table: pa.Table, path: Path, form: FactFormat) -> None:
    if form is FactFormat.PARQUET:
        pq.write_table(table, path, compression="zstd")
        return
    if TIME in table.schema.names:
        at = table.schema.get_field_index(TIME)
        times = table.column(TIME).cast(pa.timestamp("ms", "UTC")).cast(pa.int64())
        table = table.set_column(at, TIME, times)
    with duckdb.connect() as connection:
        connection.register("facts", table)
        connection.execute("COPY facts TO ? (FORMAT json, COMPRESSION gzip)", [str(path)])
