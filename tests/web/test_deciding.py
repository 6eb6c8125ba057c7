"""From a title to a policy that home pages get, and back."""

from playwright.sync_api import Page, expect

from tests.web.browser import settle, violations
from tests.web.places import WINS, address
from tests.web.service import Service


def test_a_policy_is_handed_over_and_reversed(page: Page, service: Service) -> None:
    title = service.story(WINS)["title"]
    policies = f"{service.address}/v1/policies/{title}"
    page.goto(address(service, "show-to-whom"))
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
