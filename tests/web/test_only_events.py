"""The pages of a store of two files: titles and assets that only impressions and plays name."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.web.browser import opened, settle, visitor
from tests.web.service import keyart, serving

PEOPLE = 900
WATCH = {"a": 4, "b": 9}
"""Of so many people whom an asset was shown, one watched."""


def two_files(folder: Path) -> Path:
    """Return a store of impressions and plays of the titles `film` and `..`."""
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    impressions = ["profile_id,title_id,asset_id,ts,country"]
    plays = ["profile_id,title_id,ts,seconds"]
    for n in range(PEOPLE):
        title, asset = ("film", "..")[n % 3 == 0], "ab"[n % 2]
        when = begin + timedelta(minutes=20 * n)
        impressions.append(f"p{n},{title},{title}-{asset},{when.isoformat()},DE")
        if n // 2 % WATCH[asset] == 0:
            later = when + timedelta(minutes=5)
            plays.append(f"p{n},{title},{later.isoformat()},1800")
    for name, rows in (("impressions", impressions), ("plays", plays)):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    store = folder / "own.keyart"
    keyart("init", str(store))
    files = [f"--{name}={folder / name}.csv" for name in ("impressions", "plays")]
    keyart("ingest", str(store), *files)
    return store


def test_titles_without_a_catalogue_have_pages_and_comparisons(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        serving(two_files(tmp_path), tmp_path) as service,
        visitor(browser, service) as (context, watch),
    ):
        page = opened(context, "/titles")
        main = page.locator("main")
        expect(main).to_contain_text("2 titles.")
        main.get_by_role("link", name="film").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("film")
        settle(page)
        expect(page.locator("article[data-card]")).to_have_count(2)
        expect(main).to_contain_text("film-a")
        # No play has a known end, so there is no completion to show; and none is short.
        for absent in ("Nothing to draw", "No impressions", "No data by country", "Completion"):
            expect(main).not_to_contain_text(absent)
        main.get_by_role("link", name="Compare").first.click()
        expect(page).to_have_url(re.compile("/compare"))
        settle(page)
        columns = page.get_by_role("table", name="Measures by asset").get_by_role("columnheader")
        expect(columns).to_have_count(3)
        for absent in ("Completion", "Short plays"):
            expect(main).not_to_contain_text(absent)
        # An id that browsers would take for the folder above.
        page.goto("/titles")
        main.get_by_role("link", name="..").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("..")
        for path in (
            "/",
            "/outliers",
            "/health",
            "/audiences",
            "/questions?measures=reach&by=asset",
        ):
            page.goto(path)
            settle(page)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert watch.complaints == []
