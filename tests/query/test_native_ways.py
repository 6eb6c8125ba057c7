"""The native engine's ways to scan: each answers as the oracle does, wherever it is taken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.errors import TooManyGroups
from keyart.query import Query, ask, owner
from keyart.query.native import strategy
from tests.oracles.questions import questions, worlds
from tests.oracles.world import World
from tests.query.test_engines import check, opened, to_query

pytestmark = pytest.mark.kernels

Patch = Callable[[pytest.MonkeyPatch], None]


def no_bits(patch: pytest.MonkeyPatch) -> None:
    """Leave sorting as the only way for rows of several runs."""
    patch.setattr(strategy, "SEEN_BYTES", -1)


def tiny_windows(patch: pytest.MonkeyPatch) -> None:
    """Sort a few profiles at a time, and give each thread few rows."""
    no_bits(patch)
    patch.setattr(strategy, "WINDOW_ROWS", 2)
    patch.setattr(strategy, "LEAST_WINDOW", 3)
    patch.setenv("KEYART_THREADS", "3")


def many_threads(patch: pytest.MonkeyPatch) -> None:
    """Part the profiles among more threads than there are cores."""
    patch.setattr(strategy, "WINDOW_ROWS", 1)
    patch.setenv("KEYART_THREADS", "5")


@pytest.mark.parametrize("way", [no_bits, tiny_windows, many_threads])
@given(world=worlds(), asked=st.lists(questions(), min_size=4, max_size=4))
def test_every_way_answers_as_the_oracle_does(
    way: Patch, world: World, asked: list[dict[str, Any]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        way(patch)
        with opened(world) as snapshot:
            for question in asked:
                check(ask(snapshot, owner(), to_query(question, "native")), world, question)


@given(world=worlds(), asked=questions())
def test_groups_of_different_titles_are_taken_in_halves(
    world: World, asked: dict[str, Any]
) -> None:
    """With next to no memory a question is refused, or answered title by title, never wrongly."""
    question = {**asked, "by": ["title"]}
    for name in ("audiences", "order"):
        question.pop(name, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_QUERY_MEMORY", "600")
        patch.setenv("KEYART_THREADS", "1")
        with opened(world) as snapshot:
            try:
                result = ask(snapshot, owner(), to_query(question, "native"))
            except TooManyGroups:
                return
            check(result, world, question)


def test_what_does_not_fit_says_what_to_narrow() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_QUERY_MEMORY", "1")
        with opened(_small_world()) as snapshot, pytest.raises(TooManyGroups) as caught:
            ask(snapshot, owner(), Query(measures=("reach",), by=("country",)))
    assert "country" in str(caught.value)
    assert "query_memory" in caught.value.hint


def test_more_profiles_than_fit_are_refused_by_audience_and_rule_alone() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_QUERY_MEMORY", "1")
        reach = Query(measures=("reach",), engine="native")
        by_audience = replace(reach, by=("audience",), audiences=("not segment:new",))
        with opened(_small_world()) as snapshot:
            for query in (by_audience, replace(reach, audience="hours() < 1")):
                with pytest.raises(TooManyGroups, match=r"1 MiB to tell \d+ profiles apart"):
                    ask(snapshot, owner(), query)


def _small_world() -> World:
    fact = {"title": "t", "asset": "a", "profile": 1, "slot": 1_970_000, "impressions": 1}
    return World(runs=[{"exposure": [{**fact, "country": "DE"}], "viewing": []}])  # pyright: ignore[reportArgumentType]
