"""The values an axis can take in one snapshot, and the value behind each code.

All of this depends only on a snapshot and an axis, so it is computed once per snapshot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.query.lookups import values_of
from keyart.query.planning.plan import Axis, Filter, Lookup
from keyart.store import Segment, Snapshot

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lists:
    """Several values for each code k: `items[starts[k] : starts[k + 1]]`, none for null."""

    starts: Longs
    items: Ints

    def take(self, codes: Longs | Ints) -> "Lists":
        """Return the lists of `codes`, concatenated."""
        first = self.starts[codes]
        sizes = self.starts[codes + 1] - first
        starts = np.zeros(codes.size + 1, np.int64)
        np.cumsum(sizes, out=starts[1:])
        places: Longs = np.arange(int(starts[-1])) - np.repeat(starts[:-1] - first, sizes)
        return Lists(starts, self.items[places])

    @property
    def keys(self) -> Longs:
        """The code of each item."""
        return np.repeat(np.arange(self.starts.size - 1), np.diff(self.starts))


@dataclass(frozen=True)
class Domain:
    """The values of an axis; the number `len(values)` stands for null.

    `codes` has, for each segment, the value number of each code of the axis' column, with the null
    code last. For an axis of profiles there is one entry, by ordinal. `lists` does the same for a
    multi-valued axis.
    """

    values: pa.Array
    codes: tuple[Ints, ...] = ()
    lists: tuple[Lists, ...] = ()

    @property
    def null(self) -> int:
        """The number for null."""
        return len(self.values)


def text_domain(segments: Sequence[Segment], column: str) -> Domain:
    """Return the domain of a coded column's own text."""
    dictionaries = [segment.dictionary(column) for segment in segments]
    if not dictionaries:
        return Domain(pa.array([], pa.string()))
    unified = pc.dictionary_encode(pa.concat_arrays(dictionaries))
    values = unified.dictionary
    numbers = unified.indices.to_numpy(zero_copy_only=False)
    ends = np.cumsum([len(d) for d in dictionaries])[:-1]
    by_segment = np.split(numbers, ends)
    return Domain(
        values, tuple(np.append(codes, len(values)).astype(np.int32) for codes in by_segment)
    )


def _coded(column: pa.ChunkedArray | pa.Array) -> tuple[pa.Array, Ints]:
    """Return (distinct values, the value number of each row and, last, of *no such row*)."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = pc.dictionary_encode(array)
    rows = pc.fill_null(coded.indices, len(coded.dictionary)).to_numpy(zero_copy_only=False)
    return coded.dictionary, np.append(rows, len(coded.dictionary)).astype(np.int32)


def _listed(column: pa.ChunkedArray) -> tuple[pa.Array, Lists]:
    """Return (distinct values, the list of each row and, last, an empty one for *no such row*)."""
    lists = column.combine_chunks()
    items, codes = _coded(lists.flatten())
    sizes = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    starts = np.zeros(len(lists) + 2, np.int64)
    np.cumsum(sizes, out=starts[1:-1])
    starts[-1] = starts[-2]
    return items, _without_nulls(Lists(starts, codes[:-1]), len(items))


def _without_nulls(lists: Lists, null: int) -> Lists:
    """Drop nulls and repeated values within each list."""
    pairs = np.stack([lists.keys, lists.items.astype(np.int64)])[:, lists.items != null]
    keys, items = np.unique(pairs, axis=1)
    starts = np.searchsorted(keys, np.arange(lists.starts.size)).astype(np.int64)
    return Lists(starts, items.astype(np.int32))


def _rows_of(ids: pa.Array, table: pa.Table, key: str) -> Longs:
    """Return the row of `table` for each id and for null; `table.num_rows` where there is none."""
    places = pc.index_in(ids, value_set=table.column(key).combine_chunks())
    rows = pc.fill_null(places, table.num_rows).to_numpy(zero_copy_only=False)
    return np.append(rows, table.num_rows).astype(np.int64)


def _table_domain(text: Domain, table: pa.Table, key: str, axis: Axis) -> Domain:
    rows = _rows_of(text.values, table, key)
    column = table.column(axis.attribute)
    if axis.multi_valued:
        values, lists = _listed(column)
        row_lists = lists.take(rows)
        return Domain(values, lists=tuple(row_lists.take(codes) for codes in text.codes))
    values, numbers = _coded(column)
    return Domain(values, tuple(numbers[rows][codes] for codes in text.codes))


def _mapped(text: Domain, mapped: pa.Array) -> Domain:
    """Return a domain with each value of `text` replaced by its `mapped` value (null = null)."""
    values, numbers = _coded(mapped)
    return Domain(values, tuple(numbers[codes] for codes in text.codes))


def _attribute_domain(snapshot: Snapshot, name: str) -> Domain:
    attribute = snapshot.attribute(name)
    values = pa.array(attribute.values, pa.string())
    codes = attribute.codes
    return Domain(values, (np.where(codes < 0, len(values), codes).astype(np.int32),))


def build(snapshot: Snapshot, family: Family, axis: Axis) -> Domain:
    """Return the domain of an axis, except `AUDIENCES` and `AGE`."""
    if axis.lookup is Lookup.PROFILES:
        return _attribute_domain(snapshot, axis.attribute)
    return _derived(snapshot, text_domain(snapshot.segments(family), axis.column), axis)


def _derived(snapshot: Snapshot, text: Domain, axis: Axis) -> Domain:
    match axis.lookup:
        case Lookup.TITLES:
            return _table_domain(text, snapshot.titles, "title_id", axis)
        case Lookup.ASSETS:
            return _table_domain(text, snapshot.assets, "asset_id", axis)
        case Lookup.SERIES | Lookup.RUNTIMES | Lookup.REGIONS:
            return _mapped(text, values_of(snapshot, axis, text.values))
        case Lookup.NUMBER:
            return Domain(pc.cast(text.values, pa.int64()), text.codes)
        case _:
            return text


Flags = npt.NDArray[np.bool_]


def passing_values(condition: Filter, values: pa.Array) -> Flags:
    """Return whether each of `values` passes, and last whether null does: bool [n + 1]."""
    return condition.passes(pa.concat_arrays([values, pa.nulls(1, values.type)]))


def _passing_lists(passing: Flags, lists: Lists, *, every: bool) -> Flags:
    hits = np.zeros(lists.items.size + 1, np.int64)
    np.cumsum(passing[lists.items], out=hits[1:])
    passed = hits[lists.starts[1:]] - hits[lists.starts[:-1]]
    sizes = np.diff(lists.starts)
    passes = passed == sizes if every else passed > 0
    return np.where(sizes == 0, passing[-1], passes)


def passing_codes(condition: Filter, domain: Domain) -> Sequence[Flags]:
    """Return, for each segment, which codes of the axis' column pass; the null code is last."""
    passing = passing_values(condition, domain.values)
    if condition.axis.multi_valued:
        every = condition.negate and condition.values is not None
        return [_passing_lists(passing, lists, every=every) for lists in domain.lists]
    return [passing[codes] for codes in domain.codes]
