"""Every rejection code of the contract that a reader gives, by table of what is wrong."""

import json
import math

import pytest

from keyart.core import ids
from keyart.ingest.values.keyed_hash import keys_of_hex
from tests.ingest.sample import (
    IMPRESSION,
    PLAY,
    SALT,
    events,
    impressions,
    metadata,
    plays,
    table_of,
)

CUSTOM = '[measures.cost]\nsum = "cost"\n[dimensions]\nexperiment = "impressions"\n'

IMPRESSIONS = [
    ("missing_value", "ts", None),
    ("missing_value", "profile_id", None),
    ("missing_value", "profile_id", ""),
    ("missing_value", "asset_id", None),
    ("missing_value", "asset_id", ""),
    ("bad_type", "ts", "yesterday"),
    ("bad_type", "ts", "2026-02-30"),
    ("bad_type", "position", "first"),
    ("bad_type", "position", "1.5"),
    ("bad_type", "propensity", "high"),
    ("bad_type", "visible_ms", "long"),
    ("bad_type", "media_seconds", "1:30"),
    ("bad_type", "cost", "1 EUR"),
    ("bad_timestamp", "ts", "1989-12-31T23:59:59.999999Z"),
    ("bad_timestamp", "ts", "2026-07-02T00:00:00.000001Z"),
    ("bad_timestamp", "ts", "0"),
    ("bad_timestamp", "ts", "-1750000000"),
    ("bad_timestamp", "ts", "1750000000000000000"),
    ("bad_range", "phase", "exploitation"),
    ("bad_range", "propensity", "0"),
    ("bad_range", "propensity", "1.0001"),
    ("bad_range", "propensity", "-0.5"),
    ("bad_range", "propensity", "inf"),
    ("bad_range", "visible_ms", "-1"),
    ("bad_range", "visible_ms", "inf"),
    ("bad_range", "media_seconds", "-0.1"),
    ("bad_range", "media_seconds", "inf"),
    ("bad_range", "cost", "inf"),
    ("bad_range", "cost", "1e30"),
]
PLAYS = [
    ("missing_value", "title_id", None),
    ("missing_value", "seconds", None),
    ("missing_value", "seconds", ""),
    ("bad_type", "seconds", "two minutes"),
    ("bad_type", "fraction", "most"),
    ("bad_timestamp", "ts", "1989-12-31T23:59:59.999999Z"),
    ("bad_range", "seconds", "-1"),
    ("bad_range", "seconds", "nan"),
    ("bad_range", "seconds", "inf"),
    ("bad_range", "seconds", "1e300"),
    ("bad_range", "fraction", "1.01"),
    ("bad_range", "fraction", "-0.01"),
]


@pytest.mark.parametrize(("code", "column", "value"), IMPRESSIONS)
def test_impression_with_one_bad_value_is_rejected(code: str, column: str, value: str | None):
    found = events(impressions(**{column: value}), config=CUSTOM)

    assert not found.accepted
    (rejected,) = found.rejected
    assert (rejected["code"], rejected["column"], rejected["row"]) == (code, column, 1)
    assert rejected["message"].startswith(column)
    if code != "missing_value":
        assert repr(value) in rejected["message"]


@pytest.mark.parametrize(("code", "column", "value"), PLAYS)
def test_play_with_one_bad_value_is_rejected(code: str, column: str, value: str | None):
    found = events(plays(**{column: value}), "plays")

    assert not found.accepted
    assert [(row["code"], row["column"]) for row in found.rejected] == [(code, column)]


@pytest.mark.parametrize(
    "fine",
    [
        {"propensity": "1"},
        {"propensity": "1e-9"},
        {"propensity": ""},
        {"propensity": math.nan},
        {"visible_ms": "0"},
        {"media_seconds": "0"},
        {"position": "-3"},
        {"phase": "explore"},
        {"cost": "-2.5"},
        {"ts": "1990-01-01T00:00:00Z"},
        {"ts": "2026-07-02T00:00:00Z"},
        {"experiment": "anything"},
    ],
)
def test_value_at_the_edge_of_its_range_is_accepted(fine: dict[str, object]):
    assert events(impressions(**fine), config=CUSTOM).rejected == []


@pytest.mark.parametrize("fine", [{"seconds": "0"}, {"fraction": "0"}, {"fraction": "1"}])
def test_play_at_the_edge_of_its_range_is_accepted(fine: dict[str, object]):
    assert events(plays(**fine), "plays").rejected == []


def test_impression_under_min_visible_ms_is_not_viewable():
    table = table_of([{**IMPRESSION, "visible_ms": v} for v in (999, 1000, None)])

    found = events(table, config="[settings]\nmin_visible_ms = 1000")

    assert found.codes == [(1, "not_viewable")]
    assert found.values("visible_ms") == [1000, None]


def test_first_code_counts_when_several_values_are_bad():
    row = {**PLAY, "ts": "1989-01-01", "seconds": "-1", "fraction": "x", "title_id": None}

    assert [r["code"] for r in events(table_of([row]), "plays").rejected] == ["missing_value"]
    row["title_id"] = "t"
    assert [r["code"] for r in events(table_of([row]), "plays").rejected] == ["bad_type"]
    row["fraction"] = "0.5"
    assert [r["code"] for r in events(table_of([row]), "plays").rejected] == ["bad_timestamp"]
    row["ts"] = PLAY["ts"]
    assert [r["code"] for r in events(table_of([row]), "plays").rejected] == ["bad_range"]


def test_one_bad_row_costs_one_row():
    rows = [dict(PLAY, event_id=f"e{k}") for k in range(10)]
    rows[3]["seconds"] = "?"
    rows[7]["ts"] = None

    found = events(table_of(rows), "plays")

    assert found.codes == [(4, "bad_type"), (8, "missing_value")]
    assert found.row_numbers == [1, 2, 3, 5, 6, 7, 9, 10]
    assert found.rows == 10


def test_quarantined_row_keeps_what_it_said_but_for_the_profile_id():
    row = {**PLAY, "profile_id": "ada@example.org", "seconds": "-3", "email": "ada@example.org"}

    (rejected,) = events(table_of([row]), "plays").rejected

    data = json.loads(rejected["data"])
    assert data["seconds"] == "-3"
    assert data["title_id"] == "t1"
    assert (keys_of_hex([data["profile_id"]]) == ids.keys(SALT, ["ada@example.org"])).all()
    assert "ada" not in json.dumps(rejected)


def test_quarantined_row_cuts_what_is_huge():
    (rejected,) = events(plays(seconds="x" * 1_000_000), "plays").rejected

    assert rejected["code"] == "bad_type"
    assert len(rejected["message"]) < 200
    assert len(rejected["data"]) < 10_000


METADATA = [
    ("titles", {"title_id": "t", "name": None}, "missing_value", "name"),
    (
        "titles",
        {"title_id": "t", "name": "T", "runtime_seconds": "long"},
        "bad_type",
        "runtime_seconds",
    ),
    (
        "titles",
        {"title_id": "t", "name": "T", "runtime_seconds": "-1"},
        "bad_range",
        "runtime_seconds",
    ),
    ("titles", {"title_id": "t", "name": "T", "launched_at": "soon"}, "bad_type", "launched_at"),
    ("titles", {"title_id": "t", "name": "T", "launched_at": 1e20}, "bad_timestamp", "launched_at"),
    ("titles", {"title_id": "t", "name": "T", "genres": "[broken"}, "bad_type", "genres"),
    ("assets", {"asset_id": "a", "title_id": ""}, "missing_value", "title_id"),
    ("profiles", {"profile_id": "p", "consent": "maybe"}, "bad_range", "consent"),
    ("profiles", {"profile_id": "p", "is_minor": "7"}, "bad_type", "is_minor"),
    ("availability", {"title_id": "t", "country": "de", "from": "x"}, "bad_type", "from"),
    ("tests", {"test": "x", "title_id": "t", "asset_id": "a", "share": 2}, "bad_range", "share"),
]


@pytest.mark.parametrize(("table", "row", "code", "column"), METADATA)
def test_metadata_row_with_a_bad_value_is_rejected(
    table: str, row: dict[str, object], code: str, column: str
):
    found = metadata(table_of([row]), table)

    assert [(r["code"], r["column"]) for r in found.rejected] == [(code, column)]


def test_asset_cannot_change_its_title():
    rows = [
        {"asset_id": "a", "title_id": "t1"},
        {"asset_id": "b", "title_id": "t1"},
        {"asset_id": "b", "title_id": "t2"},
        {"asset_id": "b", "title_id": "t1"},
    ]

    found = metadata(table_of(rows), "assets", asset_titles={"a": "t0"})

    assert found.codes == [(1, "title_mismatch"), (3, "title_mismatch")]
    assert [row["asset_id"] for row in found.accepted] == ["b", "b"]
