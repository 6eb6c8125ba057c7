"""Judgements say the same of what few people met as of what nobody did."""

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from keyart.core.facts import Family
from tests.api.serving import Served, serving
from tests.oracles.small import PLAYED, SMALL, shown
from tests.oracles.world import Row, World, publish

LEAST = 10
TYPES = ("qqqq", "zzzz")
"""Titles with two assets each: three people met those of `qqqq`, nobody those of `zzzz`."""


def met(people: range, asset: str, title: str) -> list[Row]:
    plays = [PLAYED if person % 3 == 0 else {} for person in people]
    return [
        shown(person, "a1", "2026-01-05T10:00", **more) | {"asset": asset, "title": title}
        for person, more in zip(people, plays, strict=True)
    ]


def world() -> World:
    assets = [f"{title}-{n}" for title in ("many", *TYPES) for n in (1, 2)]
    return replace(
        SMALL,
        runs=[
            {
                Family.EXPOSURE: [
                    *met(range(60), "many-1", "many"),
                    *met(range(60, 130), "many-2", "many"),
                    *met(range(3), "qqqq-1", "qqqq"),
                    *met(range(3, 6), "qqqq-2", "qqqq"),
                    *met(range(6, 8), "many-3", "many"),
                ]
            }
        ],
        titles=[{"title_id": title, "content_type": "film"} for title in ("many", *TYPES)],
        assets=[
            {"asset_id": one, "title_id": one.split("-")[0], "asset_type": "artwork"}
            for one in [*assets, "many-3", "many-4"]
        ],
        profiles={},
        population=200,
        until=1_768_608_000_000_000,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    root = tmp_path_factory.mktemp("few") / "few.keyart"
    publish(world(), root).close()
    with serving(root, min_cell=LEAST, query_timeout=300) as made:
        yield made


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("compare", {"title": "TITLE"}),
    ("compare", {"title": "TITLE", "asset_type": "artwork", "where": {"country": "DE"}}),
    ("compare", {"assets": ["TITLE-1", "TITLE-2"]}),
    ("compare", {"assets": ["many-1", "TITLE-2"]}),
    ("plan", {"title": "TITLE"}),
    ("plan", {"title": "TITLE", "rate": 0.1, "people_per_day": 100}),
    ("plan", {"title": "TITLE", "rate": 0.1}),
    ("outliers", {"title": "TITLE"}),
    ("outliers", {"title": "TITLE", "min_people": 1, "min_takes": 0.1}),
    ("outliers", {"where": {"title": "TITLE"}}),
    ("norms", {"title": "TITLE"}),
    ("norms", {"asset": "TITLE-1"}),
    ("authenticity", {"title": "TITLE"}),
    ("authenticity", {"asset": "TITLE-1"}),
    ("authenticity", {"where": {"title": "TITLE"}}),
]


@pytest.mark.parametrize(("judgement", "asked"), ASKED)
def test_few_people_and_nobody_are_judged_alike(
    served: Served, judgement: str, asked: dict[str, Any]
) -> None:
    with served.client() as client:
        told: list[tuple[int, str]] = []
        for title in TYPES:
            body = json.loads(json.dumps(asked).replace("TITLE", title))
            answer = client.post(f"/v1/{judgement}", json=body)
            said = answer.json()
            said.pop("ms", None)
            said.pop("rows_scanned", None)
            told.append((answer.status_code, json.dumps(said).replace(title, "TITLE")))
    assert told[0] == told[1]


def test_an_asset_that_few_met_is_left_out_of_its_titles_comparison(served: Served) -> None:
    with served.client() as client:
        found = client.post("/v1/compare", json={"title": "many"}).json()
    assert {arm["asset"] for arm in found["arms"]} == {"many-1", "many-2"}


def test_values_of_filters_are_those_of_enough_people(tmp_path: Path) -> None:
    exposures = world().runs[0][Family.EXPOSURE]
    exposures = [*exposures, met(range(150, 151), "many-1", "many")[0] | {"country": "LI"}]
    made = replace(world(), runs=[{Family.EXPOSURE: exposures}])
    publish(made, tmp_path / "values.keyart").close()
    text = '{ title(titleId: "many") { filterValues { dimension values count } } }'
    with serving(tmp_path / "values.keyart", min_cell=LEAST) as served, served.client() as client:
        found = client.post("/graphql", json={"query": text}).json()
    assert "LI" not in json.dumps(found)
    assert "device" in {one["dimension"] for one in found["data"]["title"]["filterValues"]}
