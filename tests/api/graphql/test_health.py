"""The state of the store in the graph: batches, rejected rows, freshness, the feed."""

from pathlib import Path

import pyarrow as pa
import pytest

import keyart
from keyart.core.zone_data import zone_data
from keyart.store import open_snapshot
from tests.api.graphql.asking import Graph
from tests.api.serving import VIEW_TOKEN, serving
from tests.cli.commands import loaded, succeed

HEALTH = """{
  dataHealth {
    version titles assets bytes measures playsByReason quarantined timeZones { version source }
    causes { code share } feed { version isNewest problem } meta { asOf completeUntil }
  }
}"""

BATCHES = """{
  batches(first: 1) {
    totalCount
    edges { node { batch command tables { table rows accepted duplicate quarantined reasons } } }
  }
}"""

REJECTED = "{ rejectedRows(limit: 5) { batch table row code column message data } }"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose second batch had two bad rows and a good one."""
    store = loaded(tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "ts,profile_id,asset_id,title_id\n"
        "yesterday,ann,blue,heist\n2026-03-01,,blue,heist\n2026-03-01T19:00Z,ann,blue,heist\n"
    )
    succeed("ingest", store, f"--impressions={bad}")
    return store


def test_the_state_of_the_store(store: Path) -> None:
    with serving(store) as served:
        graph = Graph(served)
        before = graph.ask(HEALTH)["dataHealth"]
        batches = graph.ask(BATCHES)["batches"]
        with open_snapshot(store) as snapshot:
            version = snapshot.version
        succeed("feed", "make", store)
        after = graph.ask(HEALTH)["dataHealth"]
    assert (before["version"], before["titles"], before["assets"]) == (version, 1, 2)
    assert before["measures"]["impressions"] == 7
    assert before["quarantined"] == {"bad_type": 1, "missing_value": 1}
    assert before["meta"]["asOf"] == "2026-03-02T21:30:00+00:00"
    assert sum(before["playsByReason"].values()) == 4
    assert before["bytes"] > 0
    assert before["timeZones"] == vars(zone_data())
    assert before["feed"] is None
    assert after["feed"] == {"version": version, "isNewest": True, "problem": None}
    assert batches["totalCount"] == 2
    (edge,) = batches["edges"]
    (account,) = edge["node"]["tables"]
    assert (account["table"], account["rows"], account["accepted"]) == ("impressions", 3, 1)
    assert account["reasons"] == {"bad_type": 1, "missing_value": 1}


def test_plays_are_counted_where_there_are_no_impressions(tmp_path: Path) -> None:
    plays = {
        "ts": ["2026-03-01T10:00"] * 60,
        "profile_id": [f"person-{n}" for n in range(60)],
        "title_id": ["heist"] * 60,
        "seconds": [600.0] * 60,
    }
    with keyart.create(tmp_path / "my.keyart") as made:
        made.ingest(plays=pa.table(plays))
    with serving(tmp_path / "my.keyart", min_cell=50) as served:
        found = Graph(served).post(HEALTH, token=VIEW_TOKEN)["data"]["dataHealth"]
    assert found["measures"] == {
        "impressions": None, "reach": None, "starts": 60, "active_profiles": 60,
    }  # fmt: skip
    assert found["playsByReason"]["no_impression"] == 60


def test_rejected_rows_are_for_who_may_take_rows(store: Path) -> None:
    with serving(store) as served:
        graph = Graph(served)
        rows = graph.ask(REJECTED)["rejectedRows"]
        said = graph.post(REJECTED, token=VIEW_TOKEN)
    assert [row["code"] for row in rows] == ["bad_type", "missing_value"]
    assert [error["extensions"]["code"] for error in said["errors"]] == ["no_raw_export"]


def test_rejected_rows_of_one_reason(store: Path) -> None:
    with serving(store) as served:
        graph = Graph(served)
        asked = '{ rejectedRows(code: "bad_type") { code column } }'
        (row,) = graph.ask(asked)["rejectedRows"]
        none = graph.ask('{ rejectedRows(code: "bad_range") { code } }')["rejectedRows"]
    assert (row, none) == ({"code": "bad_type", "column": "ts"}, [])


def test_days_beside_what_was_to_be_expected(store: Path) -> None:
    """Of two days nothing can be expected yet; the last one is not over."""
    with serving(store) as served:
        graph = Graph(served)
        asked = "{ volumes(days: 3) { measure day seen expected whole } }"
        days = graph.ask(asked)["volumes"]
        code = graph.refused("{ volumes(days: 1000) { day } }")
    assert [day["measure"] for day in days] == ["impressions"] * 3 + ["starts"] * 3
    assert [day["day"] for day in days[:3]] == ["2026-02-28", "2026-03-01", "2026-03-02"]
    assert sum(day["seen"] for day in days[:3]) == 7
    assert [day["whole"] for day in days[:3]] == [True, True, False]
    assert {day["expected"] for day in days} == {None}
    assert code == "bad_question"
