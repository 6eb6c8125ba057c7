"""Numbers, times and missing values as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from keyart.cli import figures
from keyart.cli.progress import rate

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KATHMANDU = timezone(timedelta(hours=5, minutes=45))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("reach", 1234567, "1,234,567"),
        ("take_rate", 0.12345, "12.35%"),
        ("take_rate_low", 0.001, "0.10%"),
        ("frequency", 1234.5, "1,234.50"),
        ("frequency_high", 2.0, "2.00"),
        ("take_rate", None, "–"),
        ("complete", True, "yes"),
        ("asset", "[red]", "[red]"),
        ("asset", None, "–"),
        ("launched_at", NOW, "2026-03-01 12:00 UTC"),
        ("time", NOW.astimezone(KATHMANDU), "2026-03-01 17:45 +05:45"),
        ("tags", ["a", "b"], "a, b"),
    ],
)
def test_values(name: str, value: object, text: str) -> None:
    assert figures.value(name, value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (13_500_000, "13.5 MB"), (10**15, "1000.0 TB")],
)
def test_sizes(number: int, text: str) -> None:
    assert figures.size(number) == text


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=25), "1 d ago"),
        (timedelta(days=-1), "in the future"),
    ],
)
def test_ages(ago: timedelta, text: str) -> None:
    assert figures.age(NOW - ago, NOW) == text
    assert figures.age(None, NOW) == "–"


def test_counts() -> None:
    assert figures.count(1, "row") == "1 row"
    assert figures.count(2000, "row") == "2,000 rows"
    assert figures.count(2, "older batch", "older batches") == "2 older batches"


@pytest.mark.parametrize(
    ("speed", "text"), [(12.3, "12 /s"), (1234, "1.23 k/s"), (1.5e6, "1.50 M/s")]
)
def test_rates(speed: float, text: str) -> None:
    assert rate(speed) == text
