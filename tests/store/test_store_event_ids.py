"""The index of event ids."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.texthash import hash_text
from keyart.store import check, contested_ids, find_event_ids, open_snapshot
from tests.store.store_rows import DAY, Row, events, publishing, temporary_store

pytestmark = pytest.mark.kernels

IDS = [f"event-{i}" for i in range(8)]
BATCH = st.lists(
    st.fixed_dictionaries(
        {"event_id": st.one_of(st.none(), st.sampled_from(IDS)), "day": st.integers(18_000, 18_003)}
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(BATCH, max_size=12))
def test_every_id_is_known_with_all_its_days(batches: list[list[Row]]) -> None:
    seen: set[tuple[str, int]] = set()
    with temporary_store() as root:
        for batch in batches:
            rows = [
                {"title": "t", "profile": 0, "number": 0, "ts": row["day"] * DAY + 5, **row}
                for row in batch
            ]
            with publishing(root) as p:
                p.add_anonymous(1)
                p.add_events("plays", [events(rows[:3]), events(rows[3:])])
            seen |= {(row["event_id"], row["day"]) for row in batch if row["event_id"]}
        with open_snapshot(root) as snapshot:
            hashes = hash_text(pa.array(IDS))
            known = find_event_ids(snapshot, "plays", hashes)
            assert (np.diff(known.positions) >= 0).all()
            pairs = zip(known.positions.tolist(), known.days.tolist(), strict=True)
            assert {(IDS[position], day) for position, day in pairs} == seen
            assert len(find_event_ids(snapshot, "impressions", hashes).days) == 0
        assert check(root) == []


def test_no_id_is_never_known() -> None:
    with temporary_store() as root:
        row: Row = {"title": "t", "profile": 0, "number": 0, "ts": 18_000 * DAY}
        with publishing(root) as p:
            p.add_anonymous(1)
            p.add_events("plays", [events([row])])
        with open_snapshot(root) as snapshot:
            assert len(find_event_ids(snapshot, "plays", np.zeros(1, np.uint64)).days) == 0


def test_contested_ids_add_up() -> None:
    with temporary_store() as root:
        for hashes in ([5, 3], [3], [9, 5, 1]):
            with publishing(root) as p:
                p.add_contested_ids("plays", np.array(hashes, np.uint64))
        with open_snapshot(root) as snapshot:
            assert contested_ids(snapshot, "plays").tolist() == [1, 3, 5, 9]
            assert contested_ids(snapshot, "impressions").tolist() == []


def test_many_ids_of_several_parts() -> None:
    parts = [
        events(
            {
                "title": "t",
                "profile": 0,
                "number": 0,
                "ts": (18_000 + i) * DAY,
                "event_id": f"{i}-{n}",
            }
            for n in range(300_000)
        )
        for i in range(2)
    ]
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_anonymous(1)
            p.add_events("plays", parts)
        with open_snapshot(root) as snapshot:
            hashes = hash_text(pa.array([f"{n % 3}-{n}" for n in range(300_000)]))
            known = find_event_ids(snapshot, "plays", hashes)
            assert known.positions.tolist() == [n for n in range(300_000) if n % 3 < 2]
            assert known.days.tolist() == [18_000 + n % 3 for n in known.positions.tolist()]
