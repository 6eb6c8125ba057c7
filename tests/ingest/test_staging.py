"""From accepted rows to parts: codes, the catalogue's verdicts, rows tried again."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core import ids
from keyart.core.config import parse
from keyart.core.facts import MISSING
from keyart.core.vocabulary import Vocabularies
from keyart.ingest import (
    ACCEPTED,
    EventCatalogue,
    Stage,
    choose_part_count,
    estimate_memory,
    read_events,
    revive_events,
    staged_schema,
)
from keyart.ingest import parts as parts_module
from keyart.ingest.catalogue import contains
from keyart.ingest.parts import distinct_keys, part_of
from keyart.ingest.values.keyed_hash import keys_of_table
from tests.ingest.sample import IMPRESSION, PLAY, SALT, Row, options, table_of

KEY_COLUMNS = ["key_high", "key_low"]
CONFIG = '[measures.cost]\nsum = "cost"\n[dimensions]\nexperiment = "impressions"\n'


def stage(
    folder: Path,
    tables: Mapping[str, Sequence[Row]],
    catalogue: EventCatalogue | None = None,
    parts: int = 1,
) -> tuple[Stage, list[dict[str, Any]], Vocabularies]:
    """Read rows and stage them; return the stage, what it rejects, and its vocabularies."""
    given, vocabularies = options(CONFIG), Vocabularies()
    made = Stage(given.config, vocabularies, catalogue or EventCatalogue(), folder, parts)
    rejected: list[dict[str, Any]] = []
    for name, rows in tables.items():
        for checked in read_events(table_of(rows), name, given):
            assert not len(checked.rejected)
            rejected += made.add(name, checked).to_pylist()
    return made, rejected, vocabularies


def known(*pairs: tuple[str, str]) -> EventCatalogue:
    """Return a catalogue of assets and their titles."""
    return EventCatalogue(pa.array([a for a, _ in pairs]), pa.array([t for _, t in pairs]))


def test_text_becomes_codes_that_both_tables_share(tmp_path: Path):
    shown = {**IMPRESSION, "title_id": "t1", "country": "de", "experiment": "x", "position": 4}
    made, rejected, vocabularies = stage(
        tmp_path,
        {
            "impressions": [shown, {**shown, "country": None, "cost": 1.5}],
            "plays": [{**PLAY, "country": "DE", "seconds": 0.0625}],
        },
    )

    first, second = made.table("impressions", 0).to_pylist()
    (play,) = made.table("plays", 0).to_pylist()

    assert rejected == []
    assert vocabularies["country"].values[first["country"]] == "DE"
    assert first["country"] == play["country"]
    assert first["title"] == play["title"]
    assert second["country"] == MISSING
    assert vocabularies["position"].values == ["4"]
    assert vocabularies["x_experiment"].values == ["x"]
    assert (first["s_cost"], second["s_cost"]) == (0, 1_500_000)
    assert np.isnan(first["propensity"])
    assert play["watch_ms"] == 62  # 62.5 rounded half to even
    assert first["event_id"] is None
    key = ids.keys(SALT, ["p1"])[0]
    assert (first["key_high"], first["key_low"]) == tuple(key)


def test_title_of_an_impression_is_that_of_its_asset(tmp_path: Path):
    made, rejected, vocabularies = stage(
        tmp_path, {"impressions": [IMPRESSION]}, known(("a0", "t0"), ("a1", "t1"))
    )

    (row,) = made.table("impressions", 0).to_pylist()

    assert rejected == []
    assert vocabularies["title"].values[row["title"]] == "t1"


def test_catalogue_rejects_what_it_must(tmp_path: Path):
    rows = [
        {**IMPRESSION, "asset_id": "unknown"},
        {**IMPRESSION, "asset_id": "unknown", "title_id": "t9"},
        {**IMPRESSION, "title_id": "t1"},
        {**IMPRESSION, "title_id": "other"},
        {**IMPRESSION, "profile_id": "refuses", "asset_id": "unknown"},
    ]
    plays = [PLAY, {**PLAY, "profile_id": "refuses"}, {**PLAY, "title_id": "unheard of"}]
    catalogue = known(("a1", "t1"))
    catalogue = EventCatalogue(
        catalogue.asset_ids, catalogue.title_ids, ids.keys(SALT, ["refuses"])
    )

    made, rejected, _ = stage(tmp_path, {"impressions": rows, "plays": plays}, catalogue)

    assert [(row["row"], row["code"], row["column"]) for row in rejected] == [
        (1, "unknown_asset", "asset_id"),
        (4, "title_mismatch", "title_id"),
        (5, "no_consent", "profile_id"),
        (2, "no_consent", "profile_id"),
    ]
    assert all(row["file"] == "table 1" and row["message"] for row in rejected)
    assert len(made.table("impressions", 0)) == 2
    assert len(made.table("plays", 0)) == 2
    assert rejected[2]["data"] is None
    assert json.loads(rejected[0]["data"])["asset_id"] == "unknown"
    assert "p1" not in rejected[0]["data"]


FULL = {
    **IMPRESSION,
    "ts": "2026-06-01T12:00:00.123457Z",
    "event_id": 'e "1"',
    "country": "lu",
    "device": "tv",
    "placement": "home",
    "position": 12,
    "phase": "exploit",
    "propensity": 0.1,
    "visible_ms": 1234.5,
    "media_seconds": 1 / 3,
    "experiment": "ünï",
    "cost": 0.123456,
}


def test_rows_set_aside_come_back_as_they_were(tmp_path: Path):
    given = options(CONFIG)
    rows = [FULL, {**IMPRESSION, "title_id": "t7", "profile_id": "p2"}]
    (checked,) = read_events(table_of(rows), "impressions", given)
    made = Stage(given.config, {}, known(("a1", "other")), tmp_path)
    rejected = made.add("impressions", checked)
    assert rejected["code"].to_pylist() == ["title_mismatch"]
    nobody = Stage(given.config, {}, EventCatalogue(), tmp_path)
    rejected = pa.concat_tables([nobody.add("impressions", checked), rejected])
    assert rejected["code"].to_pylist() == ["unknown_asset", "title_mismatch"]

    back = revive_events(given.config, rejected["data"].combine_chunks())

    assert back.drop_columns("row").to_pylist() == checked.accepted.drop_columns("row").to_pylist()
    later = Stage(given.config, {}, known(("a1", "t7")), tmp_path)
    assert later.sift("impressions", back).tolist() == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize("parts", [2, 8, 256])
def test_parts_hold_all_rows_and_whole_profiles(
    tmp_path: Path, parts: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(parts_module, "_PORTION_ROWS", 60)
    monkeypatch.setattr(parts_module, "_FILE_ROWS", 100)
    rows = [
        {**IMPRESSION, "title_id": "t", "profile_id": f"p{k % 90}", "event_id": f"e{k}"}
        for k in range(500)
    ]
    plays = [{**PLAY, "profile_id": f"p{k}", "event_id": f"e{k}"} for k in range(50)]
    made, _, _ = stage(tmp_path, {"impressions": rows[:250], "plays": plays}, parts=parts)
    for checked in read_events(table_of(rows[250:]), "impressions", options(CONFIG)):
        made.add("impressions", checked)

    events: list[str] = []
    profiles: list[tuple[int, int]] = []
    for part in range(parts):
        shown, played = made.table("impressions", part), made.table("plays", part)
        keys = keys_of_table(pa.concat_tables([t.select(KEY_COLUMNS) for t in (shown, played)]))
        assert set(part_of(keys["high"], parts).tolist()) <= {part}
        assert made.table("plays", part, ["event_id", "ts"]) == played.select(["event_id", "ts"])
        events += shown["event_id"].to_pylist() + played["event_id"].to_pylist()
        profiles += keys.tolist()

    assert sorted(events) == sorted([r["event_id"] for r in rows] + [r["event_id"] for r in plays])
    assert sorted(set(profiles)) == sorted(ids.keys(SALT, [f"p{k}" for k in range(90)]).tolist())
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_stage_without_events_has_empty_parts(tmp_path: Path):
    config = options(CONFIG).config
    made = Stage(config, {}, EventCatalogue(), tmp_path, 4)

    for table in ("impressions", "plays"):
        for part in range(4):
            assert made.table(table, part) == staged_schema(table, config).empty_table()


@pytest.mark.parametrize(
    ("rows", "parts"), [(0, 1), (2_000_000, 1), (2_000_001, 2), (20_000_000, 16), (10**12, 256)]
)
def test_number_of_parts(rows: int, parts: int):
    assert choose_part_count(rows) == parts


@pytest.mark.parametrize("threads", [1, 4, 16])
def test_parts_are_smaller_where_memory_is_little(threads: int):
    rows, memory = 20_000_000, 1 << 30
    parts = choose_part_count(rows, memory, threads)
    assert estimate_memory(rows, parts, threads) <= memory
    assert parts == 1 or estimate_memory(rows, parts // 4, threads) > memory
    assert estimate_memory(rows, choose_part_count(rows, 100 << 20, threads), threads) > 100 << 20


KEYS = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(st.lists(KEYS, max_size=20))
def test_distinct_keys_are_sorted_and_rows_find_theirs(pairs: list[tuple[int, int]]):
    high, low = (
        np.array([h for h, _ in pairs], np.uint64),
        np.array([p for _, p in pairs], np.uint64),
    )

    keys, numbers = distinct_keys(high, low)

    assert keys.tolist() == sorted(set(pairs))
    assert keys[numbers].tolist() == pairs


@given(st.lists(KEYS, unique=True, min_size=1, max_size=8), st.lists(KEYS, max_size=8))
def test_keys_are_found_among_others(pairs: list[tuple[int, int]], wanted: list[tuple[int, int]]):
    among = np.array(sorted(pairs), ids.KEY_DTYPE)

    found = contains(among, np.array(wanted, ids.KEY_DTYPE))

    assert found.tolist() == [key in pairs for key in wanted]


def test_vocabularies_grow_from_block_to_block(tmp_path: Path):
    config = parse("", {})
    vocabularies: Vocabularies = {}
    made = Stage(config, vocabularies, known(("a1", "t1"), ("a2", "t2")), tmp_path)
    for asset in ("a1", "a3", "a2"):
        for checked in read_events(
            table_of([{**IMPRESSION, "asset_id": asset}]), "impressions", options()
        ):
            made.add("impressions", checked)

    codes: list[int] = made.table("impressions", 0)["title"].to_pylist()

    assert [vocabularies["title"].values[code] for code in codes] == ["t1", "t2"]
