"""The root of a title."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.query.lookups import series_of
from tests.oracles.measures import root
from tests.oracles.world import World


def titles(parents: dict[str, str | None]) -> pa.Table:
    return pa.table(
        {
            "title_id": pa.array(list(parents), pa.string()),
            "parent_title_id": pa.array(list(parents.values()), pa.string()),
        }
    )


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({}, "a"),
        ({"a": None}, "a"),
        ({"a": "b"}, "b"),
        ({"a": "b", "b": "c", "c": None}, "c"),
        ({"a": "a"}, "a"),
        ({"a": "b", "b": "a"}, "a"),
        ({"a": "b", "b": "c", "c": "b"}, "b"),
    ],
)
def test_the_series_is_where_parents_end(parents: dict[str, str | None], expected: str) -> None:
    found = series_of(titles(parents), pa.array(["a", None], pa.string()))
    assert found.to_pylist() == [expected, None]


@given(st.dictionaries(st.sampled_from("abcdefg"), st.none() | st.sampled_from("abcdefgh")))
def test_any_graph_of_parents_gives_the_oracles_root(parents: dict[str, str | None]) -> None:
    world = World([{}], titles=[{"title_id": t, "parent_title_id": p} for t, p in parents.items()])
    found = series_of(titles(parents), pa.array(list("abcdefgh"), pa.string())).to_pylist()
    assert found == [root(world, title) for title in "abcdefgh"]


def test_a_long_chain_is_no_problem() -> None:
    parents: dict[str, str | None] = {str(i): str(i + 1) for i in range(20_000)}
    assert series_of(titles(parents), pa.array(["0"])).to_pylist() == ["20000"]
