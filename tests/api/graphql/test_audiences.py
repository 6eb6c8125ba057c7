"""Audiences in the graph: shown, checked while being written, saved by who may."""

from collections.abc import Generator
from pathlib import Path

import pytest

import keyart
from tests.api.graphql.asking import Graph
from tests.api.serving import VIEW_TOKEN, serving
from tests.cli.commands import loaded

CHECK = """
query Check($text: String!) {
  checkExpression(text: $text) {
    valid profiles suppressed text problem { code message hint nearest position line column }
  }
}
"""

SHOW = """
query Show($name: String!) {
  audience(name: $name) {
    id name kind profiles suppressed text note owner readyMade madeOf usedBy
    history { revision text owner }
  }
}
"""

SAVE = """
mutation Save($name: String!, $text: String!) {
  saveSegment(name: $name, text: $text, note: "for tests", owner: "Ann") {
    version audience { name profiles text note owner }
  }
}
"""

REMOVE = """
mutation Remove($name: String!) { removeSegment(name: $name) { audience { name } } }
"""

OVERLAP = """
query Overlap($of: [String!]!) {
  audienceOverlap(expressions: $of) { audiences sizes both lift }
}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two lists, one within the other."""
    store = loaded(tmp_path_factory.mktemp("audiences"))
    with keyart.open(store) as opened:
        opened.audiences.put("list:many", ["ann", "bob", "cat", "dan"])
        opened.audiences.put("list:few", ["ann", "bob"])
    return store


@pytest.fixture(scope="module")
def people(store: Path) -> Generator[Graph]:
    """A service of that store."""
    with serving(store) as running:
        yield Graph(running)


def test_expressions_are_checked_while_they_are_written(people: Graph) -> None:
    good = people.ask(CHECK, text="list:many and not list:few")["checkExpression"]
    assert (good["valid"], good["profiles"], good["problem"]) == (True, 2, None)
    broken = people.ask(CHECK, text="list:many and\nnot (")["checkExpression"]
    assert (broken["valid"], broken["profiles"]) == (False, None)
    assert broken["problem"]["code"] == "bad_expression"
    assert broken["problem"]["line"] == 2
    unknown = people.ask(CHECK, text="list:few and list:mny")["checkExpression"]["problem"]
    assert unknown["code"] == "unknown_name"
    assert (unknown["position"], unknown["nearest"][0]) == (13, "list:many")
    assert "list:many" in unknown["hint"]


def test_segments_are_saved_shown_and_removed(people: Graph) -> None:
    saved = people.ask(SAVE, name="segment:rest", text="list:many and not list:few")
    assert saved["saveSegment"]["audience"] == {
        "name": "segment:rest",
        "profiles": 2,
        "text": "list:many and not list:few",
        "note": "for tests",
        "owner": "Ann",
    }
    shown = people.ask(SHOW, name="segment:rest")["audience"]
    assert (shown["kind"], shown["readyMade"]) == ("SEGMENT", False)
    assert shown["madeOf"] == ["list:many", "list:few"]
    assert [one["revision"] for one in shown["history"]] == [1]
    assert people.ask(SHOW, name="list:few")["audience"]["usedBy"] == ["segment:rest"]
    node = people.ask("query N($id: ID!) { node(id: $id) { id __typename } }", id=shown["id"])
    assert node["node"] == {"id": shown["id"], "__typename": "Audience"}
    assert people.refused(REMOVE, name="list:few") == "bad_question"
    gone = people.ask(REMOVE, name="segment:rest")
    assert gone == {"removeSegment": {"audience": None}}
    assert people.ask(SHOW, name="segment:rest") == {"audience": None}
    assert people.refused(SAVE, name="segment:bad", text="list:nobody") == "unknown_name"


def test_who_may_only_read_changes_nothing(people: Graph) -> None:
    said = people.post(SAVE, token=VIEW_TOKEN, name="segment:mine", text="list:few")
    assert [error["extensions"]["code"] for error in said["errors"]] == ["read_only"]
    assert people.ask(SHOW, name="segment:mine") == {"audience": None}


def test_audiences_are_listed_by_kind(people: Graph) -> None:
    data = people.ask("""{
      audiences(kind: LIST) { totalCount edges { node { name profiles } } }
      segments: audiences(kind: SEGMENT, first: 30) { edges { node { name readyMade } } }
    }""")
    few, many = (
        {"node": {"name": f"list:{n}", "profiles": p}} for n, p in (("few", 2), ("many", 4))
    )
    assert data["audiences"] == {"totalCount": 2, "edges": [few, many]}
    assert data["segments"]["edges"]
    assert all(edge["node"]["readyMade"] for edge in data["segments"]["edges"])


def test_overlaps_are_exact(people: Graph) -> None:
    found = people.ask(OVERLAP, of=["list:many", "list:few"])["audienceOverlap"]
    assert found["audiences"] == ["list:many", "list:few"]
    assert found["sizes"] == [4, 2]
    assert found["both"] == [[4, 2], [2, 2]]
    assert found["lift"][0][1] == pytest.approx(1.5)
    assert people.refused(OVERLAP, of=["list:few"] * 31) == "bad_question"


def test_sizes_of_few_people_are_not_told(store: Path) -> None:
    with serving(store, min_cell=3) as served:
        graph = Graph(served)
        few, many = (graph.ask(SHOW, name=f"list:{n}")["audience"] for n in ("few", "many"))
        checked = graph.ask(CHECK, text="list:many and not list:few")["checkExpression"]
        found = graph.ask(OVERLAP, of=["list:many", "list:few"])["audienceOverlap"]
        assert graph.ask("{ smallestCell }") == {"smallestCell": 3}
    assert (few["profiles"], few["suppressed"]) == (None, "too_few_people")
    assert (many["profiles"], many["suppressed"]) == (4, None)
    assert (checked["valid"], checked["profiles"]) == (True, None)
    assert checked["suppressed"] == "too_few_people"
    assert found["sizes"] == [4, None]
    assert found["both"] == [[4, None], [None, None]]
