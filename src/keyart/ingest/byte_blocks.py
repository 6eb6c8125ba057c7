"""Blocks of bytes of a text file, plain, compressed or within a zip file, cut wherever they end."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import pyarrow as pa

from keyart.ingest.blocks import Unreadable
from keyart.ingest.in_memory import InMemory
from keyart.ingest.zip_member import File, ZipMember

BLOCK_BYTES = 8 << 20

_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading raises when a file cannot be opened or is not whole."""

_Stream = pa.NativeFile | IO[bytes]


@dataclass(frozen=True)
class ByteBlock:
    """Some bytes of a file, how many bytes on disk they took, and whether more follow."""

    data: bytes
    done: int
    last: bool


def byte_blocks(path: File | InMemory, compression: str | None) -> Iterator[ByteBlock]:
    """Yield the file's bytes without byte-order mark; the final block says so (it may be empty).

    Files within a zip file have no compression of their own. Raises `Unreadable` when the file
    cannot be opened or its compression is broken.
    """
    try:
        if isinstance(path, ZipMember | InMemory):
            with path.open() as member:
                yield from _blocks(member, member)
        else:
            with pa.OSFile(str(path)) as file:
                stream = pa.CompressedInputStream(file, compression) if compression else file
                yield from _blocks(file, stream)
    except _BROKEN as error:
        raise Unreadable(
            f"{path} cannot be read further: {_first_line(error)}.",
            hint="It may be truncated: write it again.",
        ) from error


def _blocks(file: _Stream, stream: _Stream) -> Iterator[ByteBlock]:
    data, seen = _without_mark(_read(stream)), 0
    while True:
        following = _read(stream)
        position = int(file.tell())
        yield ByteBlock(data, position - seen, last=not following)
        if not following:
            return
        data, seen = following, position


def _read(stream: _Stream) -> bytes:
    """Return `BLOCK_BYTES` bytes, fewer only at the end: a decompressor may give less at once."""
    parts: list[bytes] = []
    missing = BLOCK_BYTES
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _without_mark(data: bytes) -> bytes:
    for mark, name in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise OSError(f"it is {name} and Keyart reads UTF-8")
    return data.removeprefix(_UTF8_MARK)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
