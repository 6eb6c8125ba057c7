"""Access control: the token, its cookie, and the pages that requests may come from.

The steps of `Guard` in order: the host (against DNS rebinding), the origin (against forged
requests), the token.
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

from keyart.api.errors import Refused, error_page, error_response, wants_page
from keyart.api.security.rate import Rate
from keyart.core.server import ServerSettings
from keyart.query import Access

ACCESS = "keyart.access"
"""The key in a request's scope for the rights it is made with."""

CHARGE = "keyart.charge"
"""The key in a request's scope for counting further requests of its client: `Rate.take`."""

PUBLIC = ("/healthz", "/readyz")
"""Paths open to anyone who reaches the port: whether the service is alive."""

SAFE = ("GET", "HEAD", "OPTIONS")

KEPT = 1000
"""The most parsed Host headers to cache."""

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def access_of(request: HTTPConnection) -> Access:
    """Return the rights a request is made with."""
    return request.scope[ACCESS]


def require_change(request: HTTPConnection) -> Access:
    """Return the rights of a request that changes something; raises `Refused` if not allowed."""
    return changing(access_of(request))


def changing(access: Access) -> Access:
    """Return rights that allow changes; raises `Refused` for others."""
    if not access.may_change:
        raise Refused(
            403,
            "read_only",
            "This token may only read.",
            hint="Use the link or token that keyart serve printed at its start.",
        )
    return access


def require_raw(request: HTTPConnection) -> Access:
    """Return the rights of a request for data stored by profile; raises `Refused`."""
    return taking_raw(access_of(request))


def taking_raw(access: Access) -> Access:
    """Return rights that allow reading data stored by profile; raises `Refused` for others."""
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

    def by_token(self, given: str) -> Access | None:
        """Return the rights of a token, None if it does not exist."""
        return self._match(given, dict(self._tokens))

    def by_cookie(self, given: str) -> Access | None:
        """Return the rights of a cookie made by `cookie`."""
        return self._match(given, {self.cookie(token): access for token, access in self._tokens})

    def cookie(self, token: str) -> str:
        """Return the cookie value for a token; it cannot be converted back into the token."""
        return hmac.new(token.encode(), b"keyart cookie", hashlib.sha256).hexdigest()

    def _match(self, secret: str, candidates: Mapping[str, Access]) -> Access | None:
        """Compare with all candidates, so that the time does not depend on which one matches."""
        match = None
        for candidate, access in candidates.items():
            if hmac.compare_digest(candidate.encode(), secret.encode(errors="surrogatepass")):
                match = access
        return match


class Origins(CORSMiddleware):
    """Tells browsers which pages of other sites may send requests, and which ones."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a browser's preflight request."""
        found = super().preflight_response(request_headers)
        return found if found.status_code == 200 else error_response(_of_others())


def _of_others() -> Refused:
    return Refused(
        403,
        "bad_origin",
        "Pages of other web sites may not do this.",
        hint="If the page is yours, add its origin to the setting allowed_origins.",
        headers={"vary": "Origin"},
    )


class Guard:
    """Blocks requests from strangers and from strangers' pages."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, tokens: Tokens, rate: Rate) -> None:
        self.app = app
        self.settings = settings
        self.tokens = tokens
        self.rate = rate
        named = (*LOCAL_NAMES, settings.host, *settings.allowed_hosts)
        self._names = {name.lower() for name in named}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its rights, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            self._check_host(request.headers)
            self._check_origin(scope, request.headers)
            if scope["path"] not in PUBLIC:
                scope[ACCESS] = self._access(request)
                given = bool(scope["query_string"]) and "token" in request.query_params
                if given and scope.get("method") in {"GET", "HEAD"}:
                    await self._without_token(request)(scope, receive, send)
                    return
        except Refused as refusal:
            await _refuse(refusal, scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        given = headers.getlist("host")
        name = _host(given[0]) if len(given) == 1 else None
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
            own = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        else:
            same = {f"{s}://{headers.get('host', '').lower()}" for s in ("http", "https")}
            own = origin.lower() in same or origin in self.settings.allowed_origins
        if not own:
            raise _of_others()

    def _access(self, request: HTTPConnection) -> Access:
        access = self._given(request)
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

    def _given(self, request: HTTPConnection) -> Access | None:
        """Return the rights of the token in the header, else in the address, else of the cookie."""
        header = request.headers.get("authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            return self.tokens.by_token(token.strip()) if scheme.lower() == "bearer" else None
        token = request.query_params.get("token")
        if token is not None:
            return self.tokens.by_token(token)
        return self.tokens.by_cookie(request.cookies.get(cookie_name(request), ""))

    def _without_token(self, request: HTTPConnection) -> Response:
        """Redirect to the same address without the token, which is then in the cookie."""
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        path = "/" + quote(request.scope["path"].lstrip("/\\"))
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        response.set_cookie(
            cookie_name(request),
            self.tokens.cookie(request.query_params["token"]),
            httponly=True,
            samesite="lax",  # or a link from another site would not open the application
            secure=request.url.scheme == "https",
        )
        return response


def cookie_name(request: HTTPConnection) -> str:
    """Return the name of the cookie; it includes the port, since browsers ignore ports."""
    server = request.scope.get("server") or ("", 0)
    return f"keyart_{server[1]}"


@lru_cache(KEPT)
def _host(header: str) -> str | None:
    """Return the name or address in a Host header, None if it is invalid."""
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
    """Return whether `name` is an address: no name server can point it at another machine."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(refusal: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.code})
    else:
        answer = error_page if wants_page(scope) else error_response
        await answer(refusal)(scope, receive, send)


class SecurityHeaders:
    """Adds headers to each response that make browsers strict."""

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
        """Respond through the inner application; its own caching and policy headers stay."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"] = [*message.get("headers", ()), *self.always]
                said = {name.lower() for name, _ in own}
                own += [header for header in self.usual if header[0] not in said]
            await send(message)

        await self.app(scope, receive, adding)


def content_security_policy(media_origins: tuple[str, ...], nonce: str | None = None) -> str:
    """Return the policy: all content from the service itself, images and clips from elsewhere too.

    A page with a `nonce` may also include style sheets that carry it, and styles on its elements.
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
