"""Numbers in readable form: 12.4%, +1.4 points, +8.1%, ×1.08, 1.2 M."""

import math
from collections.abc import Iterable
from typing import Literal

NumberKind = Literal["rate", "points", "change", "ratio", "number"]
"""The kind of a number: a share of people (0.124 is 12.4%), a difference of two shares (0.014 is
+1.4 points), a relative change (0.081 is +8.1%), a ratio (1.08 is ×1.08), or any number."""

MINUS = "−"
MISSING = "–"
SIGNED = frozenset({"points", "change"})
_PERCENT = frozenset({"rate", "points", "change"})
_THOUSANDS = ((12, "T"), (9, "B"), (6, "M"), (3, "k"))
_LEAST_DECIMALS = {"rate": 1, "points": 1, "change": 1, "ratio": 2, "number": 0}
_MOST_DECIMALS = 6


def finite_or_none(value: float | None) -> float | None:
    """Return a value that can be drawn, else None: NaN and infinity count as missing."""
    return float(value) if value is not None and math.isfinite(value) else None


def finite(values: Iterable[float | None]) -> list[float]:
    """Return the values that can be drawn."""
    return [number for value in values if (number := finite_or_none(value)) is not None]


def decimals(precision: float, kind: NumberKind) -> int:
    """Return how many decimals show differences as small as `precision`; negative: tens and up."""
    shown = precision * (100 if kind in _PERCENT else 1)
    if not math.isfinite(shown) or shown <= 0:
        return _LEAST_DECIMALS[kind]
    return min(_MOST_DECIMALS, -math.floor(math.log10(shown) + 1e-9))


def shown(
    value: float | None, kind: NumberKind, places: int | None = None, *, unit: bool = True
) -> str:
    """Return `value` as text, with `places` decimals, or the usual number if that is more."""
    number = finite_or_none(value)
    if number is None:
        return MISSING
    return _signed(number, kind, _digits(number, kind, places, _LEAST_DECIMALS[kind]), unit=unit)


def margin(half: float, kind: NumberKind, places: int | None = None) -> str:
    """Return half the width of an interval as text, to follow ±."""
    return _digits(half, kind, places, _LEAST_DECIMALS[kind])


def tick(value: float, kind: NumberKind, step: float) -> str:
    """Return the text of a tick on an axis with ticks `step` apart: as short as is exact."""
    places = decimals(step, kind) if abs(value) > step / 2 else 0
    return _signed(value, kind, _digits(value, kind, places, 0), unit=True)


def _signed(number: float, kind: NumberKind, digits: str, *, unit: bool) -> str:
    zero = not any(digit in digits for digit in "123456789")
    sign = "" if zero else MINUS if number < 0 else "+" if kind in SIGNED else ""
    before = "×" if kind == "ratio" and unit else ""
    return f"{sign}{before}{digits}{'%' if unit and kind in {'rate', 'change'} else ''}"


def _digits(number: float, kind: NumberKind, places: int | None, least: int) -> str:
    """Return a number as text without sign and unit, with at least `least` decimals."""
    size = abs(number) * (100 if kind in _PERCENT else 1)
    if size >= 1e15:
        return f"{size:.1e}".replace("e+", "e")
    for power, letter in _THOUSANDS:
        if size >= max(10**power, 1e4):
            exact = 1 if places is None else min(max(places + power, 1), _MOST_DECIMALS)
            short = f"{size / 10**power:.{exact}f}"
            return f"{short.rstrip('0').rstrip('.')} {letter}"
    return f"{size:,.{max(least if places is None else places, least, 0)}f}"
