"""Looking at pictures: their texts, where they stand, and whether anything is out of place."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import isfinite
from xml.etree import ElementTree as ET

from keyart.insights.charts import text as texts

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Word:
    """A text of a picture, and the box around it."""

    text: str
    left: float
    right: float
    base: float
    size: float

    def touches(self, other: "Word") -> bool:
        """Return whether two texts lie on each other, but for a pixel."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.base, other.base) - max(self.base - self.size, other.base - other.size)
        return across > 1 and down > 3


def parse(svg: str) -> ET.Element:
    """Return the picture, which must be well-formed XML."""
    return ET.fromstring(svg)


def words(root: ET.Element) -> list[Word]:
    """Return the texts of a picture."""
    return [_word(element) for element in root.iter(f"{SVG}text")]


def said(root: ET.Element) -> list[str]:
    """Return what the texts of a picture say."""
    return [word.text for word in words(root)]


def marks(root: ET.Element, role: str) -> list[ET.Element]:
    """Return the rectangles of one colour, which a picture without a theme names."""
    return [one for one in root.iter(f"{SVG}rect") if one.get("fill") == f"var(--ka-{role})"]


def check(svg: str, width: float) -> ET.Element:
    """Return a picture after seeing that all of it is legible and lies within its borders."""
    root = parse(svg)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    assert wide == width
    for x, y in _corners(root):
        assert isfinite(x)
        assert isfinite(y)
        assert -1 <= x <= wide + 1
        assert -1 <= y <= high + 1
    for word in words(root):
        assert word.size >= 12
        assert word.left >= 0, word
        assert word.right <= wide + 0.5, word
    for one, other in combinations(words(root), 2):
        assert not one.touches(other), (one, other)
    return root


def _word(element: ET.Element) -> Word:
    size = float(element.get("font-size", "12"))
    text = element.text or ""
    wide = texts.width(text, size, bold=element.get("font-weight") == "600")
    x = float(element.attrib["x"])
    left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
    return Word(text, left, left + wide, float(element.attrib["y"]), size)


def _corners(root: ET.Element) -> Iterator[tuple[float, float]]:
    for one in root.iter():
        at = {name: float(value) for name, value in one.attrib.items() if name in _COORDINATES}
        if one.tag == f"{SVG}rect":
            yield at.get("x", 0), at.get("y", 0)
            yield at.get("x", 0) + at["width"], at.get("y", 0) + at["height"]
            assert at["width"] >= 0
            assert at["height"] >= 0
        elif one.tag == f"{SVG}line":
            yield at["x1"], at["y1"]
            yield at["x2"], at["y2"]
        elif one.tag == f"{SVG}circle":
            yield at["cx"] - at["r"], at["cy"] - at["r"]
            yield at["cx"] + at["r"], at["cy"] + at["r"]
        elif one.tag == f"{SVG}path":
            for point in one.attrib["d"].replace("Z", "").replace("M", "L").split("L")[1:]:
                x, y = map(float, point.split())
                yield x, y


_COORDINATES = frozenset("x y width height x1 x2 y1 y2 cx cy r".split())
