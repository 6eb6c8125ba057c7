"""Tests of artworks: which share of the explore phase each one should get."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from keyart.demo.catalogue.assets import ARTWORK, PORTRAIT
from keyart.demo.catalogue.chance import one
from keyart.demo.catalogue.model import Asset, Test, Title

TESTED = 0.4
"""The share of titles that are tested."""
WEEKS = (2, 3, 4, 4, 6)
CHAMPION = 0.5
"""What the artwork in use keeps where the others are only tried."""
_EVENLY = 0.75
"""How many tests give all the same share."""


def tests_of(
    titles: Sequence[Title],
    assets: Sequence[Asset],
    start: datetime,
    end: datetime,
    rng: np.random.Generator,
) -> tuple[Test, ...]:
    """Return the tests that run within the days from `start` to `end`, by title."""
    arms = _arms(assets)
    tests: list[Test] = []
    for place in sorted(
        int(i) for i in rng.permutation(len(titles))[: round(TESTED * len(titles))]
    ):
        title = titles[place]
        begins = _begin(rng, max(start, title.launched_at), end)
        days = timedelta(weeks=one(rng, WEEKS))
        ready = [asset for asset in arms[title.number] if asset.created_at <= begins]
        if len(ready) > 1 and begins < end:
            shares = _shares(rng, [asset.number for asset in ready])
            name = f"{title.title_id}-portraits"
            tests.append(Test(name, title.number, shares, begins, min(begins + days, end)))
    return tuple(tests)


def _arms(assets: Sequence[Asset]) -> dict[int, list[Asset]]:
    """Return by title the portraits in its own language: one of each idea."""
    arms: dict[int, list[Asset]] = {}
    for asset in assets:
        if asset.asset_type == ARTWORK:
            of_title = arms.setdefault(asset.title, [])
            if asset.aspect == PORTRAIT and asset.idea not in {a.idea for a in of_title}:
                of_title.append(asset)
    return arms


def _begin(rng: np.random.Generator, earliest: datetime, end: datetime) -> datetime:
    """Return a midnight in the first half of the days left, or the launch itself."""
    midnight = earliest.replace(hour=0)
    left = (end - midnight).days
    later = midnight + timedelta(days=int(rng.integers(max(1, left // 2))))
    return max(earliest, later)


def _shares(rng: np.random.Generator, numbers: list[int]) -> dict[int, float]:
    count = len(numbers)
    if rng.random() < _EVENLY:
        return dict.fromkeys(numbers, 1 / count)
    rest = (1 - CHAMPION) / (count - 1)
    return {numbers[0]: CHAMPION} | dict.fromkeys(numbers[1:], rest)
