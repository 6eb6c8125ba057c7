"""The columns of fact files, made from rows of segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW, TIME
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.scale.facts.rows import DayRows, Rows
from keyart.store import Segment, Snapshot, profile_keys

TEXT = pa.dictionary(pa.int32(), pa.string())
HALVES = {PROFILE_HIGH: "high", PROFILE_LOW: "low"}


@dataclass(frozen=True)
class DerivedColumn:
    """An extra column, derived from another column of the same fact.

    Attributes:
        name: its name.
        by: the column it is derived from: `title`, `asset` or `profile`.
        values: text or lists of text; for `profile` one per ordinal, else one per id.
        ids: the ids of the values, distinct; None for `profile`.
    """

    name: str
    by: str
    values: pa.Array
    ids: pa.Array | None = None


class FactColumns:
    """Makes tables of facts of a snapshot.

    `schema` has the wanted columns of `core.fact_files.fact_schema`; attached columns follow those
    of text.
    """

    def __init__(
        self, snapshot: Snapshot, schema: pa.Schema, attached: Sequence[DerivedColumn]
    ) -> None:
        self._snapshot = snapshot
        self._own = schema
        self._attached = {column.name: column for column in attached}
        numbers = [i for i, field in enumerate(schema) if field.type == pa.int64()]
        sums = [i for i in numbers if schema.names[i] not in HALVES]
        cut = sums[0] if sums else len(schema)
        derived = [pa.field(c.name, _written_type(c.values.type)) for c in attached]
        fields = list(schema)
        self.schema = pa.schema([*fields[:cut], *derived, *fields[cut:]])

    @cached_property
    def _keys(self) -> npt.NDArray[np.void]:
        return profile_keys(self._snapshot)

    def table(self, piece: DayRows) -> pa.Table:
        """Return facts with `schema`, sorted by title (null last), then profile."""
        keys = self._keys[_read_numbers(piece, "profile")]
        titles = _read_texts(piece, "title")
        order = np.lexsort(
            (*(keys[h].view(np.int64) for h in ("low", "high")), _rank_titles(titles))
        )
        names = self.schema.names
        return pa.table(
            [self._make_column(name, piece).take(pa.array(order)) for name in names],
            schema=self.schema,
        )

    def _make_column(self, name: str, piece: DayRows) -> pa.Array:
        kind = self.schema.field(name).type
        if name in self._attached:
            return self._derive(self._attached[name], piece)
        if name in HALVES:
            return pa.array(
                self._keys[HALVES[name]][_read_numbers(piece, "profile")].view(np.int64)
            )
        if name == TIME:
            return pa.array(_read_numbers(piece, "slot") * SLOT_MICROSECONDS).cast(kind)
        if kind == pa.string():
            return _read_texts(piece, name).cast(kind)
        return pa.array(_read_numbers(piece, name))

    def _derive(self, column: DerivedColumn, piece: DayRows) -> pa.Array:
        if column.ids is None:
            return _as_text(column.values.take(pa.array(_read_numbers(piece, "profile"))))
        texts = _read_texts(piece, column.by)
        at = pc.index_in(texts.dictionary, value_set=column.ids)
        return _as_text(column.values.take(at).take(texts.indices))


def _read_numbers(piece: DayRows, name: str) -> Rows:
    return np.concatenate([_take_values(segment, name, rows) for segment, rows in piece.parts])


def _take_values(segment: Segment, name: str, rows: Rows) -> Rows:
    """Return raw values (a coded column's codes) at ascending row numbers, int64."""
    chunks = segment.chunks
    starts = np.array([chunk.start for chunk in chunks])
    cuts = [*np.searchsorted(rows, starts).tolist(), len(rows)]
    ranges = zip(chunks, cuts, cuts[1:], strict=False)
    parts = [c.column(name)[rows[a:b] - c.start].astype(np.int64) for c, a, b in ranges if a < b]
    return np.concatenate([np.empty(0, np.int64), *parts])


def _read_texts(piece: DayRows, name: str) -> pa.DictionaryArray:
    """Return a column of text as a dictionary array of one dictionary."""
    parts = [_take_texts(segment, name, rows) for segment, rows in piece.parts]
    return pa.chunked_array(parts, TEXT).unify_dictionaries().combine_chunks()


def _take_texts(segment: Segment, name: str, rows: Rows) -> pa.DictionaryArray:
    values = segment.dictionary(name)
    codes = _take_values(segment, name, rows).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == len(values)), values)


def _rank_titles(titles: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    """Return numbers in the order of the titles as UTF-8, null's the greatest."""
    order = pc.sort_indices(titles.dictionary).to_numpy()
    ranks = np.empty(len(order) + 1, np.int64)
    ranks[order] = np.arange(len(order))
    ranks[-1] = len(order)
    codes = pc.fill_null(titles.indices, len(order)).to_numpy(zero_copy_only=False)
    return ranks[codes]


def _written_type(kind: pa.DataType) -> pa.DataType:
    """Return the type of a column as it is written."""
    return pa.list_(pa.string()) if _is_list(kind) else pa.string()


def _is_list(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def _as_text(values: pa.Array) -> pa.Array:
    """Return text or lists of text; missing lists are empty."""
    if not _is_list(values.type):
        return values.cast(pa.string())
    sizes = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    texts = pc.list_flatten(values).cast(pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets), texts)
