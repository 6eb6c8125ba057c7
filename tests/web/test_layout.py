"""Where things are on pages: what belongs together is together, and fits."""

import re
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import NARROW, WIDE, opened, settle, visitor
from tests.web.places import CLICKBAIT, WINS, address, audience
from tests.web.service import Service

ZOOMED = (WIDE[0] // 2, WIDE[1] // 2)
"""What 200% zoom leaves of a wide window."""


def test_each_outlier_has_its_difference_in_its_row(browser: Browser, service: Service) -> None:
    with visitor(browser, service) as (context, watch):
        page = opened(context, address(service, "outliers"))
        table = page.get_by_role("table", name="Outliers and their differences")
        rows = table.locator("tbody tr")
        assert rows.count() > 1
        for row in rows.all():
            difference = row.locator("td").nth(2)
            expect(difference.locator("svg rect")).to_have_count(2)  # its interval and its value
            expect(difference).to_contain_text("%")
        table.get_by_role("button", name="People").click()
        people = [int(text.replace(",", "")) for text in _column(page, 5)]
        assert people == sorted(people, reverse=True)
        assert watch.complaints == []


def test_outliers_are_cards_on_phones(browser: Browser, service: Service) -> None:
    with visitor(browser, service, size=NARROW) as (context, _):
        page = opened(context, address(service, "outliers"))
        cells = page.get_by_role("table", name="Outliers and their differences").locator("td")
        sides = cells.evaluate_all("(cells) => cells.map((cell) => cell.getBoundingClientRect())")
        assert all(side["left"] >= 0 and side["right"] <= NARROW[0] for side in sides)


def test_a_comparison_is_short_and_tells_of_audiences_once(
    browser: Browser, service: Service
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, "compare"))
        assert page.evaluate("document.documentElement.scrollHeight") < 3000
        panel = page.get_by_role("figure", name="Best for whom")
        table = panel.get_by_role("table")
        best = table.locator("tbody tr").first
        # The planted taste comes first: its best asset, and how each asset does there.
        expect(best).to_contain_text(str(service.story(WINS)["taste"]))
        expect(best.locator("td").first).to_contain_text("sure")
        expect(best.locator("td > span > svg")).to_have_count(4)
        expect(page.get_by_text("By audience", exact=True)).to_have_count(0)
        panel.get_by_role("button", name="Show all").click()
        expect(table.locator("tbody tr")).not_to_have_count(8)


def test_batches_and_rejected_rows_are_rows_of_keys_and_values(
    browser: Browser, service: Service
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, "health"))
        batches = page.get_by_role("table", name="Batches")
        batches.get_by_role("button", name="2", exact=True).click()
        batch = page.get_by_role("region", name="Batch 2")
        for part in ("Accepted", "Duplicates", "No consent"):
            row = batch.locator("dl > div", has_text=part).first
            expect(row.locator("dd").first).to_have_text(re.compile(r"^[\d,]+$"))
        rejected = page.get_by_role("table", name=re.compile("^Rejected rows")).locator("tbody tr")
        problem = rejected.first.locator("dl > div[data-wrong]")
        expect(problem).to_have_text("profile_idempty")


def test_what_needs_attention_shows_its_course(browser: Browser, service: Service) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, "home"))
        clickbait = str(service.story(CLICKBAIT)["title"])
        notice = page.get_by_role("article").filter(
            has=page.locator(f"a[href^='/titles/{clickbait}']", has_text="View evidence")
        )
        expect(notice.get_by_role("img", name="Take rate by day")).to_be_visible()
        test = page.get_by_role("article").filter(has_text="View test")
        expect(test.get_by_role("img", name="Reach by day")).to_be_visible()


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["narrow", "zoomed"])
def test_the_editor_of_an_audience_fits_and_its_chip_cuts_no_number(
    browser: Browser, service: Service, size: tuple[int, int]
) -> None:
    with visitor(browser, service, size=size) as (context, _):
        page = opened(context, address(service, "title"))
        page.get_by_role("button", name="Audience everybody").click()
        editor = page.get_by_role("dialog", name="Audience")
        editor.get_by_role("textbox").fill("affinity:")
        expect(editor.get_by_role("listitem").first).to_be_visible()
        sides: dict[str, float] = editor.evaluate("(box) => box.getBoundingClientRect().toJSON()")
        assert sides["left"] >= 0
        assert sides["top"] >= 0
        assert sides["right"] <= size[0]
        assert sides["bottom"] <= size[1]
        assert editor.evaluate("(box) => box.scrollWidth <= box.clientWidth")
        long = f"{audience(service)} and not affinity:true-crime and not affinity:football"
        editor.get_by_role("textbox").fill(long)
        editor.get_by_role("textbox").press("Enter")
        value = page.locator("[data-audience]").get_by_text(re.compile("profiles$"))
        expect(value).to_be_visible()
        assert value.evaluate("""(size) => {
            const [own, chip] = [size, size.closest('button')].map((e) => e.getBoundingClientRect())
            const seen = size.closest('[class*=value]').parentElement.getBoundingClientRect()
            return own.right <= Math.min(chip.right, seen.right) && own.left >= seen.left
        }""")


SVG = "{http://www.w3.org/2000/svg}"

PAPER = """() => {
    const parts = [...document.querySelectorAll('main figure, main section')]
        .filter((part) => !part.parentElement.closest('figure, section'))
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.height > 0)
    const over = parts.flatMap(([one, a], n) => parts.slice(n + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        .map(([other]) => [one, other]))
    const out = parts.flatMap(([part, box]) => [...part.querySelectorAll('svg text')]
        .map((text) => text.getBoundingClientRect())
        .filter((text) => text.width > 0 && text.right > box.right + 1))
    return [over.length, out.length]
}"""
"""How many parts of a page lie over one another, and how many texts of charts leave their part."""


@pytest.mark.parametrize("name", ["title", "compare", "compare-broken"])
@pytest.mark.parametrize("by", ["button", "browser"])
def test_a_report_is_one_page_whose_parts_lie_beside_one_another(
    browser: Browser, service: Service, name: str, by: str
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, name))
        if by == "button":  # which lets charts redraw at the width of paper
            page.evaluate("document.documentElement.dataset.paper = ''")
            settle(page)
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
        assert len(pages) == 1
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1047})  # A4 without margins
        assert page.evaluate(PAPER) == [0, 0]


def test_side_by_side_as_a_picture_says_of_what_it_is_and_what_it_shows(
    browser: Browser, service: Service
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, "compare"))
        verdict = page.locator("h1").inner_text()
        page.get_by_role("button", name="Export “Side by side”").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="SVG").click()
        picture = ET.parse(download.value.path())
        texts = [
            "".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")
        ]
        words = " ".join(texts)
        assert " ".join(verdict.split()) in " ".join(words.split())
        assert any(re.match(r".+ · \d+ \w+ – \d+ \w+$", text) for text in texts)
        assert "complete until" in texts[-1]


def _column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the first table of outliers."""
    table = page.get_by_role("table", name="Outliers and their differences")
    return table.locator(f"tbody td:nth-child({number})").all_inner_texts()
