"""Values of our dataclasses made of what JSON holds: the other way round than `to_dict`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

T = TypeVar("T")


def rebuilt(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return the `kind`, a dataclass, whose fields stand in `data` as JSON holds them.

    Times are ISO text, tuples lists, an infinite or missing number of a field that must have one
    null; arrays of whole numbers are square. Names that are no field are passed over. Raises
    `TypeError`, `ValueError` or `KeyError` for anything else.
    """
    hints = _hints(kind)
    names = [own.name for own in fields(kind) if own.init and own.name in data]  # pyright: ignore[reportArgumentType]
    return kind(**{name: _value(hints[name], data[name]) for name in names})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, data: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if data is None else _value(_only(parts), data)
    if origin is np.ndarray:
        return _square(data)
    if origin is tuple:
        return tuple(_value(part, one) for part, one in zip(_each(parts, data), data, strict=True))
    if origin is Sequence:
        return [_value(parts[0], one) for one in data]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_value(parts[0], name): _value(parts[1], one) for name, one in data.items()}
    return _single(kind, data)


def _square(data: Any) -> npt.NDArray[np.int64]:
    """Return whole numbers as an array: [n, n], also for n = 0."""
    return np.array(data, np.int64).reshape(len(data), len(data))


def _only(parts: tuple[Any, ...]) -> Any:
    """Return the one type of a union beside None; Any where there are several."""
    others = [part for part in parts if part is not type(None)]
    return others[0] if len(others) == 1 else Any


def _each(parts: tuple[Any, ...], data: Any) -> list[Any]:
    """Return the type of each entry of a tuple."""
    if len(parts) == 2 and parts[1] is Ellipsis:
        return [parts[0]] * len(data)
    return list(parts)


def _single(kind: Any, data: Any) -> Any:
    if not isinstance(kind, type):
        return data
    if is_dataclass(kind):
        return rebuilt(kind, data)
    if issubclass(kind, date):
        return kind.fromisoformat(data)
    if issubclass(kind, Enum):
        return kind(data)
    if kind is float:
        return math.nan if data is None else float(data)
    return data
