"""Hiding what a publication touches, and reading its kept events back."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.facts import Family
from keyart.core.texthash import hash_text
from keyart.store import PairSet, check, open_snapshot, read_events
from keyart.store.segments.pairs import rows_of_pairs
from keyart.store.segments.runs import FreshRun, with_reasons
from tests.store.store_rows import (
    DAY,
    SLOTS,
    Row,
    events,
    facts,
    in_order,
    publishing,
    temporary_store,
    text_rows,
    visible_rows,
    vocabularies,
    written_segment,
)

pytestmark = pytest.mark.kernels

TITLES = ["t0", "t1", "t2"]
PROFILES = 6


@st.composite
def touched_sets(draw: st.DrawFn) -> PairSet:
    families = draw(st.dictionaries(st.sampled_from([*TITLES, "other"]), st.integers(0, 2)))
    pairs = draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, PROFILES))))
    return PairSet(
        families=families,
        pairs=np.array(sorted(f << 32 | p for f, p in pairs), np.uint64),
        whole_titles=frozenset(draw(st.sets(st.sampled_from(TITLES), max_size=1))),
        profiles=np.array(sorted(draw(st.sets(st.integers(0, PROFILES), max_size=1))), np.uint32),
    )


def is_touched(touched: PairSet, title: str | None, profile: int) -> bool:
    if title in touched.whole_titles or profile in touched.profiles.tolist():
        return True
    family = touched.families.get(title or "")
    return family is not None and (family << 32 | profile) in touched.pairs.tolist()


@settings(max_examples=100, deadline=None)
@given(
    touched_sets(),
    st.lists(
        st.tuples(st.sampled_from([*TITLES, None]), st.integers(0, PROFILES + 2)), max_size=30
    ),
)
def test_contains_tells_touched_rows(touched: PairSet, rows: list[tuple[str | None, int]]) -> None:
    titles = pa.array([title for title, _ in rows], pa.string()).dictionary_encode()
    profiles = np.array([profile for _, profile in rows], np.uint32)
    expected = [is_touched(touched, title, profile) for title, profile in rows]
    assert touched.contains(titles, profiles).tolist() == expected
    halves = pa.chunked_array([titles[: len(rows) // 2], titles[len(rows) // 2 :]], titles.type)
    assert touched.contains(halves, profiles).tolist() == expected


FACT = st.fixed_dictionaries(
    {
        "title": st.integers(-1, 2),
        "profile": st.integers(0, PROFILES - 1),
        "slot": st.integers(0, 5 * SLOTS),
        "watch_ms": st.integers(0, 1000),
    }
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.lists(FACT, max_size=20), touched_sets()), max_size=11),
    st.integers(1, 4),
)
def test_hidden_rows_are_gone_whatever_was_compacted(
    steps: list[tuple[list[Row], PairSet]], max_segments: int
) -> None:
    words = vocabularies()
    expected: list[Row] = []
    with temporary_store(max_segments) as root:
        with publishing(root) as p:
            p.add_anonymous(PROFILES)
        for rows, touched in steps:
            with publishing(root) as p:
                days = p.hide(touched)
                gone = [
                    row for row in expected if is_touched(touched, row["title"], row["profile"])
                ]
                assert days["plays"].tolist() == sorted({row["slot"] // SLOTS for row in gone})
                assert days["impressions"].tolist() == []
                p.add_segment(Family.VIEWING, [facts(Family.VIEWING, rows)], words)
            expected = [row for row in expected if row not in gone] + text_rows(rows, words)
            with open_snapshot(root) as snapshot:
                names = ["title", "profile", "slot", "watch_ms"]
                found = [
                    {n: row[n] for n in names} for row in visible_rows(snapshot, Family.VIEWING)
                ]
                assert in_order(found) == in_order(expected)
                assert len(snapshot.segments(Family.VIEWING)) <= max_segments
        assert check(root) == []


EVENT = st.fixed_dictionaries(
    {
        "title": st.sampled_from([*TITLES, None]),
        "profile": st.integers(0, PROFILES - 1),
        "day": st.integers(18_000, 18_004),
        "event_id": st.one_of(st.none(), st.sampled_from(["a", "b", "c"])),
    }
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(EVENT, max_size=10), max_size=4),
    touched_sets(),
    st.sets(st.integers(18_000, 18_004)),
    st.sets(st.sampled_from(["a", "b"])),
)
def test_history_returns_all_that_is_asked_for_and_nothing_else(
    batches: list[list[Row]], touched: PairSet, days: set[int], ids: set[str]
) -> None:
    rows: list[Row] = []
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_anonymous(PROFILES)
        for batch in batches:
            own = [
                {**row, "ts": row["day"] * DAY + i, "number": len(rows) + i}
                for i, row in enumerate(batch)
            ]
            with publishing(root) as p:
                p.add_events("impressions", [events(own)])
            rows += own
        with open_snapshot(root) as snapshot:
            hashes = hash_text(pa.array(sorted(ids), pa.string()))
            at = np.array(sorted(days), np.int32)
            parts = list(read_events(snapshot, "impressions", at, touched, hashes))
            assert list(read_events(snapshot, "plays", at, touched, hashes)) == []
    found = [number for part in parts for number in part["number"].to_pylist()]
    wanted = {
        row["number"]
        for row in rows
        if row["event_id"] in ids or is_touched(touched, row["title"], row["profile"])
    }
    assert set(found) <= wanted
    assert set(found) >= {
        row["number"] for row in rows if row["number"] in wanted and row["day"] in days
    }
    assert len(found) == len(set(found))


def test_large_files_have_row_groups_by_day_and_history_reads_few() -> None:
    rows = [
        {"title": "t0", "profile": i % 7, "ts": (18_000 + i % 3) * DAY + i, "number": i}
        for i in range(210_000)
    ]
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_anonymous(7)
            p.add_events("plays", [events(rows)])
        with open_snapshot(root) as snapshot:
            touched = PairSet(whole_titles=frozenset({"t0"}))
            parts = list(read_events(snapshot, "plays", np.array([18_001], np.int32), touched))
            assert sum(part.num_rows for part in parts) == 70_000
            assert {n % 3 for part in parts for n in part["number"].to_pylist()} == {1}
        assert check(root) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(FACT, min_size=1, max_size=40), touched_sets(), st.integers(1, 9))
def test_touched_rows_are_found_across_chunks(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], touched: PairSet, group_rows: int
) -> None:
    run = FreshRun(facts(Family.VIEWING, rows), with_reasons(vocabularies()))
    folder = tmp_path_factory.mktemp("touched")
    segment = written_segment(folder, Family.VIEWING, [run], group_rows)
    expected = [
        i
        for i, row in enumerate(segment.table().to_pylist())
        if is_touched(touched, row["title"], row["profile"])
    ]
    found = rows_of_pairs(segment, touched)
    assert found.rows.tolist() == expected
    slots = [segment.table()["slot"][i].as_py() for i in expected]
    assert found.days.tolist() == sorted({slot // SLOTS for slot in slots})
