"""Running statements in Druid, several at once, until they are stopped."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pyarrow as pa

from keyart.core.errors import DruidError
from keyart.query.cancel import Cancel, current
from keyart.scale.druid.client import Druid
from keyart.scale.druid.sql import Parameter

AT_ONCE = 4
"""Statements of one question that run at the same time."""

TIMEOUT = 300.0
"""Seconds after which Druid gives up, unless whoever asked has had enough before."""


@dataclass(frozen=True)
class Question:
    """One statement, and by which id it can be stopped."""

    text: str
    parameters: Sequence[Parameter]
    id: str = field(default_factory=lambda: f"keyart-{uuid4().hex}")


def run(druid: Druid, questions: Sequence[Question]) -> list[pa.Table]:
    """Return the rows of each question; what `cancel.current` stops, Druid stops too.

    Raises `QueryTimeout` when stopped, else as `Druid.sql` does.
    """
    cancel = current()

    def stop() -> None:
        for question in questions:
            with suppress(DruidError):
                druid.cancel(question.id)

    def rows(question: Question) -> pa.Table:
        return _rows(druid, question, cancel)

    with (
        cancel.interrupting(stop),
        ThreadPoolExecutor(min(AT_ONCE, len(questions))) as threads,
    ):
        return list(threads.map(rows, questions))


def _rows(druid: Druid, question: Question, cancel: Cancel) -> pa.Table:
    cancel.check()
    try:
        return druid.sql(question.text, question.parameters, query_id=question.id, timeout=TIMEOUT)
    except DruidError:
        cancel.check()
        raise
