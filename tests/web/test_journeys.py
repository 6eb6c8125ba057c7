"""What people come for, from the first page to the answer, in a real browser."""

import re
from collections.abc import Generator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browser import NARROW, settle, visitor
from tests.web.places import CLICKBAIT, WINS, address, audience
from tests.web.service import Service


@pytest.fixture(autouse=True)
def patience() -> Generator[None]:
    """Expectations may take as long as requests do on a busy machine."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


def card(page: Page, service: Service, story: str) -> Locator:
    """Return the card of a story's asset on the page of its title."""
    return page.locator(f"[data-card='{service.story(story)['asset']}']")


def test_a_strategist_finds_the_winner_for_a_taste_and_shares_it(
    page: Page, browser: Browser, service: Service
) -> None:
    story = service.story(WINS)
    page.goto("/")
    settle(page)
    # By its name, with a slip of the pen.
    page.keyboard.press("/")
    page.get_by_role("combobox").last.fill(story["name"][:-1])
    page.get_by_role("option").filter(has_text=story["name"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story["name"])
    won = card(page, service, WINS)
    expect(won.get_by_text(f"Wins with {story['taste']}")).to_be_visible()
    tastes = page.locator("main").get_by_role("figure").filter(has_text="Audience × artwork")
    expect(tastes).to_contain_text(story["taste"])
    # The same as people of that taste see it.
    page.get_by_role("button", name="Audience everybody").click()
    page.get_by_role("textbox", name="Audience expression").fill(audience(service))
    page.get_by_role("button", name="Show these people").click()
    expect(page).to_have_url(re.compile("audience=affinity"))
    settle(page)
    rates = page.locator("article[data-manner='picture'] h3")
    expect(rates.first).to_have_text(won.get_by_role("heading").inner_text())
    shown = page.locator("main").inner_text()
    # Somebody else opens the link and sees the same.
    with visitor(browser, service) as (other, _):
        theirs = other.new_page()
        theirs.goto(page.url)
        settle(theirs)
        assert theirs.locator("main").inner_text() == shown


def test_the_first_page_leads_to_the_proof_of_its_three_findings_in_one_click(
    page: Page, service: Service
) -> None:
    for finding, proof in (
        (f"wins for {service.story(WINS)['taste']}", re.compile("/titles/.*asset=")),
        ("This one is clickbait", re.compile("/titles/")),
        ("Don’t trust this test", re.compile("/compare")),
    ):
        page.goto("/")
        page.get_by_role("link", name=re.compile(finding)).click()
        expect(page).to_have_url(proof)
        settle(page)


def test_one_sees_why_an_asset_is_clickbait(page: Page, service: Service) -> None:
    page.goto(address(service, "title-clickbait"))
    told = card(page, service, CLICKBAIT)
    expect(told.get_by_text("Clickbait", exact=True)).to_be_visible()
    evidence = r"Wins plays, loses viewers: [\d.]+% of people who saw it first play"
    expect(told).to_contain_text(re.compile(evidence))


def test_an_analyst_builds_a_segment_and_compares_within_it(page: Page, service: Service) -> None:
    story = service.story(WINS)
    page.goto("/segment?as=text")
    field = page.get_by_role("textbox", name="Audience expression")
    field.fill(f"{audience(service)} and hours() > 10")
    expect(page.get_by_text(re.compile(r"^[\d,]+ profiles$")).first).to_be_visible()
    assets = sorted([story["asset"], *story["against"]])
    page.goto(f"/compare?assets={','.join(assets)}")
    page.get_by_role("button", name="Audience everybody").click()
    page.get_by_role("textbox", name="Audience expression").fill(audience(service))
    page.get_by_role("button", name="Show these people").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    columns = page.get_by_role("table", name="Measures by asset").get_by_role("columnheader")
    expect(columns).to_have_count(1 + len(assets))


def test_filters_of_a_title_go_along_to_other_pages(page: Page, service: Service) -> None:
    story = service.story(WINS)
    assets = [story["asset"], *story["against"]]
    kept = {"audience": audience(service), "where": "country:DE,FR", "since": "2026-01-05"}
    page.goto(f"{address(service, 'title')}?picked={','.join(assets[:2])}&{urlencode(kept)}")
    settle(page)
    title = page.url

    def filters() -> dict[str, str]:
        return {k: v for k, v in parse_qsl(urlsplit(page.url).query) if k in kept}

    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/compare"))
    assert filters() == kept
    # Back to the title, by its name above.
    above = page.get_by_role("navigation", name="Breadcrumbs")
    above.get_by_role("link", name=story["name"]).click()
    expect(page).to_have_url(re.compile("/titles/"))
    assert filters() == kept
    for leave in (
        lambda: page.locator("main header").get_by_role("link", name="Compare").click(),
        lambda: page.get_by_role("complementary").get_by_role("link", name="Compare").click(),
        lambda: page.get_by_role("navigation").get_by_role("link", name="Questions").click(),
        lambda: page.keyboard.type("go"),
    ):
        page.goto(title)
        settle(page)
        leave()
        expect(page).not_to_have_url(re.compile("/titles/"))
        assert filters() == kept


def test_a_search_in_words_leads_to_a_page_with_its_context(page: Page, service: Service) -> None:
    story = service.story(WINS)
    title, audience = story["name"], story["taste"]

    def search(words: str) -> None:
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Search").fill(words)
        expect(page.get_by_text("Loading")).to_have_count(0)

    page.goto("/")
    settle(page)
    # A slip, no title: what wins with the audience.
    slip = audience.replace("ll", "l")
    search(f"best poster for {slip}")
    expect(page.get_by_role("status").filter(has_text=audience)).to_be_visible()
    page.get_by_role("option", name=f"What wins with {audience}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(audience)
    # A title, an audience and a device: the title's page, with both.
    search(f"{title} posters for {audience} on tv")
    page.get_by_role("option", name=f"{title}: {audience} and tv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_url(re.compile("where=device:tv"))
    expect(page).to_have_url(re.compile("audience=affinity"))
    # A country in words, and words that mean nothing.
    search("outliers in germany blorptastic")
    expect(page.get_by_role("status").filter(has_text="not understood")).to_contain_text(
        "blorptastic"
    )
    page.get_by_role("option", name="Outliers: Germany").click()
    expect(page).to_have_url(re.compile("/outliers.*country:DE"))
    # An id.
    search(story["title"])
    expect(page.get_by_role("option", name=title).first).to_be_visible()
    page.keyboard.press("Escape")
    # Nothing at all is no dead end.
    search("zzqx blorptastic")
    page.get_by_role("option", name="Ask any question").click()
    expect(page).to_have_url(re.compile("/questions"))


def test_a_comparison_with_broken_shares_warns_and_hides_its_rates(
    page: Page, service: Service
) -> None:
    page.goto(address(service, "compare-broken"))
    expect(page.locator("main")).to_contain_text(re.compile("Don.t trust"))
    table = page.get_by_role("table", name="Measures by asset")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(table).to_have_count(0)
    page.get_by_role("button", name=re.compile("anyway|all the same", re.IGNORECASE)).click()
    expect(table).to_be_visible()


def test_a_new_reader_with_a_phone_picks_two_posters_and_compares_them(
    browser: Browser, service: Service
) -> None:
    with visitor(browser, service, size=NARROW) as (context, watch):
        page = context.new_page()
        page.goto(address(service, "title"))
        settle(page)
        for pick in page.locator("article[data-manner='picture'] [data-pick]").all()[:2]:
            pick.tap()
        page.get_by_role("complementary", name="Picked").get_by_role("link").tap()
        expect(page).to_have_url(re.compile("/compare"))
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
        assert watch.complaints == []


def test_everything_can_be_done_by_keyboard(page: Page, service: Service) -> None:
    story = service.story(WINS)
    page.goto("/")
    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.type(story["name"])
    expect(page.get_by_role("option").first).to_contain_text(story["name"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(story["name"])
    settle(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(page.get_by_role("complementary", name="Picked")).to_be_visible()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/compare"))
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile("/$"))
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
