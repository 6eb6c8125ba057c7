"""Files as blocks of bytes: plain, compressed, inside a zip file, or in memory."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from keyart.ingest.formats.blocks import Unreadable


@dataclass(frozen=True)
class InMemory:
    """Bytes with a name that stands for their path."""

    name: str
    data: bytes

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.data)

    def open(self) -> IO[bytes]:
        """Open them for reading."""
        return io.BytesIO(self.data)


@dataclass(frozen=True)
class ZipMember:
    """A file within a zip file.

    Attributes:
        archive: the zip file.
        name: the file's path in it.
        size: its bytes, unpacked.
    """

    archive: Path
    name: str
    size: int

    def __str__(self) -> str:
        """Return a path that shows where it is."""
        return f"{self.archive}/{self.name}"

    def open(self) -> IO[bytes]:
        """Open it for reading."""
        # The open file keeps its archive open and closes it with itself.
        with zipfile.ZipFile(self.archive) as archive:
            return archive.open(self.name)

    def read_bytes(self) -> bytes:
        """Return all its bytes."""
        with self.open() as file:
            return file.read()


File = Path | ZipMember


def byte_size(file: File) -> int:
    """Return how many bytes there are to read."""
    return file.size if isinstance(file, ZipMember) else file.stat().st_size


BLOCK_BYTES = 8 << 20

_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""Errors of reading a file that cannot be opened or is incomplete."""

_Stream = pa.NativeFile | IO[bytes]


@dataclass(frozen=True)
class ByteBlock:
    """Bytes of a file, how many bytes on disk they took, and whether they are the last."""

    data: bytes
    done: int
    last: bool


def byte_blocks(path: File | InMemory, compression: str | None) -> Iterator[ByteBlock]:
    """Yield the file's bytes without a byte-order mark; only the last block can be empty.

    `compression` does not apply to files inside a zip file. Raises `Unreadable` if the file cannot
    be opened or its compression is damaged.
    """
    try:
        if isinstance(path, ZipMember | InMemory):
            with path.open() as member:
                yield from _read_blocks(member, member)
        else:
            with pa.OSFile(str(path)) as file:
                stream = pa.CompressedInputStream(file, compression) if compression else file
                yield from _read_blocks(file, stream)
    except _BROKEN as error:
        raise Unreadable(
            f"{path} cannot be read further: {_first_line(error)}.",
            hint="It may be truncated. Write it again.",
        ) from error


def _read_blocks(file: _Stream, stream: _Stream) -> Iterator[ByteBlock]:
    data, start = _drop_mark(_read_block(stream)), 0
    while True:
        following = _read_block(stream)
        position = int(file.tell())
        yield ByteBlock(data, position - start, last=not following)
        if not following:
            return
        data, start = following, position


def _read_block(stream: _Stream) -> bytes:
    """Return `BLOCK_BYTES` bytes, fewer only at the end: a decompressor may yield less."""
    parts: list[bytes] = []
    missing = BLOCK_BYTES
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _drop_mark(data: bytes) -> bytes:
    for mark, name in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise OSError(f"it is {name} and Keyart reads UTF-8")
    return data.removeprefix(_UTF8_MARK)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
