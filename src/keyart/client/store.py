"""A remote store for users: `connect`, and the object that answers as a local store does."""

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from keyart.campaigns import CAMPAIGN_ROUTES, Campaign, CampaignChange
from keyart.client.audiences import RemoteAudiences
from keyart.client.calls import Calls
from keyart.client.errors import bad_answer
from keyart.client.reading import part, read
from keyart.decisions import Change, Decision, RecordRequest, SetAside, SetAsideRequest
from keyart.query import Query, Result
from keyart.query.output.encoding import read_answer
from keyart.questions.campaigning import Campaigns
from keyart.questions.deciding import Decisions
from keyart.questions.question import Q, Question, R
from keyart.questions.registry import Questions


def connect(url: str, token: str | None = None, *, timeout: float = 60.0) -> "RemoteStore":
    """Return the store that `keyart serve` holds at `url`, such as http://127.0.0.1:8765.

    `url` may be the link that it printed; its token is used unless `token` is given. `timeout` is
    the maximum wait for an answer, in seconds. Raises `ServiceError` if nothing answers or the
    token is unknown.
    """
    calls = Calls(url, token, timeout)
    store = RemoteStore(calls)
    try:
        store.audiences.list()
    except BaseException:
        store.close()
        raise
    return store


class RemoteDecisions(Decisions):
    """The record of decisions behind a service: `store.decisions`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `DecisionQuestions`."""
        return self._calls.answer(question, request)

    def policies(self) -> list[dict[str, Any]]:
        """Return the policies that stand, as a home page carries them out."""
        return part(self._calls.get("/v1/policies"), "policies")

    def _change(self, request: Change) -> Decision:
        verb = "record" if isinstance(request, RecordRequest) else "reverse"
        return read(Decision, self._calls.change(f"/v1/decisions/{verb}", request.to_dict()))

    def _set_aside(self, request: SetAsideRequest) -> SetAside | None:
        answer = part(self._calls.change("/v1/decisions/set_aside", request.to_dict()), "set_aside")
        return None if answer is None else read(SetAside, answer)


class RemoteCampaigns(Campaigns):
    """Campaigns behind a service: `store.campaigns`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `CampaignQuestions`."""
        return self._calls.answer(question, request)

    def _change(self, request: CampaignChange) -> Campaign:
        return read(Campaign, self._calls.change(CAMPAIGN_ROUTES[type(request)], request.to_dict()))


class RemoteStore(Questions):
    """A store behind a service. Each question is answered from its newest published version.

    Results have the same classes as those of `Store`. The service shows nothing about fewer people
    than its `min_cell`. Thread-safe.
    """

    def __init__(self, calls: Calls) -> None:
        self.url = calls.url
        self.audiences = RemoteAudiences(calls)
        self.decisions = RemoteDecisions(calls)
        self.campaigns = RemoteCampaigns(calls)
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
        """Close all connections."""
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
        arguments = {"ids": None if ids is None else list(ids)}
        return part(self._calls.change("/v1/notices/seen", arguments), "seen")
