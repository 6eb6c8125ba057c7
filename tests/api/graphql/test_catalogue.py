"""The catalogue in the graph: ids that stay, pages, words with slips of the pen."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import keyart
from tests.api.graphql.asking import Graph
from tests.api.serving import serving

PAGE = """
query Page($first: Int!, $after: String) {
  titles(first: $first, after: $after) {
    totalCount
    edges { cursor node { id titleId name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def found(graph: Graph, field: str, words: str) -> list[str]:
    key = f"{field.removesuffix('s')}Id"
    page = f"{{ edges {{ node {{ {key} }} }} }}"
    query = f"query Find($words: String) {{ {field}(words: $words) {page} }}"
    return [edge["node"][key] for edge in graph.ask(query, words=words)[field]["edges"]]


def test_a_title_has_all_that_was_loaded(graph: Graph) -> None:
    data = graph.ask("""{
      title(titleId: "heist") {
        name genres contentType launchedAt extraColumns
        parent { name parent { name } }
        assets(assetType: "artwork") { totalCount edges { node { assetId name uri } } }
      }
    }""")
    blue = {"assetId": "blue", "name": "Blue poster", "uri": "https://media.example.com/blue.png"}
    red = {"assetId": "red", "name": "Red poster", "uri": None}
    assert data["title"] == {
        "name": "The Heist, again",
        "genres": ["thriller", "comedy"],
        "contentType": "film",
        "launchedAt": None,
        "extraColumns": {"studio": "North"},
        "parent": {"name": "All the heists", "parent": None},
        "assets": {"totalCount": 2, "edges": [{"node": blue}, {"node": red}]},
    }


def test_what_nobody_knows_is_null(graph: Graph) -> None:
    data = graph.ask("""{
      title(titleId: "nobody") { name }
      lost: asset(assetId: "lost") { name titleId title { name } }
      asset(assetId: "") { name }
    }""")
    assert data == {
        "title": None,
        "lost": {"name": "lost", "titleId": "nowhere", "title": None},
        "asset": None,
    }


def test_an_id_leads_back_to_its_thing(graph: Graph) -> None:
    asked = graph.ask('{ title(titleId: "tokyo") { id } asset(assetId: "still") { id } }')
    for kind, key in (("title", "tokyo"), ("asset", "still")):
        fields = "... on Title { titleId } ... on Asset { assetId }"
        query = f"query Node($id: ID!) {{ node(id: $id) {{ id __typename {fields} }} }}"
        node = graph.ask(query, id=asked[kind]["id"])["node"]
        assert node == {
            "id": asked[kind]["id"],
            "__typename": kind.capitalize(),
            f"{kind}Id": key,
        }
    assert graph.refused('{ node(id: "dGl0bGU") { id } }') == "bad_question"


@pytest.mark.parametrize("size", [1, 2, 6, 100])
def test_pages_give_everything_once(graph: Graph, size: int) -> None:
    names: list[str] = []
    after = None
    while True:
        page: Any = graph.ask(PAGE, first=size, after=after)["titles"]
        assert page["totalCount"] == 6
        names += [edge["node"]["titleId"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert names == ["cafe", "heist", "heists", "hindi", "tokyo", "war"]


def test_pages_that_make_no_sense_are_refused(graph: Graph) -> None:
    assert graph.refused(PAGE, first=501) == "bad_question"
    assert graph.refused(PAGE, first=-1) == "bad_question"
    assert graph.refused(PAGE, first=1, after="nonsense") == "bad_question"
    stranger = graph.ask('{ asset(assetId: "red") { id } }')["asset"]["id"]
    assert graph.refused(PAGE, first=1, after=stranger) == "bad_question"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("heist", "heist"),
        ("Hiest", "heist"),
        ("the hei", "heist"),
        ("again heist", "heist"),
        ("all heists", "heists"),
        ("cafe muller", "cafe"),
        ("CAFÉ", "cafe"),
        ("物語", "tokyo"),
        ("東京", "tokyo"),
        ("воина", "war"),
        ("दिल", "hindi"),
        ("tokyo", "tokyo"),
    ],
)
def test_words_find_titles_in_any_script_and_with_slips(
    graph: Graph, words: str, first: str
) -> None:
    assert found(graph, "titles", words)[0] == first


@pytest.mark.parametrize("words", ["", "!?", "zebra", "qqqq", "९"])
def test_words_that_are_like_nothing_find_nothing(graph: Graph, words: str) -> None:
    assert found(graph, "titles", words) == []


def test_assets_are_found_by_name_and_id(graph: Graph) -> None:
    assert found(graph, "assets", "red pster") == ["red"]
    assert set(found(graph, "assets", "poster")) == {"red", "blue"}
    assert found(graph, "assets", "lost") == ["lost"]
    assert found(graph, "assets", "物語") == ["still"]


def test_some_are_found_by_their_ids_in_the_order_asked_for(graph: Graph) -> None:
    data = graph.ask("""{
      assets(ids: ["still", "nobody", "blue", "still"]) { totalCount edges { node { assetId } } }
      titles(ids: ["war"], words: "heist") { totalCount }
      none: titles(ids: []) { totalCount }
    }""")
    assert [edge["node"]["assetId"] for edge in data["assets"]["edges"]] == ["still", "blue"]
    assert data["assets"]["totalCount"] == 2
    assert data["titles"]["totalCount"] == data["none"]["totalCount"] == 0


def test_launches_are_the_newest_first_without_parts_of_others(tmp_path: Path) -> None:
    launched = {"old": 1, "new": 9, "part": 8, "later": 20, "same": 9}
    titles = {
        "title_id": [*launched, "never"],
        "name": [*launched, "never"],
        "parent_title_id": [None, None, "new", None, None, None],
        "launched_at": [*(datetime(2026, 3, day, tzinfo=UTC) for day in launched.values()), None],
    }
    seen = {"ts": [datetime(2026, 3, 12, tzinfo=UTC)], "title_id": ["new"], "asset_id": ["poster"]}
    with keyart.create(tmp_path / "launched.keyart") as store:
        store.ingest(
            titles=pa.table(titles), impressions=pa.table({**seen, "profile_id": ["someone"]})
        )
    with serving(tmp_path / "launched.keyart") as running:
        page = Graph(running).ask(
            "{ launches(first: 2) { totalCount edges { node { titleId } } } }"
        )
    assert page["launches"]["totalCount"] == 3
    assert [edge["node"]["titleId"] for edge in page["launches"]["edges"]] == ["new", "same"]
