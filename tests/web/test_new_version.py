"""A new version arrives while a page is open: figures change in place."""

import re
from pathlib import Path
from shutil import copytree

from playwright.sync_api import Browser, expect

from tests.web.browser import settle, visitor
from tests.web.places import WINS, address
from tests.web.service import serving


def test_figures_change_in_place(browser: Browser, demo: Path, tmp_path: Path) -> None:
    store = Path(copytree(demo, tmp_path / "own.keyart"))
    with (
        serving(store, tmp_path) as service,
        visitor(browser, service) as (context, watch),
    ):
        page = context.new_page()
        page.goto(address(service, "title"))
        settle(page)
        reach = page.locator("main").get_by_text("Reach", exact=True).first
        scrolled = 400
        page.evaluate(f"scrollTo(0, {scrolled})")
        story = service.story(WINS)
        events = "\n".join(
            f'{{"ts": "2026-01-01T00:00:00Z", "profile_id": "new-{n}", "phase": "explore", '
            f'"asset_id": "{story["asset"]}", "title_id": "{story["title"]}"}}'
            for n in range(500)
        )
        answer = context.request.post(
            f"{service.address}/v1/events/impressions",
            data=events,
            headers={"content-type": "application/x-ndjson", "origin": service.address},
        )
        assert answer.ok, answer.text()
        expect(page.get_by_text("Updated just now")).to_be_visible(timeout=60_000)
        expect(reach).to_be_visible()
        assert page.evaluate("scrollY") == scrolled
        expect(page.get_by_text(re.compile("^Loading "))).to_have_count(0)
        assert watch.complaints == []
