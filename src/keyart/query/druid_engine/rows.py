"""Turn the rows of statements into groups."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.query.druid_engine.statement import COUNT
from keyart.query.druid_engine.times import BucketClock
from keyart.query.engine import Floats, Groups, Ints, Numbers
from keyart.query.planning.plan import TIME, Axis, SumTerm
from keyart.query.sql import SqlScan, term_name


@dataclass(frozen=True)
class StatementRows:
    """The rows of one statement; `fixed` are the keys, by number, with one value for all rows."""

    rows: pa.Table
    fixed: Mapping[int, str | None]

    def key(self, number: int, axis: Axis) -> pa.Array:
        """Return a key's values, which arrive as text, in the axis' type."""
        if number in self.fixed:
            return pa.array([self.fixed[number]] * self.rows.num_rows, axis.type)
        values = self.rows.column(f"key_{number}").combine_chunks()
        if pa.types.is_timestamp(axis.type):
            values = values.cast(pa.int64())
        return values.cast(axis.type)

    def with_rows(self) -> "StatementRows":
        """Return the groups that have rows; only groups with all keys fixed may have none."""
        if COUNT not in self.rows.column_names:
            return self
        return StatementRows(self.rows.filter(pc.greater(self.rows.column(COUNT), 0)), self.fixed)


def groups_of(scan: SqlScan, clock: BucketClock | None, results: Iterable[StatementRows]) -> Groups:
    """Return the groups of several statements as one; no group is in two of them."""
    grouped = bool(scan.keys) or clock is not None
    parts = [result.with_rows() if grouped else result for result in results]
    keys = {key.name: _key_column(parts, i, key.axis) for i, key in enumerate(scan.keys)}
    if clock is not None:
        keys[TIME] = pa.array(clock.starts(_whole_numbers(parts, TIME)))

    def summed(term: SumTerm) -> Ints | Floats:
        name = term_name(scan, term)
        return _floats(parts, name) if term.per_runtime else _whole_numbers(parts, name)

    return Groups(
        size=sum(part.rows.num_rows for part in parts),
        keys=keys,
        sums={term: summed(term) for term in scan.family.sums},
        distincts={
            term: np.rint(_floats(parts, term_name(scan, term))).astype(np.int64)
            for term in scan.family.distincts
        },
        moments={},
    )


def no_groups(scan: SqlScan) -> Groups:
    """Return the result when there are no facts: no groups, or one empty group over all."""
    if not scan.keys and not scan.grained:
        return no_rows(scan)
    keys = {key.name: pa.array([], key.axis.type) for key in scan.keys}
    return _zeros(scan, 0, keys | ({TIME: pa.array([], pa.int64())} if scan.grained else {}))


def no_rows(scan: SqlScan) -> Groups:
    """Return the totals when there are no facts."""
    return _zeros(scan, 1, {})


def _zeros(scan: SqlScan, size: int, keys: Mapping[str, pa.Array]) -> Groups:
    family = scan.family
    return Groups(
        size=size,
        keys=keys,
        sums={t: np.zeros(size, np.float64 if t.per_runtime else np.int64) for t in family.sums},
        distincts={term: np.zeros(size, np.int64) for term in family.distincts},
        moments={},
    )


def _key_column(parts: Sequence[StatementRows], number: int, axis: Axis) -> pa.Array:
    none = pa.array([], axis.type)
    return pa.concat_arrays([none, *(part.key(number, axis) for part in parts)])


def _floats(parts: Sequence[StatementRows], name: str) -> Floats:
    return np.concatenate([np.empty(0), *_columns(parts, name)]).astype(np.float64)


def _whole_numbers(parts: Sequence[StatementRows], name: str) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *_columns(parts, name)]).astype(np.int64)


def _columns(parts: Sequence[StatementRows], name: str) -> Iterator[Numbers]:
    """Yield one column of each statement; null, the sum of nothing, becomes 0."""
    for part in parts:
        yield part.rows.column(name).fill_null(0).to_numpy()
