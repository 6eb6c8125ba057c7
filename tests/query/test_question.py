"""Questions as data."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from keyart.core.errors import BadQuestion, UnknownName
from keyart.query import Query


@pytest.mark.parametrize(
    "arguments",
    [
        {"measures": ["reach"]},
        {
            "measures": ["reach", "take_rate"],
            "by": ["asset", "audience"],
            "where": {"title": "t1", "country": ["DE", None], "device": {"not": ["web"]}},
            "audience": "list:vip",
            "audiences": ["list:a"],
            "since": "2026-01-01",
            "until": "2026-04-01",
            "grain": "week",
            "tz": "Europe/Berlin",
            "having": {"reach": {"from": 1000}},
            "order": ["-take_rate"],
            "limit": 100,
            "intervals": 0.9,
            "labels": True,
            "include_empty": True,
            "fill": True,
            "co_values": True,
            "engine": "duckdb",
        },
    ],
)
def test_a_question_survives_json(arguments: dict[str, Any]) -> None:
    query = Query(**arguments)
    assert query.to_dict() == arguments
    assert Query.from_dict(query.to_dict()) == query


def test_defaults_and_nulls_are_left_away() -> None:
    query = Query.from_dict({"measures": "reach", "by": None, "where": None, "limit": None})
    assert query.to_dict() == {"measures": ["reach"]}


def test_values_become_what_json_can_hold() -> None:
    query = Query(
        measures=("reach",),
        where={
            "country": {"US", None, "DE"},
            "position": np.int64(3),
            "launched_at": {"from": datetime(2026, 1, 1, tzinfo=UTC)},
            "device": {"not": ("tv",)},
        },
        since=date(2026, 1, 1),
    )
    assert query.to_dict() == {
        "measures": ["reach"],
        "where": {
            "country": ["DE", "US", None],
            "position": 3,
            "launched_at": {"from": "2026-01-01T00:00:00+00:00"},
            "device": {"not": ["tv"]},
        },
        "since": "2026-01-01",
    }


def test_one_name_needs_no_list() -> None:
    assert Query.from_dict({"measures": "reach", "by": "asset"}).by == ("asset",)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"measures": []},
        {"measures": [1]},
        {"measures": {"reach": 1}},
        {"measures": ["reach", "reach"]},
        {"by": ["asset", "asset"]},
        {"by": 7},
        {"where": ["country"]},
        {"where": {"country": object()}},
        {"where": {"country": "\ud800"}},
        {"where": {"country": [[[[[[[[["DE"]]]]]]]]]}},
        {"limit": -1},
        {"limit": True},
        {"limit": 1.5},
        {"intervals": 1.0},
        {"intervals": 1},
        {"intervals": 0.0},
        {"intervals": "yes"},
        {"fill": "yes"},
        {"tz": 1},
        {"grain": 1},
    ],
)
def test_a_shape_that_makes_no_sense_is_refused(arguments: dict[str, Any]) -> None:
    whole = (
        arguments
        if "measures" in arguments or not arguments
        else {"measures": ["reach"]} | arguments
    )
    with pytest.raises(BadQuestion) as refused:
        Query.from_dict(whole)
    assert refused.value.hint


def test_an_unknown_part_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as refused:
        Query.from_dict({"measures": ["reach"], "untill": "2026-01-01"})
    assert refused.value.nearest[0] == "until"
