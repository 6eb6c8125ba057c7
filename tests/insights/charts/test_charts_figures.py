"""Numbers, scales and texts as charts write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.charts import text as texts
from keyart.insights.charts.axis import AxisScale, domain
from keyart.insights.charts.figures import NumberKind, decimals, finite, shown, tick


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (0.124, "rate", "12.4%"),
        (0.014, "points", "+1.4"),
        (-0.008, "points", "−0.8"),
        (0.081, "change", "+8.1%"),
        (0.0, "change", "0.0%"),
        (-0.0000001, "change", "0.0%"),
        (1.08, "ratio", "×1.08"),
        (1_234.0, "number", "1,234"),
        (1_234_567.0, "number", "1.2 M"),
        (2e6, "number", "2 M"),
        (12_345.0, "number", "12.3 k"),
        (3.4e18, "number", "3.4e18"),
        (None, "rate", "–"),
        (math.nan, "rate", "–"),
        (math.inf, "points", "–"),
    ],
)
def test_numbers_read_as_people_write_them(
    value: float | None, kind: NumberKind, text: str
) -> None:
    assert shown(value, kind) == text


@pytest.mark.parametrize(
    ("precision", "kind", "text"),
    [(0.01, "rate", "0.2%"), (0.0003, "rate", "0.21%"), (0.00004, "rate", "0.214%")],
)
def test_decimals_follow_from_how_sure_a_number_is(
    precision: float, kind: NumberKind, text: str
) -> None:
    assert shown(0.00214, kind, decimals(precision, kind)) == text


RANGES = st.tuples(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))


@given(RANGES, st.integers(3, 6))
def test_ticks_are_few_even_and_within(ends: tuple[float, float], most: int) -> None:
    scale = AxisScale(*domain(ends), 0, 300)
    ticks = scale.ticks(most)
    assert 2 <= len(ticks) <= 2 * most
    assert all(-0.01 <= scale(value) <= 300.01 for value in ticks)
    labels = [tick(value, "number", scale.step(most)) for value in ticks]
    assert len(labels) == len(ticks)


@given(st.lists(st.none() | st.floats()))
def test_a_scale_holds_its_values_and_has_a_width(values: list[float | None]) -> None:
    low, high = domain(values)
    assert math.isfinite(high - low)
    assert low < high
    pixels = [AxisScale(low, high, 10, 90)(value) for value in finite(values)]
    assert all(10 <= pixel <= 90 for pixel in pixels)


@given(st.text(max_size=80), st.floats(0, 300))
def test_a_clipped_text_fits(text: str, room: float) -> None:
    assert texts.width(texts.clip(text, room)) <= room
    lines = texts.wrap(text, room, lines=3)
    assert len(lines) <= 3
    assert all(texts.width(line) <= room for line in lines)


@given(st.text(max_size=40))
def test_a_text_with_room_is_whole(text: str) -> None:
    assert texts.clip(text, 1e6) == texts.clean(text)
    assert " ".join(texts.wrap(text, 1e6)) == texts.clean(text)
