"""How much a browser loads before it shows a page."""

import gzip
import re
from typing import Any

from playwright.sync_api import Page, Request

from keyart.api.webapp import WEBDIST
from tests.web.browser import settle

MOST = 200_000
"""Bytes of scripts, packed by gzip, before those that a page loads when it is shown."""


def test_scripts_of_the_first_load_are_few() -> None:
    index = (WEBDIST / "index.html").read_text(encoding="utf-8")
    scripts = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', index))
    assert len(scripts) > 3
    assert sum(len(gzip.compress((WEBDIST / one).read_bytes())) for one in scripts) <= MOST


def test_what_a_page_asks_at_one_moment_is_one_request(page: Page) -> None:
    asked: list[set[str]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/graphql"):
            body: dict[str, Any] = request.post_data_json or {}
            asked.append({one["operationName"] for one in body.get("operations", [body])})

    page.on("request", note)
    page.goto("/")
    settle(page)
    (first, *_later) = [names for names in asked if "HomeHealth" in names]
    assert first >= {"HomeFavourites", "HomeClickbait", "HomeNotices", "HomeLaunches"}
