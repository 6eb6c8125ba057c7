"""The contract's Python section, letter by letter."""

import json
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.query import ask, owner
from tests.pipeline.stories import new_store

REPOSITORY = Path(__file__).parents[2]
BERLIN = ZoneInfo("Europe/Berlin")

Row = Mapping[str, Any]


def table(rows: Sequence[Row]) -> pa.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def impression(profile: object = "p", **further: Any) -> Row:
    return {
        "ts": "2026-01-05T12:00:00Z", "profile_id": profile, "asset_id": "a", "title_id": "t",
        **further,
    }  # fmt: skip


def play(profile: object = "p", **further: Any) -> Row:
    return {
        "ts": "2026-01-05T12:30:00Z", "profile_id": profile, "title_id": "t", "seconds": 600.0,
        **further,
    }  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Generator[keyart.Store]:
    with keyart.create(tmp_path / "my.keyart") as made:
        yield made


# ----------------------------------------------------------------------- the contract's example


VIPS = 1400
"""Profiles p0 … are VIPs, and all saw asset a1; every third one saw a2, every fifth one watched."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> keyart.Store:
    """The store of the contract's example, loaded from a glob of Parquet and three CSV files."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "imp").mkdir()
    everybody = [f"p{number}" for number in range(2000)]
    shown = [
        impression(p, asset_id="a1", title_id="t1", country="DE", device="tv") for p in everybody
    ]
    shown += [
        impression(p, asset_id="a2", title_id="t1", country=("LU", "LU", None)[n % 3], device=None)
        for n, p in enumerate(everybody[::3])
    ]
    left_out = [
        {"title_id": "t1", "asset_id": "a2", "country": "US"},
        {"title_id": "t1", "asset_id": "a2", "country": "DE", "device": "web"},
        {"title_id": "t2", "asset_id": "b1", "country": "DE"},
        {"title_id": "t1", "asset_id": "a1", "country": "DE", "ts": "2025-12-31T22:45:00Z"},
    ]
    for other in left_out:
        shown += [impression(p, **{"ts": "2026-01-05T11:00:00Z", **other}) for p in everybody]
    for number, rows in enumerate((shown[:4000], shown[4000:])):
        pq.write_table(table(rows), folder / "imp" / f"{number}.parquet")
    pcsv.write_csv(table([play(p, title_id="t1") for p in everybody[::5]]), folder / "plays.csv")
    titles = [{"title_id": "t1", "name": "One"}, {"title_id": "t2", "name": "Two"}]
    pcsv.write_csv(table(titles), folder / "titles.csv")
    assets = [{"asset_id": "a1", "title_id": "t1", "name": "Face"}]
    assets += [{"asset_id": "a2", "title_id": "t1", "name": None}]
    pcsv.write_csv(table(assets), folder / "assets.csv")
    pcsv.write_csv(table([{"profile_id": "p0", "plan": "gold"}]), folder / "profiles.csv")
    store = keyart.create(folder / "my.keyart")
    report = store.ingest(
        impressions=f"{folder}/imp/*.parquet",
        plays=f"{folder}/plays.csv",
        titles=folder / "titles.csv",
        assets=folder / "assets.csv",
        profiles=folder / "profiles.csv",
    )
    assert report.batches["impressions"]["rows"] == len(shown)
    store.audiences.put("list:vip", everybody[:VIPS])
    store.audiences.put("list:even", everybody[::2])
    store.audiences.put("list:other", everybody[-10:])
    return store


def contracts_query(store: keyart.Store, engine: str | None) -> keyart.Result:
    return store.query(
        measures=["impressions", "reach", "viewers", "take_rate"],
        by=["asset", "audience"],
        where={"title": "t1", "country": ["DE", "LU", None], "device": {"not": ["web"]}},
        audience="list:vip",
        audiences=["list:vip", "list:even"],
        since="2026-01-01",
        until="2026-04-01",
        grain="week",
        tz="Europe/Berlin",
        having={"reach": {"from": 200}},
        order=["-take_rate"],
        limit=3,
        intervals=True,
        labels=True,
        include_empty=False,
        engine=engine,
    )


@pytest.mark.parametrize("engine", [None, "native", "duckdb"])
def test_the_contracts_long_example(example: keyart.Store, engine: str | None) -> None:
    result = contracts_query(example, engine)
    rows = result.to_dicts()
    assert list(rows[0]) == [
        "asset", "asset_name", "audience", "audience_name", "time",
        "impressions", "reach", "viewers", "take_rate", "take_rate_low", "take_rate_high",
        "complete",
    ]  # fmt: skip
    monday = datetime(2026, 1, 5, tzinfo=BERLIN)
    # a1 was shown to all 1,400 VIPs (700 of them even) at the same instant as a2 to each third;
    # the greater asset takes the play, so a1 keeps those of profiles that did not see a2.
    even_and_vip = range(0, VIPS, 2)
    expected = {
        ("a1", "list:even"): (700, sum(n % 5 == 0 and n % 3 != 0 for n in even_and_vip)),
        ("a1", "list:vip"): (1400, sum(n % 5 == 0 and n % 3 != 0 for n in range(VIPS))),
        ("a2", "list:even"): (234, sum(n % 5 == 0 and n % 3 == 0 for n in even_and_vip)),
        ("a2", "list:vip"): (467, sum(n % 5 == 0 and n % 3 == 0 for n in range(VIPS))),
    }
    for row in rows:
        reach, viewers = expected.pop((row["asset"], row["audience"]))
        assert (row["impressions"], row["reach"], row["viewers"]) == (reach, reach, viewers)
        assert row["take_rate"] == pytest.approx(viewers / reach)
        assert 0 <= row["take_rate_low"] < row["take_rate"] < row["take_rate_high"] <= 1
        assert row["time"] == monday
        assert row["complete"] is False
        assert row["asset_name"] == {"a1": "Face", "a2": "a2"}[row["asset"]]
        assert row["audience_name"] == row["audience"].removeprefix("list:")
    assert len(expected) == 1
    rates = [row["take_rate"] for row in rows]
    assert rates == sorted(rates, reverse=True)
    assert result.totals["reach"] == 1400
    assert result.totals["viewers"] == 280
    assert list(result.totals) == list(rows[0])[5:11]


def test_the_forms_of_a_result(example: keyart.Store) -> None:
    result = contracts_query(example, None)
    arrow = result.to_arrow()
    assert isinstance(arrow, pa.Table)
    assert arrow.to_pylist() == result.to_dicts()
    polars = result.to_polars()
    assert isinstance(polars, pl.DataFrame)
    assert polars.to_dicts() == result.to_dicts()
    pandas = result.to_pandas()
    assert isinstance(pandas, pd.DataFrame)
    assert pandas["reach"].tolist() == [row["reach"] for row in result.to_dicts()]


def test_meta_says_where_an_answer_comes_from(example: keyart.Store) -> None:
    meta = example.query(measures=["reach"], where={"device": ["fridge"]}).meta
    assert (meta.answered_by, meta.exact, meta.error_bound) == ("native", True, 0)
    assert meta.reason == "default"
    assert meta.as_of == datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
    assert meta.complete_until == datetime(2026, 1, 4, 12, 30, tzinfo=UTC)
    assert meta.version == example.snapshot().version
    assert meta.audiences_version == meta.version
    assert meta.rows_scanned >= 0
    assert meta.ms > 0
    assert meta.confidence == 1
    assert [note for note in meta.notes if "fridge" in note]
    assert example.query(measures=["reach"], engine="duckdb").meta.reason == "asked"


def test_a_query_is_data(example: keyart.Store) -> None:
    asked: dict[str, Any] = {"measures": ["reach"], "by": ["asset"], "where": {"title": ["t1"]}}
    query = keyart.Query.from_dict(json.loads(json.dumps(keyart.Query(**asked).to_dict())))
    assert query.to_dict() == asked
    assert example.query(query).to_dicts() == example.query(**asked).to_dicts()
    with pytest.raises(keyart.BadQuestion):
        example.query(query, measures=["reach"])


def test_one_row_without_groups_even_when_empty(store: keyart.Store) -> None:
    measures = ["impressions", "reach", "take_rate", "completions", "starts", "watch_seconds"]
    for engine in ("native", "duckdb"):
        (row,) = store.query(measures=measures, engine=engine).to_dicts()
        assert row == {
            "impressions": 0, "reach": 0, "take_rate": None, "completions": None, "starts": 0,
            "watch_seconds": 0,
        }  # fmt: skip
        assert store.query(measures=["reach"], by=["asset"], engine=engine).to_dicts() == []
    assert store.query(measures=["reach"]).meta.as_of is None


# --------------------------------------------------------------------------------------- sources


SOURCES: Mapping[str, Callable[[pa.Table, Path], Any]] = {
    "Arrow table": lambda rows, _: rows,
    "record batch": lambda rows, _: rows.to_batches()[0],
    "stream": lambda rows, _: pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches()),
    "pandas": lambda rows, _: rows.to_pandas(),
    "Polars": lambda rows, _: pl.from_arrow(rows),
    "DuckDB": lambda rows, _: duckdb.from_arrow(rows),
    "list": lambda rows, _: [rows.slice(0, 1), rows.slice(1)],
    "generator": lambda rows, _: (rows.slice(n, 1) for n in range(rows.num_rows)),
    "path": lambda _, folder: folder / "impressions.parquet",
    "text": lambda _, folder: str(folder / "impressions.parquet"),
    "glob": lambda _, folder: f"{folder}/imp*.parquet",
    "folder": lambda _, folder: folder,
    "paths": lambda _, folder: [folder / "impressions.parquet"],
}


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_its_rows(tmp_path: Path, source: str, dry_run: bool) -> None:
    rows = table([impression(n, position=None if n else 3) for n in range(3)])
    folder = tmp_path / "files"
    folder.mkdir()
    pq.write_table(rows, folder / "impressions.parquet")
    with keyart.create(tmp_path / "a.keyart") as store:
        report = store.ingest(impressions=SOURCES[source](rows, folder), dry_run=dry_run)
        assert report.batches["impressions"].accepted == 3
        assert store.query(measures=["reach"]).totals == {"reach": 0 if dry_run else 3}


def test_sources_that_cannot_be_read_leave_the_store_as_it_is(
    store: keyart.Store, tmp_path: Path
) -> None:
    (tmp_path / "notes.docx").touch()
    for source in (tmp_path / "none.csv", f"{tmp_path}/*.csv", tmp_path / "notes.docx", 7, [None]):
        with pytest.raises(keyart.BadInput) as caught:
            store.ingest(impressions=source)
        assert caught.value.code == "bad_input"
        assert caught.value.hint
    with pytest.raises(keyart.MissingColumn, match="profile_id") as missing:
        store.ingest(impressions=pa.table({"ts": [1], "uid": ["p"], "asset_id": ["a"]}))
    assert 'profile_id = "uid"' in missing.value.hint
    assert store.snapshot().version == 0
    assert store.check() == []


# ------------------------------------------------------------------------------------- audiences


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


# ---------------------------------------------------------------------------------------- errors


def test_a_store_is_made_once(tmp_path: Path) -> None:
    keyart.create(tmp_path / "a").close()
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").touch()
    for path in ("a", "file", "full"):
        with pytest.raises(keyart.StoreExists) as caught:
            keyart.create(tmp_path / path)
        assert caught.value.code == "store_exists"
    for path in ("nothing", "file", "full"):
        with pytest.raises(keyart.NotAStore) as refused:
            keyart.open(tmp_path / path)
        assert (refused.value.code, bool(refused.value.hint)) == ("not_a_store", True)
    assert {path.name for path in (tmp_path / "full").iterdir()} == {"thesis.tex"}


UNKNOWN: Sequence[tuple[Row, str]] = (
    ({"measures": ["reech"]}, "reach"),
    ({"by": ["aset"]}, "asset"),
    ({"where": {"contry": "DE"}}, "country"),
    ({"by": ["asset"], "order": ["-reahc"]}, "reach"),
    ({"having": {"imprssions": {"from": 1}}}, "impressions"),
    ({"audience": "list:vp"}, "list:vip"),
    ({"by": ["audience"], "audiences": ["list:vp"]}, "list:vip"),
    ({"grain": "weeks"}, "week"),
    ({"tz": "Europe/Berlín"}, "Europe/Berlin"),
    ({"engine": "natives"}, "native"),
    ({"meassures": ["reach"]}, "measures"),
)


@pytest.mark.parametrize(("question", "nearest"), UNKNOWN)
def test_an_unknown_name_says_the_nearest(
    example: keyart.Store, question: Row, nearest: str
) -> None:
    with pytest.raises(keyart.UnknownName) as caught:
        example.query(**{"measures": ["reach"], **question})
    assert nearest in caught.value.nearest
    assert nearest in str(caught.value)
    assert isinstance(caught.value, keyart.KeyartError)


def test_too_many_groups_says_what_to_narrow(tmp_path: Path) -> None:
    store = new_store(tmp_path / "a", "[settings]\nquery_memory = 100_000\n")
    rows = [impression(n, position=n, ts=1_767_600_000 + 3600 * n) for n in range(200)]
    store.ingest(impressions=table(rows))
    assert len(store.query(measures=["impressions"], by=["position"]).to_dicts()) == 200
    with pytest.raises(keyart.TooManyGroups, match="200 of time") as caught:
        store.query(measures=["reach"], by=["position"], grain="hour")
    assert caught.value.code == "too_many_groups"
    assert "position" in caught.value.hint


@contextmanager
def second_process(what: str, root: Path) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.pipeline.holding_child", what, str(root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()
        assert process.wait(60) == 0


def test_a_busy_store_says_who_writes(store: keyart.Store) -> None:
    store.ingest(impressions=table([impression()]))
    with second_process("hold", store.root) as process:
        for write in (
            lambda: store.ingest(plays=table([play()]), wait=0.1),
            lambda: store.audiences.put("list:vip", ["p"], wait=0.1),
            lambda: store.audiences.remove("list:vip", wait=0.1),
            lambda: store.refresh(wait=0.1),
        ):
            with pytest.raises(keyart.StoreBusy, match=f"process {process.pid} on .*: ingest") as e:
                write()
            assert e.value.code == "store_busy"
        assert store.query(measures=["reach"]).totals == {"reach": 1}
        assert keyart.open(store.root).query(measures=["reach"]).totals == {"reach": 1}
    assert store.ingest(plays=table([play()]), wait=0.1).version == 2


# ------------------------------------------------------------------------- snapshots and readers


def test_a_snapshot_stays_as_it_is_while_others_publish(tmp_path: Path) -> None:
    question = keyart.Query(measures=("impressions", "viewers", "starts"), by=("title",))
    with new_store(tmp_path / "a", "[settings]\nmax_segments = 2\n") as writer:
        writer.ingest(impressions=table([impression()]), plays=table([play()]))
        with keyart.open(writer.root) as reader:
            old = reader.snapshot()
            before = ask(old, owner(), question).to_dicts()
            for number in range(8):
                writer.ingest(impressions=table([impression(number)]), plays=table([play(number)]))
                assert ask(old, owner(), question).to_dicts() == before
            assert old.version == 1
            assert reader.query(question).to_dicts() != before
            assert reader.snapshot().version == 9


def test_another_process_reads_while_this_one_publishes(tmp_path: Path) -> None:
    with new_store(tmp_path / "a", "[settings]\nmax_segments = 2\n") as store:
        store.ingest(impressions=table([impression("p0")]), plays=table([play("p0")]))
        with second_process("read", store.root) as one, second_process("read", store.root) as two:
            for number in range(1, 6):
                new = f"p{number}"
                store.ingest(impressions=table([impression(new)]), plays=table([play(new)]))
            for process in (one, two):
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.close()
                assert int(process.stdout.readline()) > 1
        assert store.check() == []


# ----------------------------------------------------------------------------------- keyart.toml


OWN = """
[settings]
min_play_seconds = 120
attribution_window = "1h"
[settings.content_type.live]
min_play_seconds = 10
attribution_window = "2d"
exclude_placements = ["sport"]
[map.impressions]
profile_id = "uid"
ts = "seen_at"
tz = "America/New_York"
[map.plays]
seconds = "watched"
[dimensions]
experiment = "impressions"
[measures.cost]
sum = "cost_usd"
[measures.cost_per_viewer]
numerator = "cost"
denominator = "viewers"
[regions]
HERE = ["DE", "lu"]
"""


@pytest.fixture
def own(tmp_path: Path) -> keyart.Store:
    """A store whose `keyart.toml` says all that it can."""
    store = new_store(tmp_path / "own.keyart", OWN)
    shown = [
        # 07:00 in New York in winter is 12:00 UTC.
        ("p", "film", "row", "x", 0.25, "DE"),
        ("q", "film", "row", "y", 1.5, "LU"),
        ("p", "match", "row", "x", None, "US"),
        ("q", "match", "sport", None, -0.5, None),
    ]
    store.ingest(
        impressions=table(
            [
                {
                    "seen_at": "2026-01-05 07:00:00", "uid": profile, "asset_id": f"{title}-poster",
                    "title_id": title, "placement": placement, "experiment": experiment,
                    "cost_usd": cost, "country": country,
                }
                for profile, title, placement, experiment, cost, country in shown
            ]
        ),
        plays=table(
            [
                {"ts": ts, "profile_id": profile, "title_id": title, "watched": seconds}
                for ts, profile, title, seconds in (
                    ("2026-01-05T12:30:00Z", "p", "film", 119.9),
                    ("2026-01-05T13:00:00Z", "q", "film", 120.0),
                    ("2026-01-05T13:00:01Z", "q", "film", 500.0),
                    ("2026-01-06T12:00:00Z", "p", "match", 10.0),
                    ("2026-01-06T12:00:00Z", "q", "match", 10.0),
                )
            ]
        ),
        titles=table(
            [
                {"title_id": "film", "name": "Film", "content_type": "film"},
                {"title_id": "match", "name": "Match", "content_type": "live"},
            ]
        ),
    )  # fmt: skip
    return store


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_settings_hold_by_content_type(own: keyart.Store, engine: str) -> None:
    measures = ["plays", "qualified_plays", "short_plays", "viewers"]
    rows = own.query(measures=measures, by=["title"], engine=engine).to_dicts()
    film = {"title": "film", "plays": 2, "qualified_plays": 1, "short_plays": 1, "viewers": 1}
    match = {"title": "match", "plays": 1, "qualified_plays": 1, "short_plays": 0, "viewers": 1}
    assert rows == [film, match]
    rows = own.query(measures=["starts"], by=["title", "reason"], engine=engine).to_dicts()
    assert [tuple(row.values()) for row in rows] == [
        ("film", "outside_window", 1), ("film", "too_short", 1), ("film", None, 1),
        ("match", "outside_window", 1), ("match", None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_own_dimensions_measures_regions_and_columns(own: keyart.Store, engine: str) -> None:
    measures = ["impressions", "cost", "cost_per_viewer"]
    rows = own.query(measures=measures, by=["experiment"], engine=engine).to_dicts()
    assert [tuple(row.values()) for row in rows] == [
        ("x", 2, 0.25, 0.25), ("y", 1, 1.5, 1.5), (None, 1, -0.5, None)
    ]  # fmt: skip
    rows = own.query(
        measures=["impressions"], by=["region"], grain="hour", engine=engine
    ).to_dicts()
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert [(row["region"], row["time"], row["impressions"]) for row in rows] == [
        ("HERE", noon, 2), (None, noon, 2)
    ]  # fmt: skip
    found = own.query(measures=["cost"], where={"experiment": ["x"]}, engine=engine)
    assert found.totals == {"cost": 0.25}


def test_refresh_attributes_anew_after_a_change_of_settings(own: keyart.Store) -> None:
    changed = OWN.replace('"1h"', '"2h"').replace("min_play_seconds = 120", "min_play_seconds = 60")
    (own.root / "keyart.toml").write_text(changed, encoding="utf-8")
    question: dict[str, Any] = {
        "measures": ["plays", "qualified_plays"],
        "where": {"title": "film"},
    }
    assert own.query(**question).totals == {"plays": 2, "qualified_plays": 1}
    report = own.refresh()
    assert own.query(**question).totals == {"plays": 3, "qualified_plays": 3}
    assert report.plays_by_reason["qualified"] == 4
    assert own.check() == []


def test_settings_that_make_no_sense_stop_the_start(own: keyart.Store) -> None:
    for text, error in (
        ("[settings]\nmin_play_second = 1", keyart.UnknownName),
        ("[settings]\ncompletion_fraction = 2", keyart.BadSettings),
        ("[settings", keyart.BadSettings),
    ):
        (own.root / "keyart.toml").write_text(text, encoding="utf-8")
        with pytest.raises(error):
            keyart.open(own.root)


# --------------------------------------------------------------------------------------- consent


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
