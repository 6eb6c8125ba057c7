"""From a finding to a decision that home pages carry out, and back."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

import keyart
from tests.web.browser import opened, settle, violations, visitor
from tests.web.places import WINS, address
from tests.web.service import Service
from tests.web.service import keyart as run


@pytest.fixture
def start(browser: Browser, own: Service) -> Generator[Page]:
    with visitor(browser, own) as (context, watch):
        yield opened(context, "/")
        assert watch.complaints == []


def test_a_policy_is_handed_over_and_reversed(start: Page, own: Service) -> None:
    page, title = start, own.story(WINS)["title"]
    policies = f"{own.address}/v1/policies/{title}"
    page.goto(address(own, "show-to-whom"))
    settle(page)
    page.keyboard.press("h")
    drawer = page.get_by_role("dialog", name="Hand over")
    drawer.get_by_role("button", name="Record the decision").click()
    drawer.get_by_label("Why?").fill("It gains beyond chance.")
    drawer.get_by_role("button", name="Record and hand over").click()
    expect(drawer.get_by_text("Handed over.", exact=True)).to_be_visible()
    settle(page)
    assert violations(page) == []
    (policy,) = page.request.get(policies).json()["policies"]
    assert policy["title"] == title
    assert policy["rules"]
    drawer.get_by_role("button", name="Reverse it").click()
    drawer.get_by_label("Why reverse it?").fill("A mistake.")
    drawer.get_by_role("button", name="Reverse the decision").click()
    expect(drawer.get_by_text("Not handed over.")).to_be_visible()
    assert page.request.get(policies).status == 404


def test_the_morning_list_is_answered(start: Page, own: Service) -> None:
    page = start
    settle(page)
    waiting = page.get_by_role("region", name="Decisions")
    heading = waiting.get_by_role("heading", level=2)
    rows = waiting.get_by_role("listitem")
    first = rows.first.get_by_role("heading").inner_text()
    before = heading.inner_text()
    # 1. Decided, it leaves the list and reaches home pages; undone, it is back.
    rows.first.get_by_role("button", name="Decide").click()
    expect(waiting.get_by_text(f"{first}.", exact=True)).to_be_visible()
    expect(heading).not_to_have_text(before)
    assert len(page.request.get(f"{own.address}/v1/policies").json()["policies"]) == 1
    waiting.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text(before)
    assert page.request.get(f"{own.address}/v1/policies").json() == {"policies": []}
    # 2. Dismissed with a reason, it leaves the list.
    rows.first.get_by_role("button", name="Dismiss").click()
    page.get_by_role("button", name="The difference is too small").click()
    expect(waiting.get_by_role("link", name="1 more dismissed or put off")).to_be_visible()
    expect(rows.first.get_by_role("heading")).not_to_have_text(first)
    settle(page)
    assert violations(page) == []
    # 3. The proof of the next says the same.
    proof = rows.first.get_by_role("link")
    asset = rows.first.get_by_role("heading").inner_text().split("“")[1].split("”")[0]
    proof.click()
    settle(page)
    expect(page.locator("main")).to_contain_text(asset)
    # 4. The record has both: what was undone, and what was dismissed and can come back.
    page.goto("/decisions")
    expect(page.get_by_role("listitem").filter(has_text="Undone at once.")).to_contain_text(first)
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Dismissed or put off").click()
    page.get_by_role("button", name=f"Bring back: {first}").click()
    expect(page.get_by_text("Nothing dismissed or put off")).to_be_visible()


def test_the_morning_list_is_answered_by_keys(start: Page) -> None:
    page = start
    settle(page)
    waiting = page.get_by_role("region", name="Decisions")
    rows = waiting.get_by_role("listitem")
    headings = rows.get_by_role("heading")
    first, second = headings.all_inner_texts()[:2]
    # 1. Nothing has the focus: a letter answers nothing, it goes to the first line.
    page.keyboard.press("d")
    expect(headings.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(headings.nth(1)).to_be_focused()
    # 2. Letters answer the line with the focus.
    for key, name in (("x", "Dismiss"), ("r", "Remind me")):
        page.keyboard.press(key)
        asked = page.get_by_role("dialog", name=f"{name}: {second}")
        expect(asked).to_be_visible()
        page.keyboard.press("Escape")
        expect(asked).to_be_hidden()
    page.keyboard.press("ArrowUp")
    expect(headings.first).to_be_focused()
    page.keyboard.press("d")
    expect(waiting.get_by_text(f"{first}.", exact=True)).to_be_visible()
    # 3. It leaves, and the focus goes on to the next.
    expect(headings.first).to_have_text(second)
    expect(headings.first).to_be_focused()
    settle(page)
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("What waits")
    page.keyboard.press("Escape")
    waiting.get_by_role("button", name="Undo").click()
    expect(headings.first).to_have_text(first)


def test_what_came_of_decisions_is_reviewed(start: Page, own: Service) -> None:
    page = start
    settle(page)
    waiting = page.get_by_role("region", name="Decisions")
    waiting.get_by_role("listitem").first.get_by_role("button", name="Decide").click()
    expect(waiting.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/decisions")
    expect(page.get_by_role("main")).to_contain_text("Promised")
    expect(page.get_by_text("Do our promises hold?")).to_have_count(0)
    # The rest is decided by program: so many that the record can say whether promises hold.
    with keyart.open(own.store) as store:
        decided = {one.title for one in store.decisions.list()}
        for one in store.decisions.pending():
            if one.kind in {"winner", "policy"} and one.title not in decided:
                store.decisions.record(one.kind, one.title, one.chosen, because="It gains.")
                decided.add(one.title)
    assert len(decided) >= 8
    said = run("demo", "--store", str(own.store), "--continue", "28")
    assert "carried out" in said
    with keyart.open(own.store) as store:
        reviews = store.decisions.review()
    page.goto("/decisions")
    expect(page.get_by_role("main")).to_contain_text(reviews.sentence)
    chart = page.get_by_role("figure", name="Do our promises hold?")
    expect(chart).to_be_visible()
    settle(page)
    assert violations(page) == []
    chart.get_by_role("button", name="Show “Do our promises hold?” as a table").click()
    rows = chart.get_by_role("row")
    judged = [one for one in reviews.reviews if one.actual and one.unit == "viewers"]
    expect(rows).to_have_count(len(judged) + 1)
