"""The demo store behind a real service, and the system's browser before it."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browser import CHROMIUM, MISSING, launched, visitor
from tests.web.service import Service, demo_in, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, except where one can be had."""
    if CHROMIUM is not None or os.environ.get("CI") == "true":
        return
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demo store, which tests read and never change; workers share it."""
    base = tmp_path_factory.getbasetemp()
    return demo_in(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="package")
def service(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """Give the service of the demo store."""
    with serving(demo, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def own(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """Give the service of a copy of the demo store, which the tests of a module may change."""
    folder = tmp_path_factory.mktemp("own")
    with serving(shutil.copytree(demo, folder / "own.keyart"), folder) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Give the system's Chromium; Playwright's loop must end before other folders' tests begin."""
    with sync_playwright() as playwright, launched(playwright) as running:
        yield running


@pytest.fixture
def page(browser: Browser, service: Service) -> Generator[Page]:
    """Give a page of somebody who is let in; at its end nothing must have gone wrong in it."""
    with visitor(browser, service) as (context, watch):
        yield context.new_page()
        assert watch.complaints == []
