"""Uploaded lists as audiences, and what consent does to them and to events."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from tests.pipeline.plain import impression, play, table


def reach_by_list(store: keyart.Store) -> Mapping[str | None, int]:
    rows = store.query(measures=["reach"], by=["audience"]).to_dicts()
    return {row["audience"]: row["reach"] for row in rows}


def test_audiences_are_put_replaced_listed_and_removed(store: keyart.Store) -> None:
    store.ingest(impressions=table([impression(n) for n in range(5)]))
    assert store.audiences.list() == []
    assert store.audiences.put("list:vip", ["0", 1, 1, np.int64(2)]) == 3
    assert store.audiences.put("list:Ä", pa.array([3])) == 1
    assert store.audiences.put("list:a", (str(n) for n in range(2))) == 2
    assert store.audiences.list() == ["list:a", "list:vip", "list:Ä"]
    assert reach_by_list(store) == {"list:a": 2, "list:vip": 3, "list:Ä": 1, None: 1}
    assert store.audiences.put("list:vip", ["4"]) == 1
    store.audiences.remove("list:a")
    assert store.audiences.list() == ["list:vip", "list:Ä"]
    assert reach_by_list(store) == {"list:vip": 1, "list:Ä": 1, None: 3}
    assert store.query(measures=["reach"], audience="list:vip").totals == {"reach": 1}
    with pytest.raises(keyart.UnknownName, match="vip") as caught:
        store.audiences.remove("list:vipp")
    assert "list:vip" in caught.value.nearest


def test_listed_ids_count_when_their_events_come(store: keyart.Store) -> None:
    assert store.audiences.put("list:early", ["p", "q", "never"]) == 3
    assert reach_by_list(store) == {}
    store.ingest(impressions=table([impression("p"), impression("r")]))
    assert reach_by_list(store) == {"list:early": 1, None: 1}
    store.ingest(impressions=table([impression("q")]))
    assert reach_by_list(store) == {"list:early": 2, None: 1}


def test_who_may_not_be_profiled_is_in_no_audience(store: keyart.Store) -> None:
    store.audiences.put("list:all", ["p", "q", "minor"])
    people = [{"profile_id": "q", "consent": "no_profiling"}]
    people += [{"profile_id": "minor", "consent": None}]
    store.ingest(
        impressions=table([impression(n) for n in ("p", "q", "minor")]),
        profiles=table(people).append_column("is_minor", pa.array([False, True])),
    )
    assert reach_by_list(store) == {"list:all": 1, None: 2}
    assert store.query(measures=["reach"]).totals == {"reach": 3}


def test_an_empty_list_is_a_list(store: keyart.Store) -> None:
    store.ingest(impressions=table([impression()]))
    assert store.audiences.put("list:nobody", []) == 0
    assert store.query(measures=["reach"], audience="list:nobody").totals == {"reach": 0}


@pytest.mark.parametrize(
    ("name", "ids"),
    [("vip", ["p"]), ("", ["p"]), ("list:", ["p"]), ("segment:vip", ["p"]), ("list:x", "p"),
     ("list:x", [None]), ("list:x", [1.5]), ("list:x", [True]), ("list:x", pa.array(["p", None]))],
)  # fmt: skip
def test_what_is_no_list_is_refused(store: keyart.Store, name: str, ids: Any) -> None:
    with pytest.raises(keyart.BadInput) as caught:
        store.audiences.put(name, ids)
    assert caught.value.hint
    assert store.audiences.list() == []


def test_consent_withdrawn_and_given_again(store: keyart.Store) -> None:
    question: dict[str, Any] = {
        "measures": ["impressions", "viewers", "starts"], "by": ["title"], "grain": "day"
    }  # fmt: skip
    days = [f"2026-01-{day:02}T12:00:00Z" for day in range(2, 20, 3)]
    shown = [impression(p, ts=day, event_id=f"{p}{day}") for p in "pq" for day in days]
    store.ingest(impressions=table(shown), plays=table([play("p"), play("q")]))
    before = store.query(**question).to_dicts()
    store.ingest(profiles=table([{"profile_id": "p", "consent": "none"}]))
    assert store.query(**question).totals == {"impressions": len(days), "viewers": 1, "starts": 1}
    refused = store.ingest(plays=table([play("p", ts=days[0])])).batches["plays"]
    assert refused.reasons == {"no_consent": 1}
    store.ingest(profiles=table([{"profile_id": "p", "consent": "full"}]))
    assert store.query(**question).to_dicts() == before
    assert store.check() == []
