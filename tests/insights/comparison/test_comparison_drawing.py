"""Comparisons as pictures: they say what the numbers say, and nothing that is not to be trusted."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from keyart import session
from keyart.insights.charts import Forest, Heatmap, RateChart
from tests.insights.charts.pictures import check, parse, said
from tests.insights.comparison.gallery import FANS, OTHERS
from tests.insights.comparison.trials import compared

ASKED = (
    ("plain", "better"),
    ("bait", "honest"),
    ("x", "y", "z"),
    ("u1", "u2"),
    ("few", "many"),
    ("f1", "f2", "f3"),
    ("n1", "n2"),
    ("l1", "l2"),
    tuple(f"k{number:02}" for number in range(50)),
)


@pytest.mark.parametrize("assets", ASKED, ids=lambda assets: "-".join(assets[:3]))
@pytest.mark.parametrize("width", [320.0, 720.0])
def test_all_pictures_are_legible(
    gallery: session.Store, assets: tuple[str, ...], width: float
) -> None:
    for chart in compared(gallery, *assets).charts().values():
        check(chart.svg(width), width)


def test_all_others_are_held_against_the_leader(gallery: session.Store) -> None:
    found = compared(gallery, "x", "y", "z")
    forest = found.charts()["differences"]
    assert isinstance(forest, Forest)
    assert [(row.letter, row.name) for row in forest.rows] == [("B", "x"), ("C", "z")]
    assert [row.unsure for row in forest.rows] == [True, False]
    assert forest.band == pytest.approx((1 / 1.05 - 1, 0.05))
    assert forest.rows[1].value == pytest.approx(0.12 / 0.205 - 1)


def test_all_others_are_held_against_the_baseline(gallery: session.Store) -> None:
    found = compared(gallery, "base", "up", "upper", baseline="base")
    forest = found.charts()["differences"]
    assert isinstance(forest, Forest)
    assert [row.name for row in forest.rows] == ["upper", "up"]
    assert [row.tone for row in forest.rows] == ["win", "plain"]
    assert all((row.low or 0) > 0 for row in forest.rows)


def test_less_is_better_on_its_side(gallery: session.Store) -> None:
    found = compared(gallery, "bait", "honest", measure="short_play_rate", guardrails=())
    forest = found.charts()["differences"]
    assert isinstance(forest, Forest)
    assert forest.sides == ("better than “honest”", "“honest” is better")
    assert (forest.rows[0].value or 0) > 0


def test_a_misleading_asset_has_its_colour(gallery: session.Store) -> None:
    rates = compared(gallery, "bait", "honest").charts()["rates"]
    assert isinstance(rates, RateChart)
    assert [row.tone for row in rates.rows] == ["mislead", "plain"]


def test_weighted_rates_stand_beside_those_that_came(gallery: session.Store) -> None:
    rates = compared(gallery, "few", "many").charts()["rates"]
    assert isinstance(rates, RateChart)
    assert [row.value for row in rates.rows] == pytest.approx([0.24, 0.2])
    assert [row.adjusted for row in rates.rows] == pytest.approx([0.168, 0.26])


def test_what_is_not_to_be_trusted_shows_its_shares_alone(gallery: session.Store) -> None:
    found = compared(gallery, "u1", "u2")
    charts = found.charts()
    assert list(charts) == ["shares"]
    rates = charts["shares"]
    assert isinstance(rates, RateChart)
    by_name = {row.name: (row.value, row.adjusted) for row in rates.rows}
    assert by_name["u1"] == (pytest.approx(4 / 7), pytest.approx(0.5))
    assert "Don&#x27;t trust this" in found.html()


def test_audiences_are_drawn_with_the_best_asset_for_each(gallery: session.Store) -> None:
    found = compared(gallery, "g1", "g2", audiences=(FANS, OTHERS))
    heatmap = found.charts()["audiences"]
    assert isinstance(heatmap, Heatmap)
    assets = list(found.names)
    best = {
        head.name: [assets[at] for at, cell in enumerate(cells) if cell.best]
        for head, cells in heatmap.rows
    }
    assert best == {"fans": ["g1"], "others": ["g2"]}
    rates = {head.name: [cell.value for cell in cells] for head, cells in heatmap.rows}
    assert dict(zip(assets, rates["fans"], strict=True)) == pytest.approx({"g1": 0.3, "g2": 0.2})


def test_fewer_short_plays_are_better_for_an_audience(gallery: session.Store) -> None:
    asked: dict[str, Any] = {
        "measure": "short_play_rate",
        "guardrails": (),
        "audiences": ("saw(title=bait)",),
    }
    found = compared(gallery, "bait", "honest", **asked)
    heatmap = found.charts()["audiences"]
    assert isinstance(heatmap, Heatmap)
    ((_, cells),) = heatmap.rows
    assert list(found.names) == ["honest", "bait"]
    assert [(cell.difference or 0) > 0 for cell in cells] == [True, False]
    assert [cell.best for cell in cells] == [True, False]


def test_notebooks_show_names_as_text(gallery: session.Store) -> None:
    html = compared(gallery, "f1", "f2", "f3").html()
    root = ET.fromstring(html)
    assert root.find("p/strong") is not None
    assert "<سعيد>" not in html
    assert "&lt;سعيد&gt; &amp; «حزين»" in html
    svg = root.find(".//{http://www.w3.org/2000/svg}svg")
    assert svg is not None
    assert any("同じ名前" in text for text in said(parse(ET.tostring(svg, encoding="unicode"))))
