"""Requests to a service: token, timeouts and retries."""

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
"""The most attempts for one request."""

PAUSE = 0.25
"""Seconds before the second attempt, unless the service sets them; doubled before each next one."""

MOST_PAUSE = 30.0
"""The longest wait before another attempt, in seconds."""

NOT_TAKEN = 429
"""The request was not processed at all: any request may be made again."""

UNABLE = 503
"""The service is temporarily unavailable: requests that only read may be made again."""

LOST = (httpx.NetworkError, httpx.RemoteProtocolError)
"""The connection failed or broke."""

CONNECTING = 5.0
"""Timeout for connecting, in seconds."""


class Calls:
    """The connection to one service. Thread-safe."""

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
        """Close all connections."""
        self._client.close()

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Return the service's answer to a request of a question."""
        arguments = request.to_dict()
        if question.method == "POST":
            return read(question.result, self.ask(question.route, arguments))
        return read(question.result, self.get(question.route, arguments))

    def get(self, path: str, arguments: Mapping[str, Any] | None = None) -> Any:
        """Return what is at a path; it may be asked for more than once."""
        call = self._client.build_request("GET", path, params=arguments)
        return _object(self._sent(call, reads=True))

    def ask(self, path: str, arguments: Mapping[str, Any]) -> Any:
        """Return the answer to a question; it may be sent more than once."""
        return _object(self._sent(self._posting(path, arguments, "application/json"), reads=True))

    def ask_rows(self, path: str, arguments: Mapping[str, Any]) -> httpx.Response:
        """Return the answer to a question as an Arrow stream."""
        return self._sent(self._posting(path, arguments, RowFormat.ARROW.media_type), reads=True)

    def change(self, path: str, arguments: Mapping[str, Any]) -> Any:
        """Change something, with one attempt: if the response is lost, the outcome is unknown."""
        return _object(self._sent(self._posting(path, arguments, "application/json"), reads=False))

    def _posting(self, path: str, arguments: Mapping[str, Any], media_type: str) -> httpx.Request:
        headers = {"content-type": "application/json", "accept": media_type}
        content = json.dumps(dict(arguments), default=_convert_to_json)
        return self._client.build_request("POST", path, content=content, headers=headers)

    def _sent(self, request: httpx.Request, *, reads: bool) -> httpx.Response:
        """Return the response with status 200; raise the error of any other."""
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
    """Return how many seconds the service asks clients to wait."""
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


def _convert_to_json(value: object) -> Any:
    """Return lists, numbers and times in a form that JSON can hold."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, SupportsIndex):
        return index(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
