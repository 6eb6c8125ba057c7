"""Lines and bands through points that may be missing, cut off where the scale ends."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from keyart.insights.charts.canvas import Canvas, Point
from keyart.insights.charts.scale import Scale


def draw_line(canvas: Canvas, runs: Sequence[Sequence[Point]], stroke: str, width: float) -> None:
    """Draw runs of points, given in pixels; a point on its own is a dot."""
    for run in runs:
        if len(run) == 1:
            canvas.circle(run[0], width + 1, stroke)
        else:
            canvas.path(run, stroke, width, stroke_linejoin="round", stroke_linecap="round")


def draw_band(
    canvas: Canvas, low: Sequence[Sequence[Point]], high: Sequence[Sequence[Point]], fill: str
) -> None:
    """Fill what lies between runs of lower and of upper points; one on its own is a bar."""
    for below, above in zip(low, high, strict=True):
        if len(below) == 1:
            (x, bottom), (_, top) = below[0], above[0]
            canvas.rect((x - 4, top), (8, max(bottom - top, 1)), fill, rx=1.5, fill_opacity=".4")
        else:
            canvas.area([*above, *reversed(below)], fill, fill_opacity=".16")


def runs(
    points: Sequence[tuple[float, float | None]], across: Scale, up: Scale
) -> list[list[Point]]:
    """Return points as pixels, in runs without a missing value, cut off where `up` ends."""
    found: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return [[(across(x), up(y)) for x, y in _cut(run, up)] for run in found if run]


def _cut(run: Sequence[tuple[float, float]], up: Scale) -> Iterator[tuple[float, float]]:
    """Yield a run with the points at which it crosses the ends of a scale, so that slopes stay."""
    yield run[0]
    for (x, y), (to_x, to_y) in pairwise(run):
        edges = sorted((up.low, up.high), reverse=to_y < y)
        for edge in edges:
            if min(y, to_y) < edge < max(y, to_y):
                yield x + (to_x - x) * ((edge - y) / (to_y - y)), edge
        yield to_x, to_y
