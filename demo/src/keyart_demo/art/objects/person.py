"""A tiny figure in a coat, for scale."""

from typing import Final

import skia

from keyart_demo.art.objects.form import Point, polygon

_COAT: Final = (
    (0.0, -0.86),
    (0.07, -0.835),
    (0.155, -0.78),
    (0.175, -0.62),
    (0.185, -0.42),
    (0.15, -0.41),
    (0.135, -0.6),
    (0.13, -0.45),
    (0.155, -0.27),
    (0.105, -0.26),
    (0.1, 0.0),
    (0.03, 0.0),
    (0.012, -0.26),
)
"""The right half, from the collar down, in figure heights."""


def person(foot: Point, height: float) -> skia.Path:
    """Return the outline of a person standing at a point, seen from behind."""
    x, y = foot
    left = [(-a, b) for a, b in reversed(_COAT[1:])]
    body = polygon(*((x + a * height, y + b * height) for a, b in (*_COAT, *left)))
    head = skia.Rect(x - 0.062 * height, y - height, x + 0.062 * height, y - 0.85 * height)
    body.addPath(skia.Path().addOval(head))
    return body
