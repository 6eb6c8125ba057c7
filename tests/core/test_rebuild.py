"""Dataclasses survive JSON."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.rebuild import rebuild


class Colour(StrEnum):
    BLUE = "blue"
    RED = "red"


@dataclass(frozen=True)
class Inner:
    colour: Colour
    day: date
    number: float | None


@dataclass(frozen=True)
class Outer:
    text: str
    moment: datetime | None
    inner: Inner
    several: tuple[Inner, ...]
    pairs: tuple[tuple[str, int], ...]
    by_name: Mapping[str, Inner | None]
    anything: Any = None
    usual: tuple[str, ...] = field(default=("a",))


inners = st.builds(Inner, number=st.none() | st.floats(allow_nan=False, allow_infinity=False))
outers = st.builds(
    Outer,
    moment=st.none() | st.datetimes(timezones=st.just(UTC)),
    inner=inners,
    several=st.lists(inners, max_size=2).map(tuple),
    by_name=st.dictionaries(st.text(max_size=2), st.none() | inners, max_size=2),
    anything=st.none() | st.integers() | st.lists(st.text(max_size=2), max_size=2),
)


@given(outers)
def test_values_survive_json(value: Outer) -> None:
    said = json.loads(json.dumps(asdict(value), default=lambda one: one.isoformat()))
    found = rebuild(Outer, said)
    assert found == value
    assert type(found.inner.colour) is Colour


def test_missing_fields_have_their_defaults_and_unknown_ones_are_ignored() -> None:
    inner = {"colour": "red", "day": "2026-03-01", "number": 1, "more": 2}
    assert rebuild(Inner, inner) == Inner(Colour.RED, date(2026, 3, 1), 1.0)


@dataclass(frozen=True)
class Number:
    value: float


def test_null_is_nan_where_a_number_is_required() -> None:
    assert math.isnan(rebuild(Number, {"value": None}).value)


@pytest.mark.parametrize("said", [{}, {"colour": "green"}, {"colour": "red", "day": "soon"}])
def test_invalid_data_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        rebuild(Inner, said)
