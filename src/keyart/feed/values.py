"""The sheet of filters: the values that each title has of each dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.feed.questions import FeedQuestions, Titles
from keyart.query import Query
from keyart.store import Snapshot

BUILT_IN = ("country", "device", "placement", "phase", "asset_type", "locale")
OF_PLAYS = ("country", "device")
"""Dimensions that plays have, too."""

MOST_VALUES = 1000
"""Values of a dimension that are listed for one title: those with the most impressions."""

WEIGHTS = {Family.EXPOSURE: "impressions", Family.VIEWING: "starts"}
_WEIGHTED = pa.schema([("title", pa.string()), ("value", pa.string()), ("weight", pa.int64())])


@dataclass(frozen=True)
class DimensionValues:
    """The values of a title in one dimension."""

    values: tuple[str | None, ...]
    """The most frequent first; None is the missing value."""
    count: int
    """How many there are; at most `MOST_VALUES` are listed."""


def dimensions(snapshot: Snapshot) -> Sequence[str]:
    """Return the dimensions whose values are listed."""
    return [*BUILT_IN, *snapshot.config.dimensions]


def values_schema(snapshot: Snapshot) -> pa.Schema:
    """Return the schema of the sheet."""
    fields = [("title", pa.string())]
    for name in dimensions(snapshot):
        fields += [(name, pa.list_(pa.string())), (_count_column(name), pa.int64())]
    return pa.schema(fields)


def values_of_titles(questions: FeedQuestions, titles: Titles) -> pa.Table:
    """Return the rows of some titles: for each dimension its values and their number."""
    ids = pa.array(titles, pa.string())
    columns: dict[str, pa.Array] = {"title": ids}
    for name in dimensions(questions.snapshot):
        columns[name], columns[_count_column(name)] = _list_values(
            _weigh_values(questions, name, titles), ids
        )
    return pa.table(columns, schema=values_schema(questions.snapshot))


def values_by_name(row: Mapping[str, list[str | None] | int]) -> dict[str, DimensionValues]:
    """Return a row of the sheet as values by dimension, without empty ones."""
    named = {n: v for n, v in row.items() if isinstance(v, list)}
    counts = {n: v for n, v in row.items() if isinstance(v, int)}
    return {
        n: DimensionValues(tuple(listed), counts[_count_column(n)])
        for n, listed in named.items()
        if listed
    }


def _count_column(name: str) -> str:
    return f"count:{name}"


def _weigh_values(questions: FeedQuestions, name: str, titles: Titles) -> pa.Table:
    """Return the values of a dimension by title, with their weight."""
    parts = [_WEIGHTED.empty_table()]
    for family, measure in WEIGHTS.items():
        if family is Family.VIEWING and name not in OF_PLAYS:
            continue
        query = Query((measure,), by=("title", name))
        for groups in questions.groups(query, titles):
            (weights,) = groups.sums.values()
            columns = [groups.keys["title"], groups.keys[name], weights]
            parts.append(pa.table(columns, schema=_WEIGHTED))
    rows = pa.concat_tables(parts).group_by(["title", "value"]).aggregate([("weight", "sum")])
    return rows.rename_columns(["title", "value", "weight"])


def _list_values(rows: pa.Table, titles: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return (the values of each title, the greatest weight first, how many there are)."""
    place = pc.index_in(rows.column("title"), value_set=titles)
    order = [("place", "ascending"), ("weight", "descending"), ("value", "ascending")]
    rows = rows.append_column("place", place).sort_by(order)
    places: npt.NDArray[np.int64] = rows.column("place").to_numpy().astype(np.int64)
    counts = np.bincount(places, minlength=len(titles))
    rank = np.arange(places.size) - (np.cumsum(counts) - counts)[places]
    listed = rows.column("value").filter(pa.array(rank < MOST_VALUES)).combine_chunks()
    ends = np.cumsum(np.minimum(counts, MOST_VALUES))
    offsets = pa.array(np.concatenate([[0], ends]), pa.int32())
    return pa.ListArray.from_arrays(offsets, listed), pa.array(counts)
