"""Builds into the same folder write the days that change, and end where one build would."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pyspark.sql import SparkSession

from keyart.core.facts import Family
from keyart.scale.spark.scope import Reach, find_affected_days
from tests.cluster.spark.both import accounts, built, fact_files, ingested, same, written
from tests.oracles.attribution import Row
from tests.pipeline.stories import Batch, new_store

FIRST = datetime(2025, 5, 1, 12, tzinfo=UTC)

CATALOGUE: Batch = {
    "titles": [{"title_id": "t", "name": "T"}],
    "assets": [{"asset_id": "a", "title_id": "t"}],
}


def shown(day: int, **further: object) -> Row:
    return {"profile_id": "p", "asset_id": "a", "ts": _instant(day), **further}


def played(day: int, **further: object) -> Row:
    row = {"profile_id": "p", "title_id": "t", "ts": _instant(day) + 1, "seconds": 600.0}
    return {**row, **further}


def _instant(day: int) -> int:
    return round((FIRST + timedelta(days=day)).timestamp() * 1_000_000)


def _day(day: int) -> str:
    return f"day={FIRST.date() + timedelta(days=day)}"


START: Batch = {
    **CATALOGUE,
    "impressions": [shown(day, event_id=f"i{day}") for day in range(10)],
    "plays": [played(day, event_id=f"v{day}") for day in range(10)],
}
NEXT_DAY: Batch = {
    "impressions": [shown(10, event_id="i10")],
    "plays": [played(10, event_id="v10", seconds=30.0)],
}
GROWN: Batch = {"plays": [played(10, event_id="v10")]}
LATE: Batch = {"impressions": [shown(7, event_id="late"), shown(8, event_id="i8", country="DE")]}
LINKED: Batch = {"plays": [played(10, event_id="v11", impression_id="i2")]}


def test_only_days_that_change_are_written(spark: SparkSession, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expected = [
        (START, set(range(10))),
        (START, set[int]()),
        (NEXT_DAY, {9, 10}),
        (GROWN, {9, 10}),
        (LATE, {6, 7, 8, 9, 10}),
        (LINKED, {2, 9, 10}),
    ]
    with new_store(tmp_path / "store", config="") as store:
        for number, (batch, days) in enumerate(expected):
            files = written(batch, tmp_path / f"batch-{number}")
            before = set(fact_files(out, Family.EXPOSURE))
            report = built(spark, files, out, config="")
            new = set(fact_files(out, Family.EXPOSURE)) - before
            assert {path.parent.name for path in new} == {_day(day) for day in days}
            assert accounts(report) == accounts(ingested(store, files))
    same(tmp_path / "store", out, tmp_path, config="")
    assert not (out / "_staging").exists()


def test_late_consent_and_parents_change_what_was_built(
    spark: SparkSession, tmp_path: Path
) -> None:
    others = {"impressions": [shown(3, profile_id="q")], "plays": [played(3, profile_id="q")]}
    changed: Batch = {
        "titles": [{"title_id": "t", "name": "T", "parent_title_id": "s"}],
        "profiles": [{"profile_id": "q", "consent": "none"}],
        "assets": [{"asset_id": "b", "title_id": "s"}],
    }
    waiting: Batch = {"impressions": [shown(4, asset_id="b"), shown(5, asset_id="c")], **others}
    batches = [START, waiting, changed]
    with new_store(tmp_path / "store") as store:
        for number, batch in enumerate(batches):
            files = written(batch, tmp_path / f"batch-{number}")
            report = built(spark, files, tmp_path / "out")
            own = ingested(store, files)
            assert accounts(report) == accounts(own)
            assert report.released == own.released
    same(tmp_path / "store", tmp_path / "out", tmp_path)


KNOWN = range(100)
USUAL = Reach(window=1, recent=30)


def test_new_events_of_the_last_day_touch_two_days_and_need_a_month() -> None:
    found = find_affected_days([99], KNOWN, [], USUAL)
    assert found.facts == {98, 99}
    assert found.events == set(range(68, 100))


def test_links_are_followed_however_far_they_lead() -> None:
    found = find_affected_days([50], KNOWN, [(50, 3), (90, 49), (70, 20)], USUAL)
    assert found.facts == {3, *range(49, 81)}
    assert {90, 3, 20} <= found.events


def test_days_without_events_are_left_out() -> None:
    assert find_affected_days([5], [1, 5, 200], [], USUAL).facts == {5}
    assert find_affected_days([], KNOWN, [], USUAL).facts == frozenset()
    assert date(2025, 5, 1).isoformat() in _day(0)
