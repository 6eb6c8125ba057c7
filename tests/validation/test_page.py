"""The report: one page that needs nothing beside it, and data that JSON can hold."""

import json
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

from keyart.validation import Validation, to_html
from keyart.validation.findings import DifferingValue
from tests.validation.conftest import Validate

VOID = {"meta", "rect", "line", "circle"}


class Balance(HTMLParser):
    """Checks that whatever is opened is closed, and gathers the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(found: Validation) -> str:
    page = Balance(to_html(found))
    assert page.links == [], "the page needs something beside it"
    return " ".join("".join(page.words).split())


def test_agreement_is_said_first(validated: Validate) -> None:
    found = validated("duckdb", 20)
    text = text_of(found)
    assert "duckdb and native agree on 20 questions." in text
    assert "launched 2025-04-01" in text
    assert "Answered differently" not in text
    assert '<h1 class="sound">' in to_html(found)


def test_each_difference_stands_there_with_its_commands(validated: Validate) -> None:
    found = validated("overcounting", 100)
    page = to_html(found)
    text = text_of(found)
    assert '<h1 class="unsound">' in page
    assert "Answered differently" in text
    assert page.count("keyart query") == 2 * len(found.differences)
    assert '"engine": "overcounting"' in text
    assert "country DE" in text


def test_rates_are_said_in_percent(validated: Validate) -> None:
    cell = DifferingValue({"asset": "a"}, "rows", "take_rate", 0.25, 0.5, 0.2, 0.3)
    found = validated("overcounting", 100)
    one = replace(found.differences[0], cells=(cell,), count=1)
    page = to_html(replace(found, differences=(one,)))
    assert all(f">{text}</td>" in page for text in ("25.00%", "50.00%", "20.00% to 30.00%"))


def test_estimates_are_drawn(validated: Validate) -> None:
    found = validated("estimating")
    page = to_html(found)
    assert page.count("<circle") == len(found.estimates.points)
    assert "NaN" not in page
    assert "within 4.00% of the exact ones" in text_of(found)


def test_refusals_and_failures_say_why(validated: Validate) -> None:
    assert "× unwilling has no viewing." in text_of(validated("unwilling"))
    assert "Not enough merge buffers." in text_of(validated("breaking"))
    assert "load it first" in text_of(validated("older", 10))


def test_what_names_hold_stays_text(validated: Validate) -> None:
    found = validated("overcounting", 60)
    bad = "<script>alert('x')</script>"
    page = to_html(replace(found, store=bad, against=bad))
    assert "<script" not in page
    assert escape(bad) in page


def test_it_is_json(validated: Validate) -> None:
    for against in ("overcounting", "sloppy", "unwilling", "breaking"):
        found = json.loads(json.dumps(validated(against).to_dict(), allow_nan=False))
        assert found["against"] == against
        assert found["is_sound"] is (against == "unwilling")
        for one in found["differences"]:
            assert one["count"] >= len(one["cells"]) > 0
            assert [
                f'"engine": "{name}"' in c
                for name, c in zip(("native", against), one["commands"], strict=True)
            ] == [True, True]
