"""Access control: the token, its cookie, and the web sites that may send requests.

`Guard` checks the host (against DNS rebinding), then the origin (against forged requests), then the
token.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from functools import lru_cache, partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyart.api.errors import Refused, error_response
from keyart.api.pages import error_page, token_page, wants_page
from keyart.api.security.rate import Rate
from keyart.core.server import ServerSettings
from keyart.query import Access

ACCESS = "keyart.access"
"""The key in a request's scope for its rights."""

CHARGE = "keyart.charge"
"""The key in a request's scope for the function that counts more requests of its client."""

PUBLIC = ("/healthz", "/readyz")
"""Paths that need no token: they report whether the service is alive."""

SAFE = ("GET", "HEAD", "OPTIONS")

KEPT = 1000
"""Maximum Host headers whose parsed form is cached."""

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def access_of(request: HTTPConnection) -> Access:
    """Return the rights of a request."""
    return request.scope[ACCESS]


def require_change(request: HTTPConnection) -> Access:
    """Return the rights of a request; raises `Refused` unless it may change something."""
    return changing(access_of(request))


def changing(access: Access) -> Access:
    """Return `access`; raises `Refused` unless it allows changes."""
    if not access.may_change:
        raise Refused(
            403,
            "read_only",
            "This token may only read.",
            hint="Use the link or token that keyart serve printed at its start.",
        )
    return access


def require_raw(request: HTTPConnection) -> Access:
    """Return the rights of a request; raises `Refused` unless it may read rows of profiles."""
    return taking_raw(access_of(request))


def taking_raw(access: Access) -> Access:
    """Return `access`; raises `Refused` unless it allows reading rows of profiles."""
    if not access.raw_export:
        raise Refused(
            403,
            "no_raw_export",
            "This token may not export facts or rejected rows.",
            hint="Ask a question instead, or use the full token.",
        )
    return access


class Tokens:
    """The tokens of a service, and the rights of each."""

    def __init__(self, settings: ServerSettings) -> None:
        by_token = {
            settings.token: Access("token", min_cell=settings.min_cell),
            settings.view_token: Access(
                "view", min_cell=settings.min_cell, may_change=False, raw_export=False
            ),
        }
        self._tokens = [(token, access) for token, access in by_token.items() if token]

    def by_token(self, token: str) -> Access | None:
        """Return the rights of a token, or None if it is invalid."""
        return self._match(token, dict(self._tokens))

    def by_cookie(self, cookie: str) -> Access | None:
        """Return the rights of a cookie's value, or None if it is invalid."""
        return self._match(cookie, {self.cookie(token): access for token, access in self._tokens})

    def cookie(self, token: str) -> str:
        """Return the cookie value for a token; the token can't be derived from it."""
        return hmac.new(token.encode(), b"keyart cookie", hashlib.sha256).hexdigest()

    def _match(self, secret: str, candidates: Mapping[str, Access]) -> Access | None:
        """Compare with every candidate, so that the time doesn't reveal which one matches."""
        match = None
        for candidate, access in candidates.items():
            if hmac.compare_digest(candidate.encode(), secret.encode(errors="surrogatepass")):
                match = access
        return match


class Origins(CORSMiddleware):
    """Tells browsers which other sites may send requests, and which requests (CORS)."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a browser's preflight request."""
        response = super().preflight_response(request_headers)
        return response if response.status_code == 200 else error_response(_bad_origin())


def _bad_origin() -> Refused:
    return Refused(
        403,
        "bad_origin",
        "Pages of other web sites may not do this.",
        hint="If the page is yours, add its origin to the setting allowed_origins.",
        headers={"vary": "Origin"},
    )


class Guard:
    """Refuses requests without a valid token, and those from pages of unknown sites."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, tokens: Tokens, rate: Rate) -> None:
        self.app = app
        self.settings = settings
        self.tokens = tokens
        self.rate = rate
        named = (*LOCAL_NAMES, settings.host, *settings.allowed_hosts)
        self._names = {name.lower() for name in named}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add a request's rights and pass it on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            self._check_host(request.headers)
            self._check_origin(scope, request.headers)
            if scope["path"] not in PUBLIC:
                scope[ACCESS] = self._require_access(request)
                has_token = bool(scope["query_string"]) and "token" in request.query_params
                if has_token and scope.get("method") in {"GET", "HEAD"}:
                    await self._without_token(request)(scope, receive, send)
                    return
        except Refused as refusal:
            await _refuse(refusal, scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        hosts = headers.getlist("host")
        name = _host(hosts[0]) if len(hosts) == 1 else None
        if name is None or not (_is_address(name) or name in self._names):
            raise Refused(
                403,
                "bad_host",
                "The service does not accept this host name.",
                hint="Use its address, or add the name to the setting allowed_hosts.",
            )

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        if scope["type"] == "http" and scope["method"] in SAFE:
            return
        origin = headers.get("origin")
        if origin is None:
            is_allowed = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        else:
            same = {f"{s}://{headers.get('host', '').lower()}" for s in ("http", "https")}
            is_allowed = origin.lower() in same or origin in self.settings.allowed_origins
        if not is_allowed:
            raise _bad_origin()

    def _require_access(self, request: HTTPConnection) -> Access:
        access = self._find_access(request)
        client = request.client.host if request.client else ""
        name = "nobody" if access is None else access.name
        self.rate.take(client, name)
        request.scope[CHARGE] = partial(self.rate.take, client, name)
        if access is None:
            raise Refused(
                401,
                "no_token",
                "A valid token is required.",
                hint="Open the link that keyart serve printed, or send Authorization: Bearer.",
                headers={"www-authenticate": "Bearer"},
            )
        return access

    def _find_access(self, request: HTTPConnection) -> Access | None:
        """Return the rights of the token in the header, else the address, else the cookie."""
        header = request.headers.get("authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            return self.tokens.by_token(token.strip()) if scheme.lower() == "bearer" else None
        token = request.query_params.get("token")
        if token is not None:
            return self.tokens.by_token(token)
        return self.tokens.by_cookie(request.cookies.get(cookie_name(request), ""))

    def _without_token(self, request: HTTPConnection) -> Response:
        """Set the cookie, and redirect to the same address without the token."""
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        path = "/" + quote(request.scope["path"].lstrip("/\\"))
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        response.set_cookie(
            cookie_name(request),
            self.tokens.cookie(request.query_params["token"]),
            httponly=True,
            samesite="lax",  # otherwise links from other sites would not open the application
            secure=request.url.scheme == "https",
        )
        return response


def cookie_name(request: HTTPConnection) -> str:
    """Return the name of the cookie: with the port, since all ports of a host share cookies."""
    server = request.scope.get("server") or ("", 0)
    return f"keyart_{server[1]}"


@lru_cache(KEPT)
def _host(header: str) -> str | None:
    """Return the name or address in a Host header, or None if it is invalid."""
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return parts.hostname.rstrip(".") if parts.hostname else None


@lru_cache(KEPT)
def _is_address(name: str) -> bool:
    """Return whether `name` is an IP address, which no name server can redirect."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(refusal: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.code})
    else:
        await _refusal(refusal, scope)(scope, receive, send)


def _refusal(refusal: Refused, scope: Scope) -> Response:
    if not wants_page(scope):
        return error_response(refusal)
    if refusal.status != 401:
        return error_page(refusal)
    request = HTTPConnection(scope)
    return token_page(refusal, request, expired=cookie_name(request) in request.cookies)


class SecurityHeaders:
    """Adds security headers to each response."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app = app
        always = {
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
        }
        usual = {
            "content-security-policy": content_security_policy(settings.media_origins),
            "cache-control": "private, no-store",
        }
        self.always, self.usual = Headers(always).raw, Headers(usual).raw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; caching and policy headers that a response already has stay."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = [*message.get("headers", ()), *self.always]
                names = {name.lower() for name, _ in headers}
                headers += [header for header in self.usual if header[0] not in names]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def content_security_policy(media_origins: tuple[str, ...], nonce: str | None = None) -> str:
    """Return the policy: all content from the service itself, media also from `media_origins`.

    A page with a `nonce` may also have style sheets with that nonce, and styles on its elements.
    `connect-src 'self'` covers web sockets.
    """
    styles = {"style-src": "'self'"}
    if nonce is not None:
        styles = {"style-src": f"'self' 'nonce-{nonce}'", "style-src-attr": "'unsafe-inline'"}
    media = " ".join(["'self'", "blob:", "data:", *media_origins])
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        **styles,
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "img-src": media,
        "media-src": media,
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
