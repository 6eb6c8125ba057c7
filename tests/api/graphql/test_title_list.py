"""The list of titles: any order, search and page of it shows each title once, with its figures."""

import random
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from itertools import groupby, product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import keyart
from tests.api.graphql.asking import Graph
from tests.api.serving import VIEW_TOKEN, serving

TITLES = 40
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
ORDERS = (None, "NEWEST", "NAME", "REACH", "TAKE_RATE", "COMPLETION_RATE")
WORDS = (None, "night", "nihgt", "zebra")
TYPES = (None, "film", "episode")

LIST = """
query List($order: TitleOrder, $words: String, $type: String, $first: Int!, $after: String,
           $skip: Int! = 0) {
  titleList(order: $order, words: $words, contentType: $type) {
    matches
    types { contentType count }
    titles(first: $first, after: $after, skip: $skip) {
      totalCount
      edges {
        cursor
        node {
          title { titleId name contentType launchedAt }
          figures { reach takeRate completionRate suppressed }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
    meta { answeredBy }
  }
}
"""


def many(folder: Path) -> Path:
    """Return a store of titles with and without launches, artwork, events and parents."""
    rng = random.Random(7)
    names = ["Night train", "Ämter", "Zoo", "árbol", "The long night"]
    titles: list[dict[str, Any]] = []
    assets: list[dict[str, str]] = []
    impressions: list[dict[str, Any]] = []
    plays: list[dict[str, Any]] = []
    for n in range(TITLES):
        part = n % 4 == 3
        titles.append(
            {
                "title_id": f"t{n:02}",
                "name": rng.choice(names),
                "genres": ["drama"],
                "content_type": "episode" if part else rng.choice(["film", "series", None]),
                "parent_title_id": "t00" if part else None,
                "launched_at": rng.choice([None, *(BEGIN - timedelta(days=d) for d in (1, 2, 9))]),
                "runtime_seconds": 3600.0,
            }
        )
        if part and n % 8 == 3:
            continue
        assets.append({"asset_id": f"a{n:02}", "title_id": f"t{n:02}", "asset_type": "artwork"})
        for person in range(rng.randrange(40)):
            seen = BEGIN + timedelta(minutes=rng.randrange(5000))
            who = {"profile_id": f"p{n}-{person}"}
            impressions.append({"ts": seen, "asset_id": f"a{n:02}", **who})
            if rng.random() < 0.4:
                seconds = rng.choice([600.0, 3600.0])
                row = {"ts": seen + timedelta(minutes=2), "title_id": f"t{n:02}", **who}
                plays.append({**row, "seconds": seconds})
    tables = {"titles": titles, "assets": assets, "impressions": impressions, "plays": plays}
    store = folder / "many.keyart"
    with keyart.create(store) as opened:
        loaded = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
        opened.ingest(
            titles=loaded["titles"],
            assets=loaded["assets"],
            impressions=loaded["impressions"],
            plays=loaded["plays"],
        )
    return store


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Generator[Graph]:
    with serving(many(tmp_path_factory.mktemp("many"))) as running:
        yield Graph(running)


def whole(graph: Graph, **variables: Any) -> Any:
    return graph.ask(LIST, **({"first": 500} | variables))["titleList"]


def nodes(listing: Any) -> list[Any]:
    return [edge["node"] for edge in listing["titles"]["edges"]]


def ids(listing: Any) -> list[str]:
    return [node["title"]["titleId"] for node in nodes(listing)]


@pytest.mark.parametrize(("order", "words", "kind"), list(product(ORDERS, WORDS, TYPES)))
def test_pages_of_any_list_are_the_list(
    listed: Graph, order: str | None, words: str | None, kind: str | None
) -> None:
    request = {"order": order, "words": words, "type": kind}
    every = whole(listed, **request)
    keys = ids(every)
    assert len(set(keys)) == len(keys) == every["titles"]["totalCount"]
    assert kind is None or {node["title"]["contentType"] for node in nodes(every)} <= {kind}
    walked: list[str] = []
    after = None
    while True:
        page = whole(listed, **request, first=7, after=after)
        assert page["titles"]["totalCount"] == len(keys)
        assert (page["matches"], page["types"]) == (every["matches"], every["types"])
        walked += ids(page)
        after = page["titles"]["pageInfo"]["endCursor"]
        if not page["titles"]["pageInfo"]["hasNextPage"]:
            break
    assert walked == keys
    assert ids(whole(listed, **request, first=5, skip=11)) == keys[11:16]
    # Sorting changes the order alone.
    assert set(keys) == set(ids(whole(listed, words=words, type=kind)))
    counts = {one["contentType"]: one["count"] for one in every["types"]}
    if kind is not None:
        assert len(keys) == counts.get(kind, 0)
    assert sum(counts.values()) <= every["matches"]


@pytest.mark.parametrize(
    ("order", "measure"),
    [("REACH", "reach"), ("TAKE_RATE", "takeRate"), ("COMPLETION_RATE", "completionRate")],
)
def test_titles_are_sorted_by_the_figures_that_they_show(
    listed: Graph, order: str, measure: str
) -> None:
    figures: list[Any] = [node["figures"] for node in nodes(whole(listed, order=order))]
    values = [one and one[measure] for one in figures]
    shown = [value for value in values if value is not None]
    assert len(set(shown)) > 5
    assert values[: len(shown)] == shown == sorted(shown, reverse=True)


def test_titles_are_sorted_by_launch_and_by_name(listed: Graph) -> None:
    newest = nodes(whole(listed, order="NEWEST"))
    launches = [node["title"]["launchedAt"] or "" for node in newest]
    assert launches == sorted(launches, reverse=True)
    names = [node["title"]["name"] for node in nodes(whole(listed, order="NAME"))]
    known = [name for name, _ in groupby(names) if name[1:].isalpha() or " " in name]
    assert known == ["Ämter", "árbol", "Night train", "The long night", "Zoo"]


def test_figures_are_those_of_a_question(listed: Graph) -> None:
    answer = listed.ask(
        '{ question(ask: {measures: ["reach", "take_rate"], by: ["title"]}) { rows } }'
    )["question"]["rows"]
    shown = {
        node["title"]["titleId"]: [node["figures"]["reach"], node["figures"]["takeRate"]]
        for node in nodes(whole(listed))
        if node["figures"]
    }
    assert shown == {title: [reach, rate] for title, reach, rate in answer}


def test_parts_without_assets_are_listed_by_search_and_type_only(listed: Graph) -> None:
    keys = set(ids(whole(listed)))
    parts = {f"t{n:02}" for n in range(3, TITLES, 4)}
    assert keys & parts == {f"t{n:02}" for n in range(7, TITLES, 8)}
    assert set(ids(whole(listed, type="episode"))) == parts
    assert ids(whole(listed, words="t03")) == ["t03"]
    assert whole(listed)["matches"] == TITLES


def test_all_names_with_the_words_are_found(listed: Graph) -> None:
    named = whole(listed, words="night")
    assert {node["title"]["name"] for node in nodes(named)} == {"Night train", "The long night"}
    assert set(ids(named)) == set(ids(whole(listed, words="NIHGT")))
    assert whole(listed, words="t")["matches"] == TITLES


def test_lists_that_make_no_sense_are_refused(listed: Graph) -> None:
    assert listed.refused(LIST, first=501) == "bad_question"
    assert listed.refused(LIST, first=5, skip=-1) == "bad_question"
    assert listed.refused(LIST, first=5, after="nonsense") == "bad_question"
    assert nodes(whole(listed, skip=10_000)) == []


def test_figures_of_too_few_people_are_hidden_from_the_order_too(tmp_path: Path) -> None:
    with serving(many(tmp_path), min_cell=10) as running:
        graph = Graph(running)
        answer = graph.post(LIST, VIEW_TOKEN, first=500, order="REACH")["data"]["titleList"]
    figures = [node["figures"] for node in nodes(answer)]
    hidden = [one for one in figures if one and one["suppressed"]]
    assert hidden
    assert {one["reach"] for one in hidden} == {None}
    first = figures.index(hidden[0])
    assert all(one is None or one["reach"] is None for one in figures[first:])
    after = [node["title"]["titleId"] for node in nodes(answer)][first:]
    assert after == sorted(after)
