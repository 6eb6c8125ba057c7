"""A store of imported facts answers as the store does that the facts come from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.batch import imported_facts
from keyart.query import Result, ask, owner
from keyart.store import check, open_snapshot
from tests.oracles.questions import questions, worlds
from tests.oracles.world import World
from tests.query.test_engines import close_to, to_query
from tests.scale.folders import carry_audiences, exported, imported, titled


@settings(max_examples=10)
@given(
    world=worlds().map(titled),
    asked=st.lists(questions(), min_size=4, max_size=4),
    rows=st.sampled_from([16, 1 << 20]),
)
def test_a_store_of_imported_facts_answers_the_same(
    world: World, asked: list[dict[str, Any]], rows: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imported_facts, "RUN_ROWS", rows)
        with exported(world) as (snapshot, folder):
            root = imported(folder, world.config_text).root
            carry_audiences(world, snapshot, root)
            assert check(root) == []
            with open_snapshot(root) as other:
                assert other.data_until == snapshot.data_until
                for question in asked:
                    query = to_query(question, "native")
                    equal(ask(other, owner(), query), ask(snapshot, owner(), query))


def equal(found: Result, expected: Result) -> None:
    assert found.to_dicts() == [close_to(row) for row in expected.to_dicts()]
    assert dict(found.totals) == close_to(dict(expected.totals))
    assert (found.meta.complete_until, found.meta.exact) == (
        expected.meta.complete_until,
        expected.meta.exact,
    )
