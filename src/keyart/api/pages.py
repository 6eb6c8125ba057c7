"""Which requests want a page for people, and what such a page says of an error."""

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from keyart.api.errors import status_of
from keyart.core.errors import KeyartError

FILES = "/assets/"
"""Below here lie the files that the application's page loads, and nothing else."""

NO_PAGES = ("/v1", "/graphql", "/metrics", "/healthz", "/readyz", FILES.rstrip("/"))
"""What answers programs; neither it nor what is below it is ever a page."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Keyart</title>
<h1>Keyart</h1>
<p>{message}</p>
<p>{hint}</p>
</html>
"""


def wants_page(scope: Scope) -> bool:
    """Return whether a browser asks for something to show in its window."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    path = scope["path"]
    if any(path == place or path.startswith(f"{place}/") for place in NO_PAGES):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "").lower()


def error_page(error: KeyartError) -> Response:
    """Return an error as a page, for who cannot be shown the application."""
    status, headers = status_of(error)
    text = PAGE.format(message=escape(error.message), hint=escape(error.hint))
    return HTMLResponse(text, status, headers)
