"""A remote store as its users hold it: `connect`, and what answers as a local store does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

import pyarrow as pa

from keyart.client.audiences import RemoteAudiences
from keyart.client.calls import Calls
from keyart.client.errors import bad_answer
from keyart.client.reading import part, read
from keyart.core.errors import BadQuestion
from keyart.core.notice import Notice
from keyart.insights import comparison
from keyart.insights.authenticity import Authenticity
from keyart.insights.comparison import Comparing
from keyart.insights.norms import Norms
from keyart.insights.outliers import Outliers
from keyart.insights.planning import PlannedTest
from keyart.query import Query, Result
from keyart.query.arrow_answer import read_answer
from keyart.query.question import Bound, Conditions

Asked = TypeVar("Asked", Query, Comparing)

CONTEXT = ("where", "audience", "since", "until", "tz")
"""The parts of a question that every judgement has, too."""


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


class RemoteStore:
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
        asked = _one(Query, query, question)
        answer = self._calls.ask_rows("/v1/query", asked.to_dict())
        try:
            return read_answer(answer.content)
        except (pa.ArrowException, KeyError, TypeError, ValueError):
            raise bad_answer(answer) from None

    def compare(
        self, comparing: Comparing | None = None, /, **asked: Any
    ) -> "comparison.Comparison":
        """Say which asset wins, and whether to trust that: see `Store.compare`."""
        request = _one(Comparing, comparing, asked)
        said = {part.name: getattr(request, part.name) for part in fields(request)}
        return read(comparison.Comparison, self._calls.ask("/v1/compare", _plain(said)))

    def plan_test(
        self,
        title: str,
        arms: int | Sequence[str] = 2,
        *,
        mde: float = 0.05,
        measure: str = "take_rate",
        level: float = 0.95,
        power: float = 0.8,
        sequential: bool = True,
        horizon: bool = False,
        rate: float | None = None,
        people_per_day: float | None = None,
        asset_type: str = "artwork",
        where: Conditions | None = None,
        audience: str | None = None,
    ) -> PlannedTest:
        """Say what a test of a title's assets needs: see `Store.plan_test`."""
        said = {
            "title": title, "arms": arms, "mde": mde, "measure": measure,
            "level": level, "power": power, "sequential": sequential, "horizon": horizon,
            "rate": rate, "people_per_day": people_per_day, "asset_type": asset_type,
            "where": where, "audience": audience,
        }  # fmt: skip
        return read(PlannedTest, self._calls.ask("/v1/plan", _plain(said)))

    def authenticity(
        self,
        *,
        title: str | None = None,
        asset: str | None = None,
        where: Conditions | None = None,
        audience: str | None = None,
        since: Bound | None = None,
        until: Bound | None = None,
        tz: str = "UTC",
        audiences: Sequence[str] = (),
        by_audience: bool = False,
        q: float = 0.1,
    ) -> Authenticity:
        """Find clickbait and hidden gems: see `Store.authenticity`."""
        said = {
            "title": title, "asset": asset, "where": where, "audience": audience,
            "since": since, "until": until, "tz": tz,
            "audiences": audiences, "by_audience": by_audience, "q": q,
        }  # fmt: skip
        return read(Authenticity, self._calls.ask("/v1/authenticity", _plain(said)))

    def norms(
        self,
        *,
        asset: str | None = None,
        title: str | None = None,
        measure: str = "take_rate",
        where: Conditions | None = None,
        audience: str | None = None,
        since: Bound | None = None,
        until: Bound | None = None,
        tz: str = "UTC",
    ) -> Norms:
        """Say where assets stand among their like: see `Store.norms`."""
        said = {
            "asset": asset, "title": title, "measure": measure,
            "where": where, "audience": audience, "since": since, "until": until, "tz": tz,
        }  # fmt: skip
        return read(Norms, self._calls.ask("/v1/norms", _plain(said)))

    def outliers(
        self,
        *,
        title: str | None = None,
        level: str | None = None,
        against: str | None = None,
        measure: str = "take_rate",
        where: Conditions | None = None,
        audience: str | None = None,
        since: Bound | None = None,
        until: Bound | None = None,
        tz: str = "UTC",
        q: float = 0.1,
        effect: float = 0.1,
        min_people: int = 200,
        min_takes: float = 25,
    ) -> Outliers:
        """Find what gets far more, or far less, than its like: see `Store.outliers`."""
        said = {
            "title": title, "level": level, "against": against, "measure": measure,
            "where": where, "audience": audience, "since": since, "until": until, "tz": tz,
            "q": q, "effect": effect, "min_people": min_people, "min_takes": min_takes,
        }  # fmt: skip
        return read(Outliers, self._calls.ask("/v1/outliers", _plain(said)))

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
    """Return arguments as JSON can hold them: the context as a question has it, no nothings.

    Raises `BadQuestion` as `Query` does.
    """
    given = {name: value for name, value in asked.items() if value is not None}
    context = {name: given.pop(name) for name in CONTEXT if name in given}
    said = Query(("reach",), **context).to_dict()
    return {**given, **{name: value for name, value in said.items() if name in CONTEXT}}
