"""The canvas for charts: a few shapes with rounded coordinates, output as SVG."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal
from xml.etree import ElementTree as ET

from keyart.insights.charts import text as texts
from keyart.insights.charts.palette import Theme, paint, style

FONT = "Inter,-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif"
SIZE = 12
"""The usual and smallest text size, in pixels."""

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


class Canvas:
    """Shapes on a canvas `width` pixels wide, in one theme, or in the reader's theme (None)."""

    def __init__(self, width: float, theme: Theme | None) -> None:
        self.width = width
        self._theme: Theme | None = theme
        self._roles: set[str] = set()
        self._shapes: list[ET.Element] = []

    @property
    def pad(self) -> float:
        """The padding between border and drawing."""
        return 20 if self.wide else 16

    @property
    def wide(self) -> bool:
        """Whether there is more room than on a phone."""
        return self.width >= 540

    @property
    def right(self) -> float:
        """The right edge of the drawing."""
        return self.width - self.pad

    @property
    def room(self) -> float:
        """The width of the drawing."""
        return self.width - 2 * self.pad

    def rect(self, at: Point, size: Point, fill: str, **rest: object) -> None:
        """Draw a rectangle from its upper left corner."""
        self._add("rect", x=at[0], y=at[1], width=size[0], height=size[1], fill=fill, **rest)

    def circle(self, at: Point, radius: float, fill: str, **rest: object) -> None:
        """Draw a circle around its centre."""
        self._add("circle", cx=at[0], cy=at[1], r=radius, fill=fill, **rest)

    def line(self, start: Point, end: Point, stroke: str, width: float = 1, **rest: object) -> None:
        """Draw a straight line."""
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._add("line", **ends, stroke=stroke, stroke_width=width, **rest)

    def path(self, points: Sequence[Point], stroke: str, width: float, **rest: object) -> None:
        """Draw a line through several points."""
        self._add("path", d=_path(points), fill="none", stroke=stroke, stroke_width=width, **rest)

    def area(self, points: Sequence[Point], fill: str, **rest: object) -> None:
        """Fill the area enclosed by several points."""
        self._add("path", d=f"{_path(points)}Z", fill=fill, **rest)

    def hatch(self, at: Point, size: Point) -> None:
        """Hatch a rectangle: too little data, or not yet complete."""
        (left, top), (wide, high) = at, size
        segments: list[str] = []
        for offset in range(5, int(wide + high), 6):
            # from the left or bottom border up to the top or right one
            start = (left + max(0, offset - high), top + min(offset, high))
            end = (left + min(offset, wide), top + max(0, offset - wide))
            segments.append(_path([start, end]))
        if segments:
            self._add("path", d="".join(segments), fill="none", stroke="hatch", stroke_width=1.2)

    def text(
        self,
        at: Point,
        text: str,
        fill: str = "ink",
        anchor: Anchor = "start",
        *,
        size: float = SIZE,
        bold: bool = False,
    ) -> ET.Element:
        """Write `text` on its baseline; clip text that is too long first."""
        element = self._add("text", x=at[0], y=at[1], fill=fill)
        if anchor != "start":
            element.set("text-anchor", anchor)
        if size != SIZE:
            element.set("font-size", number(size))
        if bold:
            element.set("font-weight", "600")
        element.text = texts.clean(text)
        return element

    def over(
        self, at: Point, text: str, fill: str, anchor: Anchor = "start", *, bold: bool = False
    ) -> None:
        """Write `text` over marks, set apart by a halo."""
        element = self.text(at, text, fill, anchor, bold=bold)
        element.set("stroke", self._paint("surface"))
        element.set("stroke-width", "3")
        element.set("paint-order", "stroke")

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the drawing, with its title and description for screen readers."""
        head = [("title", title), ("desc", description)]
        size = f"{number(self.width)} {number(height)}"
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": number(self.width),
                "height": number(height),
                "viewBox": f"0 0 {size}",
                "role": "img",
                "class": "ka",
                "font-family": FONT,
                "font-size": number(SIZE),
            },
        )
        sheet = {"width": number(self.width), "height": number(height), "rx": "10"}
        surface = ET.Element("rect", {**sheet, "fill": self._paint("surface")})
        for tag, content in head:
            ET.SubElement(root, tag).text = texts.clean(content)
        if self._theme is None:
            ET.SubElement(root, "style").text = style(frozenset(self._roles))
        root.extend([surface, *self._shapes])
        return ET.tostring(root, encoding="unicode")

    def _add(self, tag: str, **attributes: object) -> ET.Element:
        element = ET.Element(tag)
        for name, value in attributes.items():
            colour = name in {"fill", "stroke"} and value != "none"
            text = self._paint(str(value)) if colour else _attribute(value)
            element.set(name.replace("_", "-"), text)
        self._shapes.append(element)
        return element

    def _paint(self, role: str) -> str:
        self._roles.add(role)
        return paint(role, self._theme)


def number(value: float) -> str:
    """Return a coordinate, rounded to a tenth of a pixel."""
    assert math.isfinite(value), "charts draw finite numbers only"
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _attribute(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
