"""A contact sheet: 60 artworks side by side, half on a dark page and half on a light one.

`python -m keyart_demo.art.contact OUT.webp [SEED]`
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from keyart_demo.art.brief import Brief, Concept
from keyart_demo.art.canvas import Size
from keyart_demo.art.drawing import draw
from keyart_demo.art.finish import Bytes
from keyart_demo.catalogue.build import catalogue
from keyart_demo.posters import brief_of

_TITLES: Final = 150
_WIDTH: Final = 2000
_GAP: Final = 10
_PORTRAIT, _WIDE = Size(360, 540), Size(640, 360)
_ROWS: Final = ((_PORTRAIT, 11), (_PORTRAIT, 11), (_WIDE, 4), (_WIDE, 4))
"""For each half: the drawn size, and the number per row."""
_PAGES: Final = ((17, 18, 20), (244, 243, 239))


def contact_sheet(seed: int) -> Bytes:
    """Return the contact sheet for a seed, drawn by two processes."""
    cells = sizes()
    with ProcessPoolExecutor(2) as pool:
        pictures = list(pool.map(_drawn, zip(chosen(seed, cells), cells, strict=True)))
    half = len(pictures) // 2
    return np.vstack([_page(pictures[:half], _PAGES[0]), _page(pictures[half:], _PAGES[1])])


def sizes() -> list[Size]:
    """Return the drawn size of each cell."""
    return [size for _ in _PAGES for size, count in _ROWS for _ in range(count)]


def chosen(seed: int, cells: list[Size]) -> list[Brief]:
    """Return an artwork for each cell: no title twice, all concepts equally often."""
    world = catalogue(_TITLES, seed, date(2026, 1, 1), 90)
    order = np.random.default_rng(seed).permutation(len(world.assets))
    left = [world.assets[int(i)] for i in order]
    left = [asset for asset in left if asset.locale == world.titles[asset.title].language]
    briefs: list[Brief] = []
    for size, concept in zip(cells, cycle(Concept)):
        aspect = "16:9" if size.wide else "2:3"
        found = next(a for a in left if (a.aspect, a.concept) == (aspect, concept))
        left = [asset for asset in left if asset.title != found.title]
        briefs.append(brief_of(world, found))
    return briefs


def _drawn(cell: tuple[Brief, Size]) -> Bytes:
    return draw(*cell)


def _page(pictures: list[Bytes], colour: tuple[int, int, int]) -> Bytes:
    """Return pictures in rows on a page."""
    rows: list[Bytes] = []
    left = iter(pictures)
    for size, count in _ROWS:
        width = (_WIDTH - _GAP * (count + 1)) // count
        height = width * size.height // size.width
        row = np.full((height + _GAP, _WIDTH, 3), colour, np.uint8)
        for column, picture in enumerate(islice(left, count)):
            x = _GAP + column * (width + _GAP)
            small = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
            row[:height, x : x + width] = np.asarray(small)
        rows.append(row)
    margin = np.full((_GAP, _WIDTH, 3), colour, np.uint8)
    return np.vstack([margin, *rows])


if __name__ == "__main__":
    target = Path(sys.argv[1])
    sheet = contact_sheet(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    Image.fromarray(sheet).save(target, quality=82, method=6)
