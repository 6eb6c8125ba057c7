"""Pictures of every page, in both themes, wide and narrow: `make screenshots` writes them.

    python -m tests.web.screenshots docs/screenshots [page ...]

They are of a demo store in the folder `.cache`, made if it is not there.
"""

import io
import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from keyart.live import judge_once
from tests.web.browser import NARROW, WIDE, Theme, launched, opened, settle, visitor
from tests.web.places import PAGES, address
from tests.web.service import ROOT, demo_in, serving

THEMES: tuple[Theme, ...] = ("light", "dark")

TALLEST = 3200
"""Pixels of a page from its top; what is below is cut off."""

QUALITY = 82

DRAWN = 2_000
"""Milliseconds that pictures have to appear."""


def main(words: Sequence[str]) -> None:
    """Write pictures of the pages named, of all if none is, into a folder."""
    folder, *names = words
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    store = demo_in(ROOT / ".cache")
    judge_once(store)
    with (
        TemporaryDirectory() as log,
        serving(store, Path(log)) as service,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        for size, theme in itertools.product((WIDE, NARROW), THEMES):
            with visitor(browser, service, size=size, theme=theme) as (context, _):
                for name in names or PAGES:
                    page = opened(context, address(service, name))
                    # As high as the page, so that what is drawn only in sight is drawn.
                    height: int = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": size[0], "height": min(height, TALLEST)})
                    settle(page)
                    page.wait_for_timeout(DRAWN)
                    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                    picture.save(place / f"{name}-{size[0]}-{theme}.webp", quality=QUALITY)
                    page.close()
                    print(name, size[0], theme, flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1:])
