"""What to recommend to an audience, who is like it, and a list of them."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

import keyart
from tests.web.browser import opened, settle, violations, visitor
from tests.web.service import Service

AUDIENCE = "affinity:heist-thrillers"


@pytest.fixture
def start(browser: Browser, own: Service) -> Generator[Page]:
    with visitor(browser, own) as (context, watch):
        yield opened(context, "/audiences")
        assert watch.complaints == []


def test_recommendations_are_asked_for_once_they_come_near(start: Page, own: Service) -> None:
    page = start
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.extend(name for name in ("Recommended", "Lookalike") if _asks(request, name))

    page.on("request", note)
    page.goto(f"/audiences/{AUDIENCE}")
    settle(page)
    assert asked == []
    reveal(page)
    assert set(asked) == {"Recommended", "Lookalike"}
    with keyart.open(own.store) as store:
        found = store.recommend(audience=AUDIENCE)
    part = page.get_by_role("region", name="What to recommend")
    rows = part.get_by_role("listitem")
    expect(rows).to_have_count(6)
    for at, row in enumerate(found.rows[:6]):
        expect(rows.nth(at)).to_contain_text(f"{at + 1}. {row.name}")
        expect(rows.nth(at)).to_contain_text(row.reason.words)
        assert row.new_to_them is not None
        expect(rows.nth(at)).to_contain_text(f"New to {row.new_to_them:.0%} of them")
    part.get_by_role("button", name=f"All {len(found.rows)}").click()
    expect(rows).to_have_count(len(found.rows))
    settle(page)
    assert violations(page) == []
    rows.first.get_by_role("link").click()
    expect(page).to_have_url(f"{own.address}/titles/{found.rows[0].title}?audience={AUDIENCE}")


def test_people_like_them_are_saved_as_a_list(start: Page, own: Service) -> None:
    page = start
    page.goto(f"/audiences/{AUDIENCE}")
    settle(page)
    reveal(page)
    with keyart.open(own.store) as store:
        found = store.audiences.lookalike(AUDIENCE)
    part = page.get_by_role("region", name="Who is like them")
    expect(part).to_contain_text(f"{found.top_lift:.1f} times as many")
    expect(part).to_contain_text(f"{found.auc.value:.1%}")
    for title in found.titles[:6]:
        expect(part.get_by_role("link", name=title.name)).to_be_visible()
    part.get_by_role("button", name="Save as list").click()
    form = page.get_by_role("dialog", name="Save as list")
    settle(page)
    assert violations(page) == []
    form.get_by_label("Name").fill("Next heist fans")
    expect(form).to_contain_text("list:next-heist-fans")
    form.get_by_label("How many people").fill("500")
    form.get_by_role("button", name="Save list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Next heist fans")
    with keyart.open(own.store) as store:
        assert store.audiences.size("list:next-heist-fans") == 500
    settle(page)
    reveal(page)
    assert violations(page) == []


def reveal(page: Page) -> None:
    """Scroll through a page, so that what waits to come near is asked for."""
    for _ in range(12):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    settle(page)


def _asks(request: Request, name: str) -> bool:
    return f"query {name}(" in (request.post_data or "")
