"""Every engine answers random questions as the slow, obvious oracle does."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.query import Query, Result, ask, owner
from keyart.store import Snapshot
from tests.oracles import measures
from tests.oracles.questions import questions, worlds
from tests.oracles.world import Row, World, publish

ENGINES = [pytest.param("native", marks=pytest.mark.kernels), "duckdb"]


@contextmanager
def opened(world: World) -> Generator[Snapshot]:
    with TemporaryDirectory() as folder, publish(world, Path(folder) / "a.keyart") as snapshot:
        yield snapshot


def to_query(question: dict[str, Any], engine: str) -> Query:
    """Return the question with its range as microseconds since 1970."""
    own = dict(question)
    for name, slot in (("since", own.pop("first_slot")), ("until", own.pop("last_slot"))):
        own[name] = None if slot is None else slot * 900_000_000
    return Query.from_dict({**own, "engine": engine})


def close_to(row: Row) -> Row:
    return {
        name: pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
        for name, value in row.items()
    }


def check(result: Result, world: World, question: dict[str, Any]) -> None:
    rows, totals = measures.answer(world, question)
    found = result.to_dicts()
    for row in found:
        row.pop("complete", None)
    assert found == [close_to(row) for row in rows]
    assert list(result.totals.items()) == list(close_to(totals).items())
    assert [list(row) for row in found] == [list(row) for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
@given(world=worlds(), asked=st.lists(questions(), min_size=4, max_size=4))
def test_engine_answers_as_the_oracle_does(
    engine: str, world: World, asked: list[dict[str, Any]]
) -> None:
    with opened(world) as snapshot:
        for question in asked:
            check(ask(snapshot, owner(), to_query(question, engine)), world, question)
