"""Checks of the rows of fact files before a store imports them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput, MissingColumn
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW, TIME, fact_schema
from keyart.core.facts import (
    OPTIONAL_SUMS,
    REASONS,
    SLOT_MICROSECONDS,
    Family,
    custom_dimension,
    custom_sum,
)
from keyart.core.schema import PHASES
from keyart.scale.facts.folder import AGAIN

NEEDED = ("title", PROFILE_HIGH, PROFILE_LOW, TIME)
"""Columns that need a value in every row."""

ALLOWED = {"reason": REASONS, "phase": PHASES}
"""Columns of text with a fixed set of values."""

_CUSTOM = (custom_dimension(""), custom_sum(""))


@dataclass(frozen=True)
class FactChecker:
    """Checks the rows of a family's files; `dimensions` and `sums` are the store's custom ones."""

    family: Family
    dimensions: Collection[str]
    sums: Collection[str]

    @property
    def schema(self) -> pa.Schema:
        """The columns of checked rows."""
        return fact_schema(self.family, self.dimensions, self.sums)

    @property
    def text_columns(self) -> list[str]:
        """The columns of text."""
        return [field.name for field in self.schema if field.type == pa.string()]

    def further(self, names: Collection[str]) -> list[str]:
        """Return a file's columns that the store does not declare."""
        return [name for name in names if name not in self.schema.names]

    def absent(self, names: Collection[str]) -> list[str]:
        """Return the custom columns that a file lacks: null or 0 in all its rows."""
        return [n for n in self.schema.names if n.startswith(_CUSTOM) and n not in names]

    def sound(self, path: Path, day: date, rows: pa.Table) -> pa.Table:
        """Return rows of a day's file with `schema`, text as dictionary arrays.

        Raises `MissingColumn`, and `BadInput` for an invalid value.
        """
        table = pa.table(
            [self._read_column(path, rows, field) for field in self.schema],
            schema=self._coded_schema,
        )
        for name in NEEDED:
            if table.column(name).null_count:
                raise _bad_input(path, f"has rows without {name}")
        self._check_times(path, day, table.column(TIME))
        for name in table.schema.names:
            self._check_values(path, name, table.column(name))
        return table

    @property
    def _coded_schema(self) -> pa.Schema:
        text = pa.dictionary(pa.int32(), pa.string())
        fields = [f.with_type(text) if f.type == pa.string() else f for f in self.schema]
        return pa.schema(fields)

    def _read_column(self, path: Path, rows: pa.Table, field: pa.Field) -> pa.ChunkedArray:
        kind = self._coded_schema.field(field.name).type
        if field.name not in rows.schema.names:
            if field.name.startswith(custom_dimension("")):
                return pa.chunked_array([pa.nulls(rows.num_rows, kind)])
            if field.name.startswith(custom_sum("")) or field.name in OPTIONAL_SUMS:
                return pa.chunked_array([pa.repeat(pa.scalar(0, kind), rows.num_rows)])
            raise MissingColumn(f"{path} has no column {field.name}.", hint=AGAIN)
        values = rows.column(field.name)
        if not _fits(values.type, field.type):
            raise _bad_input(path, f"has {field.name} as {values.type} instead of {field.type}")
        try:
            return _cast(values, kind)
        except pa.ArrowInvalid as error:
            raise _bad_input(path, f"has invalid values of {field.name} ({error})") from error

    def _check_times(self, path: Path, day: date, times: pa.ChunkedArray) -> None:
        first = datetime(day.year, day.month, day.day, tzinfo=UTC)
        bounds = pc.min_max(times).as_py()
        if bounds["min"] is None:
            return
        if bounds["min"] < first or bounds["max"] >= first + timedelta(days=1):
            raise _bad_input(path, f"has facts of days other than {day}")
        numbers = times.cast(pa.int64())
        quarters = pc.multiply(pc.divide(numbers, SLOT_MICROSECONDS), SLOT_MICROSECONDS)
        if not pc.all(pc.equal(numbers, quarters)).as_py():
            raise _bad_input(path, "has times that are not the start of a quarter of an hour")

    def _check_values(self, path: Path, name: str, values: pa.ChunkedArray) -> None:
        if values.type == pa.int64() and name not in NEEDED:
            if values.null_count:
                raise _bad_input(path, f"has rows without {name}")
            if not name.startswith(custom_sum("")) and (pc.min(values).as_py() or 0) < 0:
                raise _bad_input(path, f"has {name} below 0")
        elif name in ALLOWED:
            allowed = set(ALLOWED[name])
            for chunk in values.chunks:
                for value in chunk.dictionary.to_pylist():
                    if value not in allowed:
                        raise _bad_input(path, f"has the unknown {name} {value!r}")


def _fits(stored: pa.DataType, expected: pa.DataType) -> bool:
    """Return whether values of the `stored` type fit a column of the `expected` type."""
    if pa.types.is_dictionary(stored):
        stored = stored.value_type
    if pa.types.is_timestamp(expected):
        return pa.types.is_timestamp(stored)
    if pa.types.is_integer(expected):
        return pa.types.is_integer(stored)
    return (
        pa.types.is_string(stored) or pa.types.is_large_string(stored) or pa.types.is_null(stored)
    )


def _cast(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if not pa.types.is_dictionary(kind):
        return values.cast(kind)
    if pa.types.is_dictionary(values.type):
        return values.cast(kind)
    return values.cast(pa.string()).dictionary_encode().cast(kind)


def _bad_input(path: Path, what: str) -> BadInput:
    return BadInput(f"{path} {what}.", hint=AGAIN)
