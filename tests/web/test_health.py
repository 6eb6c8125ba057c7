"""The page of data health tells of every row what became of it."""

import re

from playwright.sync_api import Page, expect

from tests.web.browser import settle


def test_a_data_engineer_reads_why_rows_were_put_aside(page: Page) -> None:
    page.goto("/health")
    settle(page)
    heading = page.get_by_role("heading", name=re.compile("^Quarantine: [0-9,]+ rows"))
    told = int(re.sub(r"\D", "", heading.inner_text()))
    page.get_by_role("button", name=re.compile("^The asset is not in the catalogue")).click()
    expect(page).to_have_url(re.compile("reason=unknown_asset"))
    rows = page.get_by_role("region", name=re.compile("^Rejected rows")).locator("tbody tr")
    expect(rows.first).to_contain_text("asset_id")
    # The files have all of them: who looks at one sees the others, too.
    file = page.request.get("/v1/export?raw=quarantine&format=jsonl")
    lines = file.text().splitlines()
    assert len(lines) == told
    assert sum('"unknown_asset"' in line for line in lines) >= rows.count()


def test_both_engines_say_the_same_of_the_demo(page: Page) -> None:
    page.goto("/health")
    settle(page)
    page.get_by_role("button", name="Ask both now").click()
    expect(page.get_by_text("Both engines and the feed agree.")).to_be_visible(timeout=30_000)
