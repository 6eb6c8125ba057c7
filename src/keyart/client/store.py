"""A remote store as its users hold it: `connect`, and what answers as a local store does."""

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from keyart.client.audiences import RemoteAudiences
from keyart.client.calls import Calls
from keyart.client.errors import bad_answer
from keyart.client.reading import part
from keyart.query import Query, Result
from keyart.query.output.encoding import read_answer
from keyart.questions.question import Q, Question, R
from keyart.questions.registry import Questions


def connect(url: str, token: str | None = None, *, timeout: float = 60.0) -> "RemoteStore":
    """Return the store that `keyart serve` holds at `url`, such as http://127.0.0.1:8765.

    `url` may be the link that it printed, whose token then counts unless `token` is given.
    `timeout` is for how many seconds an answer may keep one waiting. Raises `ServiceError` where
    nothing answers, or where the token is not known.
    """
    calls = Calls(url, token, timeout)
    store = RemoteStore(calls)
    try:
        store.audiences.list()
    except BaseException:
        store.close()
        raise
    return store


class RemoteStore(Questions):
    """A store behind a service. Each question is answered from its newest published version.

    Answers are those of `Store`, in the same classes. The service shows nothing about people
    fewer than its `min_cell`. Safe for threads.
    """

    def __init__(self, calls: Calls) -> None:
        self.url = calls.url
        self.audiences = RemoteAudiences(calls)
        self._calls = calls

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._calls.close()

    def _answer_query(self, query: Query) -> Result:
        answer = self._calls.ask_rows("/v1/query", query.to_dict())
        try:
            return read_answer(answer.content)
        except (pa.ArrowException, KeyError, TypeError, ValueError):
            raise bad_answer(answer) from None

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `Questions`."""
        return self._calls.answer(question, request)

    def see_notices(self, ids: Iterable[int] | None = None) -> int:
        """Mark notices as seen, by default all; return how many were new."""
        said = {"ids": None if ids is None else list(ids)}
        return part(self._calls.change("/v1/notices/seen", said), "seen")
