"""Segments: what goes in comes out, in order, whatever runs it came in."""

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.facts import EXPOSURE_SUMS, Family
from keyart.core.vocabulary import Vocabulary
from keyart.store import check, open_snapshot
from keyart.store.files.arrow import raw
from keyart.store.segments.runs import FreshRun, SegmentRun, with_reasons
from keyart.store.segments.writer import narrowest, write_segment
from tests.store.store_rows import (
    Row,
    facts,
    in_order,
    publishing,
    temporary_store,
    text_rows,
    vocabularies,
    written_segment,
)

pytestmark = pytest.mark.kernels

EXPOSURE = st.fixed_dictionaries(
    {
        "title": st.integers(-1, 2),
        "profile": st.integers(0, 6),
        "slot": st.integers(0, 5),
        "asset": st.integers(-1, 2),
        "country": st.integers(-1, 1),
        "impressions": st.integers(0, 300),
        "watch_ms": st.integers(0, 1 << 33),
    }
)
RUNS = st.lists(st.lists(EXPOSURE, max_size=30), min_size=1, max_size=4)


def written(folder: Path, runs: list[list[Row]], group_rows: int) -> pa.Table:
    words = with_reasons(vocabularies())
    fresh = [FreshRun(facts(Family.EXPOSURE, rows), words) for rows in runs if rows]
    dictionaries = {name: v.array() for name, v in words.items() if name in fresh[0].columns}
    path, index = folder / "segment.arrow", folder / "segment.index.arrow"
    columns = fresh[0].columns
    write_segment(path, index, fresh, dictionaries, columns, group_rows)
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


@settings(max_examples=60, deadline=None)
@given(RUNS, st.integers(1, 20))
def test_a_segment_holds_the_rows_of_all_runs_in_order(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[Row]], group_rows: int
) -> None:
    rows = [row for run in runs for row in run]
    if not rows:
        return
    table = written(tmp_path_factory.mktemp("segment"), runs, group_rows)
    table.validate(full=True)
    got = table.select(["title", "profile", "slot", "asset", "country", "impressions", "watch_ms"])
    assert in_order(got.to_pylist()) == in_order(text_rows(rows, vocabularies()))
    titles = [{"t0": 0, "t1": 1, "t2": 2, None: 3}[t] for t in table["title"].to_pylist()]
    keys = list(zip(titles, table["profile"].to_pylist(), strict=True))
    assert keys == sorted(keys)


@settings(max_examples=60, deadline=None)
@given(RUNS)
def test_the_title_index_and_raw_codes_tell_what_the_rows_tell(runs: list[list[Row]]) -> None:
    rows = [row for run in runs for row in run]
    if not rows:
        return
    with temporary_store() as root:
        with publishing(root) as p:
            tables = [facts(Family.EXPOSURE, run) for run in runs]
            p.add_segment(Family.EXPOSURE, tables, vocabularies())
        with open_snapshot(root) as snapshot:
            (segment,) = snapshot.segments(Family.EXPOSURE)
            raw = {
                name: np.concatenate([chunk.column(name) for chunk in segment.chunks])
                for name in segment.columns
            }
            assert segment.rows == len(rows)
            assert segment.hidden is None
            assert segment.first_slot == min(row["slot"] for row in rows)
            assert segment.last_slot == max(row["slot"] for row in rows)
            assert segment.title_codes.tolist() == np.unique(raw["title"]).tolist()
            assert segment.title_starts[-1] == len(rows)
            for i, title in enumerate(segment.title_codes):
                start, end = segment.title_starts[i : i + 2]
                assert (raw["title"][start:end] == title).all()
                own = segment.asset_codes[segment.asset_starts[i] : segment.asset_starts[i + 1]]
                assert own.tolist() == np.unique(raw["asset"][start:end]).tolist()
            for name in ("title", "asset", "country"):
                values = [*segment.dictionary(name).to_pylist(), None]
                assert [values[code] for code in raw[name]] == segment.table()[name].to_pylist()


def test_columns_are_as_narrow_as_their_values_allow(tmp_path: Path) -> None:
    rows: list[Row] = [
        {
            "title": 0,
            "profile": 1,
            "slot": 1,
            "impressions": 255,
            "plays": 256,
            "watch_ms": 1 << 32,
        },
        {"title": 0, "profile": 2, "slot": 1, "holds": 65_536, "hooks": -1},
    ]
    table = written(tmp_path, [rows], 100)
    types = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert types["impressions"] == "uint8"
    assert types["plays"] == "uint16"
    assert types["holds"] == "uint32"
    assert types["watch_ms"] == "int64"
    assert types["hooks"] == "int64"
    assert types["title"] == "dictionary<values=string, indices=uint8, ordered=0>"
    assert {types["profile"], types["slot"]} == {"uint32"}


def test_null_needs_a_code_of_its_own_when_choosing_a_width() -> None:
    assert narrowest(0, 255) == np.uint8
    assert narrowest(0, 256) == np.uint16
    assert narrowest(-1, 5) == np.int64


def test_a_column_without_nulls_has_no_bitmap(tmp_path: Path) -> None:
    rows: list[Row] = [{"title": 0, "profile": 1, "slot": 1, "country": 1}]
    table = written(tmp_path, [rows], 100)
    assert table["country"].chunk(0).buffers()[0] is None
    assert table["device"].chunk(0).null_count == 1


def test_other_programs_read_a_segment_as_it_is(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"title": i % 3, "profile": i, "slot": i, "country": i % 3 - 1, "impressions": i}
        for i in range(100)
    ]
    table = written(tmp_path, [rows], 10)
    frame = pl.read_ipc(tmp_path / "segment.arrow")
    assert frame["impressions"].sum() == sum(range(100))
    assert frame.filter(pl.col("country").is_null()).height == 34
    assert frame.filter(pl.col("title") == "t1").height == 33
    assert isinstance(table, pa.Table)
    seen = duckdb.connect().from_arrow(table).filter("country = 'v1'")
    found = seen.aggregate("title, sum(impressions)::BIGINT").fetchall()
    assert found == [("t2", sum(range(2, 100, 3)))]


def test_a_title_larger_than_a_group_is_split_by_profile(tmp_path: Path) -> None:
    runs: list[list[Row]] = [
        [{"title": 1, "profile": i, "slot": 0, "impressions": 1} for i in range(start, 400, 2)]
        for start in (0, 1)
    ]
    table = written(tmp_path, runs, 64)
    assert table["profile"].to_pylist() == list(range(400))
    assert len(table.to_batches()) >= 6
    assert max(batch.num_rows for batch in table.to_batches()) < 2 * 64


def test_custom_columns_follow_the_built_in_ones() -> None:
    row: Row = {"title": 0, "profile": 0, "slot": 0, "inverse_propensity": 1}
    rows = facts(Family.EXPOSURE, [row])
    rows = rows.append_column("s_cost", pa.array([-5], pa.int64()))
    rows = rows.append_column("x_cell", pa.array([0], pa.int32()))
    words = {**vocabularies(), "x_cell": Vocabulary(["blue"])}
    with temporary_store() as root:
        with publishing(root) as p:
            p.ordinals(np.empty(0, [("high", "<u8"), ("low", "<u8")]))
            p.add_segment(Family.EXPOSURE, [rows], words)
        with open_snapshot(root) as snapshot:
            (segment,) = snapshot.segments(Family.EXPOSURE)
            assert segment.columns[-12:] == ("x_cell", *EXPOSURE_SUMS, "s_cost")
            assert segment.table()["x_cell"].to_pylist() == ["blue"]
            assert segment.table()["s_cost"].to_pylist() == [-5]


def test_a_sum_that_few_stores_have_takes_no_room_where_it_is_nothing() -> None:
    row: Row = {"title": 0, "profile": 0, "slot": 0, "impressions": 1}
    with temporary_store(max_segments=2) as root:
        for profile, weight in enumerate((0, 2_000_000, 0)):
            own = {**row, "profile": profile, "inverse_propensity": weight}
            with publishing(root) as p:
                p.add_anonymous(profile + 1)
                p.add_segment(Family.EXPOSURE, [facts(Family.EXPOSURE, [own])], vocabularies())
            with open_snapshot(root) as snapshot:
                segments = snapshot.segments(Family.EXPOSURE)
                held = ["inverse_propensity" in segment.columns for segment in segments]
                assert held == [[False], [False, True], [True]][profile]
                values = [
                    chunk.column("inverse_propensity").tolist()
                    for segment in segments
                    for chunk in segment.chunks
                ]
                assert values == [[[0]], [[0], [2_000_000]], [[0, 2_000_000, 0]]][profile]
            assert check(root) == []


def test_viewing_facts_name_their_reasons() -> None:
    rows: list[Row] = [
        {"title": 0, "profile": 0, "slot": 0, "reason": reason} for reason in (-1, 0, 1, 2)
    ]
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_segment(Family.VIEWING, [facts(Family.VIEWING, rows)], vocabularies())
        with open_snapshot(root) as snapshot:
            (segment,) = snapshot.segments(Family.VIEWING)
            assert segment.table()["reason"].to_pylist() == [
                None,
                "too_short",
                "outside_window",
                "no_impression",
            ]
            assert segment.asset_codes.tolist() == []


def test_no_rows_make_no_segment() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_segment(Family.EXPOSURE, [facts(Family.EXPOSURE, [])], vocabularies())
        with open_snapshot(root) as snapshot:
            assert snapshot.segments(Family.EXPOSURE) == ()


@settings(max_examples=40, deadline=None)
@given(RUNS, st.integers(1, 9), st.integers(1, 9))
def test_segments_of_many_chunks_are_merged_into_one(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[Row]], before: int, after: int
) -> None:
    folder, words = tmp_path_factory.mktemp("merged"), with_reasons(vocabularies())
    segments = [
        written_segment(folder, Family.EXPOSURE, [FreshRun(table, words)], before, f"old{i}")
        for i, table in enumerate(facts(Family.EXPOSURE, rows) for rows in runs if rows)
    ]
    if not segments:
        return
    # Titles in the opposite order, assets as they were.
    sizes = {name: len(v) for name, v in words.items() if name in segments[0].columns}
    same = {name: np.arange(size + 1, dtype=np.uint32) for name, size in sizes.items()}
    recode = {**same, "title": np.array([2, 1, 0, 3], np.uint32)}
    again = [SegmentRun(segment, recode, sizes) for segment in segments]
    merged = written_segment(folder, Family.EXPOSURE, again, after, "new").table()
    swapped = {"t0": "t2", "t1": "t1", "t2": "t0", None: None}
    expected = [
        {**row, "title": swapped[row["title"]]} for s in segments for row in s.table().to_pylist()
    ]
    assert in_order(merged.to_pylist()) == in_order(expected)
    codes = np.concatenate([raw(chunk) for chunk in merged["title"].chunks]).tolist()
    keys = list(zip(codes, merged["profile"].to_pylist(), strict=True))
    assert keys == sorted(keys)
