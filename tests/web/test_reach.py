"""The service stops and starts again under open pages; people come without a valid token."""

import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import PATIENCE, Theme, opened, settle, violations, visitor
from tests.web.service import TOKEN, Service, serving
from tests.web.test_only_events import two_files

OFFLINE = "Offline, trying again."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_files(tmp_path_factory.mktemp("reach"))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=PATIENCE)


def enter(page: Page, token: str) -> None:
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Open Keyart").click()


def test_pages_wait_for_a_service_that_is_gone_and_recover(
    browser: Browser, store: Path, tmp_path: Path
) -> None:
    port = free_port()
    first = Service(f"http://127.0.0.1:{port}", store)
    with serving(store, tmp_path, port=port, workers="1"):
        # The context outlives the service: it is who stays in front of the screen.
        visiting = visitor(browser, first)
        context, _ = visiting.__enter__()
        title, titles, home = (opened(context, path) for path in ("/titles/film", "/titles", "/"))
    try:
        for page in (title, titles, home):
            expect(page.get_by_text(OFFLINE)).to_be_visible(timeout=PATIENCE)
        heading(title, "film")
        # Figures that aren't here yet, and code that isn't.
        title.get_by_role("link", name="Titles").first.click()
        titles.get_by_role("link", name="Outliers").first.click()
        for page in (title, titles):
            expect(page.get_by_text(re.compile("^Loading "))).to_be_attached()
            expect(page.get_by_text(OFFLINE)).to_be_visible()
            expect(page.locator("main")).not_to_contain_text("No titles")
        with serving(store, tmp_path, port=port, workers="1"):
            for page in (title, titles, home):
                expect(page.get_by_text(OFFLINE)).to_have_count(0, timeout=PATIENCE)
            heading(titles, "Outliers")
            heading(title, "Titles")
            expect(title.locator("main")).to_contain_text("2 titles.", timeout=PATIENCE)
            expect(home.get_by_role("banner")).to_contain_text("Live", timeout=PATIENCE)
            # As after a start with another token: what the browser has is worth nothing.
            context.clear_cookies()
            titles.get_by_role("link", name="Audiences").first.click()
            heading(titles, "You need an access link")
            enter(titles, TOKEN)
            heading(titles, "Audiences")
            expect(titles).to_have_url(f"{first.address}/audiences")
            settle(titles)
    finally:
        visiting.__exit__(None, None, None)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_strangers_get_a_page_with_a_field_for_the_token(
    browser: Browser, service: Service, theme: Theme
) -> None:
    context = browser.new_context(
        base_url=service.address, color_scheme=theme, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    answer = page.goto("/titles?words=a%20b")
    assert answer is not None
    assert answer.status == 401
    heading(page, "You need an access link")
    expect(page.get_by_label("Token")).to_be_focused()
    assert violations(page) == []
    enter(page, "a-wrong-token-of-somebody")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    enter(page, TOKEN)
    heading(page, "Titles")
    expect(page).to_have_url(re.compile(r"/titles\?words=a(\+|%20)b$"))
    context.close()
