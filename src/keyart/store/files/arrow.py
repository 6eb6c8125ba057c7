"""Arrow IPC files, memory-mapped without copies."""

import mmap
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import StoreDamaged

T = TypeVar("T", bound=np.integer)
Integers = npt.NDArray[np.integer]
"""Whole numbers of any width."""


def map_table(path: Path, size: int) -> pa.Table:
    """Return the table in the uncompressed Arrow IPC file at `path`, mapped, not read.

    The size is compared first, since reading a mapped page behind the end of a truncated file
    kills the process. The map is closed at once: the table keeps the memory alive, and an open
    map would keep a file descriptor.
    """
    try:
        actual = path.stat().st_size
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if actual != size:
        raise damaged(path, f"has {actual} bytes where the catalogue says {size}")
    try:
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_file(source).read_all()
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, f"cannot be read as an Arrow file ({error})") from error


class Scratch:
    """An intermediate Arrow IPC file, mapped, whose pages can be released.

    Pages of a mapped file count as this process's memory until another process needs memory.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.table: pa.Table = pa.ipc.open_file(pa.py_buffer(self._map)).read_all()

    def forget(self) -> None:
        """Release all pages; they are read again at their next use."""
        self._map.madvise(mmap.MADV_DONTNEED)


def damaged(path: Path, problem: str) -> StoreDamaged:
    """Return the error for a file that is not as it was written."""
    return StoreDamaged(
        f"{path} {problem}.",
        hint="List all damage with `keyart check STORE`, and restore these files from a backup.",
    )


@overload
def raw(array: pa.Array) -> Integers: ...
@overload
def raw(array: pa.Array, as_type: type[T]) -> npt.NDArray[T]: ...
def raw(array: pa.Array, as_type: type[np.integer] | None = None) -> Integers:
    """Return the values of a primitive array, or the codes of a dictionary array.

    Not copied, unless `as_type` differs from the array's type. The value under a null is returned
    as it is stored.
    """
    values = array.indices if pa.types.is_dictionary(array.type) else array
    dtype = np.dtype(values.type.to_pandas_dtype())
    data = values.buffers()[1]
    if data is None or len(values) == 0:
        return np.empty(0, as_type or dtype)
    numbers = np.frombuffer(data, dtype)[values.offset : values.offset + len(values)]
    return numbers if as_type is None else numbers.astype(as_type, copy=False)


def column(table: pa.Table, name: str, dtype: type[T]) -> npt.NDArray[T]:
    """Return a column of whole numbers without nulls as one array.

    Not copied if it is one chunk of that type.
    """
    chunks = [raw(chunk, dtype) for chunk in table.column(name).chunks]
    return chunks[0] if len(chunks) == 1 else np.concatenate([np.empty(0, dtype), *chunks])


def frozen(values: npt.NDArray[T]) -> npt.NDArray[T]:
    """Return a read-only view: mapped arrays are read-only, and kernels compile for each case."""
    view = values.view()
    view.flags.writeable = False
    return view


def write_table(path: Path, table: pa.Table) -> None:
    """Write `table` as an uncompressed Arrow IPC file of one record batch."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def write_batches(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Write record batches as an uncompressed Arrow IPC file; returns the number of rows."""
    rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows
