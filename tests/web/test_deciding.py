"""From a finding to a decision that home pages carry out, and back."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import opened, settle, violations, visitor
from tests.web.places import WINS, address
from tests.web.service import Service, serving


@pytest.fixture(scope="module")
def own(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """Serve a copy of the demo store, whose decisions these tests may change."""
    folder = tmp_path_factory.mktemp("deciding")
    store = shutil.copytree(demo, folder / "own.keyart")
    with serving(store, folder) as service:
        yield service


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
