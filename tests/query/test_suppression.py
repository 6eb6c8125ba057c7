"""The smallest cell: few people are not shown, and cannot be told by subtraction."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from keyart.query import Access, Query, ask, owner
from keyart.query.grid import row_codes
from keyart.query.suppression import hidden, without_few
from keyart.store import Snapshot
from tests.oracles.measures import family_of
from tests.oracles.questions import questions, worlds
from tests.oracles.world import Row, World
from tests.query.test_engines import close_to, opened, to_query

Ints = npt.NDArray[np.int64]

LEAST = 10


@st.composite
def cells(draw: st.DrawFn) -> tuple[pa.Table, Ints]:
    """Return the keys of some rows, one to three columns, and the people of each row."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    places = np.stack([grid.ravel() for grid in np.indices(sizes)])
    there = draw(st.lists(st.booleans(), min_size=places.shape[1], max_size=places.shape[1]))
    places = places[:, np.array(there, bool)]
    people = draw(
        st.lists(
            st.sampled_from([0, 1, 4, 9, 10, 11, 60]),
            min_size=places.shape[1],
            max_size=places.shape[1],
        )
    )
    keys = pa.table({f"key{i}": pa.array(codes) for i, codes in enumerate(places)})
    return keys, np.array(people, np.int64)


def lines_of(keys: pa.Table) -> list[Ints]:
    """Return for each key the number of each row's line."""
    if keys.num_columns == 1:
        return [np.zeros(keys.num_rows, np.int64)]
    return [row_codes(keys.drop_columns(name)) for name in keys.column_names]


def told_by_subtraction(people: Ints, lines: list[Ints], hide: npt.NDArray[np.bool_]) -> set[int]:
    """Return the hidden rows that come out when whoever knows the lines' totals subtracts.

    Of each line of several rows and `LEAST` people the total can be asked for. Where all but one
    of its rows are known, so is the last, and then lines across it may be known, too.
    """
    some = people > 0
    unknown = hide & some
    told = set[int]()
    while True:
        found = {
            int(rows[0])
            for line in lines
            for number in np.unique(line)
            if people[line == number].sum() >= LEAST
            and some[line == number].sum() > 1
            and (rows := np.flatnonzero(unknown & (line == number))).size == 1
        }
        if not found:
            return told
        told |= found
        unknown[list(found)] = False


@given(cells())
def test_no_hidden_row_comes_out_by_subtraction(case: tuple[pa.Table, Ints]) -> None:
    keys, people = case
    lines = lines_of(keys)
    hide = hidden(people, lines, people == 0, LEAST)
    assert hide[people < LEAST].all()
    assert not told_by_subtraction(people, lines, hide)


@given(cells())
def test_nothing_is_hidden_without_need(case: tuple[pa.Table, Ints]) -> None:
    keys, people = case
    assume((people >= LEAST).all())
    assert not hidden(people, lines_of(keys), people == 0, LEAST).any()


def test_a_lone_small_row_takes_the_next_smallest_with_it() -> None:
    keys = pa.table({"asset": ["a", "b", "c", "d"]})
    table = keys.append_column("reach", pa.array([200, 9, 100, 300]))
    shown = without_few(table, keys, ["reach"], LEAST)
    assert shown.column("reach").to_pylist() == [200, None, None, 300]
    why = "too_few_people"
    assert shown.column("suppressed").to_pylist() == [None, why, why, None]


def people_behind(measures: tuple[str, ...]) -> tuple[str, ...]:
    names = {"exposure": "reach", "viewing": "active_profiles"}
    return tuple(dict.fromkeys(names[family_of(name)] for name in measures))


def by_key(query: Query, rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    keys = [*query.by, *(["time"] if query.grain else [])]
    return {tuple(row[key] for key in keys): row for row in rows}


def check(snapshot: Snapshot, query: Query, least: int) -> None:
    people = people_behind(query.measures)
    everything = replace(
        query, measures=tuple(dict.fromkeys([*query.measures, *people])), having={}, limit=None
    )
    whole = ask(snapshot, owner(), everything)
    known = by_key(query, whole.to_dicts())
    answer = ask(snapshot, Access("view", min_cell=least), query)
    for key, row in by_key(query, answer.to_dicts()).items():
        reason = row.pop("suppressed", None)
        shown = {name: row[name] for name in query.measures}
        if reason is None:
            assert shown == close_to({name: known[key][name] for name in query.measures})
            assert all(known[key][name] >= least for name in people)
        else:
            assert reason == "too_few_people"
            assert set(shown.values()) == {None}
    few = any(whole.totals[name] < least for name in people)
    assert answer.totals.get("suppressed") == ("too_few_people" if few else None)
    assert few == (set(answer.totals.values()) <= {None, "too_few_people"}) or not few


@pytest.mark.kernels
@given(
    world=worlds(),
    asked=st.lists(questions(), min_size=4, max_size=4),
    least=st.sampled_from([1, 2, 4, 8]),
)
def test_answers_show_what_is_about_enough_people(
    world: World, asked: list[dict[str, Any]], least: int
) -> None:
    with opened(world) as snapshot:
        for question in asked:
            check(snapshot, to_query(question, "native"), least)


def test_conditions_and_order_tell_nothing_of_hidden_rows(small: Snapshot) -> None:
    access = Access("view", min_cell=3)
    query = Query.from_dict(
        {"measures": ["impressions"], "by": ["asset"], "order": ["impressions"]}
    )
    rows = ask(small, access, query).to_dicts()
    assert {row["suppressed"] for row in rows} == {"too_few_people"}
    assert [row["asset"] for row in rows] == ["a1", "a2", "b1", None]
    assert ask(small, access, replace(query, having={"impressions": {"from": 1}})).to_dicts() == []


def test_without_a_smallest_cell_there_is_no_such_column(small: Snapshot) -> None:
    answer = ask(small, owner(), Query.from_dict({"measures": ["reach"], "by": ["asset"]}))
    assert answer.table.column_names == ["asset", "reach"]
    enough = ask(small, Access("view", min_cell=1), Query.from_dict({"measures": ["reach"]}))
    assert enough.table.column_names == ["reach"]
