"""JSON lines: one object per line, every value as text; a bad line costs one row."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.ingest.formats.blocks import (
    MAX_RECORD_BYTES,
    Block,
    ColumnSelection,
    Header,
    RowNumbers,
    Unreadable,
    UnreadableRow,
)
from keyart.ingest.formats.files import InMemory, byte_blocks
from keyart.ingest.values.sql import connect, json_texts, select
from keyart.ingest.values.text import Mask, find_undecodable

_HEADER_LINES = 1_000
"""The header is made from this many lines; wanted keys are read from every line."""

_IS_OBJECT = "json_valid(line) AND starts_with(ltrim(line), '{')"

_MOST_SOUGHT = 30
"""Search at most this many keys in a line's text: more cost as much as parsing all lines."""

_HAS_KEY_TWICE = "len(json_keys(line)) > len(list_distinct(json_keys(line)))"
"""Readers disagree about a repeated key: some take the first value, some the last."""


@dataclass(frozen=True)
class JsonInput:
    """A file of JSON objects, one per line. Its row numbers are line numbers."""

    path: Path | InMemory
    compression: str | None = None

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return self.path.size if isinstance(self.path, InMemory) else self.path.stat().st_size

    def header(self) -> Header:
        """Return the keys of the first lines, with their JSON types."""
        data = next(byte_blocks(self.path, self.compression)).data
        if data[:1024].lstrip().startswith(b"["):
            raise Unreadable(
                f"{self.path} is a JSON array.", hint="Write one object per line instead."
            )
        types: dict[str, set[str]] = {}
        objects = 0
        for line in data.split(b"\n", _HEADER_LINES)[:_HEADER_LINES]:
            row = self._parse_object(line)
            objects += row is not None
            for key, value in (row or {}).items():
                types.setdefault(key, set()).add(type(value).__name__)
        columns = {key: " or ".join(sorted(names)) for key, names in types.items()}
        return Header(columns, headless=not objects, empty=not data.strip())

    def _parse_object(self, line: bytes) -> dict[str, object] | None:
        """Return the object in a line, None if it has none."""
        try:
            value = json.loads(line)
        except ValueError:
            return None
        except RecursionError:
            if isinstance(self.path, InMemory):
                raise Unreadable(
                    f"{self.path} is nested too deeply.", hint="Send flat objects."
                ) from None
            return None
        return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows, each wanted key's value as text; see `Input`."""
        cutter = _LineCutter()
        with connect() as con:
            for block in byte_blocks(self.path, self.compression):
                lines = cutter.add(block.data, last=block.last)
                yield lines.block(con, selection.names, block.done)


class _LineCutter:
    """Cuts bytes into lines, and keeps the incomplete line for the next bytes."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = 1
        self._skipping = False

    def add(self, data: bytes, *, last: bool) -> "_TextLines":
        """Return the lines that are now complete."""
        if self._skipping:
            _, newline, data = data.partition(b"\n")
            self._skipping = not newline
        data = self._rest + data
        if last and data and not data.endswith(b"\n"):
            data += b"\n"
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
        offsets = np.concatenate([[0], ends]).astype(np.int32)
        rows = np.arange(self._row, self._row + len(ends), dtype=np.int64)
        self._row += len(ends)
        self._rest = data[int(offsets[-1]) :]
        return _TextLines(_text_array(data, offsets), rows, self._drop_long_line())

    def _drop_long_line(self) -> tuple[UnreadableRow, ...]:
        if len(self._rest) <= MAX_RECORD_BYTES:
            return ()
        broken = UnreadableRow(
            self._row, f"Line {self._row} is longer than {MAX_RECORD_BYTES} bytes."
        )
        self._rest, self._skipping = b"", True
        self._row += 1
        return (broken,)


def _text_array(data: bytes, offsets: npt.NDArray[np.int32]) -> pa.Array:
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)


@dataclass(frozen=True)
class _TextLines:
    """Complete lines, including blank ones, with their numbers."""

    text: pa.Array
    rows: RowNumbers
    broken: tuple[UnreadableRow, ...] = ()

    def block(self, con: duckdb.DuckDBPyConnection, keys: Sequence[str], done: int) -> Block:
        """Return the values of `keys` in the lines that are objects."""
        lines = self._drop_undecodable()
        good, twice, columns = _read_values(con, lines.text, keys)
        if good.all() and not twice.any():
            return Block(columns, lines.rows, lines.broken, done)
        keep = good & ~twice
        columns = {name: values.filter(pa.array(keep)) for name, values in columns.items()}
        repeated = tuple(
            UnreadableRow(row, f"Line {row} has a key twice.") for row in lines.rows[twice].tolist()
        )
        broken = lines.broken + lines.not_objects(~good) + repeated
        return Block(columns, lines.rows[keep], broken, done)

    def not_objects(self, wrong: Mask) -> tuple[UnreadableRow, ...]:
        """Return the lines that `wrong` marks, except blank ones."""
        texts = self.text.filter(pa.array(wrong)).to_pylist()
        return tuple(
            UnreadableRow(int(row), f"Line {row} is not a JSON object.")
            for row, text in zip(self.rows[wrong], texts, strict=True)
            if not text.encode().isspace()  # as `bytes` see it: a separator of ASCII is no blank
        )

    def _drop_undecodable(self) -> "_TextLines":
        wrong = find_undecodable(self.text)
        if wrong is None:
            return self
        rows = self.rows[wrong].tolist()
        broken = tuple(UnreadableRow(row, f"Line {row} is not UTF-8.") for row in rows)
        text = self.text.filter(pa.array(~wrong))
        return _TextLines(text, self.rows[~wrong], self.broken + broken)


def _read_values(
    con: duckdb.DuckDBPyConnection, text: pa.Array, keys: Sequence[str]
) -> tuple[Mask, Mask, dict[str, pa.Array]]:
    """Return which lines are objects, which have a key twice, and the wanted keys' values as text.

    A key that is missing or null in all lines is omitted.
    """
    good = select(con, pa.table({"line": text}), {"good": _IS_OBJECT})["good"]
    objects = text if pc.all(good).as_py() else pc.if_else(good, text, None)
    twice = _find_repeated_keys(con, objects, keys)
    columns = json_texts(con, objects, keys)
    present = {name: array for name, array in columns.items() if array.null_count < len(array)}
    return good.to_numpy(zero_copy_only=False), twice, present


def _find_repeated_keys(
    con: duckdb.DuckDBPyConnection, objects: pa.Array, keys: Sequence[str]
) -> Mask:
    """Return which objects have a key twice; if few keys are wanted, parse only suspects."""
    suspects = objects.is_valid().to_numpy(zero_copy_only=False)
    if len(keys) <= _MOST_SOUGHT:
        suspects = np.zeros(len(objects), np.bool_)
    for key in keys if len(keys) <= _MOST_SOUGHT else ():
        times = pc.count_substring(objects, json.dumps(key, ensure_ascii=False))
        suspects |= times.fill_null(0).to_numpy(zero_copy_only=False) > 1
    if suspects.any():
        lines = pa.table({"line": objects.filter(pa.array(suspects))})
        twice = select(con, lines, {"twice": _HAS_KEY_TWICE})["twice"]
        suspects[suspects] = twice.to_numpy(zero_copy_only=False)
    return suspects
