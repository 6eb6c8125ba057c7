"""A question, as data: the same keyword arguments in Python, JSON, and saved views."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from functools import cached_property, partial
from math import inf
from operator import index
from typing import Annotated, Any, SupportsIndex, cast

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.ranges import SHARE, Range, out_of_range
from keyart.core.request import Request

TimeBound = str | datetime | date | float
"""A bound of a range as `keyart.core.zones.parse_bound` reads it."""

Condition = Any
"""A value, a list of values, `{"not": value or list}`, or `{"from": low, "to": high}`."""

Conditions = Mapping[str, Condition]

LIMITS = Range(0, inf, whole=True)
FITS = Range(1, 1_000_000_000, whole=True)

MOST_BITS = 1024
"""Most bits of a whole number: more than any float can hold."""

MOST_DEPTH = 8
"""Most levels of lists and objects within a condition."""


@dataclass(frozen=True)
class Query(Request):
    """Answer a question: measures by dimensions, over the rows that meet all conditions."""

    measures: tuple[str, ...]
    """What to count: impressions, reach, take_rate, …"""
    by: tuple[str, ...] = ()
    """Dimensions to group by: asset, country, …"""
    where: Conditions = field(default_factory=dict[str, Condition])
    """Conditions on dimensions: only rows that meet all of them count."""
    audience: str | None = None
    """An audience expression: only its members count."""
    audiences: tuple[str, ...] | None = None
    """The audiences to group by, where `by` names audience."""
    audiences_version: Annotated[int | None, FITS] = None
    """The fit of affinities to use, by its number; the newest by default."""
    since: TimeBound | None = None
    """The first day or instant that counts, such as 2026-03-01."""
    until: TimeBound | None = None
    """The day or instant before which to stop."""
    grain: str | None = None
    """Also group by time: hour, day, week, month, quarter or year."""
    tz: str = "UTC"
    """The time zone of days and bounds, such as Europe/Berlin."""
    having: Conditions = field(default_factory=dict[str, Condition])
    """Conditions on measures: only rows that meet all of them are shown."""
    order: tuple[str, ...] = ()
    """Columns to sort by; with - before a name, the greatest first."""
    limit: Annotated[int | None, LIMITS] = None
    """The most rows to show."""
    intervals: bool | float = False
    """Add the bounds of each ratio: true for 95%, or a confidence such as 0.99."""
    labels: bool = False
    """Add names beside ids."""
    include_empty: bool = False
    """Add titles and assets without events."""
    fill: bool = False
    """Add buckets of time without events."""
    co_values: bool = False
    """Also show values of a multi-valued dimension that `where` does not name."""
    engine: str | None = None
    """Which engine answers: native, duckdb or druid; chosen automatically by default."""

    def __post_init__(self) -> None:
        """Check the shape of each field, and turn it into what JSON can hold.

        So `Query.from_dict(query.to_dict()) == query`. Whether its names exist is not known here:
        see `keyart.query.planning.compile`. Raises `BadQuestion`.
        """
        for name in ("measures", "by", "order", "audiences"):
            self._set(name, _name_tuple(name, getattr(self, name)))
        for name in ("where", "having"):
            self._set(name, _conditions(name, getattr(self, name)))
        for name in ("since", "until"):
            self._set(name, _to_json(name, getattr(self, name)))
        for name in ("audience", "grain", "engine"):
            _check(name, getattr(self, name), str, optional=True)
        for name in ("labels", "include_empty", "fill", "co_values"):
            _check(name, getattr(self, name), bool)
        _check("tz", self.tz, str)
        self._check_numbers()
        if not self.measures:
            raise BadQuestion(
                "The question names no measure.", hint='Name one, such as measures=["reach"].'
            )

    def _set(self, name: str, value: object) -> None:
        default = _DEFAULTS[name]
        if value is None and default is not None:
            value = default
        object.__setattr__(self, name, value)

    def _check_numbers(self) -> None:
        for name, allowed in (("limit", LIMITS), ("audiences_version", FITS)):
            if getattr(self, name) is not None:
                allowed.check(name, getattr(self, name))
        if not isinstance(self.intervals, bool) and not SHARE.holds(self.intervals):
            raise out_of_range("intervals", self.intervals, f"True (95%), False, or {SHARE}")

    @property
    def level(self) -> float | None:
        """The confidence level of the intervals, None for no intervals."""
        if isinstance(self.intervals, bool):
            return 0.95 if self.intervals else None
        return self.intervals

    @cached_property
    def text(self) -> str:
        """The query as JSON; equal queries give equal text."""
        return json.dumps(self.to_dict(), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, in JSON types."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: list(cast(tuple[str, ...], value)) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value != _DEFAULTS[name]
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Query":
        """Return the query of `to_dict`'s data; raises `UnknownName` and `BadQuestion`."""
        for name in data:
            if name not in _DEFAULTS:
                raise UnknownName("part of a question", name, _DEFAULTS)
        arguments: dict[str, Any] = {"measures": (), **data}
        return cls(**arguments)


def _default(name: str) -> object:
    definition = next(f for f in fields(Query) if f.name == name)
    if definition.default_factory is not MISSING:
        return definition.default_factory()
    return () if definition.default is MISSING else definition.default


_DEFAULTS = {f.name: _default(f.name) for f in fields(Query)}


def _check(name: str, value: object, kind: type, *, optional: bool = False) -> None:
    if isinstance(value, kind) or (optional and value is None):
        return
    words = {str: "text", bool: "True or False"}
    raise out_of_range(name, value, words[kind])


def _name_tuple(name: str, value: object) -> tuple[str, ...] | None:
    """Return names as a tuple; a single name needs no list."""
    if value is None:
        return None
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise out_of_range(name, cast(object, value), "a list of names")
    names: dict[str, None] = {}
    for entry in cast(Iterable[object], value):
        if not isinstance(entry, str):
            raise out_of_range(name, entry, "names as text")
        if entry in names:
            raise BadQuestion(f"{name} lists {entry!r} twice.", hint="Once is enough.")
        names[entry] = None
    return tuple(names)


def _conditions(name: str, value: object) -> dict[str, Condition] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise out_of_range(name, value, "a table of conditions by name")
    table = cast(Mapping[object, object], value)
    return {str(key): _to_json(f"{name} of {key}", entry) for key, entry in table.items()}


def _to_json(name: str, value: object, room: int = MOST_DEPTH) -> Any:
    """Return `value` in JSON types: sets and tuples become lists, times ISO text."""
    if isinstance(value, str):
        _check_text(name, value)
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise out_of_range(name, value, "a smaller number")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if not room:
        raise BadQuestion(f"{name} is nested too deeply.", hint=f"{MOST_DEPTH} levels are allowed.")
    inner = partial(_to_json, name, room=room - 1)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        table = cast(Mapping[object, object], value)
        return {str(key): inner(entry) for key, entry in table.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(inner, cast(set[object], value)), key=_sortable)
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
        return [inner(entry) for entry in cast(Iterable[object], value)]
    if isinstance(value, SupportsIndex):
        return index(value)
    raise out_of_range(name, cast(object, value), "text, numbers, times, or lists of them")


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadQuestion(f"{name}: {text!r} is not valid Unicode.", hint="Fix the text.") from None


def _sortable(value: object) -> tuple[bool, str, str]:
    return (value is None, type(value).__name__, str(value))
