"""Facts as files: all that count, each in the folder of its day, in order."""

import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.errors import StoreExists, UnknownName
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW, TIME, fact_schema
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.scale.facts import rows as fact_rows
from keyart.scale.facts.export import export_facts
from keyart.scale.facts.files import (
    DerivedColumn,
    FactFormat,
    FactSelection,
    audience_column,
    fact_days,
    write_facts,
)
from keyart.store import Snapshot, profile_keys
from tests.oracles.questions import worlds
from tests.oracles.small import SMALL
from tests.oracles.world import World, publish
from tests.scale.folders import day_files, exported, plain, read, rows_of, titled


@settings(max_examples=15)
@given(world=worlds().map(titled), rows=st.sampled_from([7, 1 << 20]))
def test_files_hold_the_facts_that_count(world: World, rows: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fact_rows, "FILE_ROWS", rows)
        patch.setattr(fact_rows, "SCAN_ROWS", rows * 3)
        with exported(world) as (snapshot, folder):
            for family in Family:
                found = rows_of(day_files(folder, family), snapshot)
                assert found == plain(world.facts(family))
                for path in day_files(folder, family):
                    check_file(read(path), world, family, rows)


def check_file(table: pa.Table, world: World, family: Family, most: int) -> None:
    assert 0 < table.num_rows <= most
    assert table.schema.equals(
        fact_schema(family, world.config.dimensions, world.config.custom_sums)
    )
    keys = [(r["title"].encode(), r[PROFILE_HIGH], r[PROFILE_LOW]) for r in table.to_pylist()]
    assert keys == sorted(keys)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return publish(SMALL, tmp_path_factory.mktemp("small") / "small.keyart")


def test_days_are_counted_and_chosen(small: Snapshot, tmp_path: Path) -> None:
    days = fact_days(small, Family.EXPOSURE)
    assert days == {date(2026, 1, 5): 2, date(2026, 1, 7): 2, date(2026, 1, 8): 2}
    chosen = FactSelection(days=frozenset([date(2026, 1, 7), date(2026, 2, 1)]))
    (file,) = write_facts(small, Family.EXPOSURE, tmp_path, chosen)
    assert (file.day, file.rows) == (date(2026, 1, 7), 2)
    assert file.path == tmp_path / "facts/exposure/day=2026-01-07/part-00000.parquet"
    assert set(read(file.path)["asset"].to_pylist()) == {"a2"}


def test_columns_are_chosen_in_their_order(small: Snapshot, tmp_path: Path) -> None:
    wanted = FactSelection(columns=("starts", "title"))
    file, *_ = write_facts(small, Family.VIEWING, tmp_path, wanted)
    assert read(file.path).schema.names == ["title", "starts"]
    with pytest.raises(UnknownName, match="column of facts 'start'"):
        write_facts(small, Family.VIEWING, tmp_path, FactSelection(columns=("start",)))


def test_columns_that_follow_from_others_stand_behind_text(small: Snapshot, tmp_path: Path) -> None:
    genres = DerivedColumn(
        "genre", "title", pa.array([["crime", "drama"], []]), pa.array(["film", "unseen"])
    )
    owner = DerivedColumn("owner", "asset", pa.array(["us"]), pa.array(["a2"]))
    wanted = FactSelection(columns=("title", "asset", "impressions"), attached=(genres, owner))
    files = write_facts(small, Family.EXPOSURE, tmp_path, wanted)
    found = [row for file in files for row in read(file.path).to_pylist()]
    assert list(found[0]) == ["title", "asset", "genre", "owner", "impressions"]
    assert {(r["title"], r["asset"], tuple(r["genre"]), r["owner"]) for r in found} == {
        ("film", "a1", ("crime", "drama"), None),
        ("film", "a2", ("crime", "drama"), "us"),
        ("show", "b1", (), None),
        (None, None, (), None),
    }


def test_audiences_hold_nobody_who_is_protected(tmp_path: Path) -> None:
    everyone = np.arange(SMALL.population, dtype=np.uint32)
    with publish(SMALL, tmp_path / "small.keyart") as snapshot:
        column = audience_column(snapshot, {"list:b": everyone, "list:a": everyone[:2]})
        wanted = FactSelection(columns=(PROFILE_LOW,), attached=(column,))
        files = write_facts(snapshot, Family.EXPOSURE, tmp_path, wanted)
        low = profile_keys(snapshot)["low"].view(np.int64).tolist()
        for row in (row for file in files for row in read(file.path).to_pylist()):
            profile = low.index(row[PROFILE_LOW])
            expected = ["list:b", "list:a"] if profile < 2 else ["list:b"]
            assert row["audience"] == ([] if snapshot.protected[profile] else expected)


def test_lines_of_json_hold_the_same(small: Snapshot, tmp_path: Path) -> None:
    lines = write_facts(small, Family.VIEWING, tmp_path, FactSelection(form=FactFormat.JSON_LINES))
    tables = write_facts(small, Family.VIEWING, tmp_path)
    for text, table in zip(lines, tables, strict=True):
        with gzip.open(text.path, "rt") as file:
            found = [json.loads(line) for line in file]
        expected = read(table.path).to_pylist()
        for row in expected:
            row[TIME] = int(row[TIME].timestamp() * 1000)
        assert found == expected


def test_stand_in_keys_are_distinct_and_always_the_same(small: Snapshot) -> None:
    keys = profile_keys(small)
    assert len(np.unique(keys)) == small.profiles
    assert np.array_equal(keys, profile_keys(small))
    assert np.array_equal(keys["high"] >> np.uint64(56), small.key_bits)


def test_what_cannot_be_finished_leaves_nothing(small: Snapshot, tmp_path: Path) -> None:
    class Stopped(Silent):
        def advance(self, amount: int) -> None:
            raise KeyboardInterrupt(amount)

    with pytest.raises(KeyboardInterrupt):
        export_facts(small, tmp_path / "facts", progress=Stopped())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_written_whole_or_not_at_all(small: Snapshot, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    half = folder.with_name("facts.part")
    half.mkdir()
    (half / "left.parquet").write_text("by a writer that was killed")
    written = export_facts(small, folder)
    assert written.facts == {"exposure": 6, "viewing": 4}
    assert written.days == {"exposure": 3, "viewing": 2}
    assert not half.exists()
    assert not (folder / "left.parquet").exists()
    assert pq.read_table(folder / "titles.parquet").num_rows == 4
    with pytest.raises(StoreExists):
        export_facts(small, folder)
