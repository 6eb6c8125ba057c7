"""Days on which clocks change, from input to answer: an event in every quarter of an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

import keyart
from tests.oracles.measures import label
from tests.pipeline.stories import new_store

ENGINES = ("native", "duckdb")
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A day in a zone: how many quarters of an hour it has, and hours that do not have four."""

    zone: str
    day: date
    quarters: int
    odd_hours: Mapping[tuple[int, int], int]
    """(local hour, offset in minutes) → its quarters; 0 if the clock skips it."""

    def __str__(self) -> str:
        return f"{self.zone} {self.day}"


CHANGES = (
    Change("Europe/Berlin", date(2025, 3, 30), 92, {(2, 60): 0, (2, 120): 0}),
    Change("Europe/Berlin", date(2025, 10, 26), 100, {(2, 120): 4, (2, 60): 4}),
    Change("America/New_York", date(2025, 3, 9), 92, {(2, -300): 0, (2, -240): 0}),
    Change("America/New_York", date(2025, 11, 2), 100, {(1, -240): 4, (1, -300): 4}),
    Change("Australia/Lord_Howe", date(2025, 4, 6), 98, {(1, 660): 4, (1, 630): 2}),
    Change("Australia/Lord_Howe", date(2025, 10, 5), 94, {(2, 630): 0, (2, 660): 2}),
    Change("Asia/Kathmandu", date(2025, 3, 30), 96, {(0, 345): 4, (23, 345): 4}),
)


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def instants(change: Change) -> list[datetime]:
    """Return the start of each quarter of an hour of the day and the three on either side."""
    first = midnight(change.day - 3 * DAY, change.zone)
    last = midnight(change.day + 4 * DAY, change.zone)
    return [first + n * QUARTER for n in range((last - first) // QUARTER)]


def loaded(folder: Path, change: Change) -> keyart.Store:
    """Return a store with an impression and its play in each quarter of an hour."""
    store = new_store(folder / "a.keyart", "")
    # Somewhere in each quarter, its very first and last microsecond among them.
    within = (timedelta(0), QUARTER - timedelta(microseconds=1), timedelta(seconds=420))
    moments = [t + within[n % 3] for n, t in enumerate(instants(change))]
    for half in (slice(None, None, 2), slice(1, None, 2)):
        own = moments[half]
        profiles = [f"p{moment.timestamp()}" for moment in own]
        store.ingest(
            impressions=pa.table(
                {
                    "ts": own,
                    "profile_id": profiles,
                    "asset_id": ["a"] * len(own),
                    "title_id": ["t"] * len(own),
                }
            ),
            plays=pa.table(
                {
                    "ts": own,
                    "profile_id": profiles,
                    "title_id": ["t"] * len(own),
                    "seconds": [3600.0] * len(own),
                }
            ),
        )
    return store


@pytest.fixture(scope="module", params=CHANGES, ids=str)
def day(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Change, keyart.Store]:
    change: Change = request.param
    return change, loaded(tmp_path_factory.mktemp("time"), change)


def buckets(moments: Sequence[datetime], grain: str, zone: str) -> list[tuple[datetime, int]]:
    """Return (first instant, quarters) of each run of instants in one bucket."""
    own = ZoneInfo(zone)
    runs = groupby(moments, key=lambda moment: label(moment.astimezone(own), grain))
    return [(run[0], len(run)) for run in (list(run) for _, run in runs)]


MEASURES = ("impressions", "reach", "qualified_plays", "starts", "hours_viewed")


def asked(store: keyart.Store, change: Change, **question: Any) -> list[dict[str, Any]]:
    result = store.query(measures=MEASURES, tz=change.zone, **question)
    rows = result.to_dicts()
    for row in rows:
        assert len({row[name] for name in MEASURES}) == 1
        assert "time" not in row or row["time"].tzinfo is not None
    return rows


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("grain", ["hour", "day", "week", "month", "quarter", "year"])
def test_buckets_are_those_of_the_local_calendar(
    day: tuple[Change, keyart.Store], grain: str, engine: str
) -> None:
    change, store = day
    rows = asked(store, change, grain=grain, engine=engine)
    found = [row["impressions"] for row in rows]
    expected = buckets(instants(change), grain, change.zone)
    assert found == [count for _, count in expected]
    # The start of a bucket is that of the calendar, even before the first event.
    # In UTC: Python calls times of a repeated hour unequal to those of other zones.
    starts = [row["time"].astimezone(UTC) for row in rows]
    assert starts[1:] == [first for first, _ in expected[1:]]
    assert starts[0] <= expected[0][0]
    if grain != "hour":
        assert {start.astimezone(ZoneInfo(change.zone)).time() for start in starts} == {time()}
    if grain == "week":
        assert {start.astimezone(ZoneInfo(change.zone)).weekday() for start in starts} == {0}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_day_has_its_quarters_and_its_odd_hours(
    day: tuple[Change, keyart.Store], engine: str
) -> None:
    change, store = day
    until = str(change.day + DAY)
    bounds = {"since": str(change.day), "until": until, "engine": engine}
    assert [row["impressions"] for row in asked(store, change, **bounds)] == [change.quarters]
    (whole,) = asked(store, change, grain="day", **bounds)
    assert (whole["impressions"], whole["time"]) == (
        change.quarters, midnight(change.day, change.zone)
    )  # fmt: skip
    hours = dict.fromkeys(change.odd_hours, 0)
    for row in asked(store, change, grain="hour", **bounds):
        local = row["time"].astimezone(ZoneInfo(change.zone))
        offset = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
        hours[local.hour, offset] = row["impressions"]
    assert sum(hours.values()) == change.quarters
    assert {key: hours[key] for key in change.odd_hours} == change.odd_hours
    assert {n for key, n in hours.items() if key not in change.odd_hours} == {4}


def test_filled_hours_are_those_that_the_day_has(day: tuple[Change, keyart.Store]) -> None:
    change, store = day
    question: dict[str, Any] = {
        "grain": "hour", "since": str(change.day), "until": str(change.day + DAY),
        "where": {"title": "t"}, "fill": True,
    }  # fmt: skip
    full = asked(store, change, **question)
    for engine in ENGINES:
        question["where"] = {"country": ["XX"]}
        empty = asked(store, change, **question, engine=engine)
        assert [row["time"] for row in empty] == [row["time"] for row in full]
        assert {row["reach"] for row in empty} == {0}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("zone", "since", "until", "quarters"),
    [
        # The gap from 02:00 to 03:00: 02:30 moves forward to 03:30.
        ("Europe/Berlin", "2025-03-30T02:30", "2025-03-30T04:00", 2),
        ("Europe/Berlin", "2025-03-30T01:00", "2025-03-30T02:00", 4),
        ("Europe/Berlin", "2025-03-30T01:00", "2025-03-30T03:00", 4),
        # The hour from 02:00 to 03:00 comes twice: the first one is meant.
        ("Europe/Berlin", "2025-10-26T02:00", "2025-10-26T03:00", 8),
        ("Europe/Berlin", "2025-10-26T02:30", "2025-10-26T03:00", 6),
        ("Europe/Berlin", "2025-10-26T02:30+01:00", "2025-10-26T03:00", 2),
        ("America/New_York", "2025-03-09T02:15", "2025-03-09T04:00", 3),
        ("America/New_York", "2025-11-02T01:15", "2025-11-02T02:00", 7),
        ("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-05T03:00", 1),
        ("Australia/Lord_Howe", "2025-04-06T01:30", "2025-04-06T02:00", 4),
        ("Asia/Kathmandu", "2025-03-30", "2025-03-30T00:15", 1),
        ("Asia/Kathmandu", "2025-03-30T00:00+05:45", "2025-03-29T19:15Z", 4),
    ],
)
def test_bounds_in_gaps_and_overlaps(
    stores: Mapping[tuple[str, date], keyart.Store],
    zone: str, since: str, until: str, quarters: int, engine: str,
) -> None:  # fmt: skip
    store = stores[zone, date.fromisoformat(since[:10])]
    result = store.query(measures=["reach"], since=since, until=until, tz=zone, engine=engine)
    assert result.totals == {"reach": quarters}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, date], keyart.Store]:
    return {(c.zone, c.day): loaded(tmp_path_factory.mktemp("time"), c) for c in CHANGES}


@pytest.mark.parametrize(
    "since", ["2025-03-30T00:10", "2025-03-30T00:00:01", "2025-03-30T00:00:00.5"]
)
def test_bounds_within_a_quarter_are_refused(
    stores: Mapping[tuple[str, date], keyart.Store], since: str
) -> None:
    store = stores["Asia/Kathmandu", date(2025, 3, 30)]
    with pytest.raises(keyart.UnalignedRange, match="2025-03-30T00:00:00") as caught:
        store.query(measures=["reach"], since=since, tz="Asia/Kathmandu")
    assert caught.value.code == "unaligned_range"


@pytest.mark.parametrize(
    ("zone", "written", "meant"),
    [
        ("Europe/Berlin", "2025-03-30 01:59:59", "2025-03-30T00:59:59Z"),
        ("Europe/Berlin", "2025-03-30 03:00:00", "2025-03-30T01:00:00Z"),
        ("Europe/Berlin", "2025-10-26 01:59:59", "2025-10-25T23:59:59Z"),
        ("Europe/Berlin", "2025-10-26 03:00:00", "2025-10-26T02:00:00Z"),
        ("America/New_York", "2025-11-02T02:00:00", "2025-11-02T07:00:00Z"),
        ("Australia/Lord_Howe", "2025-10-05 02:30:00", "2025-10-04T15:30:00Z"),
        ("Asia/Kathmandu", "2025-03-30 00:00:00", "2025-03-29T18:15:00Z"),
        ("Asia/Kathmandu", "2025-03-30 00:00:00+00:00", "2025-03-30T00:00:00Z"),
    ],
)
def test_naive_times_are_read_in_the_zone_of_the_mapping(
    tmp_path: Path, zone: str, written: str, meant: str
) -> None:
    store = new_store(tmp_path / "a.keyart", f'[map.plays]\ntz = "{zone}"\n')
    play = {"ts": [written], "profile_id": ["p"], "title_id": ["t"], "seconds": [1.0]}
    store.ingest(plays=pa.table(play))
    assert store.query(measures=["starts"]).meta.as_of == datetime.fromisoformat(meant)


@pytest.mark.parametrize("engine", ENGINES)
def test_archives_from_1990_on_are_asked_as_any(tmp_path: Path, engine: str) -> None:
    store = new_store(tmp_path / "a.keyart", "")
    moments = ["1990-01-01T00:00Z", "1991-06-30T22:30Z", "1997-10-26T00:30Z", "2005-01-01T00:00Z"]
    report = store.ingest(
        plays=pa.table(
            {
                "ts": ["1989-12-31T23:59:59Z", *moments],
                "profile_id": [f"p{n}" for n in range(5)],
                "title_id": ["t"] * 5,
                "seconds": [3600.0] * 5,
            }
        )
    )
    assert report.batches["plays"].reasons == {"bad_timestamp": 1}
    asked = {"measures": ["starts"], "tz": "Europe/Berlin", "engine": engine}
    rows = store.query(**asked, grain="month").to_dicts()
    assert [(row["time"].year, row["time"].month) for row in rows] == [
        (1990, 1), (1991, 7), (1997, 10), (2005, 1),
    ]  # fmt: skip
    within = store.query(**asked, since="1990-01-01", until="1991-07-01").totals
    assert within == {"starts": 1}
    assert store.check() == []
