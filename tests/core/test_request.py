"""Requests describe and check their arguments, and convert to data and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.ranges import Range
from keyart.core.request import Request, arguments_of, field_docs, summary_of


class Pace(StrEnum):
    """How fast."""

    SLOW = "slow"
    FAST = "fast"


@dataclass(frozen=True, kw_only=True)
class Base(Request):
    """What several requests share."""

    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Conditions."""


@dataclass(frozen=True, kw_only=True)
class Walk(Base):
    """Walk somewhere.

    Slowly, as a rule.
    """

    to: str
    """Where to."""
    by: Sequence[str] = ("foot",)
    """By what."""
    pace: Pace = Pace.SLOW
    """How fast."""
    side: Literal["left", "right"] | None = None
    """On which side; either
    by default."""
    miles: Annotated[float, Range(0.5, 20)] = 1
    """How far."""
    alone: bool = False
    """Whether alone."""


def test_arguments_are_those_of_the_class_then_those_of_its_bases() -> None:
    assert [argument.name for argument in arguments_of(Walk)] == [
        *("to", "by", "pace", "side", "miles", "alone", "where"),
    ]
    by_name = {argument.name: argument for argument in arguments_of(Walk)}
    assert by_name["side"].doc == "On which side; either by default."
    assert by_name["side"].choices == ("left", "right")
    assert by_name["side"].nullable
    assert by_name["pace"].choices == ("slow", "fast")
    assert by_name["miles"].range == Range(0.5, 20)
    assert by_name["to"].required
    assert summary_of(Walk) == "Walk somewhere."
    assert field_docs(Walk)["where"] == "Conditions."


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"to": 5}, "to must be text, not 5."),
        ({"to": "a", "by": [1]}, "by must be names as text, not 1."),
        ({"to": "a", "by": {"foot": 1}}, "by must be a list of names"),
        ({"to": "a", "pace": "fsat"}, "pace must be slow or fast, not 'fsat'."),
        ({"to": "a", "side": "up"}, "side must be left or right, not 'up'."),
        ({"to": "a", "miles": 30}, "miles must be 0.5 to 20, not 30."),
        ({"to": "a", "miles": None}, "miles must be 0.5 to 20, not None."),
        ({"to": "a", "alone": 1}, "alone must be True or False, not 1."),
        ({}, "to is missing."),
    ],
)
def test_invalid_arguments_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(BadQuestion) as error:
        Walk.from_dict(given)
    assert says in error.value.message
    assert error.value.hint


def test_near_choices_and_names_are_offered() -> None:
    with pytest.raises(BadQuestion, match="Did you mean 'fast'"):
        Walk.from_dict({"to": "a", "pace": "fsat"})
    with pytest.raises(UnknownName, match="Did you mean 'miles'"):
        Walk.from_dict({"to": "a", "milse": 3})


@given(
    st.fixed_dictionaries(
        {"to": st.text(max_size=5)},
        optional={
            "by": st.lists(st.text(max_size=3), max_size=3),
            "pace": st.sampled_from(["slow", "fast"]),
            "side": st.sampled_from(["left", "right", None]),
            "miles": st.floats(0.5, 20),
            "alone": st.booleans(),
            "where": st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
        },
    )
)
def test_a_request_is_the_same_as_data(said: dict[str, Any]) -> None:
    request = Walk.from_dict(said)
    assert Walk.from_dict(request.to_dict()) == request
    assert Walk.from_dict(request.to_dict()).key == request.key


def test_names_are_kept_once_and_a_single_one_needs_no_list() -> None:
    assert Walk(to="a", by=["foot", "bike", "foot"]).by == ("foot", "bike")
    assert Walk(to="a", by="bike").by == ("bike",)
