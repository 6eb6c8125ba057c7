"""CSV and TSV files: every field as text, and a bad record costs one row, not the file.

The rules are RFC 4180's, relaxed: fields may be quoted, a quote inside is doubled, a record may
span lines, lines end with LF or CRLF, blank lines are skipped. A record with too many or too few
fields, or text after a closing quote, is bad; reading continues after its *first* line, so that a
stray quote cannot swallow the lines that follow. Only the delimiter is guessed, from the header.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.ingest.formats import csv_kernels as kernels
from keyart.ingest.formats.blocks import (
    MAX_RECORD_BYTES,
    Block,
    ColumnSelection,
    Header,
    RowNumbers,
    Unreadable,
    UnreadableRow,
)
from keyart.ingest.formats.files import File, byte_blocks, byte_size

DELIMITERS = (",", ";", "\t", "|")

_Bytes = npt.NDArray[np.uint8]
_WHY = {
    kernels.BAD_QUOTE: "a quoted field is not closed, or text follows its closing quote",
    kernels.TOO_FEW: "it has {fields} fields, and the header {expected}",
    kernels.TOO_MANY: "it has more fields than the header's {expected}",
}


@dataclass(frozen=True)
class CsvInput:
    """A file of delimited text with a header; `delimiter` None means to detect it."""

    path: File
    compression: str | None = None
    delimiter: str | None = None

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes to read: on disk, or unpacked from a zip file."""
        return byte_size(self.path)

    def header(self) -> Header:
        """Return the header's names; none for an empty file."""
        _, names = self._read_head()
        return Header.of([(name, "text") for name in names], empty=not names)

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows, each wanted column as text; see `Input`."""
        delimiter, names = self._read_head()
        present = [name for name in selection.names if name in names]
        slots = np.full(len(names), -1, np.int64)
        for slot, name in enumerate(present):
            slots[names.index(name)] = slot
        cutter = _Cutter(ord(delimiter), slots, present)
        for block in byte_blocks(self.path, self.compression):
            yield from cutter.add(block.data, block.done, last=block.last)

    def _read_head(self) -> tuple[str, list[str]]:
        """Return the delimiter and the names in the header."""
        data = next(byte_blocks(self.path, self.compression)).data.lstrip(b"\r\n")
        line = data[: MAX_RECORD_BYTES // 2].split(b"\n", 1)[0].decode(errors="replace")
        if "\0" in line:
            raise Unreadable(f"{self.path} is not text.", hint="Check the file's extension.")
        if "\r" in line.rstrip("\r"):
            raise Unreadable(
                f"{self.path} ends its lines with CR only.", hint="Save it with LF or CRLF."
            )
        choices = (self.delimiter,) if self.delimiter else DELIMITERS
        heads = {choice: _parse_names(line, choice) for choice in choices}
        best = max(choices, key=lambda choice: len(heads[choice]))
        return best, heads[best]


def _parse_names(line: str, delimiter: str) -> list[str]:
    before = csv.field_size_limit(MAX_RECORD_BYTES)
    try:
        rows = list(csv.reader([line.rstrip("\r")], delimiter=delimiter))
    finally:
        csv.field_size_limit(before)
    return [name.strip() for name in rows[0]] if rows else []


class _Cutter:
    """Cuts bytes into records, and keeps the incomplete record for the next bytes."""

    def __init__(self, delimiter: int, slots: npt.NDArray[np.int64], names: list[str]) -> None:
        self._delimiter = delimiter
        self._slots = slots
        self._names = names
        self._rest = b""
        self._row = 1
        self._headed = False
        self._skipping = False

    def add(self, data: bytes, done: int, *, last: bool) -> Iterator[Block]:
        """Yield the block of the records that are now complete, if any."""
        data = self._rest + data
        start = self._record_start(data)
        columns, rows, broken, used = self._cut_records(data[start:], last=last)
        self._rest = data[start + used :]
        if len(self._rest) > MAX_RECORD_BYTES:
            broken += (self._give_up_record(),)
        if len(rows) or broken or done:
            yield Block(columns, rows, broken, done)

    def _record_start(self, data: bytes) -> int:
        """Return where the next record begins: after the header, or after an overlong line."""
        if not self._headed:
            self._headed = True
            blank = len(data) - len(data.lstrip(b"\r\n"))
            return _line_end(data, blank)
        if self._skipping:
            self._skipping = b"\n" not in data
            return _line_end(data, 0)
        return 0

    def _give_up_record(self) -> UnreadableRow:
        broken = UnreadableRow(
            self._row, f"Row {self._row} is longer than {MAX_RECORD_BYTES} bytes."
        )
        self._row += 1
        self._skipping = b"\n" not in self._rest
        self._rest = self._rest[_line_end(self._rest, 0) :]
        return broken

    def _cut_records(
        self, data: bytes, *, last: bool
    ) -> tuple[dict[str, pa.Array], RowNumbers, tuple[UnreadableRow, ...], int]:
        raw = np.frombuffer(data, np.uint8)
        room = data.count(b"\n") + 1
        starts, ends = np.empty((2, len(self._names), room), np.int32)
        doubled = np.empty((len(self._names), room), np.bool_)
        rows, bad = np.empty(room, np.int64), np.empty((room, 3), np.int64)
        bounds = (starts, ends, doubled)
        good, wrong, used = kernels.cut(
            raw, last, self._delimiter, self._slots, self._row, bounds, rows, bad
        )
        self._row += good + wrong
        columns = {
            name: _make_column(raw, starts[k, :good], ends[k, :good], doubled[k, :good])
            for k, name in enumerate(self._names)
        }
        return columns, rows[:good], self._explain(bad[:wrong]), used

    def _explain(self, bad: npt.NDArray[np.int64]) -> tuple[UnreadableRow, ...]:
        expected = len(self._slots)
        return tuple(
            UnreadableRow(
                row, f"Row {row}: {_WHY[state].format(fields=fields, expected=expected)}."
            )
            for row, state, fields in bad.tolist()
        )


def _line_end(data: bytes, start: int) -> int:
    end = data.find(b"\n", start)
    return len(data) if end < 0 else end + 1


def _make_column(
    raw: _Bytes,
    starts: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int32],
    doubled: npt.NDArray[np.bool_],
) -> pa.Array:
    offsets = np.empty(len(starts) + 1, np.int32)
    text = np.empty(kernels.measure(starts, ends, offsets), np.uint8)
    size = kernels.gather(raw, starts, ends, doubled, offsets, text)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text[:size])]
    return pa.Array.from_buffers(pa.string(), len(starts), buffers)
