"""The sequence of a difference, day by day."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.charts import DailyChart, Day
from tests.insights.charts.pictures import SVG, Word, check, parse, said, words

FIRST = date(2026, 11, 6)
NUMBERS = st.none() | st.floats(-1, 1) | st.floats()
DATES = st.dates(date(2020, 1, 1), date(2026, 12, 31))
MARKERS = st.none() | st.dates(FIRST, FIRST + timedelta(20))
DAYS = st.lists(
    st.builds(
        Day,
        day=st.dates(FIRST, FIRST + timedelta(20)) | DATES,
        value=NUMBERS,
        low=NUMBERS,
        high=NUMBERS,
        fixed=st.none() | st.tuples(st.floats(-1, 1), st.floats()),
    ),
    max_size=12,
    unique_by=lambda day: day.day,
).map(tuple)


def looked(days: int) -> tuple[Day, ...]:
    """Return a difference of 1.4 points that becomes sure."""
    return tuple(
        Day(FIRST + timedelta(n), 0.014, 0.014 - half, 0.014 + half, (0.014 - half / 2, 0.02))
        for n in range(days)
        for half in [0.06 / math.sqrt(n + 1)]
    )


SEQUENCE = DailyChart(
    "When it became sure",
    looked(28),
    tone="win",
    gate=date(2026, 11, 8),
    gate_words="gate: 1,000 people a poster",
    sure=date(2026, 11, 24),
    complete_until=date(2026, 12, 2),
)


@given(DAYS, MARKERS, MARKERS, MARKERS, st.sampled_from((280, 390, 720, 1200)))
def test_any_days_are_legible(
    days: tuple[Day, ...],
    gate: date | None,
    sure: date | None,
    complete: date | None,
    width: int,
) -> None:
    chart = DailyChart(
        "Title", days, gate=gate, sure=sure, complete_until=complete, band=(-0.1, 0.1)
    )
    svg = chart.svg(width)
    check(svg, width)
    assert svg == chart.svg(width)


@pytest.mark.parametrize("width", [390, 720])
def test_it_says_when_what_happened(width: int) -> None:
    found = said(check(SEQUENCE.svg(width), width))
    assert {"gate: 1,000 people a poster", "sure since 24 Nov", "complete until 2 Dec"} <= set(
        found
    )
    assert {"+1.4", "± 1.1", "points", "6 Nov"} <= set(found)


@pytest.mark.parametrize("width", [390, 720])
def test_no_marker_crosses_the_words_of_another(width: int) -> None:
    root = check(SEQUENCE.svg(width), width)
    lines = [
        (float(line.attrib["x1"]), float(line.attrib["y1"]))
        for line in root.iter(f"{SVG}line")
        if line.get("stroke") == "var(--ka-ink)"
    ]
    assert len(lines) == 3
    flags = [word for word in words(root) if word.text.startswith(("gate", "sure", "complete"))]
    assert not any(crosses(x, top, word) for x, top in lines for word in flags)


def crosses(x: float, top: float, word: Word) -> bool:
    return word.left + 1 < x < word.right - 1 and top < word.base - 1


def test_early_bands_may_go_beyond_the_scale_and_late_ones_do_not() -> None:
    days = (Day(FIRST, 0.0, -50.0, 50.0), *looked(10)[1:])
    ticks = said(check(DailyChart("Title", days, gate=FIRST + timedelta(1)).svg(), 720))
    assert "+4" in ticks
    assert not any("00" in tick for tick in ticks)


def test_a_missing_day_breaks_the_line() -> None:
    whole, broken = looked(9), list(looked(9))
    broken[4] = Day(broken[4].day, None)
    lines = [lines_of(DailyChart("Title", tuple(days))) for days in (whole, broken)]
    assert lines == [1, 2]


def lines_of(chart: DailyChart) -> int:
    root = parse(chart.svg())
    return sum(path.get("stroke-width") == "2.2" for path in root.iter(f"{SVG}path"))


def test_one_day_is_drawn_and_days_without_values_too() -> None:
    assert "+1.4" in said(check(DailyChart("Title", looked(1)).svg(390), 390))
    check(DailyChart("Title", (Day(FIRST, None), Day(FIRST + timedelta(1), math.nan))).svg(), 720)


def test_the_order_in_which_days_are_given_does_not_matter() -> None:
    days = looked(9)
    assert DailyChart("Title", days[::-1]).svg() == DailyChart("Title", days).svg()
    assert DailyChart("Title", days[::-1]).table() == DailyChart("Title", days).table()
