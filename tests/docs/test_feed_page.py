"""The page about the feed names everything that the feed has, and every reason."""

from keyart.feed.figures import KEYS
from keyart.feed.values import BUILT_IN
from keyart.query.router import RouteReason
from tests.docs.pages import names, page

FEED = page("docs/feed.md")


def test_every_reason_has_its_row() -> None:
    assert names(FEED.section("What it answers")) == [reason.value for reason in RouteReason]


def test_every_sheet_of_figures_and_every_filter_is_named() -> None:
    text = FEED.section("What it holds")
    for name in (*KEYS, *BUILT_IN):
        assert f"`{name}`" in text
