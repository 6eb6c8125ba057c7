"""Forests and rates: rows of intervals on one scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.charts import Forest, NumberKind, RateChart, Row, Tone
from tests.insights.charts.pictures import check, marks, parse, said, words

NUMBERS = st.none() | st.floats(-2, 2) | st.floats()
KINDS: tuple[NumberKind, ...] = ("points", "change", "ratio", "number")
TONES: tuple[Tone, ...] = ("plain", "win", "mislead", "odd", "doubt")
ROWS = st.lists(
    st.builds(
        Row,
        name=st.text(max_size=60),
        value=NUMBERS,
        low=NUMBERS,
        high=NUMBERS,
        second=st.none() | st.tuples(st.floats(-1, 1), st.floats()),
        adjusted=NUMBERS,
        letter=st.sampled_from(("", "A", "V12")),
        note=st.sampled_from(("", "wins plays, loses viewers")),
        tone=st.sampled_from(TONES),
        unsure=st.booleans(),
    ),
    max_size=5,
).map(tuple)

CREW = Row("The Crew", 0.014, 0.004, 0.024, letter="A", tone="win")
KISS = Row("The Kiss", 0.022, 0.011, 0.033, adjusted=0.021, letter="C", tone="mislead")
DOOR = Row("The Vault Door", -0.008, -0.018, 0.002, letter="D", unsure=True)
FOREST = Forest("Difference from today’s poster", (CREW, KISS, DOOR), band=(-0.003, 0.003))


@given(ROWS, st.sampled_from((280, 390, 720, 1200)), st.sampled_from(KINDS))
def test_any_rows_draw_a_legible_forest(
    rows: tuple[Row, ...], width: int, kind: NumberKind
) -> None:
    chart = Forest("Title", rows, kind=kind, band=(-0.1, 0.1), sides=("worse", "better"))
    svg = chart.svg(width)
    check(svg, width)
    assert svg == chart.svg(width)


@given(ROWS, st.sampled_from((280, 390, 720, 1200)))
def test_any_rows_draw_legible_rates(rows: tuple[Row, ...], width: int) -> None:
    check(RateChart("Title", rows, norm=(0.06, 0.09), median=0.07).svg(width), width)


@pytest.mark.parametrize("width", [390, 720])
def test_a_forest_says_each_name_and_difference(width: int) -> None:
    found = said(check(FOREST.svg(width), width))
    assert {"The Crew", "The Kiss", "A", "C", "D"} <= set(found)
    assert {"+1.4", "+2.2", "−0.8", "± 1.0", "± 1.1", "points"} <= set(found)


def test_marks_stand_in_the_order_of_their_values() -> None:
    root = parse(FOREST.svg())
    (win,) = [mark for mark in marks(root, "win") if mark.attrib["width"] == "4"]
    (mislead,) = [mark for mark in marks(root, "mislead") if mark.attrib["width"] == "4"]
    (plain,) = [
        mark
        for mark in marks(root, "plain")
        if mark.attrib["width"] == "4" and mark.attrib["height"] == "15"
    ]
    x = [float(mark.attrib["x"]) for mark in (plain, win, mislead)]
    assert x == sorted(x)
    assert len(set(x)) == 3


def test_ticks_are_few_and_round() -> None:
    assert [text for text in said(parse(FOREST.svg())) if text in {"−2", "0", "+2", "points"}] == [
        "points",
        "−2",
        "0",
        "+2",
    ]


def test_small_rates_show_as_many_decimals_as_tell_them_apart() -> None:
    rows = (Row("A", 0.0021, 0.0018, 0.0024), Row("B", 0.0023, 0.0020, 0.0026))
    assert {"0.21%", "0.18 – 0.24", "0.23%"} <= set(said(parse(RateChart("Rare", rows).svg())))


def test_large_numbers_are_short() -> None:
    rows = (Row("Hours", 12_345_678.0, 11e6, 14e6), Row("Plays", 9_800.0))
    found = said(parse(RateChart("Much", rows, kind="number").svg()))
    assert {"12.3 M", "9,800"} <= set(found)


def test_missing_values_are_a_dash() -> None:
    rows = (Row("Gone", None), Row("Unknown", math.nan, math.nan, 0.2), Row("There", 0.1))
    root = check(RateChart("Take rate", rows).svg(), 720)
    assert said(root).count("–") == 2


def test_an_open_interval_says_what_it_is_at_least() -> None:
    root = check(Forest("Change", (Row("A", 0.08, 0.02, math.inf),), kind="change").svg(), 720)
    assert "≥ +2.0" in said(root)


def test_an_interval_beyond_the_limits_ends_at_the_border() -> None:
    root = check(RateChart("Take rate", (Row("A", 0.1, 0.0, 0.9),), limits=(0.0, 0.2)).svg(), 720)
    assert all(float(mark.attrib["x"]) < 700 for mark in marks(root, "plain"))


def test_without_rows_a_chart_says_so() -> None:
    assert "Nothing to show yet." in said(check(RateChart("Take rate", ()).svg(390), 390))


def test_names_of_any_script_are_text_and_nothing_else() -> None:
    names = (
        "<script>alert('&')</script>",
        'He said "no"',
        "قبو المحفوظات",
        "刺客",
        "a\x00\x0bb\u202e",
    )
    chart = RateChart("Titles & <names>", tuple(Row(name, 0.1) for name in names))
    svg = chart.svg()
    found = said(check(svg, 720))
    assert "<script" not in svg.replace("<style", "")
    assert "<script" not in chart.table()
    assert {"قبو المحفوظات", "刺客", "ab", 'He said "no"'} <= set(found)


def test_a_long_name_takes_two_lines_and_an_ellipsis() -> None:
    name = "The Extraordinary Adventures of a Very Long Name " * 3
    found = words(check(RateChart("Take rate", (Row(name, 0.1),)).svg(), 720))
    assert any(word.text.startswith("The Extraordinary") for word in found)
    assert any(word.text.endswith("…") for word in found)


def test_a_forced_theme_writes_colours_and_a_free_one_follows_the_system() -> None:
    light, dark, free = (FOREST.svg(theme="light"), FOREST.svg(theme="dark"), FOREST.svg())
    assert "var(" not in light + dark
    assert "#1b1b1b" in dark
    assert "#1b1b1b" not in light
    assert "prefers-color-scheme:dark" in free


def test_screen_readers_hear_title_and_figures() -> None:
    root = parse(FOREST.svg())
    assert root.attrib["role"] == "img"
    title, description = (root[0].text or "", root[1].text or "")
    assert title == "Difference from today’s poster"
    assert "A The Crew; +1.4; ± 1.0." in description


def test_a_notebook_shows_the_picture_and_its_table() -> None:
    html = FOREST._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert html.startswith("<figure")
    assert '<th dir="auto" scope="row">A The Crew</th>' in html
    assert '<td dir="auto">could be chance</td>' in html
