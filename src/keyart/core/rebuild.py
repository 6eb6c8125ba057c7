"""Dataclasses from JSON data: the inverse of `to_dict`."""

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


def rebuild(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return the dataclass `kind` with the fields in `data`.

    In `data`, times are ISO text, tuples are lists, and null stands for an infinite or missing
    number if the field requires a number; arrays of whole numbers are square. Names that are not
    fields are ignored. Raises `TypeError`, `ValueError` or `KeyError` for anything else.
    """
    hints = _hints(kind)
    names = [field.name for field in fields(kind) if field.init and field.name in data]  # pyright: ignore[reportArgumentType]
    return kind(**{name: _convert(hints[name], data[name]) for name in names})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _convert(kind: Any, data: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if data is None else _convert(_single_type(parts), data)
    if origin is np.ndarray:
        return _square_array(data)
    if origin is tuple:
        types = _entry_types(parts, data)
        return tuple(_convert(part, entry) for part, entry in zip(types, data, strict=True))
    if origin is Sequence:
        return [_convert(parts[0], entry) for entry in data]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_convert(parts[0], name): _convert(parts[1], entry) for name, entry in data.items()}
    return _convert_single(kind, data)


def _square_array(data: Any) -> npt.NDArray[np.int64]:
    """Return whole numbers as an array: [n, n], also for n = 0."""
    return np.array(data, np.int64).reshape(len(data), len(data))


def _single_type(parts: tuple[Any, ...]) -> Any:
    """Return the only type of a union except None; Any if there are several."""
    others = [part for part in parts if part is not type(None)]
    return others[0] if len(others) == 1 else Any


def _entry_types(parts: tuple[Any, ...], data: Any) -> list[Any]:
    """Return the type of each entry of a tuple."""
    if len(parts) == 2 and parts[1] is Ellipsis:
        return [parts[0]] * len(data)
    return list(parts)


def _convert_single(kind: Any, data: Any) -> Any:
    if not isinstance(kind, type):
        return data
    if is_dataclass(kind):
        return rebuild(kind, data)
    if issubclass(kind, date):
        return kind.fromisoformat(data)
    if issubclass(kind, Enum):
        return kind(data)
    if kind is float:
        return math.nan if data is None else float(data)
    return data
