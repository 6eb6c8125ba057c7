"""A remote store as its users hold it: `connect`, and what answers as a local store does."""

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import pyarrow as pa

from keyart.client.audiences import RemoteAudiences
from keyart.client.calls import Calls
from keyart.client.errors import bad_answer
from keyart.client.reading import part, read
from keyart.core.errors import BadQuestion
from keyart.core.notice import Notice
from keyart.insights.questions import Q, Question, Questions, R
from keyart.query import Query, Result
from keyart.query.output.encoding import read_answer


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

    def query(self, query: Query | None = None, /, **question: Any) -> Result:
        """Answer a question, given as a `Query` or by its keyword arguments (see `Query`)."""
        if query is not None and question:
            raise BadQuestion(
                "A Query and keyword arguments were given.", hint="Give one or the other."
            )
        asked = Query.from_dict(question) if query is None else query
        answer = self._calls.ask_rows("/v1/query", asked.to_dict())
        try:
            return read_answer(answer.content)
        except (pa.ArrowException, KeyError, TypeError, ValueError):
            raise bad_answer(answer) from None

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `Questions`."""
        return read(question.result, self._calls.ask(question.route, request.to_dict()))

    def notices(self, *, state: str | None = None, kind: str | None = None) -> list[Notice]:
        """Return what was found that people should know: see `Store.notices`."""
        given = {"state": state, "kind": kind}
        asked = urlencode({name: value for name, value in given.items() if value is not None})
        said = self._calls.get(f"/v1/notices?{asked}")
        return [read(Notice, one) for one in part(said, "notices")]

    def see_notices(self, ids: Iterable[int] | None = None) -> int:
        """Remember that notices were seen, by default all; return how many had not been."""
        said = {"ids": None if ids is None else list(ids)}
        return part(self._calls.change("/v1/notices/seen", said), "seen")
