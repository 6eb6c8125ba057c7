"""Running the statements of a question in Druid, all at once, until they are stopped."""

from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pyarrow as pa

from keyart.core.errors import DruidError, KeyartError
from keyart.query.cancel import Cancel, current
from keyart.scale.druid.client import Druid
from keyart.scale.druid.sql import Parameter

TIMEOUT = 300.0
"""Seconds after which Druid gives up, unless whoever asked has had enough before."""


@dataclass(frozen=True)
class Statement:
    """One statement, and by which id it can be stopped."""

    text: str
    parameters: Sequence[Parameter]
    id: str = field(default_factory=lambda: f"keyart-{uuid4().hex}")


def run_statements(
    druid: Druid, threads: Executor, questions: Sequence[Statement]
) -> list[pa.Table]:
    """Return the rows of each question, all but the first asked by `threads`.

    What `cancel.current` stops, Druid stops too, and the others when one fails. Raises
    `QueryTimeout` when stopped, else as `Druid.sql` does.
    """
    cancel = current()
    first, *others = questions

    def stop() -> None:
        for question in questions:
            with suppress(DruidError):
                druid.cancel(question.id)

    with cancel.interrupting(stop):
        begun = [threads.submit(_rows, druid, question, cancel) for question in others]
        try:
            return [_rows(druid, first, cancel), *(future.result() for future in begun)]
        except KeyartError:
            if begun:
                stop()
            raise


def _rows(druid: Druid, question: Statement, cancel: Cancel) -> pa.Table:
    cancel.check()
    try:
        return druid.sql(question.text, question.parameters, query_id=question.id, timeout=TIMEOUT)
    except DruidError:
        cancel.check()
        raise
