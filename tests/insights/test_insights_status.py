"""The state of a store at a glance."""

import json
from pathlib import Path

import pyarrow as pa

from keyart import session
from keyart.insights import status
from tests.insights.planted import impression, play


def test_a_status_counts_what_the_store_holds(tmp_path: Path) -> None:
    with session.create(tmp_path / "a.keyart") as store:
        store.ingest(
            impressions=pa.Table.from_pylist([impression(n) for n in range(3)]),
            plays=pa.Table.from_pylist([play(0), play(1, seconds=-1.0)]),
        )
        store.audiences.put("list:few", ["p0", "p1"])
        found = status(store.snapshot())
    assert found.measures == {"impressions": 3, "reach": 3, "starts": 1, "active_profiles": 1}
    assert found.profiles == 3
    assert (found.titles, found.assets) == (1, 1)  # that only events name
    assert found.audiences == {"list:few": 2}
    assert found.quarantined == {"bad_range": 1}
    assert found.released == 0
    assert found.segments == {"exposure": 1, "viewing": 1}
    assert found.bytes["facts"] > 0
    assert [batch.batch for batch in found.batches] == [1]
    assert json.loads(json.dumps(found.to_dict()))["attribution"]["plays"]["qualified"] == 1


def test_an_empty_store_has_a_status(tmp_path: Path) -> None:
    with session.create(tmp_path / "a.keyart") as store:
        found = status(store.snapshot())
    assert found.as_of is None
    assert found.batches == ()
    assert found.attribution.total == 0
