"""A campaign from its plan to its members, and in the list."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import opened, settle, violations, visitor
from tests.web.places import address
from tests.web.service import Service

SLOW_MS = 60_000
"""A title's first policy is learned, which a busy machine may take a while for."""


@pytest.fixture
def start(browser: Browser, own: Service) -> Generator[Page]:
    with visitor(browser, own) as (context, watch):
        yield opened(context, "/campaigns")
        assert watch.complaints == []


def test_a_campaign_is_planned_approved_and_started(start: Page, own: Service) -> None:
    page = start
    expect(page.get_by_role("row").filter(has_text="second push")).to_contain_text("Judged")
    # 1. The plan: sizes and power are there before it has a name, and it says what it lacks.
    page.goto(address(own, "campaign-plan"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("people held out you will see", timeout=SLOW_MS)
    expect(main).to_contain_text("Still needed: a name, a purpose and who gets the members.")
    settle(page)
    assert violations(page) == []
    main.get_by_label("Name", exact=True).fill("heist")
    main.get_by_label("Purpose").fill("Second push after launch")
    main.get_by_label("Members go to").fill("Braze")
    page.get_by_role("button", name="Save draft").click()
    # 2. The draft is approved, with who and why; then it starts.
    expect(page.get_by_role("heading", name="heist", level=1)).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    drawer = page.get_by_role("dialog", name="Approve heist")
    drawer.get_by_label("Why?").fill("Fits the launch.")
    drawer.get_by_label("Your name").fill("Bo")
    drawer.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Start").click()
    drawer = page.get_by_role("dialog", name="Start heist")
    drawer.get_by_role("button", name="Start").click()
    expect(drawer).to_be_hidden()
    expect(main).to_contain_text("Fits the launch.")
    # 3. Members are handed over by a command.
    page.get_by_role("button", name="Hand over").click()
    over = page.get_by_role("dialog", name="Hand over")
    expect(over).to_contain_text("keyart export members my.keyart heist --match crm.csv")
    settle(page)
    assert violations(page) == []
    # 4. The list shows it.
    page.goto("/campaigns")
    row = page.get_by_role("row").filter(has_text="heist")
    expect(row).to_contain_text("Running")
    settle(page)
    assert violations(page) == []
