"""A chart of the errors of estimated counts of people."""

from math import log10

from keyart.validation.findings import Estimates

WIDTH, HEIGHT = 1000, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 12, 12, 46


def draw_errors(estimates: Estimates) -> str:
    """Return an SVG: each estimate by the exact count (log) and its relative error (linear).

    The band is the engine's stated error; beyond the dashed lines an estimate is a difference.
    """
    most = max(estimates.widest, estimates.allowed) * 1.1 or 1.0
    decades = max(1, *(_decade(count) for count, _ in estimates.points))
    scale = _Scale(decades, most)
    parts = [
        _draw_band(scale.y(estimates.bound), scale.y(-estimates.bound)),
        _draw_line("zero", scale.y(0)),
        *(_draw_line("edge", scale.y(sign * estimates.allowed)) for sign in (1, -1)),
        *(
            f'<circle class="point" cx="{scale.x(count):.1f}" cy="{scale.y(error):.1f}" r="3"/>'
            for count, error in estimates.points
        ),
        *_draw_labels(estimates, scale, decades),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Relative errors of estimated counts of people">{"".join(parts)}</svg>'
    )


class _Scale:
    """From counts and errors to coordinates."""

    def __init__(self, decades: int, most: float) -> None:
        self._decades = decades
        self._most = most

    def x(self, count: int) -> float:
        """Return the coordinate of a count."""
        share = log10(max(count, 1)) / self._decades
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(self, error: float) -> float:
        """Return the coordinate of an error; overestimates are above."""
        return _TOP + (1 - error / self._most) / 2 * (HEIGHT - _TOP - _BOTTOM)


def _draw_labels(estimates: Estimates, scale: _Scale, decades: int) -> list[str]:
    ends = {0: "start", decades: "end"}
    below = [
        _draw_text(scale.x(10**n), HEIGHT - 18, f"{10**n:,}", ends.get(n, "middle"))
        for n in range(0, decades + 1, 1 + decades // 5)
    ]
    errors_ = (estimates.allowed, 0.0, -estimates.allowed)
    return below + [
        _draw_text(_LEFT - 8, scale.y(e) + 4, f"{e:+.1%}" if e else "0", "end") for e in errors_
    ]


def _draw_text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _draw_band(top: float, bottom: float) -> str:
    return (
        f'<rect class="band" x="{_LEFT}" y="{top:.1f}" width="{WIDTH - _LEFT - _RIGHT}" '
        f'height="{bottom - top:.1f}"/>'
    )


def _draw_line(kind: str, y: float) -> str:
    return f'<line class="{kind}" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _decade(count: int) -> int:
    """Return the exponent of the smallest power of ten that is at least `count`."""
    return len(str(max(count - 1, 0))) if count > 1 else 0
