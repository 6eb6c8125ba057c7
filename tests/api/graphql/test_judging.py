"""Comparisons and judgements in the graph: those of Python, without what is about few people."""

import shutil
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.api.service import Service
from keyart.feed import produce
from keyart.insights.catalogue import Context, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.query import owner
from tests.api.graphql.asking import Graph
from tests.api.serving import serving

PEOPLE = 6000
RATES = {"blue": 0.3, "red": 0.2, "green": 0.2}
START = datetime(2026, 3, 1, tzinfo=UTC)

COMPARE = """
query Compare($ask: ComparisonInput!) {
  compare(ask: $ask) {
    measure basis version notes
    verdict { kind asset sentence reasons daysLeft }
    arms { asset name people rate { value low high } best others { key value { value } } }
    differences { asset other ratio { value low high } beyondChance }
    guardrails { measure state }
    audiences { audience people rates }
    allocation { assets seen p broken }
    path { day people alwaysValid { low high } }
  }
}
"""

COMPARE_MORE = """
query Compare($ask: ComparisonInput!) {
  compare(ask: $ask) {
    exploreOnly firstDay lastDay reversals
    arms { asset guardrails { measure state ratio { value low high } rate { value } margin } }
    guardrails { measure state ratio { value } }
    differences { asset other raw adjusted weighted }
    audiences { audience loss q effects { key value { value low high } } }
    allocation { slices { dimension value people shares } }
    mixes { dimension p }
    overlap { within later }
  }
}
"""

PLAN = "query Plan($ask: PlanInput!) { planTest(ask: $ask) { sentence people days since } }"

JUDGE = """
query Judge($title: String) {
  outliers(ask: {title: $title}) { findings { id q people reason } suppressed notes }
  norms(ask: {title: $title}) { rows { asset index among usual people sentence } suppressed }
  authenticity(ask: {title: $title}) {
    found { kind sentence }
    standings { asset people place winning { value low high } }
    suppressed
  }
}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a title of three assets, one of which is better by half."""
    rng = np.random.default_rng(7)
    names = list(RATES)
    assets = rng.integers(len(names), size=PEOPLE)
    times = [START + timedelta(minutes=int(m)) for m in rng.integers(20 * 1440, size=PEOPLE)]
    plays = rng.random(PEOPLE) < np.array(list(RATES.values()))[assets]
    ids = [f"p{number}" for number in range(PEOPLE)]
    shown: dict[str, Any] = {
        "ts": times,
        "profile_id": ids,
        "asset_id": [names[at] for at in assets],
    }
    played = {
        "ts": [
            time + timedelta(minutes=2) for time, plays_ in zip(times, plays, strict=True) if plays_
        ],
        "profile_id": [one for one, plays_ in zip(ids, plays, strict=True) if plays_],
    }
    count = len(played["ts"])
    played |= {"title_id": ["heist"] * count, "seconds": [3600.0] * count}
    path = tmp_path_factory.mktemp("judging") / "a.keyart"
    with keyart.create(path) as made:
        made.ingest(
            impressions=pa.table({**shown, "title_id": ["heist"] * PEOPLE}),
            plays=pa.table(played),
            titles=pa.table({"title_id": ["heist"], "name": ["Heist"]}),
            assets=pa.table(
                {
                    "asset_id": names,
                    "title_id": ["heist"] * 3,
                    "name": [name.title() for name in names],
                    "asset_type": ["artwork"] * 3,
                }
            ),
        )
    return path


@pytest.fixture(scope="module")
def judged(store: Path) -> Generator[Graph]:
    """A service of that store, with a smallest cell that nothing in it is below."""
    with serving(store, min_cell=50) as running:
        yield Graph(running)


def test_a_comparison_is_that_of_python(judged: Graph, store: Path) -> None:
    found: Any = judged.ask(COMPARE, ask={"title": "heist"})["compare"]
    with keyart.open(store) as opened:
        wanted = opened.compare(title="heist")
    assert found["verdict"]["kind"] == wanted.verdict.kind.name == "WINNER"
    assert found["verdict"]["sentence"] == wanted.verdict.sentence
    assert [arm["asset"] for arm in found["arms"]] == [arm.asset for arm in wanted.arms]
    assert found["arms"][0]["rate"]["value"] == wanted.arms[0].rate.value
    assert len(found["differences"]) == len(wanted.differences)
    assert [step["day"] for step in found["path"]] == [s.day.isoformat() for s in wanted.path]


def test_each_asset_says_how_it_stands_on_guardrails(judged: Graph, store: Path) -> None:
    found: Any = judged.ask(COMPARE_MORE, ask={"title": "heist"})["compare"]
    with keyart.open(store) as opened:
        wanted = opened.compare(title="heist")
    for told, arm in zip(found["arms"], wanted.arms, strict=True):
        assert [one["measure"] for one in told["guardrails"]] == list(arm.others)
        for one, guard in zip(told["guardrails"], arm.guardrails, strict=True):
            assert one["state"] == guard.state.name
            assert one["ratio"]["value"] == guard.ratio.value
            assert one["rate"]["value"] == arm.others[guard.measure].value
            assert one["margin"] == 0.1
    leading = [one["ratio"]["value"] for one in found["arms"][0]["guardrails"]]
    assert [one["ratio"]["value"] for one in found["guardrails"]] == leading
    assert [one["raw"] for one in found["differences"]] == [one.raw for one in wanted.differences]


def test_a_comparison_says_whom_it_is_about(judged: Graph) -> None:
    found: Any = judged.ask(COMPARE_MORE, ask={"title": "heist"})["compare"]
    assert (found["firstDay"], found["lastDay"]) == ("2026-03-01", "2026-03-20")
    assert found["exploreOnly"] is False
    assert found["overlap"] == {"within": 0, "later": 0}
    assert found["allocation"]["slices"] == found["mixes"] == found["reversals"] == []


def test_each_audience_says_how_assets_differ_in_it(judged: Graph, store: Path) -> None:
    saw = "saw(title=heist, at_least=1)"
    found: Any = judged.ask(COMPARE_MORE, ask={"title": "heist", "audiences": [saw]})["compare"]
    with keyart.open(store) as opened:
        (wanted,) = opened.compare(title="heist", audiences=[saw]).audiences
    (told,) = found["audiences"]
    assert told["loss"] == wanted.loss
    effects = {one["key"]: one["value"]["value"] for one in told["effects"]}
    assert effects == {name: one.value for name, one in wanted.effects.items()}
    assert told["q"] == wanted.q
    assert set(effects) == set(RATES)


def test_a_plan_is_that_of_python(judged: Graph, store: Path) -> None:
    found = judged.ask(PLAN, ask={"title": "heist", "arms": 3, "mde": 0.2})["planTest"]
    with keyart.open(store) as opened:
        wanted = opened.plan_test("heist", 3, mde=0.2)
    assert found["sentence"] == wanted.sentence
    assert found["people"] == wanted.people


def test_judgements_are_those_of_python(judged: Graph, store: Path) -> None:
    found = judged.ask(JUDGE, title="heist")
    with keyart.open(store) as opened:
        outliers = opened.outliers(title="heist")
        norms = opened.norms(title="heist")
        standings = opened.authenticity(title="heist").standings
    reasons = [one["reason"] for one in found["outliers"]["findings"]]
    assert reasons == [one.reason for one in outliers.findings]
    assert [(row["asset"], row["among"], row["usual"]) for row in found["norms"]["rows"]] == [
        (row.asset, row.among, row.usual) for row in norms.rows
    ]
    assert [(one["asset"], one["people"]) for one in found["authenticity"]["standings"]] == [
        (one.asset, one.people) for one in standings
    ]
    assert found["norms"]["suppressed"] == 0


def test_what_is_about_few_people_is_not_shown(store: Path) -> None:
    with serving(store, min_cell=10_000) as served:
        graph = Graph(served)
        found = graph.ask(COMPARE, ask={"title": "heist"})["compare"]
        plan = graph.ask(PLAN, ask={"title": "heist"})
        judged = graph.ask(JUDGE, title="heist")
    assert found is None
    assert plan == {"planTest": None}
    assert judged["norms"] == {"rows": [], "suppressed": 3}
    assert judged["outliers"]["findings"] == judged["authenticity"]["standings"] == []


def test_comparisons_that_make_no_sense_say_why(judged: Graph) -> None:
    assert judged.refused(COMPARE, ask={}) == "bad_question"
    assert judged.refused(COMPARE, ask={"assets": ["blue", "nobody"]}) == "unknown_name"
    assert judged.refused(PLAN, ask={"title": "nobody"}) == "unknown_name"


def test_judgements_start_from_the_feed_and_say_the_same(store: Path, tmp_path: Path) -> None:
    fed = shutil.copytree(store, tmp_path / "fed.keyart")
    with keyart.open(fed) as opened:
        produce(opened.snapshot(), now=datetime.now(UTC))
    with serving(store) as before, serving(fed) as after:
        assert Graph(before).ask(JUDGE) == Graph(after).ask(JUDGE)
        service: Service = after.app.state.service
        with service.snapshots.newest() as snapshot:
            context, _ = settled(snapshot, owner(), Context())
            held = figures(snapshot, owner(), context, Level.ASSET)
    assert not held.reach.flags.writeable, "what is mapped from the feed cannot be written"


def test_authenticity_takes_no_measure_as_by_http(judged: Graph) -> None:
    asked = 'query A { authenticity(ask: {measure: "completion_rate"}) { suppressed } }'
    assert judged.refused(asked) == "bad_request"
