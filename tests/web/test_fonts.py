"""Letters of most names are of the application's own font, and it is small."""

import pytest
from playwright.sync_api import Browser

from tests.web.browser import opened, visitor
from tests.web.service import Service

WIDTHS = """async (text) => {
    await Promise.all([...document.fonts].map((face) => face.load()))
    const width = (family) => {
        const line = document.createElement('span')
        line.textContent = text
        line.style = `font: 400 40px ${family}; position: absolute; white-space: nowrap`
        document.body.append(line)
        const { width } = line.getBoundingClientRect()
        line.remove()
        return width
    }
    return ['monospace', 'serif'].map((other) => width(`'Inter Variable', ${other}`))
}"""
"""How wide a text is with two other fonts for letters that are missing: equal if none is."""

LOADED = """() => performance.getEntriesByType('resource')
    .filter((one) => one.name.endsWith('.woff2'))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


@pytest.mark.parametrize(
    "letters", ["Şafakta Ağaç", "Zażółć gęślą jaźń", "Țăruș", "Ночь", "Νύχτα", "Nỗi nhớ", "Ə"]
)
def test_letters_of_names_are_of_the_font(browser: Browser, service: Service, letters: str) -> None:
    with visitor(browser, service) as (context, _):
        page = opened(context, "/about-nothing")
        beside_monospace, beside_serif = page.evaluate(WIDTHS, letters)
    assert beside_monospace == beside_serif


def test_a_page_loads_a_few_kilobytes_of_fonts(browser: Browser, service: Service) -> None:
    with visitor(browser, service) as (context, _):
        loaded = opened(context, "/").evaluate(LOADED)
    assert 0 < loaded < 100_000
