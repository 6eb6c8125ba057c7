"""Favourites in the graph, and which of them are about too few people."""

from dataclasses import replace
from pathlib import Path

import keyart
from keyart.insights.favourites import AudienceRate, Favourite, FavouriteRequest, Favourites
from keyart.insights.privacy import visible_favourites
from keyart.query import owner
from tests.api.graphql.asking import Graph

ASK = """
query Favourites($title: String) {
  favourites(ask: {title: $title}) {
    found { asset audience rates { asset people rate low high } difference low high }
    titles suppressed notes
  }
}
"""


def favourite(asset: str, *people: int) -> Favourite:
    """Return a favourite among assets of which each was shown to so many."""
    rates = tuple(
        AudienceRate(f"{asset}{n}", asset, one, 0.1, 0.08, 0.12) for n, one in enumerate(people)
    )
    return Favourite(
        asset=asset,
        name=asset,
        title="t",
        title_name="T",
        asset_type="artwork",
        audience="affinity:a",
        audience_name="A",
        people=sum(people),
        rates=rates,
        usual=f"{asset}1",
        usual_name=asset,
        difference=0.02,
        low=0.01,
        high=0.03,
        q=0.01,
        sure="very sure",
        probability=0.97,
        gain=20.0,
        sentence="It wins.",
    )


def test_without_affinities_nobody_has_a_favourite(graph: Graph) -> None:
    found = graph.ask(ASK)["favourites"]
    assert (found["found"], found["titles"], found["suppressed"]) == ([], 0, 0)
    assert "fit affinities first" in found["notes"][0]


def test_favourites_among_assets_that_few_met_are_not_shown(graph_store: Path) -> None:
    many, few = favourite("many", 400, 300), favourite("few", 4000, 120)
    whole = Favourites((many, few), 2, ())
    careful = replace(owner(), min_cell=200)
    with keyart.open(graph_store) as opened:
        shown = visible_favourites(opened.snapshot(), careful, FavouriteRequest(), whole)
    assert shown.found == (many,)
    assert shown.suppressed == 1
    assert "1 entry is about too few people" in shown.notes[0]
