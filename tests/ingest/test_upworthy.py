"""The Upworthy archive as input: small made archives, and the real one where it is at hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.config import Config, parse
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.facts import events_schema
from keyart.core.vocabulary import Vocabularies
from keyart.ingest.checks import microseconds
from keyart.ingest.public import upworthy_events
from keyart.ingest.public.upworthy import Archive, read_upworthy, week_bounds
from tests.ingest.sample import options, table_of, write

REAL = Path(__file__).parents[3] / "shared" / "data" / "upworthy"

PACKAGE = {
    "index": 7,
    "clickability_test_id": "t1",
    "headline": "First",
    "impressions": 3,
    "clicks": 1,
    "test_week": 201446,
}


def package(**changes: Any) -> dict[str, Any]:
    return {**PACKAGE, **changes}


def archive(*packages: dict[str, Any]) -> Archive:
    return read_upworthy(table_of(packages), options())


def all_events(made: Archive, first: int = 0, config: Config | None = None) -> tuple[Any, Any, Any]:
    vocabularies: Vocabularies = {}
    batches = list(made.events(config or Config(), vocabularies, first))
    impressions = pa.concat_tables([batch.impressions for batch in batches])
    plays = pa.concat_tables([batch.plays for batch in batches])
    return impressions.to_pylist(), plays.to_pylist(), vocabularies


def test_tests_become_titles_and_packages_assets():
    made = archive(
        package(),
        package(index=8, headline="Second", eyecatcher_id="e", test_week=201445),
        package(index=9, clickability_test_id="t2", headline=None),
    )

    assert made.titles().to_pylist() == [
        {
            "title_id": "t1",
            "name": "First",
            "content_type": "article",
            "launched_at": datetime(2014, 11, 9, tzinfo=UTC),
        },
        {
            "title_id": "t2",
            "name": "9",
            "content_type": "article",
            "launched_at": datetime(2014, 11, 16, tzinfo=UTC),
        },
    ]
    first, second, third = made.assets().to_pylist()
    assert first["asset_id"] == "7"
    assert second == {
        "asset_id": "8",
        "title_id": "t1",
        "asset_type": "headline",
        "name": "Second",
        "text": "Second",
        "eyecatcher_id": "e",
    }
    assert third["title_id"] == "t2"


def test_each_impression_is_a_profile_and_each_click_a_play_of_one():
    made = archive(package(), package(index=8, impressions=2, clicks=2))
    impressions, plays, vocabularies = all_events(made, first=100)

    assert [row["profile"] for row in impressions] == [100, 101, 102, 103, 104]
    assert [row["asset"] for row in impressions] == [0, 0, 0, 1, 1]
    assert vocabularies["asset"].values == ["7", "8"]
    assert vocabularies["title"].values == ["t1"]
    assert [row["profile"] for row in plays] == [100, 103, 104]
    assert {row["watch_ms"] for row in plays} == {120_000}
    shown = {row["profile"]: row["ts"] for row in impressions}
    assert all(row["ts"] == shown[row["profile"]] for row in plays)
    assert all(row["event_id"] is None and row["country"] == -1 for row in impressions)
    assert all(np.isnan(row["fraction"]) for row in plays)


def test_times_are_spread_evenly_over_the_week():
    impressions, _, _ = all_events(archive(package(impressions=7, clicks=0)))

    start = microseconds(datetime(2014, 11, 16, tzinfo=UTC))
    assert [row["ts"] - start for row in impressions] == [k * 86_400_000_000 for k in range(7)]


def test_events_have_the_columns_of_those_between_the_steps():
    config = parse('[dimensions]\nplan = "impressions"\n[measures.cost]\nsum = "cost"', {})
    (batch,) = archive(package()).events(config, {}, 0)

    for name, table in (("impressions", batch.impressions), ("plays", batch.plays)):
        schema = events_schema(name, config.dimensions, config.custom_sums)
        assert table.schema == pa.schema([field for field in schema if field.name != "batch"])


def test_plays_last_what_the_settings_say():
    config = parse("[settings]\nmin_play_seconds = 2.5", {})

    assert [row["watch_ms"] for row in all_events(archive(package()), config=config)[1]] == [2_500]


def test_more_clicks_than_impressions_are_several_plays_of_a_profile():
    _, plays, _ = all_events(archive(package(impressions=2, clicks=5)))

    assert [row["profile"] for row in plays] == [0, 0, 0, 1, 1]
    assert len({(row["profile"], row["ts"]) for row in plays}) == 5


def test_clicks_on_what_nobody_saw_are_plays_of_further_profiles():
    made = archive(package(impressions=0, clicks=2), package(index=8))
    impressions, plays, _ = all_events(made)

    assert made.profiles == 5
    assert [row["profile"] for row in impressions] == [2, 3, 4]
    assert [row["profile"] for row in plays] == [0, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=8))
def test_counts_come_out_exactly_whatever_the_batches(counts: list[tuple[int, int]]):
    packages = [package(index=k, impressions=i, clicks=c) for k, (i, c) in enumerate(counts)]
    made = archive(*packages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upworthy_events, "BATCH_PROFILES", 7)
        batches = list(made.events(Config(), {}, 0))

    for k, (i, _) in enumerate(counts):
        assert sum(batch.impressions["asset"].to_pylist().count(k) for batch in batches) == i
    played = [row for batch in batches for row in batch.plays.to_pylist()]
    assert len(played) == sum(c for _, c in counts)
    assert len({(row["profile"], row["ts"]) for row in played}) == len(played)
    for batch in batches:
        ours = batch.impressions["profile"].to_pylist()
        nobody = sum(not i for i, _ in counts)
        assert nobody or set(batch.plays["profile"].to_pylist()) <= set(ours)


@pytest.mark.parametrize(
    ("week", "first", "last"),
    [
        (201446, "2014-11-16", "2014-11-23"),
        (201400, "2014-01-01", "2014-01-05"),
        (201401, "2014-01-05", "2014-01-12"),
        (201352, "2013-12-29", "2014-01-01"),
        (201701, "2017-01-01", "2017-01-08"),
    ],
)
def test_weeks_begin_on_sunday_and_end_with_the_year(week: int, first: str, last: str):
    bounds = tuple(
        microseconds(datetime.fromisoformat(day).replace(tzinfo=UTC)) for day in (first, last)
    )

    assert week_bounds(week) == bounds
    assert datetime.fromisoformat(first).strftime("%Y%U") == str(week)


@pytest.mark.parametrize("week", [0, 201454, 201353, 201700, 199901])
def test_there_is_no_such_week(week: int):
    with pytest.raises(BadInput):
        archive(package(test_week=week))


@pytest.mark.parametrize(
    ("packages", "says"),
    [
        ([package(), package()], "more than once"),
        ([package(impressions=-1)], "negative impressions"),
        ([package(clicks=None)], "clicks is missing"),
        ([package(clicks="many")], "clicks = 'many'"),
    ],
)
def test_what_cannot_be_is_refused(packages: list[dict[str, Any]], says: str):
    with pytest.raises(BadInput, match=says):
        archive(*packages)


def test_other_data_is_refused(tmp_path: Path):
    with pytest.raises(MissingColumn, match="clickability_test_id"):
        read_upworthy(table_of([{"index": 1, "a": 2}]), options())
    with pytest.raises(BadInput, match="no packages"):
        read_upworthy(table_of([package()]).slice(0, 0), options())
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(BadInput, match="not a complete Parquet"):
        read_upworthy(tmp_path, options())
    with pytest.raises(BadInput, match="does not exist"):
        read_upworthy(tmp_path / "none.csv", options())


def test_the_archive_as_csv_leaves_the_index_unnamed(tmp_path: Path):
    path = write(tmp_path, "packages.csv", [package(created_at="2014-11-20 06:43:16.005")])
    path.write_bytes(path.read_bytes().replace(b'"index"', b'""', 1))

    (asset,) = read_upworthy(path, options()).assets().to_pylist()

    assert asset["asset_id"] == "7"
    assert asset["created_at"] == datetime(2014, 11, 20, 6, 43, 16, 5000, UTC)


@pytest.mark.skipif(not REAL.exists(), reason="the Upworthy archive is not at hand")
def test_the_real_archive_has_its_known_totals():
    made = read_upworthy(REAL, options())

    assert len(made.packages) == 22_666
    assert (made.impressions, made.clicks) == (81_024_151, 1_231_208)
    assert len(made.titles()) == 4_873
    first = next(iter(made.events(Config(), {}, 0)))
    assert first.impressions.num_rows == 1_000_000
