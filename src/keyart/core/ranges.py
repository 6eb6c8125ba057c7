"""Ranges of numbers that settings and arguments may have, and their text."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from keyart.core.errors import BadQuestion

MOST_SHOWN = 60
"""Characters of a value that an error shows at most."""

_SPANS = ((7 * 86400, "w"), (86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
_SIZES = ((1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def format_number(number: float) -> str:
    """Return a number as text: 1000, 0.05, 1,000,000."""
    if number != int(number):
        return f"{number:.10f}".rstrip("0") if abs(number) >= 1e-9 else f"{number:g}"
    return f"{int(number):,}" if abs(number) >= 100_000 else str(int(number))


def format_duration(seconds: float) -> str:
    """Return seconds in the largest unit that holds them in whole numbers: 30s, 24h, 365d."""
    for size, unit in _SPANS[1:]:
        if seconds and seconds % size == 0:
            return f"{format_number(seconds / size)}{unit}"
    return "0" if not seconds else f"{format_number(seconds)}s"


def format_size(count: float) -> str:
    """Return bytes in the largest unit that holds them in whole numbers: 64KiB, 2GiB."""
    for unit, name in _SIZES:
        if count and count % unit == 0:
            return f"{format_number(count / unit)}{name}"
    return format_number(count)


def format_value(value: object) -> str:
    """Return any value as an error shows it: short, and on one line."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # whole numbers of thousands of digits; endless nesting
        text = "a very large number" if isinstance(value, int) else f"a {type(value).__name__}"
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


@dataclass(frozen=True)
class Range:
    """The numbers from `least` to `most`, both included; only those of type int if `whole`.

    If `most` is infinite, all finite ones from `least` on.
    """

    least: float
    most: float
    whole: bool = False
    as_text: Callable[[float], str] = format_number
    """Returns a bound as text."""

    def __str__(self) -> str:
        """Return the range in words: `0 to 1000`."""
        least = self.as_text(self.least)
        return f"{least} or more" if self.most == inf else f"{least} to {self.as_text(self.most)}"

    def holds(self, value: object) -> bool:
        """Return whether `value` is a number in the range."""
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            return False
        return self.least <= value <= self.most and value != inf

    def check(self, name: str, value: object) -> None:
        """Raise `BadQuestion` unless `value`, the argument `name`, is a number in the range."""
        if not self.holds(value):
            kind = "a whole number, " if self.whole and isinstance(value, float) else ""
            raise out_of_range(name, value, f"{kind}{self}")


def out_of_range(name: str, value: object, expected: str, *, hint: str = "") -> BadQuestion:
    """Return the error for the argument `name`, which must be `expected`."""
    message = f"{name} must be {expected}, not {format_value(value)}."
    return BadQuestion(message, hint=hint or f"Change {name}.")


SHARE = Range(0.000001, 0.999999)
"""Confidences, powers, rates, shares of false findings: between 0 and 1, and not so close to either
that a float cannot tell the difference."""

PEOPLE = Range(1, 1_000_000_000_000)
"""Numbers of people or events."""
