"""Pages of catalogues as they come: files that are missing or elsewhere, ids that nothing has."""

import re
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browser import opened, visitor
from tests.web.service import Service, keyart, serving

TITLES = ["title_id,name", "t1,ليل طويل", "t2,Nothing shown"]
ASSETS = [
    "asset_id,title_id,asset_type,name,uri,text",
    "a1,t1,artwork,Lost,lost.png,",
    "a2,t1,artwork,Elsewhere,https://cdn.example.invalid/a2.png,",
    "a3,t1,artwork,Unnamed,,",
    "a4,t1,video,Lost clip,lost.mp4,",
    "a5,t1,synopsis,Words,,A night that does not end.",
]


def odd(folder: Path) -> Path:
    """Return a store whose assets have no files that can be shown."""
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    impressions = ["profile_id,asset_id,ts"]
    plays = ["profile_id,title_id,ts,seconds"]
    for n in range(1500):
        when = begin + timedelta(minutes=20 * n)
        impressions.append(f"p{n},a{n % 5 + 1},{when.isoformat()}")
        if n // 5 % (3 + n % 5) == 0:
            plays.append(f"p{n},t1,{(when + timedelta(minutes=5)).isoformat()},1800")
    tables = {"titles": TITLES, "assets": ASSETS, "impressions": impressions, "plays": plays}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    store = folder / "odd.keyart"
    keyart("init", str(store))
    keyart("ingest", str(store), *(f"--{name}={folder / name}.csv" for name in tables))
    return store


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    folder = tmp_path_factory.mktemp("odd")
    with serving(odd(folder), folder, workers="1") as running:
        yield running


def test_missing_files_show_the_letter_and_why(browser: Browser, service: Service) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, "/titles/t1")
        expect(page.get_by_role("heading", level=1)).to_have_text("ليل طويل")
        for asset, letter, reason in (
            ("a1", "A", "File not found at its address"),
            ("a2", "B", "Blocked: add https://cdn.example.invalid to the setting media_origins"),
            ("a3", "C", "No picture in the catalogue"),
        ):
            picture = page.locator(f"article[data-card='{asset}'] [data-missing]")
            expect(picture).to_contain_text(reason)
            expect(picture).to_contain_text(re.compile(f"^{letter}"))
        clip = page.locator("article[data-card='a4']")
        expect(clip.locator("[data-missing]")).to_contain_text("File not found at its address")
        expect(clip.get_by_role("button", name="Play")).to_have_count(0)
        line_up = page.locator("section", has_text="Line-up").first
        expect(line_up.locator("img")).to_have_count(0)
        page = opened(context, "/compare?assets=a1,a2,a4")
        expect(page.locator("main")).to_contain_text("add https://cdn.example.invalid to")
        # A clip without a still is looked for at once.
        expect(page.locator("[data-missing]").nth(2)).to_contain_text(re.compile("^V1File not"))


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        ("/titles/nope", "No title has id nope."),
        ("/titles/t2", "This title has no artwork, clips or synopses."),
        ("/compare?assets=nope,nada", "No asset has id nope or nada."),
        ("/audiences/nope", "No audience is named “nope”."),
        ("/audiences/affinity%3Anope", "No audience is named “affinity:nope”."),
        ("/nope", "Page not found"),
    ],
)
def test_an_id_that_nothing_has_leads_to_a_page(
    browser: Browser, service: Service, path: str, fact: str
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, path)
        expect(page.locator("main")).to_contain_text(fact)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
