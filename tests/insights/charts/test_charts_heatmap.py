"""Audiences by assets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.charts import Head, Heatmap, HeatmapCell
from tests.insights.charts.pictures import SVG, check, marks, parse, said

NUMBERS = st.none() | st.floats(-1, 1) | st.floats()
CELLS = st.builds(
    HeatmapCell,
    value=NUMBERS,
    difference=NUMBERS,
    unsure=st.booleans(),
    best=st.booleans(),
    hidden=st.sampled_from(("", "few", "private")),
)
HEADS = st.builds(Head, st.text(max_size=30), st.sampled_from(("", "A", "V1")), st.text(max_size=9))


@st.composite
def heatmaps(draw: st.DrawFn) -> Heatmap:
    columns = tuple(draw(st.lists(HEADS, max_size=18)))
    cells = st.tuples(*(CELLS for _ in columns))
    return Heatmap("Title", columns, tuple(draw(st.lists(st.tuples(HEADS, cells), max_size=3))))


SURE = Heatmap(
    "Audience × artwork",
    tuple(Head(f"Poster {letter}", letter) for letter in "ABCD"),
    (
        (
            Head("Heist Thrillers", note="20,849 reached"),
            (
                HeatmapCell(0.181, 0.06, best=True),
                HeatmapCell(0.051, -0.07),
                HeatmapCell(0.129, 0.012, unsure=True),
                HeatmapCell(0.115, hidden="few"),
            ),
        ),
        (
            Head("Dark Crime"),
            (
                HeatmapCell(0.1, 0.0),
                HeatmapCell(None),
                HeatmapCell(0.12, 0.02),
                HeatmapCell(0.02, -0.01, hidden="private"),
            ),
        ),
    ),
)


@given(heatmaps(), st.sampled_from((280, 390, 720, 1200)))
def test_any_cells_are_legible(chart: Heatmap, width: int) -> None:
    svg = chart.svg(width)
    check(svg, width)
    assert svg == chart.svg(width)


@pytest.mark.parametrize("width", [390, 720])
def test_cells_say_rate_and_difference(width: int) -> None:
    found = said(check(SURE.svg(width), width))
    assert {"18.1%", "+6.0", "5.1%", "−7.0", "Heist Thrillers", "20,849 reached"} <= set(found)


def test_colours_tell_better_from_worse_and_fade_where_it_could_be_chance() -> None:
    root = parse(SURE.svg())
    cells = [rect for rect in root.iter(f"{SVG}rect") if rect.get("height") == "36"]
    colours = [(rect.attrib["fill"][9:-1], rect.get("fill-opacity")) for rect in cells]
    assert colours[:3] == [("d3", None), ("d-3", None), ("d1", ".3")]


def test_what_is_private_is_nowhere() -> None:
    for shown in (SURE.svg(), SURE.table()):
        assert "2.0%" not in shown.replace("12.0%", "")
        assert "not shown" in shown


def test_only_the_best_is_framed() -> None:
    frames = [rect for rect in parse(SURE.svg()).iter(f"{SVG}rect") if rect.get("fill") == "none"]
    solid = [rect for rect in frames if rect.get("stroke-width") == "2"]
    assert len(solid) == 1


def test_more_columns_than_fit_go_below() -> None:
    columns = tuple(Head(f"Asset {n}") for n in range(20))
    row = Head("Everybody"), tuple(HeatmapCell(0.1, 0.001 * n) for n in range(20))
    root = check(Heatmap("Title", columns, (row,)).svg(390), 390)
    assert said(root).count("Everybody") == 3
    assert len(marks(root, "d0")) + len(marks(root, "d1")) > 8


def test_narrow_columns_are_headed_by_letters_that_are_explained() -> None:
    columns = tuple(Head(f"Poster number {letter}", letter) for letter in "ABCDEFGH")
    row = Head("Everybody"), tuple(HeatmapCell(0.1) for _ in columns)
    found = said(check(Heatmap("Title", columns, (row,)).svg(390), 390))
    assert found.count("H") == 2
    assert "Poster number H" in found


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="a cell for each of its columns"):
        Heatmap("Title", (Head("A"), Head("B")), ((Head("Row"), (HeatmapCell(0.1),)),))
