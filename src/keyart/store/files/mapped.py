"""Files of the store, mapped, whose bytes are verified before they are used.

A small file is verified as a whole when it is opened, a block of a large file at its first use in
a process. A file that an earlier version of Keyart wrote has no sums of blocks until the next
publication: it is verified as a whole, by the checksum that every file has.
"""

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.store.catalogue.database import FileRow
from keyart.store.files.arrow import damaged
from keyart.store.files.block_sums import BLOCK, Blocks, Sums, block_count, sums_of
from keyart.store.files.disk import system_error

MAX_REMEMBERED = 4096
"""A process remembers the verified blocks of so many files, those used last."""

SMALL = 4 << 20
"""Up to so many bytes a file is verified by its one checksum, without loading a compiled loop."""

BLOCKS_A_THREAD = 32
"""Blocks that are worth a thread."""

_TRAILER = 10
"""Bytes at the end of an Arrow file: the length of its footer, and a magic word."""
_ARROW, _PARQUET = b"ARROW1", b"PAR1"

Offsets = npt.NDArray[np.int64]
VerifiedBlocks = npt.NDArray[np.uint8]
"""1 for each verified block."""

_remembered: OrderedDict[tuple[str, int, int, int], VerifiedBlocks] = OrderedDict()
_lock = Lock()


class MappedFile:
    """The bytes of one file of the store. Safe for threads."""

    def __init__(self, path: Path, file: FileRow) -> None:
        self.path = path
        self._file = file
        self._buffer, self._verified = _map(path, file.bytes)
        self._data = np.frombuffer(self._buffer, np.uint8)
        self._sums: Sums | None = None
        if file.sums is not None:
            self._sums = np.frombuffer(file.sums, "<u8")
            if self._sums.size != block_count(file.bytes):
                raise damaged(path, "has fewer or more checksums than blocks")

    @property
    def address(self) -> int:
        """Where the file's first byte lies in memory."""
        return self._buffer.address

    @property
    def has_sums(self) -> bool:
        """Whether its blocks can be verified one by one."""
        return self._sums is not None

    def verify(self, first: Offsets, last: Offsets, threads: int = 1) -> None:
        """Raise `StoreDamaged` if a block with some of these bytes is not as it was written.

        `first` and `last` are offsets in the file, half-open. A file without sums passes.
        """
        if self._sums is None or first.size == 0:
            return
        size = block_count(self._file.bytes)
        coverage = np.bincount(first // BLOCK, minlength=size + 1)
        coverage -= np.bincount((last - 1) // BLOCK + 1, minlength=size + 1)
        self._verify(
            np.flatnonzero((np.cumsum(coverage[:size]) > 0) & (self._verified == 0)), threads
        )

    def verify_all(self, threads: int = 1) -> None:
        """Verify all of the file."""
        if self._sums is not None and self._file.bytes > SMALL:
            self._verify(np.flatnonzero(self._verified == 0), threads)
        elif not self._verified.all():
            if zlib.crc32(self._data.data) != self._file.checksum:
                raise damaged(self.path, "has changed since it was written")
            self._verified[:] = 1

    def _verify(self, blocks: Blocks, threads: int) -> None:
        if self._sums is None or blocks.size == 0:
            return
        parts = min(threads, blocks.size // BLOCKS_A_THREAD)
        if parts > 1:
            with ThreadPoolExecutor(parts) as pool:
                list(pool.map(self._verify_part, np.array_split(blocks, parts)))
        else:
            self._verify_part(blocks)

    def _verify_part(self, blocks: Blocks) -> None:
        assert self._sums is not None
        wrong = blocks[sums_of(self._data, blocks) != self._sums[blocks]]
        if wrong.size:
            start = int(wrong[0]) * BLOCK
            end = min(start + BLOCK, self._file.bytes)
            raise damaged(
                self.path, f"has changed since it was written (bytes {start:,} to {end:,})"
            )
        self._verified[blocks] = 1

    def table(self) -> pa.Table:
        """Return the table in an Arrow file, whole and verified."""
        self.verify_all()
        return self._arrow()

    @cached_property
    def lazy_table(self) -> pa.Table:
        """The table in an Arrow file, verified except for the values of its columns."""
        size = self._file.bytes
        if self._sums is None:
            self.verify_all()
        if size < _TRAILER or self._data[-len(_ARROW) :].tobytes() != _ARROW:
            raise damaged(self.path, "is not an Arrow file")
        footer = int.from_bytes(
            self._data[size - _TRAILER : size - len(_ARROW)].tobytes(), "little"
        )
        start = size - _TRAILER - footer
        if start < 0:
            raise damaged(self.path, "is not an Arrow file")
        self.verify(np.array([start]), np.array([size]))
        table = self._arrow()
        self.verify(*_between(*self._value_ranges(table), size))
        return table

    def verify_values(self, table: pa.Table) -> None:
        """Verify the values of columns of `lazy_table`."""
        self.verify(*self._value_ranges(table))

    def _arrow(self) -> pa.Table:
        try:
            return pa.ipc.open_file(self._buffer).read_all()
        except (pa.ArrowException, OSError) as error:
            raise damaged(self.path, f"is not an Arrow file ({error})") from error

    def _value_ranges(self, table: pa.Table) -> tuple[Offsets, Offsets]:
        """Return where the values of all columns are: offsets, half-open, ascending."""
        spans = [
            self._span(buffer)
            for column in table.columns
            for chunk in column.chunks
            for buffer in _buffers(chunk)
        ]
        ranges = np.array(sorted(spans), np.int64).reshape(-1, 2)
        return ranges[:, 0], ranges[:, 1]

    def _span(self, buffer: pa.Buffer) -> tuple[int, int]:
        """Return the offsets of a buffer in the file; raises `StoreDamaged` if it is not in it."""
        first = buffer.address - self.address
        if not 0 <= first <= first + buffer.size <= self._file.bytes:
            raise damaged(self.path, "does not hold what it should")
        return first, first + buffer.size

    def parquet(self) -> pq.ParquetFile:
        """Return a Parquet file; only its metadata is verified: see `read_group`."""
        size = self._file.bytes
        if size < len(_PARQUET) + 4 or self._data[-len(_PARQUET) :].tobytes() != _PARQUET:
            raise damaged(self.path, "is not a Parquet file")
        trailer = self._data[size - len(_PARQUET) - 4 : size - len(_PARQUET)].tobytes()
        start = size - len(_PARQUET) - 4 - int.from_bytes(trailer, "little")
        if start < 0:
            raise damaged(self.path, "is not a Parquet file")
        if self._sums is None:
            self.verify_all()
        self.verify(np.array([start]), np.array([size]))
        try:
            return pq.ParquetFile(pa.BufferReader(self._buffer))
        except (pa.ArrowException, OSError) as error:
            raise damaged(self.path, f"is not a Parquet file ({error})") from error

    def read_groups(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield the row groups of a Parquet file, verified one by one."""
        file = self.parquet()
        for group in range(file.num_row_groups):
            yield self.read_group(file, group, columns)

    def read_group(
        self, file: pq.ParquetFile, group: int, columns: Sequence[str] | None
    ) -> pa.Table:
        """Return some columns of a row group of `parquet`, verified."""
        described = file.metadata.row_group(group)
        parts = [described.column(i) for i in range(described.num_columns)]
        pages = [(part.dictionary_page_offset, part.data_page_offset) for part in parts]
        first = min(page for both in pages for page in both if page is not None)
        length = sum(part.total_compressed_size for part in parts)
        self.verify(np.array([first]), np.array([min(first + length, self._file.bytes)]))
        try:
            return file.read_row_group(group, columns=None if columns is None else list(columns))
        except (pa.ArrowException, OSError) as error:
            raise damaged(self.path, f"cannot be read ({error})") from error


def _buffers(chunk: pa.Array) -> Iterable[pa.Buffer]:
    array = chunk.indices if pa.types.is_dictionary(chunk.type) else chunk
    return [buffer for buffer in array.buffers() if buffer is not None]


def _between(first: Offsets, last: Offsets, size: int) -> tuple[Offsets, Offsets]:
    """Return the parts of a file between others, without the padding that aligns those."""
    starts, ends = np.append(0, last), np.append(first, size)
    large = ends - starts >= 64
    return starts[large], ends[large]


def forget_verified() -> None:
    """Forget which blocks are verified: files opened from now on are verified again."""
    with _lock:
        _remembered.clear()


def _map(path: Path, size: int) -> tuple[pa.Buffer, VerifiedBlocks]:
    """Return the bytes of a file, and which of its blocks are verified.

    The size is compared first, since reading a mapped page behind the end of a truncated file
    kills the process. The map is closed at once: the buffer keeps the memory alive, and an open
    map would keep a file descriptor.
    """
    try:
        status = path.stat()
        if status.st_size != size:
            raise damaged(path, f"has {status.st_size} bytes where the catalogue says {size}")
        with pa.memory_map(str(path)) as source:
            buffer = source.read_buffer(size)
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    except OSError as error:
        raise system_error(f"{path} cannot be read", error) from error
    key = (str(path), status.st_ino, status.st_mtime_ns, size)
    with _lock:
        verified = _remembered.pop(key, None)
        if verified is None:
            verified = np.zeros(block_count(size), np.uint8)
        _remembered[key] = verified
        while len(_remembered) > MAX_REMEMBERED:
            _remembered.popitem(last=False)
    return buffer, verified
