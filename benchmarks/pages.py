"""How fast the web application is, page by page, in the system's Chromium.

    python -m benchmarks.pages

It asks services of the demo store in `.cache` and of the large store of `tests/web/test_large.py`,
and prints tables in Markdown. Times are of one machine: they belong into README.md with its name.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.machine import describe
from tests.web.browser import launched, settle, visitor
from tests.web.places import PAGES, address
from tests.web.service import ROOT, Service, demo_in, serving
from tests.web.test_large import large

TIMES = 3

WATCH = """
window.tasks = []
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'longtask', buffered: true })
window.keys = []
new PerformanceObserver((list) => keys.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'event', durationThreshold: 16, buffered: true })
new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).startTime })
    .observe({ type: 'largest-contentful-paint', buffered: true })
"""
"""Notes tasks of 50 ms and more, how long after events something new was painted, and when the
largest text or picture was."""

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"

LOADED = """
(ending) => performance.getEntriesByType('resource').filter((one) => one.name.endsWith(ending))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)
"""
REQUESTS = "performance.getEntriesByType('resource').length"
ASKED = """performance.getEntriesByType('resource')
    .filter((one) => new URL(one.name).pathname === '/graphql').length"""
"""How many requests for data a page sent."""

STEPS = 40
"""Of scrolling through a page."""


@dataclass(frozen=True)
class Seen:
    """One visit to a page by somebody who was never there: milliseconds, and bytes."""

    painted: float
    largest: float
    settled: float
    requests: int
    asked: int
    """Requests for data."""
    scripts: int
    fonts: int
    longest: float
    """The longest task of the main thread while the page was scrolled through; 0: under 50 ms."""


def visit(context: BrowserContext, path: str) -> Seen:
    """Open a page, wait for all of it, and scroll through it."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path)
    settle(page)
    settled: float = page.evaluate("performance.now()")
    largest: float = page.evaluate("largest")
    requests: int = page.evaluate(REQUESTS)
    asked: int = page.evaluate(ASKED)
    page.evaluate("tasks.length = 0")
    for _ in range(STEPS):
        page.mouse.wheel(0, 200)
        page.wait_for_timeout(30)
    page.wait_for_timeout(200)
    seen = Seen(
        page.evaluate(PAINTED),
        largest,
        settled,
        requests,
        asked,
        page.evaluate(LOADED, ".js"),
        page.evaluate(LOADED, ".woff2"),
        page.evaluate("Math.max(0, ...tasks)"),
    )
    page.close()
    return seen


LARGE = {
    "5,000 titles": "/titles",
    "5,000 titles, by take rate": "/titles?sort=take_rate",
    "a title of 1,000 assets": "/titles/wide",
}
"""Pages of the large store."""


def visits(
    browser: Browser, service: Service, pages: Mapping[str, str]
) -> Iterator[tuple[str, list[Seen]]]:
    """Yield each page with what was seen of it, each time by somebody new."""
    for name, path in pages.items():
        found: list[Seen] = []
        for _ in range(TIMES):
            with visitor(browser, service, still=False) as (context, _watch):
                found.append(visit(context, path))
        yield name, found


def interactions(page: Page, service: Service) -> Iterator[tuple[str, float]]:
    """Yield what somebody does with how long it took until that was painted, in milliseconds."""
    page.add_init_script(WATCH)
    page.goto(address(service, "title"))
    settle(page)
    for key, does in (("2", "sorts by completion"), ("1", "sorts by take rate")):
        page.evaluate("keys.length = 0")
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        yield f"title: {does}, from the cache", page.evaluate("Math.max(0, ...keys)")
    page.goto(address(service, "questions"))
    settle(page)
    yield "questions: by week, from the engine", page.evaluate(CHANGED)


CHANGED = """async () => {
    const before = document.querySelector('main table').innerText
    const week = [...document.querySelectorAll('main button, main label')]
        .find((one) => one.innerText === 'Week')
    const began = performance.now()
    week.click()
    while (document.querySelector('main table')?.innerText === before ||
           document.querySelector('main [aria-busy=true]')) {
        await new Promise(requestAnimationFrame)
        if (performance.now() - began > 10000) break
    }
    return performance.now() - began
}"""


def print_visits(browser: Browser, service: Service, pages: Mapping[str, str]) -> None:
    """Print a row for each page."""
    for name, found in visits(browser, service, pages):
        figures = (
            median(one.painted for one in found),
            median(one.largest for one in found),
            median(one.settled for one in found),
            median(one.longest for one in found),
            max(one.requests for one in found),
            max(one.asked for one in found),
            max(one.scripts for one in found) / 1000,
            max(one.fonts for one in found) / 1000,
        )
        print(f"| {name} |", " | ".join(f"{figure:.0f}" for figure in figures), "|", flush=True)


def main() -> None:
    """Measure and print."""
    os.chdir(ROOT)
    print(describe())
    print(f"Load before: {os.getloadavg()[0]:.1f}")
    columns = ("first paint, ms", "largest paint, ms", "all there, ms", "longest task, ms")
    sizes = ("requests", "of them for data", "scripts, kB", "fonts, kB")
    print("\n| page |", " | ".join((*columns, *sizes)), "|\n|---" + "|---:" * 8 + "|")
    with (
        TemporaryDirectory() as log,
        serving(demo_in(ROOT / ".cache"), Path(log)) as service,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        print_visits(browser, service, {name: address(service, name) for name in PAGES})
        with TemporaryDirectory() as folder, serving(large(Path(folder)), Path(log)) as other:
            print_visits(browser, other, LARGE)
        print("\n| what somebody does | painted after, ms |\n|---|---:|")
        with visitor(browser, service, still=False) as (context, _):
            for does, took in interactions(context.new_page(), service):
                print(f"| {does} | {took:.0f} |")


if __name__ == "__main__":
    main()
