"""Segments are built by clauses and as text, sized at every step, and compared within."""

import re
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

from tests.web.places import audience
from tests.web.service import Service

SIZE = re.compile(r"^[\d,]+$")


def built(page: Page) -> str:
    """Return the expression in the address."""
    return parse_qs(urlsplit(page.url).query).get("audience", [""])[0]


def number(text: str) -> int:
    """Return a size as it is written."""
    return int(text.replace(",", ""))


def test_a_rule_is_built_of_clauses_each_with_who_is_left(page: Page, service: Service) -> None:
    taste = audience(service)
    page.goto("/segment")
    page.get_by_role("button", name="Clause", exact=True).click()
    page.get_by_role("button", name="Taste").click()
    page.get_by_label("Find: Tastes").fill(taste.removeprefix("affinity:").replace("-", " "))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Clause", exact=True).click()
    page.get_by_role("button", name=re.compile("^Plan")).click()
    page.get_by_role("button", name="basic").click()
    expect(page.get_by_role("listitem").get_by_text(SIZE)).to_have_count(2)
    assert built(page) == f"{taste} and attr:plan=basic"
    first, second = (
        number(one) for one in page.get_by_role("listitem").get_by_text(SIZE).all_inner_texts()
    )
    assert first > second > 0
    page.get_by_role("button", name="and: exclude instead").click()
    expect(page.get_by_role("button", name="and not: include instead")).to_be_visible()
    assert built(page) == f"{taste} and not attr:plan=basic"
    rest = page.get_by_role("listitem").get_by_text(SIZE).last
    expect(rest).to_have_text(f"{first - second:,}")
    page.go_back()
    expect(page.get_by_role("button", name="and: exclude instead")).to_be_visible()
    page.get_by_role("link", name="Compare within it").click()
    expect(page).to_have_url(re.compile("/compare\\?audience="))
    assert built(page) == f"{taste} and attr:plan=basic"


def test_an_unknown_name_is_marked_and_mended(page: Page, service: Service) -> None:
    taste = audience(service)
    page.goto(f"/segment?as=text&audience={quote(f'not segment:lapsd and {taste}')}")
    expect(page.locator("mark")).to_have_text("segment:lapsd")
    page.get_by_role("button", name="segment:lapsed").click()
    expect(page.get_by_role("textbox", name="Audience expression")).to_have_value(
        f"not segment:lapsed and {taste}"
    )
    page.get_by_role("button", name="Clauses").click()
    expect(page.get_by_role("button", name="not in: include instead")).to_be_visible()


def test_a_rule_that_is_nested_too_deeply_stays_text(page: Page, service: Service) -> None:
    taste = audience(service)
    rule = f"{taste} and not (segment:heavy and attr:plan=basic)"
    page.goto(f"/segment?audience={quote(rule)}")
    expect(page.get_by_role("textbox", name="Audience expression")).to_have_value(rule)
    expect(page.get_by_text("This rule stays text.")).to_be_visible()
    expect(page.get_by_text(re.compile("counted exactly"))).to_be_visible()
