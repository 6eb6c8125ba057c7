"""The checks of a row, in order; the first one that fails counts.

A check looks at whole columns and returns the rows that fail, or None if it sees at once that none
does. So checking a clean block costs little.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import CONSENTS, EARLIEST, PHASES, Kind, Rejection
from keyart.ingest.mapping.fields import Field
from keyart.ingest.values.conversion import given_mask
from keyart.ingest.values.text import is_coded

Mask = npt.NDArray[np.bool_]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_1, _YEAR_9999 = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
MAX_SECONDS = 1e9
"""No play, clip or view lasts thirty years. So sums of milliseconds cannot overflow."""
MAX_SUM = 1e9
"""The largest value of a custom sum: thousands of them, in millionths, fit into 64 bits."""

_KINDS = {
    Kind.INT: "a whole number",
    Kind.FLOAT: "a number",
    Kind.TS: "a timestamp",
    Kind.BOOL: "true or false",
    Kind.LIST: "a list",
    Kind.STR: "text",
}


@dataclass(frozen=True)
class BlockValues:
    """One block's columns by `Field.name`.

    Attributes:
        raw: as `text.canonical` returns them.
        typed: as `convert` returns them.
        rows: their number.
        passing: which rows passed the checks so far; None means all.
    """

    raw: Mapping[str, pa.Array]
    typed: Mapping[str, pa.Array]
    rows: int
    passing: Mask | None = None


@dataclass(frozen=True)
class Check:
    """One way in which a value can be wrong.

    `says` completes the sentence that starts with the column's label and value.
    """

    code: Rejection
    field: Field
    says: str
    fails: Callable[[BlockValues], Mask | None]


def missing(field: Field) -> Check:
    """Return the check that a required value is present."""

    def fails(values: BlockValues) -> Mask | None:
        if field.name not in values.raw:
            return np.ones(values.rows, np.bool_)
        typed = values.typed[field.name]
        return ~given_mask(values.raw[field.name]) & ~_is_valid(typed) if typed.null_count else None

    return Check(Rejection.MISSING_VALUE, field, "is missing", fails)


def wrong_type(field: Field) -> Check:
    """Return the check that a value, if present, is of its field's kind."""

    def fails(values: BlockValues) -> Mask | None:
        typed = values.typed.get(field.name)
        if typed is None or not typed.null_count:
            return None
        return given_mask(values.raw[field.name]) & ~_is_valid(typed)

    return Check(Rejection.BAD_TYPE, field, f"is not {_KINDS[field.kind]}", fails)


def outside(field: Field, low: float, high: float, says: str, *, open_low: bool = False) -> Check:
    """Return the check that a number lies in [low, high], or (low, high] with `open_low`.

    Infinity is outside, and so is NaN in a required field; in other fields NaN means no number.
    """

    def fails(values: BlockValues) -> Mask | None:
        numbers = _column_numbers(values, field.name)
        if numbers is None:
            return None
        inside = (numbers > low) if open_low else (numbers >= low)
        inside &= numbers <= high
        if not field.required:
            inside |= np.isnan(numbers)
        elif values.typed[field.name].null_count:
            inside |= ~_is_valid(values.typed[field.name])
        return None if inside.all() else ~inside

    return Check(Rejection.BAD_RANGE, field, says, fails)


def not_among(field: Field, words: tuple[str, ...]) -> Check:
    """Return the check that a text, if present, is one of `words`."""

    def fails(values: BlockValues) -> Mask | None:
        text = values.typed.get(field.name)
        if text is None or text.null_count == len(text):
            return None
        allowed = pa.array(words)
        if is_coded(text) and pc.all(pc.is_in(text.dictionary, allowed)).as_py():
            return None
        wrong = pc.and_(pc.invert(pc.is_in(text, allowed)), text.is_valid())
        return wrong.to_numpy(zero_copy_only=False) if pc.any(wrong).as_py() else None

    return Check(Rejection.BAD_RANGE, field, f"is not one of {', '.join(words)}", fails)


def outside_time(field: Field, first: datetime, last: datetime) -> Check:
    """Return the check that a time is from `first` to `last`, both included."""
    low, high = microseconds(first), microseconds(last)

    def fails(values: BlockValues) -> Mask | None:
        typed = values.typed.get(field.name)
        if typed is None or typed.null_count == len(typed):
            return None
        micros = typed.fill_null(low).to_numpy(zero_copy_only=False)
        if micros.min() >= low and micros.max() <= high:
            return None
        return (micros < low) | (micros > high)

    says = f"is not between {first.isoformat()} and {last.isoformat()}"
    return Check(Rejection.BAD_TIMESTAMP, field, says, fails)


def not_viewable(field: Field, least: float) -> Check:
    """Return the check that an impression was visible for `least` milliseconds."""

    def fails(values: BlockValues) -> Mask | None:
        numbers = _column_numbers(values, field.name)
        if numbers is None:
            return None
        short = numbers < least
        return short if short.any() else None

    return Check(Rejection.NOT_VIEWABLE, field, f"is under min_visible_ms = {least:g}", fails)


def _is_valid(array: pa.Array) -> Mask:
    return array.is_valid().to_numpy(zero_copy_only=False)


def _column_numbers(values: BlockValues, name: str) -> npt.NDArray[np.float64] | None:
    """Return the numbers of a column, NaN for null; None if all are null."""
    array = values.typed.get(name)
    if array is None or not len(array) or array.null_count == len(array):
        return None
    return (array.fill_null(np.nan) if array.null_count else array).to_numpy(zero_copy_only=False)


def microseconds(instant: datetime) -> int:
    """Return the microseconds from 1970-01-01 UTC to `instant`."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def event_checks(
    fields: Iterable[Field], now: datetime, min_visible_ms: float
) -> tuple[Check, ...]:
    """Return the checks of an event table, by code, then in the contract's order."""
    by_name = {field.name: field for field in fields}
    everything = tuple(by_name.values())
    ranges: list[Check] = []
    for name, field in by_name.items():
        if name == "phase":
            ranges.append(not_among(field, PHASES))
        elif name.startswith("s_"):
            says = f"is not between -{MAX_SUM:g} and {MAX_SUM:g}"
            ranges.append(outside(field, -MAX_SUM, MAX_SUM, says))
        elif name in _RANGES:
            low, high, says = _RANGES[name]
            ranges.append(outside(field, low, high, says, open_low=name == "propensity"))
    last = [not_viewable(f, min_visible_ms) for f in everything if f.name == "visible_ms"]
    latest = now + timedelta(days=1)
    times = [outside_time(f, EARLIEST, latest) for f in everything if f.name == "ts"]
    return (*_form_checks(everything), *times, *ranges, *last)


_RANGES = {
    "seconds": (0, MAX_SECONDS, f"is not between 0 and {MAX_SECONDS:g}"),
    "media_seconds": (0, MAX_SECONDS, f"is not between 0 and {MAX_SECONDS:g}"),
    "visible_ms": (0, np.finfo(np.float64).max, "is negative or not finite"),
    "runtime_seconds": (0, MAX_SECONDS, f"is not between 0 and {MAX_SECONDS:g}"),
    "fraction": (0, 1, "is not between 0 and 1"),
    "propensity": (0, 1, "is not above 0 and up to 1"),
    "share": (0, 1, "is not between 0 and 1"),
}


def _form_checks(fields: Iterable[Field]) -> tuple[Check, ...]:
    fields = tuple(fields)
    return (
        *(missing(field) for field in fields if field.required),
        *(wrong_type(field) for field in fields),
    )


def metadata_checks(fields: Iterable[Field]) -> tuple[Check, ...]:
    """Return the checks of a metadata table, in the same order."""
    fields = tuple(fields)
    ranges = [outside(f, *_RANGES[f.name]) for f in fields if f.name in _RANGES]
    words = [not_among(f, CONSENTS) for f in fields if f.name == "consent"]
    times = [outside_time(f, _YEAR_1, _YEAR_9999) for f in fields if f.kind is Kind.TS]
    return (*_form_checks(fields), *times, *ranges, *words)


def first_failures(checks: tuple[Check, ...], values: BlockValues) -> npt.NDArray[np.int16] | None:
    """Return for each row the number of the first check it fails, −1 if none; None if all pass."""
    failures: npt.NDArray[np.int16] | None = None
    for number, check in enumerate(checks):
        passing = None if failures is None else failures < 0
        mask = check.fails(replace(values, passing=passing))
        if mask is None or not mask.any():
            continue
        if failures is None:
            failures = np.full(values.rows, -1, np.int16)
        failures[mask & (failures < 0)] = number
    return failures
