"""What holds on every page, in both themes, wide and narrow."""

import pytest
from playwright.sync_api import Browser

from tests.web.browser import NARROW, WIDE, Theme, opened, settle, violations, visitor
from tests.web.places import PAGES, address
from tests.web.service import Service

THEMES: tuple[Theme, ...] = ("light", "dark")

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_page_is_accessible_still_and_complains_of_nothing(
    browser: Browser, service: Service, name: str, size: tuple[int, int]
) -> None:
    """One visit, in light and then in dark."""
    with visitor(browser, service, size=size) as (context, watch):
        page = opened(context, address(service, name))
        moving = "document.getAnimations().filter((a) => a.playState === 'running').length"
        assert page.evaluate(moving) == 0
        assert page.locator("h1").count() == 1
        assert "Keyart" in page.title()
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            settle(page)
            assert violations(page) == [], theme
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert watch.complaints == []


@every_page
def test_tab_leads_through_a_page_in_the_order_that_it_is_read(
    browser: Browser, service: Service, name: str
) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, address(service, name))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to content"
        page.keyboard.press("Enter")
        for _step in range(12):
            page.keyboard.press("Tab")
            # What is focused is in view, and a ring shows it: on itself, or on the field around it.
            seen = page.evaluate("""() => {
                const focused = document.activeElement
                const box = focused.getBoundingClientRect()
                const ringed = (one) => {
                    const style = getComputedStyle(one)
                    return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                }
                return focused === document.body || focused.textContent === 'Skip to content' ||
                    (box.bottom > 0 && box.top < innerHeight &&
                        (ringed(focused) || ringed(focused.parentElement)))
            }""")
            assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
