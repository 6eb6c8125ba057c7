"""The contract's Python section, letter by letter: questions and their results."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

import keyart
from tests.pipeline.plain import Row, impression, play, table
from tests.pipeline.stories import new_store

BERLIN = ZoneInfo("Europe/Berlin")


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
    assert meta.audiences_version == 0, "nothing has been fitted yet"
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
