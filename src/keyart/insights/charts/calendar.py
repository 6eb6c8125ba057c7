"""An axis of days."""

from collections.abc import Iterator
from datetime import date

from keyart.insights.charts import axis
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.scale import Scale

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_STEPS = (1, 2, 3, 7, 14, 28, 91, 182, 365)
_YEAR = 365


def day_text(day: date) -> str:
    """Return a day as text: 6 Nov."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def days_scale(days: list[date], start: float, end: float) -> Scale:
    """Return the scale of days, numbered as `date.toordinal` does; one day stands in the middle."""
    first, last = min(days).toordinal(), max(days).toordinal()
    air = 0.5 if first == last else 0
    return Scale(first - air, last + air, start, end)


def across_days(canvas: Canvas, scale: Scale, bottom: float) -> float:
    """Draw an axis of days below a plot and return where it ends."""
    labels = ((scale(day), text) for day, text in _ticks(scale))
    for x, label in axis.apart(labels, canvas.pad, canvas.right):
        canvas.line((x, bottom), (x, bottom + 4), "line-2")
        canvas.text((x, bottom + 18), label, "ink-3", "middle")
    return bottom + axis.LABELS


def _ticks(scale: Scale) -> Iterator[tuple[int, str]]:
    """Yield days and their texts: the month where it begins to be another, the year too."""
    length = scale.high - scale.low
    most = max(2, int((scale.end - scale.start) / 60))
    step = next((step for step in _STEPS if length / step <= most), int(length / most) + 1)
    before: date | None = None
    for number in range(int(scale.low + 0.5), int(scale.high) + 1, step):
        day = date.fromordinal(number)
        if length > 2 * _YEAR:
            yield number, f"{_MONTHS[day.month - 1]} {day.year}"
        elif before and (before.year, before.month) == (day.year, day.month):
            yield number, str(day.day)
        else:
            yield number, day_text(day)
        before = day
