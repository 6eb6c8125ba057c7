"""The browser of the system, and what it complains about while pages are open."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    Response,
)

from tests.web.service import ROOT, Service

CHROMIUM = os.environ.get("KEYART_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
"""The browser; None if there is none."""

MISSING = "no Chromium: apt-get install chromium, or say where one is by KEYART_CHROMIUM"

Theme = Literal["light", "dark"]

WIDE = (1440, 900)
NARROW = (390, 844)

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"

PATIENCE = 60_000
"""Milliseconds until something that is awaited is taken to be missing."""

PAUSE = 50
"""Milliseconds between two looks at what a page awaits."""
QUIET_LOOKS = 6
"""So many looks in a row find no request of a page that awaits nothing."""

IDLE = "() => new Promise((resolve) => requestIdleCallback(resolve, {timeout: 5000}))"
"""Wait until a page has drawn what came, and asked for what follows from it."""

_under_way: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


def launched(playwright: Playwright) -> Browser:
    """Return the browser, started."""
    assert CHROMIUM is not None, MISSING
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@dataclass
class Watch:
    """What went wrong in pages, as it came."""

    complaints: list[str] = field(default_factory=list[str])

    def follow(self, page: Page, address: str) -> None:
        """Note errors of a page and requests that fail, or leave the service at `address`."""
        own = urlsplit(address).netloc
        under_way = _under_way.setdefault(page, set())

        def on_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.complaints.append(f"console: {message.text}")

        def on_request(request: Request) -> None:
            under_way.add(request)
            if urlsplit(request.url).netloc not in {own, ""}:
                self.complaints.append(f"elsewhere: {request.url}")

        def on_response(response: Response) -> None:
            if response.status >= 400:
                self.complaints.append(f"{response.status}: {response.url}")

        def on_end(request: Request) -> None:
            under_way.discard(request)

        def on_error(error: Error) -> None:
            self.complaints.append(f"exception: {error}")

        page.on("console", on_console)
        page.on("pageerror", on_error)
        page.on("request", on_request)
        page.on("response", on_response)
        page.on("requestfinished", on_end)
        page.on("requestfailed", on_end)


@contextmanager
def visitor(
    browser: Browser,
    service: Service,
    *,
    size: tuple[int, int] = WIDE,
    theme: Theme = "light",
    still: bool = True,
    guided: bool = False,
) -> Generator[tuple[BrowserContext, Watch]]:
    """Let somebody in: a context of its own whose cookie the service knows.

    `still` asks pages not to move; `guided` is who comes for the first time and is shown round.
    Narrow pages are touched, not pointed at.
    """
    touch = size[0] < 600
    context = browser.new_context(
        base_url=service.address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        reduced_motion="reduce" if still else "no-preference",
        has_touch=touch,
        is_mobile=touch,
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(PATIENCE)
    context.request.get(service.link)
    if not guided:
        context.add_init_script(
            "if (location.origin !== 'null') localStorage.setItem('keyart-guide', 'done')"
        )
    watch = Watch()
    context.on("page", lambda page: watch.follow(page, service.address))
    try:
        yield context, watch
    finally:
        context.close()


def opened(context: BrowserContext, path: str) -> Page:
    """Return a new page at an address, once all that it asked for is there."""
    page = context.new_page()
    page.goto(path)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until a page awaits nothing any more: nothing loads, no request is under way."""
    page.wait_for_selector("main h1")
    quiet = 0
    for _ in range(PATIENCE // PAUSE):
        page.evaluate(IDLE)
        quiet = 0 if _under_way[page] else quiet + 1
        if quiet == QUIET_LOOKS:
            break
        page.wait_for_timeout(PAUSE)
    page.wait_for_function(
        """() => ![...document.querySelectorAll('[role=status]')].some(
            (status) => status.textContent.startsWith('Loading '))"""
    )


def violations(page: Page) -> list[str]:
    """Return where a page falls short of WCAG 2.2 AA and of good practice, by axe."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
