"""Reading of every table: inputs → blocks → converted → checked → accepted and rejected rows."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from keyart.core.config import Config
from keyart.core.progress import Progress, Silent
from keyart.core.schema import Kind, Table
from keyart.ingest.checks import BlockValues, Check, first_failures
from keyart.ingest.formats.blocks import (
    Block,
    ColumnSelection,
    Header,
    Input,
    RowNumbers,
    Unreadable,
    UnreadableRow,
)
from keyart.ingest.formats.sources import Source, open_inputs
from keyart.ingest.mapping.columns import check_columns, check_names, check_once, notes_on
from keyart.ingest.mapping.fields import Field
from keyart.ingest.rejections import RejectionWriter, unparsed
from keyart.ingest.values.conversion import convert
from keyart.ingest.values.sql import connect
from keyart.ingest.values.text import clean_block


@dataclass(frozen=True)
class ReadOptions:
    """How to read a source.

    Attributes:
        config: the store's `keyart.toml`.
        salt: the store's salt, for the keys of profiles.
        now: the current time, with a zone; events may be up to a day later.
        progress: receives the bytes read.
        notes: receives a sentence for each thing worth knowing that is not an error.
    """

    config: Config
    salt: str
    now: datetime
    progress: Progress = field(default_factory=Silent)
    notes: list[str] = field(default_factory=list[str])


Columns = Mapping[str, pa.Array]
"""Converted columns of equal length by `Field.name`; fields that the input lacks are absent."""


Finish = Callable[[Columns, RowNumbers], pa.Table]
"""Builds the accepted table from the rows that passed all checks, and their numbers."""


@dataclass(frozen=True)
class CheckedRows:
    """Rows of one input, accepted or rejected.

    Attributes:
        file: the input's name.
        accepted: see `read_events` and `read_metadata` for its columns.
        rejected: has the schema `REJECTED`.
    """

    file: str
    accepted: pa.Table
    rejected: pa.Table

    @property
    def rows(self) -> int:
        """How many rows were read; a file or row group that can't be parsed counts as one."""
        return self.accepted.num_rows + self.rejected.num_rows


@dataclass(frozen=True)
class OpenedSource:
    """The inputs of a source with their headers, before rows are read.

    Attributes:
        inputs: all of them.
        columns: the columns of each by its name; an empty file has none.
        repeated: the columns that each has more than once.
        headless: the names of inputs with unknown columns.
        empty: the names of empty inputs.
        broken: why the others cannot be read, by name.
    """

    inputs: Sequence[Input]
    columns: Mapping[str, Mapping[str, str]]
    repeated: Mapping[str, Collection[str]]
    headless: Collection[str]
    empty: Collection[str]
    broken: Mapping[str, Unreadable]

    @property
    def all_columns(self) -> list[str]:
        """The columns of all inputs, in order of their first appearance."""
        return list(dict.fromkeys(name for columns in self.columns.values() for name in columns))

    @property
    def size(self) -> int | None:
        """Bytes to read, None if some input does not know."""
        sizes = [item.size for item in self.inputs]
        return None if None in sizes else sum(size or 0 for size in sizes)


def open_source(source: Source) -> OpenedSource:
    """Return the inputs of `source` with their columns; raises `BadInput` (see `open_inputs`)."""
    inputs = open_inputs(source)
    headers: dict[str, Header] = {}
    broken: dict[str, Unreadable] = {}
    for item in inputs:
        try:
            headers[item.name] = item.header()
        except Unreadable as error:
            broken[item.name] = error
    return OpenedSource(
        inputs=inputs,
        columns={name: header.columns for name, header in headers.items()},
        repeated={name: header.repeated for name, header in headers.items()},
        headless=[name for name, header in headers.items() if header.headless],
        empty=[name for name, header in headers.items() if header.empty],
        broken=broken,
    )


BYTES_PER_ROW = 24
"""The least compressed size of an event, so that estimates are rather too high."""

UNKNOWN_ROWS = 1 << 26


def estimate_rows(source: Source) -> int:
    """Return about how many rows a source has, from its bytes; raises `BadInput`."""
    size = open_source(source).size
    return UNKNOWN_ROWS if size is None else size // BYTES_PER_ROW


@dataclass(frozen=True)
class ReadPlan:
    """How to read one table: its fields, its checks in order, and what builds the result."""

    table: Table
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    finish: Finish
    keeps_unknown: bool = False


def read(opened: OpenedSource, plan: ReadPlan, options: ReadOptions) -> Iterator[CheckedRows]:
    """Yield the rows of all inputs, some 100,000 at a time, in their order.

    A file that cannot be read costs one rejected row, and the others are read. Raises
    `MissingColumn` or `UnknownName` before anything is yielded.
    """
    check_names(plan.table, options.config, plan.fields)
    for name, columns in opened.columns.items():
        if name not in opened.headless:
            check_columns(plan.table, plan.fields, columns, name)
            check_once(plan.fields, opened.repeated[name], name)
    options.notes.extend(notes_on(plan.table, plan.fields, opened.columns, keep=plan.keeps_unknown))
    options.notes.extend(f"{name} is empty." for name in opened.empty)
    return _read_inputs(opened, plan, options)


def _read_inputs(
    opened: OpenedSource, plan: ReadPlan, options: ReadOptions
) -> Iterator[CheckedRows]:
    options.progress.begin(f"read {plan.table.name}", opened.size)
    with connect(options.config.settings.threads) as con:
        reader = _Reader(con, plan, options)
        for item in opened.inputs:
            if item.name in opened.broken:
                yield reader.broken(item.name, 1, opened.broken[item.name])
            else:
                yield from reader.rows(item)


class _Reader:
    def __init__(
        self, con: duckdb.DuckDBPyConnection, plan: ReadPlan, options: ReadOptions
    ) -> None:
        self._con = con
        self._plan = plan
        self._progress = options.progress
        self._tz = options.config.map(plan.table.name).tz
        self._kinds: dict[str, Kind] = {field.name: field.kind for field in plan.fields}
        self._rejects = RejectionWriter(con, options.salt, plan.checks)
        few = frozenset(field.source for field in plan.fields if field.few)
        names = tuple(dict.fromkeys(field.source for field in plan.fields))
        self._wanted = ColumnSelection(names, few)
        self._nothing = plan.finish({}, np.empty(0, np.int64))

    def rows(self, item: Input) -> Iterator[CheckedRows]:
        """Yield the rows of an input, and one rejected row if it ends early."""
        row = 0
        try:
            for block in item.blocks(self._wanted):
                clean = clean_block(block)
                row = max([row, *clean.rows[-1:].tolist(), *(b.row for b in clean.broken)])
                yield self._check_block(item.name, clean)
                self._progress.advance(block.done)
        except Unreadable as error:
            yield self.broken(item.name, row + 1, error)

    def broken(self, name: str, row: int, error: Unreadable) -> CheckedRows:
        """Return one rejected row for a file that cannot be read from `row` on."""
        return CheckedRows(name, self._nothing, unparsed(name, [UnreadableRow(row, str(error))]))

    def _check_block(self, name: str, block: Block) -> CheckedRows:
        raw = {
            field.name: block.columns[field.source]
            for field in self._plan.fields
            if field.source in block.columns
        }
        typed = convert(self._con, raw, self._kinds, self._tz)
        values = BlockValues(raw, typed, len(block.rows))
        failures = first_failures(self._plan.checks, values)
        rejected = [unparsed(name, block.broken)]
        rows = block.rows
        if failures is not None:
            rejected.append(self._rejects.of(name, rows, values, failures))
            keep = failures < 0
            typed = {column: array.filter(pa.array(keep)) for column, array in typed.items()}
            rows = rows[keep]
        accepted = self._plan.finish(typed, rows)
        return CheckedRows(name, accepted, pa.concat_tables(rejected))
