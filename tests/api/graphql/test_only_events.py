"""Stores without catalogue files: titles and assets that only events name."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.api.graphql.asking import Graph
from tests.api.serving import serving
from tests.cli.commands import succeed

HOURS = range(8)
IMPRESSIONS = "profile_id,title_id,asset_id,ts\n" + "".join(
    f"p{hour},film,{'red' if hour % 2 else 'blue'},2026-05-01T0{hour}:00:00Z\n" for hour in HOURS
)
PLAYS = """\
profile_id,title_id,ts,seconds
p0,film,2026-05-01T00:10:00Z,900
p9,other,2026-05-01T00:10:00Z,900
"""
ASSETS = "asset_id,title_id,name,asset_type\nred,film,Red poster,artwork\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two files: impressions and plays."""
    folder = tmp_path_factory.mktemp("events")
    for name, text in (("impressions", IMPRESSIONS), ("plays", PLAYS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    store = folder / "my.keyart"
    succeed("init", store)
    files = (f"--{name}={folder / name}.csv" for name in ("impressions", "plays"))
    succeed("ingest", store, *files)
    return store


@pytest.fixture(scope="module")
def graph(store: Path) -> Generator[Graph]:
    """A service of that store."""
    with serving(store) as running:
        yield Graph(running)


def test_titles_and_assets_of_events_alone_are_entries_named_by_their_ids(graph: Graph) -> None:
    data = graph.ask("""{
      titles { totalCount edges { node { titleId name contentType genres } } }
      title(titleId: "film") { name assets { edges { node { assetId name assetType uri } } } }
      asset(assetId: "blue") { title { titleId } extraColumns }
    }""")
    titles = [
        {"titleId": name, "name": name, "contentType": None, "genres": list[str]()}
        for name in ("film", "other")
    ]
    assets = [
        {"assetId": name, "name": name, "assetType": None, "uri": None} for name in ("blue", "red")
    ]
    assert data == {
        "titles": {"totalCount": 2, "edges": [{"node": title} for title in titles]},
        "title": {"name": "film", "assets": {"edges": [{"node": asset} for asset in assets]}},
        "asset": {"title": {"titleId": "film"}, "extraColumns": {}},
    }


def test_they_are_found_by_words(graph: Graph) -> None:
    data = graph.ask("""{
      titles(words: "fil") { edges { node { titleId } } }
      assets(words: "blu") { edges { node { assetId } } }
    }""")
    assert data["titles"]["edges"] == [{"node": {"titleId": "film"}}]
    assert data["assets"]["edges"] == [{"node": {"assetId": "blue"}}]


def test_they_can_be_compared_as_the_assets_of_their_title(graph: Graph) -> None:
    data = graph.ask("""{ compare(ask: {title: "film"}) { arms { asset people } } }""")
    assert [arm["asset"] for arm in data["compare"]["arms"]] == ["blue", "red"]


def test_metadata_that_comes_later_names_them(store: Path, graph: Graph, tmp_path: Path) -> None:
    assets = tmp_path / "assets.csv"
    assets.write_text(ASSETS, encoding="utf-8")
    succeed("ingest", store, f"--assets={assets}")
    query = "{ assets { edges { node { assetId name assetType } } } }"
    blue = {"assetId": "blue", "name": "blue", "assetType": None}
    red = {"assetId": "red", "name": "Red poster", "assetType": "artwork"}
    assert graph.ask(query)["assets"]["edges"] == [{"node": blue}, {"node": red}]
