"""Find which rows of a table of events are the same event."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute.kernels import hashing
from keyart.attribute.part import Column, column, text_column
from keyart.core.texthash import hash_text, text_buffers

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Contest:
    """The rows of a table whose events have several rows, at least by their hashes."""

    table: pa.Table
    """The whole table."""
    place: Rows
    """int64[k]: the numbers of the contested rows in it, ascending."""
    event: Rows
    """int64[k]: the number of the event of each contested row."""

    def values(self, name: str) -> Column:
        """Return a numeric column of the contested rows."""
        return column(self.table, name)[self.place]

    def differ(self, a: Rows, b: Rows, names: Iterable[str]) -> Flags:
        """Return for each pair of contested rows whether they have different values in `names`."""
        differ = np.zeros(len(a), np.bool_)
        for name in names:
            if _is_text(self.table, name):
                differ |= _texts_differ(text_column(self.table, name), self.place[a], self.place[b])
            else:
                values = _to_bits(self.values(name))
                differ |= values[a] != values[b]
        return differ


def value_columns(table: pa.Table) -> list[str]:
    """Return the columns that define an event: all except its id and the batch."""
    return [name for name in table.column_names if name not in ("event_id", "batch")]


def contest(table: pa.Table) -> Contest | None:
    """Return the rows that share an event with another row, None if there are none.

    Rows with the same event id are one event, and so are rows without id that agree in all columns
    except the batch. Hashes find candidates; their values are then compared.
    """
    first = hashing.first_rows(_identity_hashes(table))
    repeats = np.flatnonzero(first != np.arange(len(first), dtype=np.int32))
    if not len(repeats):
        return None
    contested = np.zeros(len(first), np.bool_)
    contested[repeats] = contested[first[repeats]] = True
    place = np.flatnonzero(contested)
    suspects = Contest(table, place, np.searchsorted(place, first[place]))
    return suspects if _hashes_agree(suspects) else replace(suspects, event=_exact_events(suspects))


def _identity_hashes(table: pa.Table) -> npt.NDArray[np.uint64]:
    hashes = hash_text(table["event_id"])
    if not table["event_id"].null_count:
        return hashes
    of_values = np.zeros(table.num_rows, np.uint64)
    for name in value_columns(table):
        text = _is_text(table, name)
        bits = hash_text(table[name]) if text else _to_bits(column(table, name)).astype(np.uint64)
        hashing.mix(of_values, bits)
    return np.where(hashes == 0, of_values, hashes)


def _is_text(table: pa.Table, name: str) -> bool:
    kind = table.schema.field(name).type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _to_bits(values: Column) -> npt.NDArray[np.integer]:
    """Return numbers as integers that are equal if the numbers are: a single NaN, and no −0.0."""
    if values.dtype == np.float64:
        return np.where(np.isnan(values), np.nan, values + 0.0).view(np.int64)
    return values


def _texts_differ(texts: pa.Array, a: Rows, b: Rows) -> Flags:
    """Return, for each pair of rows, whether their texts differ; null differs from empty text."""
    differ = hashing.bytes_differ(*text_buffers(texts), a, b)
    if texts.null_count:
        missing = pc.is_null(texts).to_numpy(zero_copy_only=False)
        differ |= missing[a] != missing[b]
    return differ


def _rows_without_id(suspects: Contest) -> Rows:
    ids = suspects.table["event_id"]
    return np.flatnonzero(pc.is_null(ids).to_numpy()[suspects.place])


def _hashes_agree(suspects: Contest) -> bool:
    """Return whether each row equals the first row of its event (`event` is that row's index)."""
    rows, first = np.arange(len(suspects.event)), suspects.event
    if suspects.differ(rows, first, ["event_id"]).any():
        return False
    rows = _rows_without_id(suspects)
    return not suspects.differ(rows, first[rows], value_columns(suspects.table)).any()


def _exact_events(suspects: Contest) -> Rows:
    """Number events by their values, in case different ones have the same hash."""
    table = suspects.table.take(pa.array(suspects.place))
    without_id = _rows_without_id(suspects)
    events = _number_values(table, "event_id")
    of_values = np.zeros(len(without_id), np.int64)
    for name in value_columns(table) if len(without_id) else []:
        numbers = _number_values(table, name)[without_id]
        _, of_values = np.unique(of_values * (numbers.max() + 1) + numbers, return_inverse=True)
    events[without_id] = len(events) + of_values
    return events


def _number_values(table: pa.Table, name: str) -> Rows:
    """Number the distinct values of a column from 0."""
    if _is_text(table, name):
        coded = pc.dictionary_encode(text_column(table, name), null_encoding="encode")
        return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.unique(_to_bits(column(table, name)), return_inverse=True)[1]
