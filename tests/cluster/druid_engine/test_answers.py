"""Druid answers random questions as the slow, obvious oracle does, or refuses them by name."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from keyart.core.errors import UnsupportedByEngine
from keyart.core.facts import Family
from keyart.query import Query, ask, owner
from tests.cluster.druid_engine.awkward import LISTS, VALUES
from tests.cluster.druid_engine.conftest import Loaded
from tests.cluster.druid_engine.gaps import gaps_of
from tests.conftest import FULL
from tests.oracles import measures
from tests.oracles.questions import questions
from tests.oracles.world import World
from tests.query.test_engines import check, to_query

QUESTIONS = {"whole": 60, "told": 40, "empty": 5} if FULL else {"whole": 25, "told": 15, "empty": 3}
"""How many questions each small world is asked; in them sketches know exactly who is there."""

ZONES = ("America/Santiago", "Asia/Beirut", "Pacific/Chatham", "Asia/Almaty")
"""Clocks put back at midnight; put on at midnight; by 45 minutes from UTC; other since 2024."""


def answers(loaded: Loaded, question: dict[str, Any]) -> None:
    """Expect what the oracle says, or a refusal of exactly what is declared as a gap."""
    assert loaded.world is not None
    query = to_query(question, "druid")
    if gaps_of(question, has_facts=any(loaded.world.facts(family) for family in Family)):
        with pytest.raises(UnsupportedByEngine):
            ask(loaded.snapshot, owner(), query)
        return
    check(ask(loaded.snapshot, owner(), query), loaded.world, question)


@pytest.mark.parametrize("name", QUESTIONS)
def test_druid_answers_as_the_oracle_does(stores: Mapping[str, Loaded], name: str) -> None:
    @settings(max_examples=QUESTIONS[name])
    @given(question=questions())
    def every(question: dict[str, Any]) -> None:
        answers(stores[name], question)

    every()


@pytest.mark.parametrize("tz", ZONES)
@pytest.mark.parametrize("grain", ["hour", "day", "week", "month"])
def test_buckets_are_ours_whatever_druid_knows_of_a_zone(
    stores: Mapping[str, Loaded], tz: str, grain: str
) -> None:
    question = {"measures": ["impressions", "reach"], "by": [], "grain": grain, "tz": tz}
    assert_equal(stores["whole"], question)


AXES: Mapping[str, list[object]] = {
    "title": [f"t-{value}" for value in VALUES],
    "device": list(VALUES),
    "shelf": list(VALUES),
    "genre": list(VALUES),
    "title.mood": list(VALUES),
    "audience": list(LISTS),
}
FORMS: Mapping[str, Callable[[object], object]] = {
    "one": lambda value: value,
    "not": lambda value: {"not": [value]},
    "from": lambda value: {"from": value},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", AXES)
def test_values_mean_themselves(stores: Mapping[str, Loaded], name: str, form: str) -> None:
    for value in AXES[name]:
        where = {name: FORMS[form](value)}
        assert_equal(stores["awkward"], {"measures": ["impressions"], "by": [name], "where": where})


@pytest.mark.parametrize("audience", LISTS)
def test_names_of_audiences_mean_themselves(stores: Mapping[str, Loaded], audience: str) -> None:
    kind, name = audience.split(":", 1)
    quoted = kind + ':"' + name.replace('"', '""') + '"'
    loaded = stores["awkward"]
    for expression in (quoted, f"not {quoted}"):
        found = {
            engine: ask(loaded.snapshot, owner(), _reach(expression, engine)).to_dicts()
            for engine in ("druid", "duckdb")
        }
        assert found["druid"] == found["duckdb"] != []


def _reach(audience: str, engine: str) -> Query:
    asked = {"measures": ["reach"], "by": ["device"], "audience": audience, "engine": engine}
    return Query.from_dict(asked)


def assert_equal(loaded: Loaded, question: dict[str, Any]) -> None:
    """Expect the rows and totals that the oracle finds."""
    world = loaded.world
    assert isinstance(world, World)
    own = dict.fromkeys(("first_slot", "last_slot")) | question
    assert measures.answer(world, own)[1]
    check(ask(loaded.snapshot, owner(), to_query(own, "druid")), world, own)
