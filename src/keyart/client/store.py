"""A remote store as its users hold it: `connect`, and what answers as a local store does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlencode

import pyarrow as pa

from keyart.client.audiences import RemoteAudiences
from keyart.client.errors import bad_answer
from keyart.client.reading import part, read
from keyart.core.errors import BadQuestion
from keyart.core.notice import Notice
from keyart.insights.authenticity import Authenticity
from keyart.insights.comparison import Comparing, Comparison
from keyart.insights.norms import Norms
from keyart.insights.outliers import Outliers
from keyart.insights.planning import PlannedTest
from keyart.query import Query, Result
from keyart.query.arrow_answer import read_answer

if TYPE_CHECKING:
    from keyart.client.calls import Calls

Asked = TypeVar("Asked", Query, Comparing)

CONTEXT = ("where", "audience", "since", "until", "tz")
"""The parts of a question that every judgement has, too."""


def connect(url: str, token: str | None = None, *, timeout: float = 60.0) -> "RemoteStore":
    """Return the store that `keyart serve` holds at `url`, such as http://127.0.0.1:8765.

    `url` may be the link that it printed, whose token then counts unless `token` is given.
    `timeout` is for how many seconds an answer may keep one waiting. Raises `ServiceError` where
    nothing answers, or where the token is not known.
    """
    from keyart.client.calls import Calls  # noqa: PLC0415 - whoever connects to none loads no httpx

    calls = Calls(url, token, timeout)
    store = RemoteStore(calls)
    try:
        store.audiences.list()
    except BaseException:
        store.close()
        raise
    return store


class RemoteStore:
    """A store behind a service. Each question is answered from its newest published version.

    Answers are those of `Store`, in the same classes. The service shows nothing about people
    fewer than its `min_cell`. Safe for threads.
    """

    def __init__(self, calls: "Calls") -> None:
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
        asked = _one(Query, query, question)
        answer = self._calls.ask_rows("/v1/query", asked.to_dict())
        try:
            return read_answer(answer.content)
        except (pa.ArrowException, KeyError, TypeError, ValueError):
            raise bad_answer(answer) from None

    def compare(self, comparing: Comparing | None = None, /, **asked: Any) -> Comparison:
        """Say which asset wins, and whether to trust that: see `Store.compare`."""
        request = _one(Comparing, comparing, asked)
        said = {part.name: getattr(request, part.name) for part in fields(request)}
        return read(Comparison, self._calls.ask("/v1/compare", _plain(said)))

    def plan_test(self, title: str, arms: int | Sequence[str] = 2, **asked: Any) -> PlannedTest:
        """Say what a test of a title's assets needs; arguments as of `Store.plan_test`."""
        said = _plain({"title": title, "arms": arms, **asked})
        return read(PlannedTest, self._calls.ask("/v1/plan", said))

    def authenticity(self, **asked: Any) -> Authenticity:
        """Find clickbait and hidden gems; arguments as of `Store.authenticity`."""
        return read(Authenticity, self._calls.ask("/v1/authenticity", _plain(asked)))

    def norms(self, **asked: Any) -> Norms:
        """Say where assets stand among their like; arguments as of `Store.norms`."""
        return read(Norms, self._calls.ask("/v1/norms", _plain(asked)))

    def outliers(self, **asked: Any) -> Outliers:
        """Find what gets far more, or far less, than its like; arguments as of `Store.outliers`."""
        return read(Outliers, self._calls.ask("/v1/outliers", _plain(asked)))

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


def _one(kind: type[Asked], given: Asked | None, asked: Mapping[str, Any]) -> Asked:
    """Return what is asked for, given whole or by keyword arguments."""
    if given is not None and asked:
        raise BadQuestion(
            f"A {kind.__name__} and keyword arguments were given.", hint="Give one or the other."
        )
    return kind.from_dict(asked) if given is None else given


def _plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as JSON can hold them: the context as a question has it, defaults left out.

    Raises `BadQuestion` as `Query` does.
    """
    context = {name: asked[name] for name in CONTEXT if name in asked}
    said = Query(("reach",), **context).to_dict()
    return {
        **{name: value for name, value in asked.items() if name not in CONTEXT},
        **{name: value for name, value in said.items() if name in CONTEXT},
    }
