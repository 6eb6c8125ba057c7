"""The page of free questions gives what the command line gives."""

import json
import re

from playwright.sync_api import Page, expect

from tests.web.browser import settle
from tests.web.service import Service, keyart


def test_questions_reproduces_an_answer_of_the_command_line(page: Page, service: Service) -> None:
    # Every device has enough people that what a reader is told of it is not rounded.
    asked = ("--measures", "reach,take_rate", "--by", "device", "--order", "-reach")
    answered = keyart("query", str(service.store), *asked, "--json")
    rows = json.loads(answered)["rows"]
    page.goto("/questions?measures=reach,take_rate&by=device&order=-reach")
    settle(page)
    shown = page.locator("main table tbody tr")
    for row, told in zip(rows, shown.all(), strict=True):
        expect(told).to_contain_text(f"{row['reach']:,}")
        expect(told).to_contain_text(re.compile(rf"{100 * row['take_rate']:.1f}"))
