"""Rows found in a table that is sorted by a column of text."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from keyart.query.lookups import among, rows_with

TEXTS = st.sampled_from(["", "a", "aa", "b", "ä", "z", "ß", "😀"])


def table_of(values: list[str | None], chunk: int) -> pa.Table:
    """Return values in order, the missing one last, in chunks, and where each stands."""
    ordered = sorted(values, key=lambda one: (one is None, one or ""))
    parts = [ordered[at : at + chunk] for at in range(0, len(ordered), chunk)]
    texts = pa.chunked_array([pa.array(part, pa.string()) for part in parts], pa.string())
    return pa.table({"text": texts, "at": list(range(len(ordered)))})


@given(
    st.lists(st.none() | TEXTS, max_size=40),
    st.integers(1, 50),
    st.sets(st.none() | TEXTS),
)
def test_the_rows_of_some_values_are_found(
    values: list[str | None], chunk: int, wanted: set[str | None]
) -> None:
    table = table_of(values, chunk)
    found = rows_with(table, "text", wanted)
    assert found.to_pylist() == [row for row in table.to_pylist() if row["text"] in wanted]
    assert found.schema == table.schema


@given(st.lists(st.none() | TEXTS, max_size=40), st.integers(1, 50), st.sets(TEXTS))
def test_the_values_that_there_are_are_found(
    values: list[str | None], chunk: int, wanted: set[str]
) -> None:
    column = table_of(values, chunk).column("text")
    assert sorted(among(column, sorted(wanted))) == sorted(wanted & set(values))
