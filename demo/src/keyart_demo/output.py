"""Streaming Parquet output, from one process or several."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.errors import BadInput

UNIQUE_COLUMNS = ("ts", "event_id", "profile_id", "seconds", "impression_id")
"""Columns that gain nothing from a Parquet dictionary."""

Job = TypeVar("Job")
Done = TypeVar("Done")


class ParquetOut:
    """A Parquet file that tables of one schema are added to, as one row group each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: pa.Table) -> None:
        """Write `rows` as one row group; dictionary columns stay dictionaries in the file."""
        if self._writer is None:
            repeated = [name for name in rows.column_names if not _unique(rows, name)]
            encodings = {"column_encoding": {"ts": "DELTA_BINARY_PACKED"}} if _has_ts(rows) else {}
            self._writer = pq.ParquetWriter(
                self._path,
                rows.schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=repeated,
                write_statistics=["ts"],
                store_schema=False,
                **encodings,
            )
        self._writer.write_table(rows, row_group_size=max(rows.num_rows, 1))

    def close(self) -> None:
        """Complete the file."""
        if self._writer is not None:
            self._writer.close()


def _unique(rows: pa.Table, name: str) -> bool:
    coded = isinstance(rows.schema.field(name).type, pa.DictionaryType)
    return name in UNIQUE_COLUMNS and not coded


def _has_ts(rows: pa.Table) -> bool:
    return "ts" in rows.column_names


def empty_folder(folder: Path) -> None:
    """Make `folder`; raises `BadInput` if it is not empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty.", hint="Name a new folder.")


def in_processes(
    work: Callable[[Job], Done], jobs: Sequence[Job], processes: int
) -> Iterator[Done]:
    """Yield the result of `work` for each job, in the order of `jobs`."""
    if processes == 1:
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, jobs)
