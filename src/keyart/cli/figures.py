"""Format numbers, times and missing values."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import NoneType
from typing import Any

from keyart.core.measures import is_rate

MISSING = "–"

_BYTES = ("B", "kB", "MB", "GB", "TB")


def value(name: str, raw: object) -> str:
    """Format a value of column `name`: rates as percentages, missing as a dash."""
    if isinstance(raw, float):
        return percent(raw) if is_rate(name) else f"{raw:,.2f}"
    return _FORMS.get(type(raw), str)(raw)


def percent(share: float) -> str:
    """Format a share as a percentage."""
    return f"{share:.2%}"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return `1 row`, `2,000 rows`; `plural` is given if it is irregular."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def size(number: int) -> str:
    """Format a number of bytes in decimal units."""
    amount = float(number)
    for unit in _BYTES[:-1]:
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} {_BYTES[-1]}"


def instant(time: datetime | None) -> str:
    """Format a time to the minute, with its zone's offset unless that is UTC."""
    if time is None:
        return MISSING
    offset = f"{time:%z}"
    zone = "UTC" if offset in {"", "+0000"} else f"{offset[:3]}:{offset[3:]}"
    return f"{time:%Y-%m-%d %H:%M} {zone}"


def age(then: datetime | None, now: datetime) -> str:
    """Format the age of a time: `3 h ago`."""
    if then is None:
        return MISSING
    seconds = (now - then).total_seconds()
    if seconds < 0:
        return "in the future"
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length):,} {unit} ago"
    return "just now"


_FORMS: Mapping[type, Callable[[Any], str]] = {
    NoneType: lambda _: MISSING,
    bool: lambda flag: "yes" if flag else "no",
    int: lambda number: f"{number:,}",
    datetime: instant,
    list: ", ".join,
}
"""Formats by type; other values are shown as they are."""
