"""What audiences watch, where affinities come from, and what attributes there are."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.api.graphql.asking import Graph
from tests.api.serving import serving
from tests.api.tastes import EACH, PLAYS, PROFILES, TASTES, fitted

EXPLORE = """
query Explore($audience: String!, $by: [String!]!) {
  exploration(audience: $audience) {
    audience profiles suppressed share
    indexes(dimensions: $by) {
      dimension value name profiles share base index low high title { titleId }
    }
    returns { days rate everybody }
  }
}
"""

AFFINITIES = """
{
  audiences(kind: AFFINITY) {
    edges { node { name note tags titles { name } growth { fit profiles } profiles } }
  }
  audience(name: "segment:new") { tags titles { name } growth { fit } }
}
"""

CARD = """
{
  affinityCard {
    fit fitted plays since until affinities withAffinity without tooLittle protected
    heldOut { profiles recall recallByPopularity } sensitive withheld mustNotBeUsed
  }
}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four tastes, of which nobody young has the first."""
    return fitted(tmp_path_factory.mktemp("tastes") / "tastes.keyart")


@pytest.fixture(scope="module")
def tastes(store: Path) -> Generator[Graph]:
    """A service of that store."""
    with serving(store) as running:
        yield Graph(running)


def test_an_audience_is_held_against_everybody(tastes: Graph) -> None:
    asked = {"audience": "attr:band=old", "by": ["genre", "tag", "series"]}
    found = tastes.ask(EXPLORE, **asked)["exploration"]
    assert (found["profiles"], found["share"]) == (PROFILES // 4, 0.25)
    first = found["indexes"][0]
    assert (first["dimension"], first["value"]) == ("genre", "thriller")
    assert first["index"] > 100
    assert 100 < first["low"] <= first["index"]
    assert first["index"] == pytest.approx(100 * first["share"] / first["base"])
    assert first["title"] is None
    series = [one for one in found["indexes"] if one["dimension"] == "series"]
    assert {one["value"][:5] for one in series[:EACH]} == {"heist"}
    assert series[0]["title"] == {"titleId": series[0]["value"]}
    assert [one["days"] for one in found["returns"]] == [7, 28]
    assert all(one["everybody"] > 0 for one in found["returns"])


def test_explorations_need_what_exists(tastes: Graph) -> None:
    assert tastes.refused(EXPLORE, audience="list:no", by=["genre"]) == "unknown_name"
    assert tastes.refused(EXPLORE, audience="segment:new", by=["mood"]) == "unknown_name"


def test_affinities_say_what_defines_them(tastes: Graph) -> None:
    data = tastes.ask(AFFINITIES)
    nodes = [edge["node"] for edge in data["audiences"]["edges"]]
    assert {node["tags"][0] for node in nodes} == {tag for _, tag in TASTES}
    for node in nodes:
        assert node["titles"][0]["name"].startswith(node["tags"][0])
        assert node["growth"] == [{"fit": 1, "profiles": node["profiles"]}]
    assert data["audience"] == {"tags": [], "titles": [], "growth": []}


def test_the_card_of_a_fit_is_told(tastes: Graph) -> None:
    card = tastes.ask(CARD)["affinityCard"]
    assert (card["fit"], card["affinities"]) == (1, 4)
    assert card["plays"] == PROFILES * PLAYS
    assert card["withAffinity"] + card["without"] + card["tooLittle"] == PROFILES
    assert card["since"] < card["until"]
    assert card["mustNotBeUsed"]
    assert tastes.refused("{ affinityCard(fit: 7) { fit } }") == "unknown_name"


def test_without_affinities_there_is_no_card(graph: Graph) -> None:
    assert graph.ask(CARD) == {"affinityCard": None}


def test_attributes_are_told_with_their_values(tastes: Graph) -> None:
    data = tastes.ask("{ attributes { dimension values count } }")
    by_name = {one["dimension"]: one for one in data["attributes"]}
    assert by_name["profile.band"]["values"] == ["young", "old"]
    assert by_name["profile.town"]["count"] == PROFILES


def test_few_people_are_not_explored(store: Path) -> None:
    with serving(store, min_cell=250) as served:
        graph = Graph(served)
        few = graph.ask(EXPLORE, audience="attr:band=old", by=["genre"])["exploration"]
        attributes = graph.ask("{ attributes { dimension values } }")["attributes"]
    assert few == {
        "audience": "attr:band=old",
        "profiles": None,
        "suppressed": "too_few_people",
        "share": None,
        "indexes": [],
        "returns": [],
    }
    assert {"dimension": "profile.town", "values": []} in attributes
