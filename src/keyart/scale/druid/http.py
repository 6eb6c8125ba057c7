"""Requests to Druid: login, timeouts, and Druid's errors as Keyart errors."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from keyart.core.errors import BadSettings, DruidError, DruidUnavailable, QueryTimeout

JSON = "application/json"
"""Content type and accepted type; without it, Druid 33 fails on some requests."""

CONNECTING = 5.0
"""Timeout for connecting, seconds."""

TIMEOUT, CANCELED = "TIMEOUT", "CANCELED"
"""Categories of Druid's errors: a query that took too long; one that was stopped."""

UNAUTHENTICATED, FORBIDDEN, NOT_FOUND = 401, 403, 404

_LEGACY = {"Query timeout": TIMEOUT, "Query cancelled": CANCELED}
"""The category of errors in the older form, by name."""


@dataclass(frozen=True)
class Login:
    """A user with a password, or a bearer token; anonymous if all are empty."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def auth(self) -> tuple[str, str] | None:
        """User and password, None without a user."""
        return (self.user, self.password) if self.user else None

    @property
    def headers(self) -> dict[str, str]:
        """The header of the token, if any."""
        return {"authorization": f"Bearer {self.token}"} if self.token and not self.user else {}


class RouterConnection:
    """The connection to Druid's router. Thread-safe."""

    def __init__(self, url: str, login: Login, timeout: float) -> None:
        self.url = _check_address(url)
        self._client = httpx.Client(
            base_url=self.url,
            auth=login.auth,
            headers={"accept": JSON, **login.headers},
            timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECTING)),
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, path: str, **parameters: str) -> Any:
        """Return the resource at `path`; raises as `send`."""
        return self._request_json("GET", path, parameters=parameters)

    def post(self, path: str, body: Any = None) -> Any:
        """Return Druid's answer to `body`, sent as JSON; raises as `send`."""
        return self._request_json("POST", path, body=body)

    def forget(self, path: str) -> None:
        """Remove the resource at `path`, if it exists; raises as `send` otherwise."""
        answer = self._request("DELETE", path)
        if answer.status_code != NOT_FOUND:
            self._require_success(answer)

    def find(self, path: str) -> Any:
        """Return the resource at `path`, None if it does not exist; raises as `send` otherwise."""
        answer = self._request("GET", path)
        return (
            None if answer.status_code == NOT_FOUND else _parse_json(self._require_success(answer))
        )

    def send(self, path: str, body: Any, timeout: float | None = None) -> str:
        """Return the text of Druid's answer to `body`, sent as JSON.

        `timeout` in seconds replaces the default. Raises `DruidUnavailable` if Druid cannot be
        reached or refuses access, and `QueryTimeout` or `DruidError` for its errors.
        """
        return self._require_success(self._request("POST", path, body=body, timeout=timeout)).text

    def _request_json(
        self, method: str, path: str, *, body: Any = None, parameters: dict[str, str] | None = None
    ) -> Any:
        answer = self._request(method, path, body=body, parameters=parameters)
        return _parse_json(self._require_success(answer))

    def _request(
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
            raise _unreachable_error(self.url, error) from error

    def _require_success(self, answer: httpx.Response) -> httpx.Response:
        """Return a successful response; raise the error of any other."""
        if answer.is_success:
            return answer
        if answer.status_code in {UNAUTHENTICATED, FORBIDDEN}:
            raise DruidUnavailable(
                f"Druid at {self.url} refuses access ({answer.status_code}).",
                hint="Set KEYART_DRUID_USER and KEYART_DRUID_PASSWORD, or KEYART_DRUID_TOKEN.",
            )
        raise _refusal_error(answer)


def _parse_json(answer: httpx.Response) -> Any:
    if not answer.content.strip():
        return None
    try:
        return answer.json()
    except ValueError:
        raise DruidUnavailable(
            f"{answer.url.copy_with(query=None)} did not answer as Druid does.",
            hint="Set url of [druid] to the address of Druid's router.",
        ) from None


def _check_address(url: str) -> str:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in {"http", "https"} or not address.host:
        raise BadSettings(
            f"{url!r} is not an address of Druid.",
            hint="Give the address of its router, such as http://localhost:8888.",
        )
    return str(address).rstrip("/")


def _unreachable_error(url: str, error: httpx.TransportError) -> DruidUnavailable:
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return DruidUnavailable(
            f"Druid at {url} did not answer in time.", hint="Ask for less, or check Druid's load."
        )
    return DruidUnavailable(
        f"Druid at {url} cannot be reached: {error}.",
        hint="Check that its router runs there, and the setting url of [druid].",
    )


def _refusal_error(answer: httpx.Response) -> DruidError | QueryTimeout:
    """Return the error of a response with an error status, in Druid's words."""
    try:
        content = answer.json()
    except ValueError:
        content = None
    if not isinstance(content, dict):
        words = answer.text.strip()[:500] or answer.reason_phrase
        return DruidError(f"Druid answered {answer.status_code}: {words}")
    fields: dict[str, Any] = content  # pyright: ignore[reportUnknownVariableType]
    name = str(fields.get("error") or "")
    words = str(fields.get("errorMessage") or name or answer.reason_phrase)
    category = str(fields.get("category") or _LEGACY.get(name, ""))
    if category == TIMEOUT:
        return QueryTimeout(
            f"Druid stopped a question that exceeded the time limit: {words}",
            hint="Ask for less time, fewer groups or one title, or raise query_timeout.",
        )
    error_code = str(fields.get("errorCode") or name)
    return DruidError(f"Druid says: {words}", error_code=error_code, category=category)
