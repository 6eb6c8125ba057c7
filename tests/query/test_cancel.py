"""A question that is to stop: it ends with one error, whoever answers it, and leaves no trace."""

import pytest

from keyart.core.errors import QueryTimeout
from keyart.query import Cancel, Query, ask, owner, under
from keyart.store import Snapshot

pytestmark = pytest.mark.kernels

QUESTION = {"measures": ["reach", "viewers"], "by": ["asset"]}


@pytest.mark.parametrize("engine", ["native", "duckdb"])
@pytest.mark.parametrize("audience", [None, "saw(title=film)", "hours() > 0.1"])
def test_a_stopped_question_says_so_and_the_next_one_is_answered(
    small: Snapshot, engine: str, audience: str | None
) -> None:
    query = Query.from_dict({**QUESTION, "engine": engine, "audience": audience})
    stopped = Cancel()
    stopped.stop()
    with pytest.raises(QueryTimeout):
        ask(small, owner(), query, stopped)
    assert ask(small, owner(), query, Cancel()).table.num_rows
    assert ask(small, owner(), query).table.num_rows


def test_what_is_asked_within_is_stopped_too(small: Snapshot) -> None:
    cancel = Cancel()
    with under(cancel):
        ask(small, owner(), Query.from_dict(QUESTION))
        cancel.stop()
        with pytest.raises(QueryTimeout):
            ask(small, owner(), Query.from_dict(QUESTION))
    ask(small, owner(), Query.from_dict(QUESTION))
