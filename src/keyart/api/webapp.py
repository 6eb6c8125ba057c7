"""The web application: one page for every address that is not the API's, and the page's files.

`make web` builds it into the folder `webdist` of this package. `index.html` has `NONCE` wherever
a number that is good for one loading belongs: of all style sheets that scripts put into the page,
browsers take those alone that carry it.
"""

import secrets
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from keyart.api.errors import Refused
from keyart.api.media.ranges import send_file
from keyart.api.pages import FILES, error_page, wants_page
from keyart.api.security.guard import content_security_policy
from keyart.core.server import ServerSettings
from keyart.media import MediaFolders

WEBDIST = Path(__file__).parents[1] / "webdist"
"""Where the built application lies."""

INDEX = "index.html"

NONCE = "__CSP_NONCE__"
"""Stands in `index.html` for the nonce."""

FOREVER = "private, max-age=31536000, immutable"
"""For files whose names change with what is in them."""

CHECKED = "private, no-cache"
"""For those whose names stay: browsers ask each time whether they have changed."""

TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What files are, by how their names end: machines differ in what they believe of that."""

PACKED = (("br", ".br"), ("gzip", ".gz"))
"""Encodings of files that were packed when they were built, the smallest first."""


class WebApp:
    """Answers requests without a route: with a file of the application, or else its page."""

    def __init__(self, folder: Path, settings: ServerSettings, otherwise: ASGIApp) -> None:
        self._index = folder / INDEX
        self._places = MediaFolders((folder,))
        self._media_origins = settings.media_origins
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it to `otherwise`."""
        answer = await self._answer(scope, receive)
        await (answer or self._otherwise)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        name = scope["path"].lstrip("/")
        path = None if name == INDEX else await run_sync(self._places.find, name)
        if path is not None and path.suffix in TYPES:
            return await run_sync(_file, Request(scope, receive), path)
        return await run_sync(self._page) if wants_page(scope) else None

    def _page(self) -> Response:
        try:
            text = self._index.read_text(encoding="utf-8")
        except FileNotFoundError:
            return error_page(_NOT_BUILT)
        nonce = secrets.token_urlsafe(16)
        headers = {
            "cache-control": CHECKED,
            "content-security-policy": content_security_policy(self._media_origins, nonce),
        }
        return HTMLResponse(text.replace(NONCE, nonce), headers=headers)


_NOT_BUILT = Refused(
    503,
    "not_built",
    "The service is running, but its web application has not been built.",
    hint="Run make web in the folder of Keyart's source, then load this page again.",
)


def _file(request: Request, path: Path) -> Response:
    """Return a file of the application, packed if the browser can unpack it."""
    hashed = request.scope["path"].startswith(FILES)
    headers = {"cache-control": FOREVER if hashed else CHECKED, "vary": "accept-encoding"}
    sent = path
    for encoding, suffix in PACKED:
        packed = path.with_name(path.name + suffix)
        if encoding in _accepted(request) and packed.is_file():
            sent = packed
            headers["content-encoding"] = encoding
            break
    state = sent.stat()
    headers["etag"] = f'"{state.st_mtime_ns:x}-{state.st_size:x}{sent.suffix}"'
    headers["last-modified"] = formatdate(state.st_mtime, usegmt=True)
    return send_file(request, sent, state, TYPES[path.suffix], headers)


def _accepted(request: Request) -> set[str]:
    """Return the encodings that a browser says it can unpack."""
    offers = request.headers.get("accept-encoding", "").lower().replace(" ", "").split(",")
    return {name for name, _, rest in (o.partition(";") for o in offers) if rest != "q=0"}
