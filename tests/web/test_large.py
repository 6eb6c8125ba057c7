"""Pages of a large catalogue: true counts, all of it within reach, little of it rendered."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browser import PATIENCE, opened, settle, visitor
from tests.web.service import keyart, serving

TITLES = 5000
WIDE = 1000
PEOPLE = 60
"""Profiles that saw each asset of the title of 1,000 artworks: enough to be shown."""
RENDERED = 60
"""At most so many cards are rendered before anybody scrolls."""


def large(folder: Path) -> Path:
    """Return a store of 5,000 titles, the last of which has 1,000 artworks; few events."""
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    titles = ["title_id,name,content_type,launched_at"]
    assets = ["asset_id,title_id,asset_type,name"]
    for n in range(TITLES - 1):
        titles.append(f"t{n:04},Title {n:04},film,2026-01-01")
        assets.append(f"p{n:04},t{n:04},artwork,Poster {n:04}")
    titles.append("wide,A thousand artworks,film,2026-04-20")
    assets += [f"w{n:04},wide,artwork,Artwork {n:04}" for n in range(WIDE)]
    impressions = ["profile_id,asset_id,ts"]
    plays = ["profile_id,title_id,ts,seconds"]
    for n in range(WIDE * PEOPLE):
        asset, person = n % WIDE, n // WIDE
        when = begin + timedelta(seconds=10 * n)
        impressions.append(f"u{n},w{asset:04},{when.isoformat()}")
        if person < 5 + asset * 40 // WIDE:
            plays.append(f"u{n},wide,{(when + timedelta(minutes=2)).isoformat()},1800")
    store = folder / "large.keyart"
    keyart("init", str(store))
    tables = {"titles": titles, "assets": assets, "impressions": impressions, "plays": plays}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    keyart("ingest", str(store), *(f"--{name}={folder / name}.csv" for name in tables))
    return store


def names(page: Page) -> list[str]:
    """Return the names of the titles that are rendered, in order."""
    return page.locator("main li h2").all_text_contents()


def test_a_large_catalogue_is_counted_at_once_and_within_reach(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        serving(large(tmp_path), tmp_path, workers="1", min_cell="0") as service,
        visitor(browser, service) as (context, watch),
    ):
        finds_any_title(context)
        shows_any_asset(context)
        assert watch.complaints == []


def finds_any_title(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/titles")
    main = page.locator("main")
    # Whatever is loaded so far, the number is that of all titles, and none are not there.
    counts = main.get_by_text(re.compile(r"\b(titles|match|matches)\."))
    summary = "5,000 titles. The newest is A thousand artworks."
    expect(counts).to_have_text(summary, timeout=PATIENCE)
    expect(main).not_to_contain_text("No titles yet")
    settle(page)
    assert main.locator("li").count() <= RENDERED
    assert names(page)[:3] == ["A thousand artworks", "Title 0000", "Title 0001"]
    # Far down, only what is in view is loaded.
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(main.get_by_text("Title 4998")).to_be_in_viewport(timeout=PATIENCE)
    settle(page)
    assert main.locator("li").count() <= RENDERED
    assert names(page)[-1] == "Title 4998"
    assert main.locator("li").last.get_attribute("aria-posinset") == "5000"
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.post_data or ""))
    page.evaluate("window.scrollTo(0, 0)")
    page.get_by_label("Sort by").select_option("name")
    expect(main.locator("li h2").first).to_have_text("A thousand artworks")
    settle(page)
    page.get_by_label("Sort by").select_option("reach")
    settle(page)
    assert len([one for one in asked if "TitlesPage" in one]) == 2
    # A search counts all that match, not only those that are loaded.
    page.get_by_label("Search titles").fill("title 00")
    matches = len([n for n in range(TITLES - 1) if "00" in f"{n:04}"])
    expect(counts).to_have_text(f"{matches} matches.", timeout=PATIENCE)
    settle(page)
    assert names(page)[0] == "Title 0000"
    page.get_by_label("Search titles").fill("thousend")
    expect(counts).to_have_text("1 match.", timeout=PATIENCE)


def shows_any_asset(context: BrowserContext) -> None:
    page = opened(context, "/titles/wide")
    main = page.locator("main")
    expect(main).to_contain_text("1,000 artworks")
    cards = page.locator("article[data-card]")
    assert 0 < cards.count() <= RENDERED
    expect(main).to_contain_text("The best and the worst of 1,000 assets.")
    # The best, the worst, and whichever a link looks for.
    page = opened(context, "/titles/wide?asset=w0500")
    links = page.locator("main a[href^='#asset-w']").evaluate_all(
        "(links) => links.map((link) => link.hash.replace('#asset-w', ''))"
    )
    shown = {int(number) for number in links}
    assert len(shown) == 25
    assert len([number for number in shown if number < WIDE / 20]) == 12
    assert len([number for number in shown if number >= WIDE * 19 / 20]) == 12
    assert 500 in shown
    expect(page.locator("article[data-card='w0500']")).to_be_in_viewport(timeout=PATIENCE)
    # Too many to compare them all: audiences are shown for those that most people met.
    whom = page.locator("section", has=page.get_by_role("heading", name="Best for whom"))
    expect(whom).not_to_contain_text("Nothing to compare")
    # Compare finds any of them, each with the letter that it has on the title's page.
    page = opened(context, "/compare?assets=w0000,w0990")
    expect(page.locator("main").get_by_text("AQG", exact=True).first).to_be_visible()
    page = opened(context, "/compare?assets=w0000")
    expect(page.locator("main")).to_contain_text("900 more assets. Search for one by its name.")
    page.get_by_label("Search titles and assets").fill("artwork 0731")
    page.get_by_role("button", name="Artwork 0731").click()
    expect(page).to_have_url(re.compile("w0000.*w0731"))
