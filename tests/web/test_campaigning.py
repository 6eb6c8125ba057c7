"""A campaign from its plan to its verdict, and in the list."""

import csv
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import keyart
from keyart.campaigns import CampaignEffect, CampaignResult
from keyart_demo.people.tables import profile_ids
from keyart_demo.world import SIZES
from tests.web.browser import opened, settle, violations, visitor
from tests.web.places import address
from tests.web.service import Service
from tests.web.service import keyart as command

SLOW_MS = 60_000
"""A title's first policy is learned, which a busy machine may take a while for."""


@pytest.fixture
def start(browser: Browser, own: Service) -> Generator[Page]:
    with visitor(browser, own) as (context, watch):
        yield opened(context, "/campaigns")
        assert watch.complaints == []


def test_a_campaign_is_planned_approved_handed_over_and_judged(
    start: Page, own: Service, tmp_path: Path
) -> None:
    page = start
    expect(page.get_by_role("row").filter(has_text="second push")).to_contain_text("Judged")
    # 1. A plan is kept as a draft and approved, with who and why; then it starts.
    _plan(page, own)
    main = page.get_by_role("main")
    page.get_by_role("button", name="Approve").click()
    drawer = page.get_by_role("dialog", name="Approve heist")
    drawer.get_by_label("Why?").fill("Fits the launch.")
    drawer.get_by_label("Your name").fill("Bo")
    drawer.get_by_role("button", name="Approve").click()
    _take_step(page, "Start")
    expect(main).to_contain_text("Fits the launch.")
    # 2. Members are handed over by a command.
    page.get_by_role("button", name="Hand over").click()
    over = page.get_by_role("dialog", name="Hand over")
    expect(over).to_contain_text("keyart export members my.keyart heist --match crm.csv")
    settle(page)
    assert violations(page) == []
    handed = _hand_over(own, tmp_path)
    page.reload()
    expect(main).to_contain_text(f"Handed over: {handed:,} people")
    # 3. The list shows it.
    page.goto("/campaigns")
    row = page.get_by_role("row").filter(has_text="heist")
    expect(row).to_contain_text("Running")
    settle(page)
    assert violations(page) == []
    # 4. The world goes on; the page says what came, in the store's words and figures.
    said = command("demo", "--store", str(own.store), "--continue", "28")
    result = _result(own)
    assert f"Campaign heist: {result.sentence}" in said
    assert (result.verdict, result.people) == ("worked", handed)
    page.goto("/campaigns/heist")
    settle(page)
    _shows(main, result)
    # 5. It ends as planned, and the verdict goes on record.
    _take_step(page, "End")
    _take_step(page, "Judge")
    expect(main).to_contain_text("Judged")
    settle(page)
    _shows(main, _result(own))
    assert violations(page) == []
    page.goto("/campaigns")
    expect(row).to_contain_text("Judged")
    expect(row).to_contain_text("Worked")


def _plan(page: Page, service: Service) -> None:
    """Plan the campaign `heist`: sizes and power come before its name; what it lacks is said."""
    page.goto(address(service, "campaign-plan"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("people held out you will see", timeout=SLOW_MS)
    expect(main).to_contain_text("Still needed: a name, a purpose and who gets the members.")
    settle(page)
    assert violations(page) == []
    main.get_by_label("Name", exact=True).fill("heist")
    main.get_by_label("Purpose").fill("Second push after launch")
    main.get_by_label("Members go to").fill("Braze")
    main.get_by_role("slider").fill("30")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="heist", level=1)).to_be_visible()


def _take_step(page: Page, step: str) -> None:
    """Take a campaign one step further, at the time that was planned."""
    page.get_by_role("button", name=step).click()
    drawer = page.get_by_role("dialog", name=f"{step} heist")
    when = drawer.get_by_role("combobox")
    if when.count():
        when.select_option("planned")
    drawer.get_by_role("button", name=step).click()
    expect(drawer).to_be_hidden()


def _hand_over(service: Service, folder: Path) -> int:
    """Export the members of a list of customers, as the page says; return how many they are."""
    crm, members = folder / "crm.csv", folder / "members.csv"
    ids: list[str] = [*profile_ids(np.arange(SIZES["small"].profiles)).to_pylist(), "stranger"]
    with crm.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "city"])
        writer.writerows((one, "Berlin") for one in ids)
    words = ("--match", str(crm), "--id-column", "id", "--out", str(members))
    command("export", "members", str(service.store), "heist", *words)
    with members.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0].keys() == {"id", "asset"}
    assert {row["id"] for row in rows} < set(ids) - {"stranger"}
    return len(rows)


def _result(service: Service) -> CampaignResult:
    with keyart.open(service.store) as store:
        return store.campaigns.result("heist")


def _shows(main: Locator, result: CampaignResult) -> None:
    """Check that a page shows a result: its verdict, its sentence, and its figures."""
    kind, _, rest = result.sentence.partition(": ")
    verdict = main.locator("section", has=main.page.locator("#verdict"))
    expect(verdict).to_contain_text(kind)
    expect(verdict.get_by_role("heading")).to_have_text(rest[0].upper() + rest[1:])
    expect(verdict).to_contain_text(" ".join(result.reasons))
    outcomes = main.get_by_role("table", name="Outcomes").get_by_role("row")
    expect(outcomes).to_have_count(1 + len(result.effects))
    viewers = result.effects[0]
    for people, mean in ((result.people, viewers.treated), (result.held_out, viewers.held_out)):
        assert mean is not None
        expect(verdict).to_contain_text(f"{people:,}")
        expect(verdict).to_contain_text(f"{mean:.1%} watched it")
        expect(outcomes.nth(1)).to_contain_text(f"{mean:.1%}")
    expect(outcomes.nth(1)).to_contain_text(_points(viewers))


def _points(effect: CampaignEffect) -> str:
    """Return a difference in points with its interval, as pages write it."""
    difference = effect.difference
    assert difference.value is not None
    assert difference.low is not None
    assert difference.high is not None
    value, low, high = (100 * one for one in (difference.value, difference.low, difference.high))
    return f"{value:+.1f} points ({low:+.1f} to {high:+.1f})".replace("-", "−")
