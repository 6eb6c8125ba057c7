"""Conditions: the forms of `where` and `having`, value by value."""

from typing import Any

import pyarrow as pa
import pytest

from keyart.core.errors import BadQuestion
from keyart.query.planning.conditions import TIMESTAMP, read_condition

TEXTS = ["a", "b", "é", None]


@pytest.mark.parametrize(
    ("raw", "passing"),
    [
        ("a", ["a"]),
        (None, [None]),
        (["a", None], ["a", None]),
        ([], []),
        ({"not": "a"}, ["b", "é", None]),
        ({"not": ["a", None]}, ["b", "é"]),
        ({"not": []}, ["a", "b", "é", None]),
        ({"from": "b"}, ["b", "é"]),
        ({"from": "a", "to": "b"}, ["a"]),
        ({"to": "é"}, ["a", "b"]),
        ({"from": "b", "to": "a"}, []),
        ({"from": None, "to": "b"}, ["a"]),
    ],
)
def test_each_form_passes_what_the_contract_says(raw: object, passing: list[str | None]) -> None:
    condition = read_condition("device", raw, pa.string(), "UTC")
    passed = condition.passes(pa.array(TEXTS, pa.string()))
    assert [v for v, ok in zip(TEXTS, passed, strict=True) if ok] == passing


@pytest.mark.parametrize(
    ("raw", "type_", "values"),
    [
        (7, pa.string(), {"7"}),
        (7.0, pa.string(), {"7"}),
        (["3", 4, 5.0], pa.int64(), {3, 4, 5}),
        (["1.5", 2], pa.float64(), {1.5, 2.0}),
        (["true", False], pa.bool_(), {True, False}),
        ("2026-01-01", TIMESTAMP, {1767222000000000}),
    ],
)
def test_values_are_read_as_the_dimension_holds_them(
    raw: object, type_: pa.DataType, values: set[Any]
) -> None:
    assert read_condition("x", raw, type_, "Europe/Berlin").values == values


def test_points_in_time_compare_in_microseconds() -> None:
    condition = read_condition("launched_at", {"from": 1, "to": 2}, TIMESTAMP, "UTC")
    values = pa.array([999_999, 1_000_000, 1_999_999, 2_000_000, None], TIMESTAMP)
    assert condition.passes(values).tolist() == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("raw", "type_"),
    [
        ("three", pa.int64()),
        (1.5, pa.int64()),
        (True, pa.int64()),
        (True, pa.string()),
        ("x", pa.float64()),
        (True, pa.float64()),
        ("maybe", pa.bool_()),
        ({"from": True}, pa.bool_()),
        ("soon", TIMESTAMP),
        ({}, pa.string()),
        ({"from": "a", "not": "b"}, pa.string()),
        ({"above": 1}, pa.int64()),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(raw: object, type_: pa.DataType) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_condition("x", raw, type_, "UTC")
    assert refused.value.hint
