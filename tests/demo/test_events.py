"""The event generator: the same seed gives the same bytes, and the columns of the contract."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from keyart.core.errors import BadInput, BadSettings
from keyart.core.schema import ASSETS, IMPRESSIONS, PLAYS, TITLES
from keyart_demo.event_text import decimal_ids, hex_ids, mixed
from keyart_demo.events import EventWorld, Part, WrittenEvents, main, write

WORLD = EventWorld(60_000, titles=40, profiles=5_000, days=30, chunk_rows=10_000)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> WrittenEvents:
    return write(WORLD, tmp_path_factory.mktemp("world"))


def read(written: WrittenEvents, table: str) -> pa.Table:
    return pa.concat_tables([pq.read_table(path) for path in written.paths[table]])


def contents(paths: Iterable[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


def distinct(column: pa.ChunkedArray) -> int:
    return pc.count_distinct(column).as_py()


def share(flags: pa.ChunkedArray) -> float:
    return pc.mean(flags.cast(pa.int8())).as_py()


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("impressions", IMPRESSIONS.names),
        ("plays", PLAYS.names),
        ("titles", TITLES.names),
        ("assets", ASSETS.names),
    ],
)
def test_columns_are_the_contracts(
    written: WrittenEvents, table: str, names: tuple[str, ...]
) -> None:
    assert tuple(read(written, table).column_names) == names


def test_ids_are_text_and_instants_have_a_zone(written: WrittenEvents) -> None:
    for table in ("impressions", "plays"):
        rows = read(written, table)
        for name in rows.column_names:
            if name.endswith("_id") or name in ("country", "device", "placement", "phase"):
                assert rows.schema.field(name).type == pa.string()
        assert rows.schema.field("ts").type == pa.timestamp("us", "UTC")


def test_same_seed_gives_the_same_bytes(written: WrittenEvents, tmp_path: Path) -> None:
    again = write(WORLD, tmp_path)
    for table, paths in written.paths.items():
        assert contents(paths) == contents(again.paths[table])


def test_other_seed_gives_other_events(written: WrittenEvents, tmp_path: Path) -> None:
    other = write(replace(WORLD, seed=2), tmp_path)
    assert read(other, "impressions")["event_id"] != read(written, "impressions")["event_id"]
    assert read(other, "impressions")["asset_id"] != read(written, "impressions")["asset_id"]


def test_bytes_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    one = write(WORLD, tmp_path / "one", rows_per_file=20_000)
    two = write(WORLD, tmp_path / "two", rows_per_file=20_000, processes=2)
    assert len(one.paths["impressions"]) == 3
    for table, paths in one.paths.items():
        assert contents(paths) == contents(two.paths[table])


def test_events_do_not_depend_on_the_size_of_files(written: WrittenEvents, tmp_path: Path) -> None:
    small = write(WORLD, tmp_path, rows_per_file=10_000)
    assert len(small.paths["impressions"]) == 6
    for table in ("impressions", "plays"):
        assert read(small, table).equals(read(written, table))


def test_counts_are_what_is_said(written: WrittenEvents) -> None:
    assert read(written, "impressions").num_rows == written.impressions == 60_000
    assert read(written, "plays").num_rows == written.plays


def test_last_chunk_may_be_short(tmp_path: Path) -> None:
    written = write(EventWorld(2_500, chunk_rows=1_000), tmp_path)
    assert read(written, "impressions").num_rows == 2_500


def test_event_ids_are_unique(written: WrittenEvents) -> None:
    assert distinct(read(written, "impressions")["event_id"]) == written.impressions
    assert distinct(read(written, "plays")["event_id"]) == written.plays


def test_impressions_are_in_order_of_time_and_fill_the_days(written: WrittenEvents) -> None:
    ts = read(written, "impressions")["ts"].cast(pa.int64()).to_numpy()
    days = (ts - WORLD.start_us) // (86_400 * 10**6)
    assert bool(np.all(np.diff(ts) >= 0))
    assert np.unique(days).tolist() == list(range(30))


def test_impressions_are_spread_as_promised(written: WrittenEvents) -> None:
    rows = read(written, "impressions")
    assert distinct(rows["country"]) >= 20
    assert distinct(rows["device"]) == 5
    assert distinct(rows["title_id"]) == 40
    assert 0.9 * 5_000 < distinct(rows["profile_id"]) <= 5_000
    assert share(pc.equal(rows["phase"], "explore")) == pytest.approx(0.2, abs=0.01)
    titles = pc.value_counts(rows["title_id"]).field("counts").to_numpy()
    assert titles.max() > 10 * np.median(titles) / 2


def test_assets_belong_to_their_titles(written: WrittenEvents) -> None:
    assets = read(written, "assets")
    owner = dict(zip(assets["asset_id"].to_pylist(), assets["title_id"].to_pylist(), strict=True))
    shown = read(written, "impressions").group_by(["asset_id", "title_id"]).aggregate([])
    pairs = zip(shown["asset_id"].to_pylist(), shown["title_id"].to_pylist(), strict=True)
    assert all(owner[asset] == title for asset, title in pairs)
    per_title = pc.value_counts(assets["title_id"]).field("counts").to_pylist()
    assert min(per_title) >= 8
    assert max(per_title) <= 20


def test_titles_know_their_series(written: WrittenEvents) -> None:
    titles = read(written, "titles")
    kinds = dict(
        zip(titles["title_id"].to_pylist(), titles["content_type"].to_pylist(), strict=True)
    )
    for title, parent in zip(kinds, titles["parent_title_id"].to_pylist(), strict=True):
        assert (kinds[title] == "episode") == (parent is not None)
        assert parent is None or kinds[parent] == "series"
    played = set(read(written, "plays")["title_id"].to_pylist())
    assert played <= set(kinds)
    assert "series" not in {kinds[title] for title in played}


def test_shares_of_plays(written: WrittenEvents) -> None:
    plays = read(written, "plays")
    assert written.plays / written.impressions == pytest.approx(0.10, abs=0.01)
    assert share(pc.less(plays["seconds"], 120)) == pytest.approx(0.25, abs=0.02)
    assert pc.max(plays["fraction"]).as_py() == 1


def test_most_plays_follow_an_impression(written: WrittenEvents) -> None:
    titles = read(written, "titles")
    parents = titles["parent_title_id"].to_pylist()
    root = {t: p or t for t, p in zip(titles["title_id"].to_pylist(), parents, strict=True)}
    shown: dict[tuple[str, str], list[int]] = {}
    for row in read(written, "impressions").select(["profile_id", "title_id", "ts"]).to_pylist():
        shown.setdefault((row["profile_id"], row["title_id"]), []).append(row["ts"])
    plays = read(written, "plays").to_pylist()
    led = [
        any(ts <= play["ts"] for ts in shown.get((play["profile_id"], root[play["title_id"]]), ()))
        for play in plays
    ]
    assert 0.85 < sum(led) / len(led) < 0.99


def test_named_impressions_exist_and_fit(written: WrittenEvents) -> None:
    impressions = read(written, "impressions")
    profile = dict(
        zip(impressions["event_id"].to_pylist(), impressions["profile_id"].to_pylist(), strict=True)
    )
    named = read(written, "plays").filter(pc.is_valid(pc.field("impression_id")))
    assert 0.1 < named.num_rows / written.plays < 0.25
    for play in named.to_pylist():
        assert profile[play["impression_id"]] == play["profile_id"]


def test_a_single_title_has_twenty_assets(tmp_path: Path) -> None:
    written = write(EventWorld(30_000, single_title=True), tmp_path)
    rows = read(written, "impressions")
    assert distinct(rows["title_id"]) == 1
    assert distinct(rows["asset_id"]) == 20
    assert read(written, "assets").num_rows == 20


def test_the_rest_of_the_catalogue_leaves_the_title_as_it_was(tmp_path: Path) -> None:
    title = EventWorld(20_000, single_title=True, chunk_rows=5_000)
    alone = write(title, tmp_path / "alone")
    among = write(replace(title, rest_of_catalogue=40_000), tmp_path / "among")
    assert among.impressions == 60_000
    for table in ("impressions", "plays"):
        before = contents(alone.paths[table])
        after = contents(among.paths[table])
        assert before.items() < after.items()
        assert all(name.startswith("rest-") for name in after.keys() - before.keys())
    rest = pq.read_table([p for p in among.paths["impressions"] if p.name.startswith("rest-")])
    assert "t00000000" not in set(rest["title_id"].to_pylist())
    assert distinct(read(among, "impressions")["event_id"]) == 60_000


def test_a_folder_with_events_is_refused(tmp_path: Path) -> None:
    write(EventWorld(100), tmp_path)
    with pytest.raises(BadInput, match="not empty"):
        write(EventWorld(100), tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        {"impressions": 0},
        {"days": 0},
        {"chunk_rows": 0},
        {"rest_of_catalogue": -1},
        {"profiles": 10**9},
        {"titles": 2, "single_title": True},
    ],
)
def test_worlds_that_cannot_be_are_refused(told: dict[str, int]) -> None:
    with pytest.raises(BadSettings):
        replace(WORLD, **told)


def test_sizes_by_default() -> None:
    world = EventWorld(20_000_000)
    assert world.profile_count == 3_000_000
    assert world.title_count(Part.MAIN) == 2_000


def test_numbers_as_text() -> None:
    assert decimal_ids("p", np.array([0, 12_345_678])).to_pylist() == ["p00000000", "p12345678"]
    assert hex_ids("i", np.array([0x0102], np.uint64)).to_pylist() == ["i0201000000000000"]


def test_mixing_keeps_numbers_apart() -> None:
    assert np.unique(mixed(np.arange(100_000, dtype=np.uint64))).size == 100_000


def test_command_writes_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--impressions", "2000", "--seed", "3"]) == 0
    assert "2,000 impressions" in capsys.readouterr().out
    assert pq.read_metadata(tmp_path / "impressions" / "main-00000.parquet").num_rows == 2_000
