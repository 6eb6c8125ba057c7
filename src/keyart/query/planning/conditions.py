"""Conditions on values, as in `where` and `having`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NoReturn, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadQuestion
from keyart.core.ranges import format_value, out_of_range
from keyart.core.zones import parse_bound

Value = str | int | float | bool | None
"""A value as plain Python; times are whole microseconds since 1970, UTC."""

TIMESTAMP = pa.timestamp("us", "UTC")

_FORMS = 'a value, a list, {"not": [...]}, or {"from": low, "to": high}'


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Which values pass.

    There are three forms:

    - `values` is a set, `negate` false: the value is in the set (None in it: missing passes).
      The empty set lets nothing pass.
    - `values` is a set, `negate` true: the value is not in the set (missing passes unless
      None is in it).
    - `values` is None: `low` <= value < `high`, an open side is None; missing never passes.
      Text compares by its UTF-8 bytes.
    """

    values: frozenset[Value] | None
    negate: bool = False
    low: Value = None
    high: Value = None

    def passes(self, values: pa.Array) -> npt.NDArray[np.bool_]:
        """Return whether each value passes, nulls included.

        `values` have the type for which the condition was read.
        """
        comparable = values.cast(pa.int64()) if pa.types.is_timestamp(values.type) else values
        flags = self._in_range(comparable) if self.values is None else self._listed(comparable)
        return flags.to_numpy(zero_copy_only=False)

    def _listed(self, values: pa.Array) -> pa.Array:
        listed = pa.array(list(self.values or ()), values.type)
        flags = pc.is_in(values, value_set=listed, skip_nulls=False)
        return pc.invert(flags) if self.negate else flags

    def _in_range(self, values: pa.Array) -> pa.Array:
        flags = values.is_valid()
        if self.low is not None:
            flags = pc.and_(flags, pc.greater_equal(values, pa.scalar(self.low, values.type)))
        if self.high is not None:
            flags = pc.and_(flags, pc.less(values, pa.scalar(self.high, values.type)))
        return flags.fill_null(False)


def read_condition(name: str, raw: object, type_: pa.DataType, tz: str) -> Condition:
    """Return the condition that `raw` describes on `name`, whose values are of `type_`.

    Times without an offset are in `tz`. Raises `BadQuestion` if `raw` is not a condition, and for
    values that the type cannot hold.
    """
    kind = next(kind for kind in _VALUE_TYPES if kind.holds(type_))

    def read(value: object) -> Value:
        try:
            return None if value is None else kind.read(value, tz)
        except (ValueError, TypeError, OverflowError):
            hint = f"{name} holds {kind.words}."
            raise out_of_range(f"The condition on {name}", value, kind.words, hint=hint) from None

    if not isinstance(raw, Mapping):
        return Condition(values=_read_values(raw, read))
    table = cast(Mapping[str, Any], raw)
    if set(table) == {"not"}:
        return Condition(values=_read_values(table["not"], read), negate=True)
    if table and set(table) <= {"from", "to"} and not pa.types.is_boolean(type_):
        low, high = table.get("from"), table.get("to")
        return Condition(values=None, low=read(low), high=read(high))
    raise BadQuestion(f"The condition on {name} is {format_value(table)}.", hint=f"Give {_FORMS}.")


def _read_values(raw: object, read: Callable[[object], Value]) -> frozenset[Value]:
    entries = cast(list[object], raw) if isinstance(raw, list) else [raw]
    return frozenset(read(entry) for entry in entries)


@dataclass(frozen=True)
class _ValueType:
    """How to read values of a type."""

    words: str
    holds: Callable[[pa.DataType], bool]
    read: Callable[[Any, str], Value]
    """Raises `ValueError`, `TypeError` or `OverflowError` for a value not of the type."""


_WHOLE = re.compile(r"\s*[+-]?\d{1,19}\s*", re.ASCII)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def _text(value: object, _tz: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return str(int(value)) if value == int(value) else _refuse(value)


def _whole(value: object, _tz: str) -> int:
    if isinstance(value, str):
        value = int(value) if _WHOLE.fullmatch(value) else _refuse(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(value)
    return int(value) if -_BEYOND <= value < _BEYOND else _refuse(value)


def _number(value: object, _tz: str) -> float:
    if isinstance(value, str):
        value = value if _NUMBER.fullmatch(value) else _refuse(value)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    number = float(value)
    return number + 0.0 if isfinite(number) else _refuse(value)  # -0.0 is 0.0


_BEYOND = 1 << 63
"""Whole numbers are stored in 64 bits: from -2^63 to 2^63 - 1."""


def _refuse(value: object) -> NoReturn:
    raise ValueError(value)


def _truth(value: object, _tz: str) -> bool:
    words = {"true": True, "false": False}
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


_VALUE_TYPES = (
    _ValueType("text or a whole number", pa.types.is_string, _text),
    _ValueType("a whole number from -2^63 to 2^63 - 1", pa.types.is_integer, _whole),
    _ValueType("a number", pa.types.is_floating, _number),
    _ValueType("true or false", pa.types.is_boolean, _truth),
    _ValueType("a time", pa.types.is_timestamp, parse_bound),
)
