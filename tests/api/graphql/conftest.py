"""A service whose store has two titles with assets, in several scripts."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.api.graphql.asking import Graph
from tests.api.serving import serving
from tests.cli.commands import loaded, succeed

TITLES = """\
title_id,name,genres,parent_title_id,content_type,studio
heist,"The Heist, again",thriller|comedy,heists,film,North
heists,All the heists,thriller,,series,North
tokyo,東京物語,drama,,film,
war,Война и мир,drama,,film,
cafe,Café Müller,,,film,
hindi,दिल की बात,drama,,film,
"""

ASSETS = """\
asset_id,title_id,name,asset_type,uri
blue,heist,Blue poster,artwork,https://media.example.com/blue.png
red,heist,Red poster,artwork,
clip,heist,Chase,trailer,
still,tokyo,物語の始まり,artwork,
lost,nowhere,,artwork,
"""


@pytest.fixture(scope="session")
def graph_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That store."""
    folder = tmp_path_factory.mktemp("graph")
    store = loaded(folder)
    titles, assets = folder / "more-titles.csv", folder / "more-assets.csv"
    titles.write_text(TITLES, encoding="utf-8")
    assets.write_text(ASSETS, encoding="utf-8")
    succeed("ingest", store, f"--titles={titles}", f"--assets={assets}")
    return store


@pytest.fixture(scope="session")
def graph(graph_store: Path) -> Generator[Graph]:
    """A service of that store, without a smallest cell."""
    with serving(graph_store) as running:
        yield Graph(running)
