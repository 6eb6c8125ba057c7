"""The tests of titles in the graph: their assets, shares and period, as the input says."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

import keyart
from tests.api.graphql.asking import Graph
from tests.api.serving import serving

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENDED = datetime(2026, 4, 1, tzinfo=UTC)

TESTS = """{
  title(titleId: "heist") { tests { name assets shares start end } }
  other: title(titleId: "other") { tests { name } }
}"""


def test_a_title_has_the_tests_that_are_on_record(tmp_path: Path) -> None:
    store = tmp_path / "a.keyart"
    with keyart.create(store) as made:
        made.ingest(
            titles=pa.table({"title_id": ["heist", "other"], "name": ["Heist", "Other"]}),
            tests=pa.table(
                {
                    "test": ["summer", "spring", "spring"],
                    "title_id": ["heist"] * 3,
                    "asset_id": ["red", "red", "blue"],
                    "share": pa.array([None, 0.25, 0.75], pa.float64()),
                    "start": [None, BEGAN, BEGAN],
                    "end": [None, None, ENDED],
                }
            ),
        )
    with serving(store) as served:
        found = Graph(served).ask(TESTS)
    spring = {
        "name": "spring",
        "assets": ["blue", "red"],
        "shares": [0.75, 0.25],
        "start": "2026-03-01T12:00:00+00:00",
        "end": "2026-04-01T00:00:00+00:00",
    }
    summer = {"name": "summer", "assets": ["red"], "shares": [None], "start": None, "end": None}
    assert found == {"title": {"tests": [spring, summer]}, "other": {"tests": []}}
