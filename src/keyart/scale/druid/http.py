"""Requests to Druid: who asks, patience, and its refusals as errors of ours."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from keyart.core.errors import BadSettings, DruidError, DruidUnavailable, QueryTimeout

JSON = "application/json"
"""What is sent, and what is wanted: unless told so, Druid 33 fails at answering some requests."""

CONNECTING = 5.0
"""Seconds in which a connection must come about."""

TIMEOUT, CANCELED = "TIMEOUT", "CANCELED"
"""Categories of Druid's errors: a question that took too long; one that was stopped."""

UNAUTHENTICATED, FORBIDDEN, NOT_FOUND = 401, 403, 404

_LEGACY = {"Query timeout": TIMEOUT, "Query cancelled": CANCELED}
"""The category that errors of the older form mean by their name."""


@dataclass(frozen=True)
class Login:
    """Who asks: a user with a password, or the bearer of a token; nobody when all are empty."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def auth(self) -> tuple[str, str] | None:
        """User and password, None if there is no user."""
        return (self.user, self.password) if self.user else None

    @property
    def headers(self) -> dict[str, str]:
        """The header of the token, if there is one."""
        return {"authorization": f"Bearer {self.token}"} if self.token and not self.user else {}


class Calls:
    """The connection to Druid's router. Safe for threads."""

    def __init__(self, url: str, login: Login, timeout: float) -> None:
        self.url = _address(url)
        self._client = httpx.Client(
            base_url=self.url,
            auth=login.auth,
            headers={"accept": JSON, **login.headers},
            timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECTING)),
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def get(self, path: str, **parameters: str) -> Any:
        """Return what stands at `path`; raises as `send`."""
        return self._said("GET", path, parameters=parameters)

    def post(self, path: str, body: Any = None) -> Any:
        """Return what Druid says to `body`, sent as JSON; raises as `send`."""
        return self._said("POST", path, body=body)

    def forget(self, path: str) -> None:
        """Remove what stands at `path`, if anything does; raises as `send` otherwise."""
        answer = self._answer("DELETE", path)
        if answer.status_code != NOT_FOUND:
            self._judged(answer)

    def find(self, path: str) -> Any:
        """Return what stands at `path`, None if nothing does; raises as `send` otherwise."""
        answer = self._answer("GET", path)
        return None if answer.status_code == NOT_FOUND else _json(self._judged(answer))

    def send(self, path: str, body: Any, timeout: float | None = None) -> str:
        """Return the text that Druid answers to `body`, sent as JSON.

        `timeout` is in seconds, instead of that of all requests. Raises `DruidUnavailable` when it
        cannot be reached or refuses who asks, `QueryTimeout` and `DruidError` for what it says.
        """
        return self._judged(self._answer("POST", path, body=body, timeout=timeout)).text

    def _said(
        self, method: str, path: str, *, body: Any = None, parameters: dict[str, str] | None = None
    ) -> Any:
        answer = self._answer(method, path, body=body, parameters=parameters)
        return _json(self._judged(answer))

    def _answer(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        parameters: dict[str, str] | None = None,
        timeout: float | None = None,
    ) -> httpx.Response:
        patience = self._client.timeout
        if timeout is not None:
            patience = httpx.Timeout(timeout, connect=min(timeout, CONNECTING))
        content = None if body is None else json.dumps(body)
        headers = {} if body is None else {"content-type": JSON}
        try:
            return self._client.request(
                method, path, content=content, params=parameters, headers=headers, timeout=patience
            )
        except httpx.TransportError as error:
            raise _unreachable(self.url, error) from error

    def _judged(self, answer: httpx.Response) -> httpx.Response:
        """Return an answer that is none of an error; raises what another one means."""
        if answer.is_success:
            return answer
        if answer.status_code in {UNAUTHENTICATED, FORBIDDEN}:
            raise DruidUnavailable(
                f"Druid at {self.url} refuses who asks ({answer.status_code}).",
                hint="Set KEYART_DRUID_USER and KEYART_DRUID_PASSWORD, or KEYART_DRUID_TOKEN.",
            )
        raise _refused(answer)


def _json(answer: httpx.Response) -> Any:
    if not answer.content.strip():
        return None
    try:
        return answer.json()
    except ValueError:
        raise DruidUnavailable(
            f"{answer.url.copy_with(query=None)} answered what is not Druid's.",
            hint="Is the url of [druid] the address of Druid's router?",
        ) from None


def _address(url: str) -> str:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in {"http", "https"} or not address.host:
        raise BadSettings(
            f"{url!r} is no address of Druid.",
            hint="Give that of its router, such as http://localhost:8888.",
        )
    return str(address).rstrip("/")


def _unreachable(url: str, error: httpx.TransportError) -> DruidUnavailable:
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return DruidUnavailable(
            f"Druid at {url} did not answer in time.", hint="Ask for less, or look at its load."
        )
    return DruidUnavailable(
        f"Druid at {url} cannot be reached: {error}.",
        hint="Does its router run there? The setting url of [druid] says where.",
    )


def _refused(answer: httpx.Response) -> DruidError | QueryTimeout:
    """Return the error that an answer of a status of an error means, in Druid's words."""
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        words = answer.text.strip()[:500] or answer.reason_phrase
        return DruidError(f"Druid answered {answer.status_code}: {words}")
    fields: dict[str, Any] = said  # pyright: ignore[reportUnknownVariableType]
    name = str(fields.get("error") or "")
    words = str(fields.get("errorMessage") or name or answer.reason_phrase)
    category = str(fields.get("category") or _LEGACY.get(name, ""))
    if category == TIMEOUT:
        return QueryTimeout(
            f"Druid stopped a question that took longer than it may: {words}",
            hint="Ask for less time, fewer groups or one title; or raise query_timeout.",
        )
    error_code = str(fields.get("errorCode") or name)
    return DruidError(f"Druid says: {words}", error_code=error_code, category=category)
