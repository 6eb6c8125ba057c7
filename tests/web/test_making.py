"""From the map of what people like and are offered to a brief for a meeting."""

import re
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import opened, settle, visitor
from tests.web.service import Service

INDEX = re.compile(r"demand (\d+), ")


@pytest.fixture
def page(browser: Browser, service: Service) -> Generator[Page]:
    with visitor(browser, service) as (context, watch):
        yield opened(context, "/")
        assert watch.complaints == []


def test_a_cell_leads_to_its_titles_and_its_brief(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="What to make").click()
    settle(page)
    cell = page.get_by_role("button", name=re.compile("^Comedy, Brazil: "))
    label = cell.get_attribute("aria-label") or ""
    found = INDEX.search(label)
    assert found, label
    cell.click()
    settle(page)
    # 1. The panel says what the cell says, and survives a reload.
    page.reload()
    settle(page)
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="Comedy in Brazil")).to_be_visible()
    expect(panel).to_contain_text(found[1])
    # 2. So does the keyboard: an arrow moves to the next country.
    page.get_by_role("button", name=re.compile("^Comedy, Brazil: ")).focus()
    page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("heading", level=2)).to_have_text(re.compile(" in Brazil$"))
    # 3. Its titles lead on to their pages.
    title = panel.get_by_role("listitem").first.get_by_role("link")
    name = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    # 4. The brief is about the same market, and can be taken away.
    page.get_by_role("complementary").get_by_role("link", name="Open the brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Brazil: "))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Markdown").click()
    assert taken.value.path().read_text().startswith("# Brazil: ")
    page.get_by_role("link", name="See the map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to make")
