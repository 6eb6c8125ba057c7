"""SQL requests to Druid, and its rows as Arrow."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from keyart.core.errors import DruidUnavailable

Parameter = str | int | float | bool | datetime | None
"""The value of a `?`; a time has an offset."""

_TYPES: Mapping[str, pa.DataType] = {
    "BOOLEAN": pa.bool_(),
    "TINYINT": pa.int64(),
    "SMALLINT": pa.int64(),
    "INTEGER": pa.int64(),
    "BIGINT": pa.int64(),
    "FLOAT": pa.float64(),
    "DOUBLE": pa.float64(),
    "REAL": pa.float64(),
    "DECIMAL": pa.float64(),
    "TIMESTAMP": pa.timestamp("us", "UTC"),
    "DATE": pa.timestamp("us", "UTC"),
}
"""SQL types; all others are read as text, arrays as lists of JSON values."""

_CLOCKED = ("TIMESTAMP", "DATE")


def typed(value: Parameter) -> dict[str, Any]:
    """Return the value of a `?` with its type, in Druid's form."""
    match value:
        case None:
            return {"type": "VARCHAR", "value": None}
        case bool():
            return {"type": "BOOLEAN", "value": value}
        case int():
            return {"type": "BIGINT", "value": value}
        case float():
            return {"type": "DOUBLE", "value": value}
        case datetime():
            instant = value.astimezone(UTC)
            text = instant.strftime("%Y-%m-%d %H:%M:%S.%f")
            return {"type": "TIMESTAMP", "value": text[:-3]}
        case str():
            return {"type": "VARCHAR", "value": value}


def body(
    text: str, parameters: Sequence[Parameter], context: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the body of a request for the SQL `text`."""
    return {
        "query": text,
        "parameters": [typed(value) for value in parameters],
        "context": dict(context),
        "resultFormat": "arrayLines",
        "header": True,
        "typesHeader": True,
        "sqlTypesHeader": True,
    }


def rows(answer: str) -> pa.Table:
    """Return the rows of a response in `arrayLines`.

    Raises `DruidUnavailable` if its end is missing: Druid writes an empty line last.
    """
    if not answer.endswith("\n\n"):
        raise DruidUnavailable(
            "Druid's answer is incomplete.", hint="Ask again; if it persists, check Druid's log."
        )
    listed = ",".join(answer.strip().split("\n"))
    names, _, types, *lines = json.loads(f"[{listed}]")
    columns: Sequence[Sequence[Any]] = list(zip(*lines, strict=True)) or [()] * len(names)
    arrays = [_make_column(type_, values) for type_, values in zip(types, columns, strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


def _make_column(type_: str, values: Sequence[Any]) -> pa.Array:
    if type_ in _CLOCKED:
        return _to_instants(values)
    if type_.startswith("ARRAY"):
        return pa.array(values, pa.list_(pa.string()) if _holds_text(values) else None)
    arrow_type = _TYPES.get(type_, pa.string())
    read = _READ.get(arrow_type)
    return pa.array(values if read is None else [_or_none(read, v) for v in values], arrow_type)


def _holds_text(values: Sequence[Any]) -> bool:
    items = [item for row in values for item in row or () if item is not None]
    return all(isinstance(item, str) for item in items)


def _or_none(read: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else read(value)


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_READ: Mapping[pa.DataType, Callable[[Any], Any]] = {
    pa.float64(): float,  # "NaN" and "Infinity" come as text
    pa.bool_(): bool,  # 0 and 1 of an expression
    pa.string(): _to_text,
}


def _to_instants(values: Sequence[Any]) -> pa.Array:
    """Return times, given as ISO text or as milliseconds since 1970."""
    read = [
        value * 1000 if isinstance(value, int) else _or_none(_microseconds, value)
        for value in values
    ]
    return pa.array(read, pa.int64()).cast(pa.timestamp("us", "UTC"))


def _microseconds(text: str) -> int:
    since = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    return round(since.total_seconds() * 1_000_000)
