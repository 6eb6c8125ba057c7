"""A contact sheet: 60 artworks side by side, half on a dark page and half on a light one.

`python -m keyart.demo.art.contact OUT.webp [SEED]`
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from keyart.demo.art.brief import Brief
from keyart.demo.art.canvas import Size
from keyart.demo.art.drawing import draw
from keyart.demo.art.finish import Bytes
from keyart.demo.art.samples import sample_briefs

_WIDTH: Final = 2000
_GAP: Final = 10
_PORTRAIT, _WIDE = Size(360, 540), Size(640, 360)
_ROWS: Final = ((_PORTRAIT, 11), (_PORTRAIT, 11), (_WIDE, 4), (_WIDE, 4))
"""Of each half: the size drawn, and how many stand in a row."""
_PAGES: Final = ((17, 18, 20), (244, 243, 239))


def contact_sheet(seed: int) -> Bytes:
    """Return the sheet of a seed, drawn by two processes."""
    cells = [size for _ in _PAGES for size, count in _ROWS for _ in range(count)]
    briefs = list(islice(sample_briefs(seed), len(cells)))
    with ProcessPoolExecutor(2) as pool:
        pictures = list(pool.map(_drawn, zip(briefs, cells, strict=True)))
    half = len(pictures) // 2
    return np.vstack([_page(pictures[:half], _PAGES[0]), _page(pictures[half:], _PAGES[1])])


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
    Image.fromarray(sheet).save(target, quality=86, method=6)
