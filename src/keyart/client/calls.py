"""Requests to a service: token, patience, and what is asked again."""

import json
import time
from collections.abc import Iterable, Mapping
from datetime import date
from operator import index
from typing import Any, SupportsIndex

import httpx

from keyart.client.errors import ServiceError, bad_answer, error_of
from keyart.client.reading import read
from keyart.core.errors import BadSettings
from keyart.query.output.encoding import RowFormat
from keyart.questions.question import Q, Question, R

TRIES = 4
"""How often a request is made at most."""

PAUSE = 0.25
"""Seconds before the second try, where nobody says how many; twice as many before each next."""

MOST_PAUSE = 30.0
"""Nobody waits longer than so many seconds for another try."""

NOT_TAKEN = 429
"""The request was not worked on at all: whatever it is, it may be made again."""

UNABLE = 503
"""Something hinders the service for now: what only reads may be asked again."""

LOST = (httpx.NetworkError, httpx.RemoteProtocolError)
"""The connection did not come about, or broke."""

CONNECTING = 5.0
"""Seconds in which a connection must come about."""


class Calls:
    """The connection to one service. Safe for threads."""

    def __init__(self, url: str, token: str | None, timeout: float) -> None:
        address = _address(url)
        token = token or address.params.get("token")
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        self.url = str(address.copy_with(query=None, fragment=None)).rstrip("/")
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECTING)),
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Return the service's answer to a request of a question."""
        arguments = request.to_dict()
        if question.method == "POST":
            return read(question.result, self.ask(question.route, arguments))
        call = self._client.build_request("GET", question.route, params=arguments)
        return read(question.result, _object(self._sent(call, reads=True)))

    def ask(self, path: str, said: Mapping[str, Any]) -> Any:
        """Return the answer to a question, which may be asked twice."""
        return _object(self._sent(self._posting(path, said, "application/json"), reads=True))

    def ask_rows(self, path: str, said: Mapping[str, Any]) -> httpx.Response:
        """Return the answer to a question as an Arrow stream."""
        return self._sent(self._posting(path, said, RowFormat.ARROW.media_type), reads=True)

    def change(self, path: str, said: Mapping[str, Any]) -> Any:
        """Change something, once: what became of it is not known if the answer is lost."""
        return _object(self._sent(self._posting(path, said, "application/json"), reads=False))

    def _posting(self, path: str, said: Mapping[str, Any], wanted: str) -> httpx.Request:
        headers = {"content-type": "application/json", "accept": wanted}
        content = json.dumps(dict(said), default=_plain)
        return self._client.build_request("POST", path, content=content, headers=headers)

    def _sent(self, request: httpx.Request, *, reads: bool) -> httpx.Response:
        """Return the answer of status 200; raises the error that another one means."""
        again = {NOT_TAKEN, UNABLE} if reads else {NOT_TAKEN}
        for left in reversed(range(TRIES)):
            pause = PAUSE * 2 ** (TRIES - 1 - left)
            try:
                answer = self._client.send(request)
            except httpx.TransportError as error:
                if not (reads and left and isinstance(error, LOST)):
                    raise _unreachable(self.url, error) from error
            else:
                if answer.status_code == 200:
                    return answer
                pause = _asked_pause(answer, pause)
                if answer.status_code not in again or not left or pause > MOST_PAUSE:
                    raise error_of(answer)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in {"http", "https"} or not address.host:
        raise BadSettings(
            f"{url.partition('?')[0]!r} is not the address of a service.",
            hint="Give one such as http://127.0.0.1:8765, or the link that keyart serve printed.",
        )
    return address


def _asked_pause(answer: httpx.Response, usual: float) -> float:
    """Return for how many seconds the service wants to be left alone."""
    try:
        return max(usual, float(answer.headers["retry-after"]))
    except (KeyError, ValueError):
        return usual


def _unreachable(url: str, error: httpx.TransportError) -> ServiceError:
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return ServiceError(
            "no_answer",
            f"The service at {url} did not answer in time.",
            hint="Ask for less, or connect with a longer timeout.",
        )
    return ServiceError(
        "unreachable",
        f"The service at {url} cannot be reached: {error}.",
        hint="Is keyart serve running there?",
    )


def _object(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise bad_answer(answer) from None


def _plain(value: object) -> Any:
    """Return as JSON can hold it what people give for lists, numbers and times."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, SupportsIndex):
        return index(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
