"""The browser of the system, and what it complains about while pages are open."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal
from urllib.parse import urlsplit

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
"""Milliseconds between two looks at a page."""
LOOKS = 4
"""So many looks in a row must find a page settled: a click may take a moment to ask."""

SETTLED = """async () => {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
    await document.fonts.ready
    const inView = (image) => {
        const box = image.getBoundingClientRect()
        return box.width > 0 && box.bottom > 0 && box.top < innerHeight
    }
    const loading = [...document.querySelectorAll('[data-skeleton], [role=status]')].some(
        (one) => 'skeleton' in one.dataset || one.textContent.startsWith('Loading '))
    return 'settled' in document.documentElement.dataset && !loading
        && [...document.images].filter(inView).every((image) => image.complete)
}"""
"""Whether a page is settled: its own sign, no placeholder, fonts and pictures in."""


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

        def on_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.complaints.append(f"console: {message.text}")

        def on_request(request: Request) -> None:
            if urlsplit(request.url).netloc not in {own, ""}:
                self.complaints.append(f"elsewhere: {request.url}")

        def on_response(response: Response) -> None:
            if response.status >= 400:
                self.complaints.append(f"{response.status}: {response.url}")

        def on_error(error: Error) -> None:
            self.complaints.append(f"exception: {error}")

        page.on("console", on_console)
        page.on("pageerror", on_error)
        page.on("request", on_request)
        page.on("response", on_response)


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
    """Wait until a page is settled by its own sign, with fonts and the pictures in view."""
    page.wait_for_selector("main h1")
    deadline = monotonic() + PATIENCE / 1000
    looks = 0
    while looks < LOOKS:
        looks = looks + 1 if page.evaluate(SETTLED) else 0
        assert monotonic() < deadline, f"{page.url} does not settle"
        page.wait_for_timeout(PAUSE)


def violations(page: Page) -> list[str]:
    """Return where a page falls short of WCAG 2.2 AA and of good practice, by axe."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
