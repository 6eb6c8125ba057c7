"""Whole answers over a store whose figures are plain: columns, order, rows, and what is said."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from keyart.core.errors import TooManyGroups, UnknownName
from keyart.core.facts import Family
from keyart.query import Access, Query, Result, ask, owner
from keyart.store import Snapshot, open_snapshot
from tests.oracles.small import shown, slot
from tests.oracles.world import Row, World, publish

ENGINES = ["native", "duckdb"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


def answer(snapshot: Snapshot, engine: str | None = None, **arguments: Any) -> Result:
    query = Query.from_dict({"measures": ["reach"], "engine": engine, **arguments})
    return ask(snapshot, owner(), query)


def rows(snapshot: Snapshot, engine: str, **arguments: Any) -> list[Row]:
    return answer(snapshot, engine, **arguments).to_dicts()


def column(found: list[Row], *names: str) -> list[Any]:
    return [row[names[0]] if len(names) == 1 else tuple(row[n] for n in names) for row in found]


# ------------------------------------------------------------------------------ measures and rows


def test_measures_count_what_the_contract_says(small: Snapshot, engine: str) -> None:
    names = ["impressions", "reach", "frequency", "viewers", "take_rate", "watch_seconds"]
    found = rows(small, engine, measures=[*names, "completions", "completion_rate"], by=["asset"])
    assert found[0] == {
        "asset": "a1",
        "impressions": 2,
        "reach": 2,
        "frequency": 1.0,
        "viewers": 1,
        "take_rate": 0.5,
        "watch_seconds": 600.0,
        "completions": None,
        "completion_rate": None,
    }
    assert column(found, "asset") == ["a1", "a2", "b1", None]


def test_whole_counts_are_whole_numbers_and_seconds_are_not(small: Snapshot, engine: str) -> None:
    table = answer(small, engine, measures=["reach", "impressions", "watch_seconds"]).to_arrow()
    assert [str(t) for t in table.schema.types] == ["int64", "int64", "double"]


def test_nothing_found_is_one_row_of_zeros(small: Snapshot, engine: str) -> None:
    measures = ["impressions", "take_rate", "watch_seconds"]
    found = answer(small, engine, measures=measures, where={"country": []}, intervals=True)
    row = {"impressions": 0, "take_rate": None, "take_rate_low": None, "take_rate_high": None}
    assert found.to_dicts() == [row | {"watch_seconds": 0.0}]
    assert found.totals == found.to_dicts()[0]
    assert rows(small, engine, by=["asset"], where={"country": []}) == []


def test_views_are_hours_by_runtime(small: Snapshot, engine: str) -> None:
    found = answer(small, engine, measures=["views", "hours_viewed"], by=["title"])
    assert found.to_dicts() == [
        {"title": "film", "views": pytest.approx(0.2), "hours_viewed": pytest.approx(1 / 3)},
        {"title": "pilot", "views": 0.0, "hours_viewed": 0.25},
    ]
    assert found.totals == {"views": pytest.approx(0.2), "hours_viewed": pytest.approx(7 / 12)}


def test_reason_groups_plays_that_did_not_qualify(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, measures=["starts", "active_profiles"], by=["reason"])
    assert found == [
        {"reason": "no_impression", "starts": 1, "active_profiles": 0},
        {"reason": None, "starts": 3, "active_profiles": 2},
    ]


def test_two_kinds_of_measures_meet_in_one_table(small: Snapshot, engine: str) -> None:
    measures = ["starts", "reach", "take_rate", "views"]
    found = answer(small, engine, measures=measures, by=["title"])
    assert found.to_dicts() == [
        {"title": "film", "starts": 2, "reach": 3, "take_rate": 2 / 3, "views": 0.2},
        {"title": "pilot", "starts": 2, "reach": 0, "take_rate": None, "views": 0.0},
        {"title": "show", "starts": 0, "reach": 1, "take_rate": 0.0, "views": 0.0},
        {"title": None, "starts": 0, "reach": 1, "take_rate": 0.0, "views": 0.0},
    ]
    assert found.totals["starts"] == 4
    assert found.totals["reach"] == 5


# ------------------------------------------------------------------------------------- dimensions


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("series", [("film", 3), ("show", 1), (None, 1)]),
        ("content_type", [("film", 3), ("series", 1), (None, 1)]),
        ("genre", [("crime", 3), ("drama", 4), (None, 1)]),
        ("asset_type", [("artwork", 3), ("video", 2), (None, 1)]),
        ("country", [("DE", 2), ("JP", 2), ("US", 1), (None, 1)]),
        ("region", [("APAC", 2), ("EMEA", 2), ("UCAN", 1), (None, 1)]),
        ("device", [("tv", 5), (None, 1)]),
        ("position", [(0, 1), (9, 1), (10, 1), (None, 3)]),
        ("phase", [("explore", 2), (None, 4)]),
        ("shelf", [("low", 1), ("top", 1), (None, 3)]),
        ("days_since_launch", [(-1, 2), (2, 2), (None, 2)]),
        ("profile.plan", [("basic", 1), ("gold", 2), (None, 2)]),
        ("profile.country", [("DE", 1), (None, 4)]),
        ("title.runtime_seconds", [(6000.0, 3), (None, 2)]),
        ("launched_at", [(datetime(2026, 1, 5, 12, tzinfo=UTC), 3), (None, 2)]),
    ],
)
def test_each_dimension_groups_by_its_values(
    small: Snapshot, engine: str, dimension: str, expected: list[tuple[Any, int]]
) -> None:
    found = answer(small, engine, by=[dimension])
    assert column(found.to_dicts(), dimension, "reach") == expected
    assert found.totals == {"reach": 5}


def test_an_episode_belongs_to_its_series(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, measures=["starts"], by=["series"])
    assert column(found, "series", "starts") == [("film", 2), ("show", 2)]


def test_regions_may_be_the_stores_own(tmp_path: Path, engine: str) -> None:
    world = World(
        [
            {
                Family.EXPOSURE: [
                    shown(0, "a1", "2026-01-05T10:00"),
                    shown(1, "a1", "2026-01-05T10:00", country="FR"),
                ]
            }
        ],
        config_text='[regions]\nDACH = ["DE"]\n',
    )
    with publish(world, tmp_path / "own.keyart") as snapshot:
        found = rows(snapshot, engine, by=["region"])
    assert column(found, "region", "reach") == [("DACH", 1), (None, 1)]


def test_a_filter_chooses_the_groups_of_a_multi_valued_dimension(
    small: Snapshot, engine: str
) -> None:
    asked: dict[str, Any] = {"by": ["genre"], "where": {"genre": "crime"}}
    found = answer(small, engine, **asked)
    assert column(found.to_dicts(), "genre", "reach") == [("crime", 3)]
    assert found.totals == {"reach": 3}
    with_others = rows(small, engine, **asked, co_values=True)
    assert column(with_others, "genre", "reach") == [("crime", 3), ("drama", 3)]
    without = rows(small, engine, by=["genre"], where={"genre": {"not": ["crime"]}})
    assert column(without, "genre", "reach") == [("drama", 1), (None, 1)]


def test_numbers_and_text_take_half_open_ranges(small: Snapshot, engine: str) -> None:
    assert answer(small, engine, where={"position": {"from": 0, "to": 10}}).totals["reach"] == 2
    assert answer(small, engine, where={"days_since_launch": {"from": 0}}).totals["reach"] == 2
    assert answer(small, engine, where={"country": {"from": "DE", "to": "US"}}).totals["reach"] == 4
    launched = {"launched_at": {"to": "2026-01-05T12:00"}}
    assert answer(small, engine, where=launched).totals["reach"] == 0


# -------------------------------------------------------------------------------------- audiences


def test_protected_profiles_are_in_no_audience(small: Snapshot, engine: str) -> None:
    # Of profiles 0 to 5, 2 wants no profiling and 3 is a minor's; 5 has no impression.
    found = answer(small, engine, by=["audience"])
    expected = [("affinity:film", 2), ("list:all", 3), ("list:one", 1), (None, 2)]
    assert column(found.to_dicts(), "audience", "reach") == expected
    assert found.totals == {"reach": 5}
    assert answer(small, engine, audience="list:all").totals == {"reach": 3}


def test_those_in_none_of_the_audiences_asked_for_are_null(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, by=["audience"], audiences=["list:one", "affinity:film"])
    expected = [("affinity:film", 2), ("list:one", 1), (None, 3)]
    assert column(found, "audience", "reach") == expected
    by_kind = rows(small, engine, by=["audience:affinity"])
    assert column(by_kind, "audience", "reach") == [("affinity:film", 2), (None, 3)]


def test_an_audience_filter_hides_no_groups(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, by=["audience"], audience="list:one")
    expected = [("affinity:film", 1), ("list:all", 1), ("list:one", 1)]
    assert column(found, "audience", "reach") == expected
    listed = rows(small, engine, by=["audience"], where={"audience": ["list:one"]})
    assert column(listed, "audience", "reach") == [("list:one", 1)]


# ------------------------------------------------------------------------------------------- time


def test_buckets_begin_in_the_zone_asked_for(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, measures=["impressions"], grain="day", tz="America/New_York")
    zone = ZoneInfo("America/New_York")
    assert column(found, "time", "impressions") == [
        (datetime(2026, 1, 5, tzinfo=zone), 2),
        (datetime(2026, 1, 7, tzinfo=zone), 4),
    ]
    assert {str(row["time"].tzinfo) for row in found} == {"America/New_York"}


def test_a_range_is_half_open(small: Snapshot, engine: str) -> None:
    asked: dict[str, Any] = {"since": "2026-01-05T10:15", "until": "2026-01-08"}
    assert answer(small, engine, measures=["impressions"], **asked).totals["impressions"] == 3


def test_buckets_whose_plays_may_still_come_say_so(small: Snapshot, engine: str) -> None:
    found = answer(small, engine, grain="day")
    assert list(found.to_dicts()[0]) == ["time", "reach", "complete"]
    # The newest event is of 8 January 10:00; plays may follow impressions by 24 hours.
    assert found.meta.as_of == datetime(2026, 1, 8, 10, tzinfo=UTC)
    assert found.meta.complete_until == datetime(2026, 1, 7, 10, tzinfo=UTC)
    assert column(found.to_dicts(), "complete") == [True, False, False]


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ({}, [5, 6, 7, 8]),
        ({"since": "2026-01-04"}, [4, 5, 6, 7, 8]),
        ({"since": "2026-01-06T12:00", "until": "2026-01-10"}, [6, 7, 8, 9]),
        ({"since": "2026-02-01", "until": "2026-02-03"}, [1, 2]),
        ({"since": "2026-02-01"}, []),
        ({"where": {"country": []}}, []),
    ],
)
def test_fill_adds_the_empty_buckets(
    small: Snapshot, engine: str, arguments: dict[str, Any], days: list[int]
) -> None:
    found = rows(small, engine, grain="day", fill=True, **arguments)
    assert [row["time"].day for row in found] == days
    assert [row["reach"] for row in found if row["time"].day == 6] in ([0], [])


def test_fill_completes_each_combination_of_the_other_groups(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, by=["country"], grain="day", fill=True, measures=["impressions"])
    counts: dict[str | None, list[int]] = {country: [] for country in ("DE", "JP", "US", None)}
    for row in found:
        counts[row["country"]].append(row["impressions"])
    assert counts == {
        "DE": [2, 0, 0, 0],
        "JP": [0, 0, 0, 2],
        "US": [0, 0, 1, 0],
        None: [0, 0, 1, 0],
    }


def test_filling_more_than_memory_holds_is_refused(small: Snapshot) -> None:
    with pytest.raises(TooManyGroups, match="coarser grain"):
        answer(small, grain="hour", fill=True, since="0100-01-01")


# ------------------------------------------------------------------------- having, order, limit …


def test_order_then_groups_then_limit(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, by=["country"], order=["-reach"])
    assert column(found, "country") == ["DE", "JP", "US", None]
    reverse = rows(small, engine, by=["country"], order=["reach", "-country"], limit=3)
    assert column(reverse, "country") == ["US", None, "JP"]
    by_rate = rows(small, engine, by=["country"], order=["-avg_watch_seconds", "-country"])
    assert column(by_rate, "country") == ["DE", None, "US", "JP"]
    assert list(by_rate[0]) == ["country", "reach"]


def test_having_and_limit_leave_totals_alone(small: Snapshot, engine: str) -> None:
    found = answer(small, engine, by=["country"], having={"viewers": {"from": 0.5}}, limit=1)
    assert column(found.to_dicts(), "country", "reach") == [("DE", 2)]
    assert found.totals == {"reach": 5}
    assert len(rows(small, engine, by=["country"], limit=1 << 80)) == 4


def test_a_bound_of_an_interval_orders_and_filters(small: Snapshot, engine: str) -> None:
    asked: dict[str, Any] = {"measures": ["take_rate"], "by": ["genre"], "intervals": True}
    found = rows(
        small, engine, **asked, order=["-take_rate_low"], having={"take_rate_low": {"from": 0}}
    )
    assert column(found, "genre") == ["crime", "drama"]
    assert list(found[0]) == ["genre", "take_rate", "take_rate_low", "take_rate_high"]


def test_intervals_are_null_under_two_profiles(small: Snapshot, engine: str) -> None:
    measures = ["take_rate", "frequency", "watch_seconds_per_profile"]
    found = rows(small, engine, measures=measures, by=["country"], intervals=True)
    assert [(row[f"{m}_low"] is None) for row in found for m in measures] == [
        *(False, False, False),  # DE, two profiles
        *(False, False, False),  # JP, two profiles
        *(True, True, True),
        *(True, True, True),
    ]
    narrow = rows(small, engine, measures=measures, by=["country"], intervals=0.5)
    assert narrow[0]["take_rate_low"] > found[0]["take_rate_low"]


def test_labels_stand_beside_the_ids(small: Snapshot, engine: str) -> None:
    found = rows(small, engine, by=["asset", "country"], labels=True)
    assert list(found[0]) == ["asset", "asset_name", "country", "reach"]
    assert column(found, "asset", "asset_name") == [
        *(("a1", "Face"), ("a2", "a2"), ("a2", "a2"), ("b1", "b1"), (None, None))
    ]
    series = rows(small, engine, by=["title", "series"], labels=True, measures=["starts"])
    assert series[1]["title_name"] == "Pilot"
    assert series[1]["series_name"] == "The Show"
    audiences = rows(small, engine, by=["audience"], labels=True)
    assert column(audiences, "audience_name") == ["film", "all", "one", None]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"by": ["asset"]}, [("a1", 2), ("a2", 2), ("a3", 0), ("b1", 1), (None, 1)]),
        ({"by": ["asset"], "where": {"title": "show"}}, [("b1", 1)]),
        ({"by": ["asset"], "where": {"asset_type": "video"}}, [("a2", 2), ("a3", 0)]),
        ({"by": ["title"]}, [("film", 3), ("pilot", 0), ("show", 1), ("unseen", 0), (None, 1)]),
        ({"by": ["title"], "where": {"asset": "a3"}}, [("film", 0)]),
        ({"by": ["genre"]}, [("crime", 3), ("drama", 4), ("western", 0), (None, 1)]),
        ({"by": ["genre"], "where": {"genre": ["western"]}}, [("western", 0)]),
        ({"by": ["genre"], "where": {"genre": {"not": ["drama", None]}}}, [("western", 0)]),
        (
            {"by": ["asset"], "where": {"device": "radio"}},
            [("a1", 0), ("a2", 0), ("a3", 0), ("b1", 0)],
        ),
        ({"by": ["country"]}, [("DE", 2), ("JP", 2), ("US", 1), (None, 1)]),
    ],
)
def test_include_empty_adds_what_the_catalogue_has(
    small: Snapshot, engine: str, arguments: dict[str, Any], expected: list[tuple[Any, int]]
) -> None:
    found = answer(small, engine, include_empty=True, **arguments)
    assert column(found.to_dicts(), arguments["by"][0], "reach") == expected


def test_an_empty_entry_comes_with_each_combination_of_the_other_groups(
    small: Snapshot, engine: str
) -> None:
    asked: dict[str, Any] = {"where": {"title": "film"}, "measures": ["impressions", "take_rate"]}
    found = rows(small, engine, by=["country", "asset"], include_empty=True, **asked)
    empty = [row for row in found if row["asset"] == "a3"]
    assert column(empty, "country") == ["DE", "US", None]
    assert column(empty, "impressions", "take_rate") == [(0, None)] * 3


# ------------------------------------------------------------------------------- engines and notes


def test_the_answer_says_where_it_comes_from(small: Snapshot) -> None:
    meta = answer(small, measures=["reach", "starts"]).meta
    assert (meta.answered_by, meta.reason) == ("native", "default")
    assert (meta.exact, meta.error_bound, meta.confidence) == (True, 0.0, 1.0)
    assert meta.rows_scanned == 10
    assert meta.ms > 0
    assert meta.version == small.version
    assert meta.notes == ()
    assert meta.to_dict()["as_of"] == "2026-01-08T10:00:00+00:00"
    forced = answer(small, "duckdb").meta
    assert (forced.answered_by, forced.reason) == ("duckdb", "asked")


def test_only_the_titles_of_the_assets_asked_for_are_scanned(small: Snapshot) -> None:
    def scanned(**where: Any) -> int:
        return answer(small, measures=["reach"], where=where).meta.rows_scanned

    assert 0 < scanned(asset="a1") == scanned(title="film") < scanned()
    assert scanned(asset="unheard of") == 0


def test_an_engine_that_is_none_is_named(small: Snapshot) -> None:
    with pytest.raises(UnknownName) as refused:
        answer(small, "duck")
    assert refused.value.nearest == ("duckdb",)


@pytest.mark.parametrize(
    ("where", "notes"),
    [
        ({"country": ["DE", "XX"]}, ["Nothing has country 'XX'."]),
        ({"country": {"not": "XX"}}, ["Nothing has country 'XX'."]),
        ({"title": "unseen", "asset": "a3"}, []),
        ({"title": "gone"}, ["Nothing has title 'gone'."]),
        ({"position": [9, 11]}, ["Nothing has position 11."]),
        ({"genre": ["western", "noir"]}, ["Nothing has genre 'noir'."]),
        ({"series": ["show", "pilot"]}, ["Nothing has series 'pilot'."]),
        ({"region": "LATAM"}, ["Nothing has region 'LATAM'."]),
        ({"phase": "exploit"}, []),
        ({"plan": "silver"}, ["Nothing has profile.plan 'silver'."]),
        ({"audience": ["list:one", "list:two"]}, ["Nothing has audience 'list:two'."]),
        ({"title.runtime_seconds": [6000, 1]}, ["Nothing has title.runtime_seconds 1.0."]),
        ({"days_since_launch": 99}, []),
        ({"country": None, "device": []}, []),
        (
            {"shelf": list("abcdefg")},
            ["Nothing has shelf 'a', 'b', 'c', 'd', 'e' or 2 more."],
        ),
    ],
)
def test_values_that_nothing_has_are_noted(
    small: Snapshot, where: dict[str, Any], notes: list[str]
) -> None:
    assert list(answer(small, where=where).meta.notes) == notes


def test_rights_narrow_whatever_is_asked(small: Snapshot, engine: str) -> None:
    partner = Access("partner", where={"title": "show"})
    query = Query(measures=("reach",), by=("title",), engine=engine)
    found = ask(small, partner, query)
    assert found.to_dicts() == [{"title": "show", "reach": 1}]
    assert found.totals == {"reach": 1}


def test_an_empty_store_answers(tmp_path: Path, engine: str) -> None:
    with publish(World([{}]), tmp_path / "empty.keyart") as snapshot:
        found = answer(snapshot, engine, measures=["reach", "starts"], by=["title"], grain="day")
        assert found.to_dicts() == []
        assert found.totals == {"reach": 0, "starts": 0}
        assert (found.meta.as_of, found.meta.complete_until) == (None, None)
        assert rows(snapshot, engine) == [{"reach": 0}]


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_a_dimension_younger_than_the_facts_is_null_in_them(tmp_path: Path, engine: str) -> None:
    folder = tmp_path / "old.keyart"
    facts = [shown(0, "a1", "2026-01-05T10:00")]
    publish(World([{Family.EXPOSURE: facts}]), folder).close()
    config = '[dimensions]\nmood = "impressions"\n[measures.cost]\nsum = "usd"\n'
    (folder / "keyart.toml").write_text(config)
    with open_snapshot(folder) as snapshot:
        found = rows(snapshot, engine, measures=["reach", "cost"], by=["mood"])
    assert found == [{"mood": None, "reach": 1, "cost": 0.0}]


# ----------------------------------------------------------------------------------------- frames


def test_results_become_frames(small: Snapshot) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    found = answer(small, by=["asset"], grain="day", tz="Europe/Berlin")
    assert found.to_polars().columns == found.to_arrow().column_names
    assert len(found.to_pandas()) == len(found.to_dicts())


# ---------------------------------------------------------------------------------- clock changes


@pytest.mark.parametrize(
    ("tz", "first", "hours"),
    [
        # The hour from 2:00 comes twice in Berlin's autumn, and is skipped in spring.
        ("Europe/Berlin", "2025-10-25T22:00", 25),
        ("Europe/Berlin", "2025-03-29T23:00", 23),
        # Half an hour comes twice on Lord Howe Island: 48 half hours and one, in 25 hours.
        ("Australia/Lord_Howe", "2025-04-05T13:00", 25),
        ("Asia/Kathmandu", "2025-04-05T18:15", 24),
    ],
)
def test_a_local_day_holds_its_hours_when_clocks_change(
    tmp_path: Path, engine: str, tz: str, first: str, hours: int
) -> None:
    start = slot(first)
    facts: list[Row] = [
        {"title": "t", "profile": 0, "slot": start + i, "impressions": 1} for i in range(96 + 4)
    ]
    with publish(World([{Family.EXPOSURE: facts}]), tmp_path / "clock.keyart") as snapshot:
        days = rows(snapshot, engine, measures=["impressions"], grain="day", tz=tz)
        by_hour = rows(snapshot, engine, measures=["impressions"], grain="hour", tz=tz)
    day = days[0]["time"]
    assert day == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert (day.hour, day.minute) == (0, 0)
    of_day = [row for row in by_hour if row["time"].date() == day.date()]
    assert len(of_day) == hours
    assert sum(column(of_day, "impressions")) == days[0]["impressions"]
    starts = [row["time"].astimezone(UTC) for row in by_hour]
    assert all(b - a <= timedelta(hours=1) for a, b in pairwise(starts))
