"""Pages for people who can't be shown the application: errors, and the field for a token.

They come without the application's files, which need a token themselves: one page with its own
style, in the colours and sizes of `web/src/shared/theme/tokens.css`.
"""

import hashlib
from base64 import b64encode
from html import escape

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from keyart.api.errors import status_of
from keyart.core.errors import KeyartError

FILES = "/assets/"
"""The files that the application's page loads are below this path, and nothing else."""

NO_PAGES = ("/v1", "/graphql", "/metrics", "/healthz", "/readyz", FILES.rstrip("/"))
"""Paths for programs; neither they nor those below them are ever pages."""

STYLE = """
:root {
  color-scheme: light dark;
  --bg: #f1f1f0; --surface: #fff; --ink: #161616; --ink-2: #454545; --line: #dededd;
  --ctl-line: #8a8a8a; --inverse: #1b1b1b; --on-inverse: #fff; --focus: #2448c7;
  --stop: #b1122c; --stop-wash: #fde4e8; --mark: #3c3c3c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #131313; --surface: #1b1b1b; --ink: #f2f2f1; --ink-2: #c6c6c5; --line: #2e2e2e;
    --ctl-line: #7c7c7c; --inverse: #f2f2f1; --on-inverse: #161616; --focus: #9db8ff;
    --stop: #ff8c9c; --stop-wash: #47161f; --mark: #d2d2d1;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh; display: grid; place-items: center; padding: 16px;
  background: var(--bg); color: var(--ink);
  font: 15px/23px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%; max-width: 460px; padding: 32px; border-radius: 10px;
  background: var(--surface); border: 1px solid var(--line);
}
.frames { display: flex; gap: 5px; margin-bottom: 24px; }
.frames i { width: 18px; height: 27px; border-radius: 3px; background: var(--mark); }
.frames i + i { opacity: .55; }
.frames i + i + i { opacity: .25; }
h1 { font-size: 24px; line-height: 28px; font-weight: 640; margin-bottom: 8px; }
p { color: var(--ink-2); overflow-wrap: anywhere; }
p + p { margin-top: 8px; }
form { margin-top: 24px; }
label { display: block; font-size: 13px; line-height: 19px; margin-bottom: 4px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
input, button { font: inherit; height: 38px; border-radius: 7px; }
input[type=password] {
  flex: 1 1 220px; min-width: 0; padding: 0 11px; color: var(--ink);
  background: var(--bg); border: 1px solid var(--ctl-line);
}
button {
  padding: 0 16px; border: 0; background: var(--inverse); color: var(--on-inverse);
  cursor: pointer;
}
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.wrong {
  margin-top: 16px; padding: 10px 12px; border-radius: 7px;
  background: var(--stop-wash); color: var(--ink);
}
"""

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name} · Keyart</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main>
<div class="frames" aria-hidden="true"><i></i><i></i><i></i></div>
<h1>{name}</h1>
{body}
</main>
</body>
</html>
"""

FORM = """<form>
{rest}
<label for="token">Token</label>
<div class="row">
<input id="token" name="token" type="password" required autofocus
 autocomplete="current-password" spellcheck="false"{wrong}>
<button>Open Keyart</button>
</div>
</form>"""


def wants_page(scope: Scope) -> bool:
    """Return whether a browser asks for something to show in its window."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    path = scope["path"]
    if any(path == place or path.startswith(f"{place}/") for place in NO_PAGES):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "").lower()


def error_page(error: KeyartError) -> Response:
    """Return an error as a page."""
    name, _, rest = error.message.partition(". ")
    paragraphs = [f"<p>{escape(text)}</p>" for text in (rest, error.hint) if text]
    return _page(error, name.rstrip("."), "\n".join(paragraphs))


def token_page(error: KeyartError, request: HTTPConnection, *, expired: bool) -> Response:
    """Return the page that asks for a token, and then opens the address of `request`.

    The form sends the token as the link of `keyart serve` does. `expired` says that the browser
    had access once.
    """
    given = request.query_params
    lead = (
        "The token has changed since you last opened Keyart: unless KEYART_TOKEN is set, each "
        "start of the service makes a new one. Open the new link, or enter its token."
        if expired
        else "Open the link that keyart serve printed when it started, or enter its token."
    )
    wrong = bool(given.get("token"))
    parts = [
        f"<p>{lead}</p>",
        '<p class="wrong" id="wrong" role="alert">That token isn’t valid.</p>' if wrong else "",
        FORM.format(
            rest=_hidden(given), wrong=' aria-invalid="true" aria-describedby="wrong"' * wrong
        ),
    ]
    return _page(error, "You need an access link", "\n".join(filter(None, parts)))


def _hidden(given: QueryParams) -> str:
    """Return the fields that keep the rest of an address."""
    return "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in given.multi_items()
        if name != "token"
    )


def _page(error: KeyartError, name: str, body: str) -> Response:
    status, headers = status_of(error)
    text = PAGE.format(name=escape(name), style=STYLE, body=body)
    return HTMLResponse(text, status, {**headers, "content-security-policy": POLICY})
