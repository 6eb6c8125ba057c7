"""Quadrants and calibration plots: two measures against each other."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.charts import Bin, Quadrant, Reliability, Spot
from tests.insights.charts.pictures import SVG, check, parse, said

NUMBERS = st.none() | st.floats(-1, 1) | st.floats()
SPOTS = st.lists(
    st.builds(
        Spot,
        name=st.text(max_size=40),
        x=NUMBERS,
        y=NUMBERS,
        x_interval=st.none() | st.tuples(st.floats(-1, 1), st.floats()),
        y_interval=st.none() | st.tuples(st.floats(), st.floats(-1, 1)),
        label=st.booleans(),
    ),
    max_size=12,
).map(tuple)
BINS = st.lists(
    st.builds(
        Bin,
        predicted=NUMBERS,
        observed=NUMBERS,
        low=NUMBERS,
        high=NUMBERS,
        count=st.integers(0, 10**9),
    ),
    max_size=20,
).map(tuple)
KISS = Spot("The Kiss", 0.55, -0.28, (0.47, 0.63), (-0.32, -0.24), "C", "mislead", label=True)
TABLE = Spot("Quiet Table", -0.4, 0.22, letter="G", tone="odd", label=True)


@given(SPOTS, st.sampled_from((280, 390, 720, 1200)))
def test_any_spots_are_legible(spots: tuple[Spot, ...], width: int) -> None:
    chart = Quadrant("Title", spots)
    svg = chart.svg(width)
    check(svg, width)
    assert svg == chart.svg(width)


@given(BINS, st.floats(0, 1), st.sampled_from((280, 390, 720, 1200)))
def test_any_bins_are_legible(bins: tuple[Bin, ...], tolerance: float, width: int) -> None:
    check(Reliability("Title", bins, tolerance=tolerance).svg(width), width)


@pytest.mark.parametrize("width", [390, 720])
def test_the_few_that_matter_are_named_and_so_are_the_parts(width: int) -> None:
    random = Random(5)
    crowd = [Spot(f"Asset {n}", random.gauss(0, 0.2), random.gauss(0, 0.1)) for n in range(300)]
    found = said(check(Quadrant("Title", (KISS, TABLE, *crowd)).svg(width), width))
    assert {"C The Kiss", "G Quiet Table", "hidden gem", "clickbait", "wins and keeps"} <= set(
        found
    )
    assert not any(text.startswith("Asset") for text in found)


def test_spots_stand_where_their_values_are() -> None:
    root = parse(Quadrant("Title", (KISS, TABLE)).svg())
    x, y = zip(
        *(
            (float(circle.attrib["cx"]), float(circle.attrib["cy"]))
            for role in ("mislead", "odd")
            for circle in root.iter(f"{SVG}circle")
            if circle.get("fill") == f"var(--ka-{role})"
        ),
        strict=True,
    )
    assert x[0] > x[1]
    assert y[0] > y[1]  # pixels count downwards


def test_a_crowd_in_one_place_is_drawn_once() -> None:
    crowd = tuple(Spot(f"Asset {n}", 0.1, 0.1) for n in range(5_000))
    svg = Quadrant("Title", crowd).svg()
    assert svg.count("<circle") == 1
    assert len(svg) < 5_000


def test_labels_that_find_no_place_stay_in_the_table() -> None:
    spots = tuple(Spot(f"Asset {n}", 0.1, 0.1, label=True) for n in range(60))
    chart = Quadrant("Title", spots)
    check(chart.svg(390), 390)
    assert all(spot.name in chart.table() for spot in spots)


def test_the_table_says_in_which_part_each_is() -> None:
    gone = Spot("Gone", None, math.nan)
    table = Quadrant("Title", (KISS, TABLE, gone)).table()
    assert '<td dir="auto">clickbait</td>' in table
    assert '<td dir="auto">hidden gem</td>' in table
    assert table.count('<td dir="auto">–</td>') == 2


def test_a_calibration_plot_has_its_bins_below_and_above_the_diagonal() -> None:
    bins = (Bin(0.2, 0.1, 0.05, 0.15, 40), Bin(0.8, 0.9, 0.85, 0.95, 60))
    root = check(Reliability("Title", bins, tolerance=0.03).svg(), 720)
    low, high = (
        (float(mark.attrib["x"]) + 6, float(mark.attrib["y"]) + 2)
        for mark in root.iter(f"{SVG}rect")
        if mark.get("width") == "12" and mark.get("height") == "4"
    )
    (diagonal,) = [
        line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray") == "4 3"
    ]
    start = float(diagonal.attrib["x1"]), float(diagonal.attrib["y1"])
    assert low[0] - start[0] > start[1] - low[1]
    assert high[0] - start[0] < start[1] - high[1]
    assert {"within 3 points", "20.0%", "10.0%", "5.0 – 15.0", "40"} <= set(said(root))
