"""Facts made directly with numpy: the shape of a store of one title, without a store.

To work on the contenders alone; real comparisons take their facts from a store.
"""

import numpy as np
import pyarrow as pa

from benchmarks.facts import Facts
from benchmarks.questions import (
    AUDIENCE_SHARES,
    AUDIENCES,
    COUNTRIES,
    DEVICES,
    FIRST_SLOT,
    PHASES,
    PLACEMENTS,
    SLOTS_PER_DAY,
    TITLE,
)

ASSETS = tuple(f"a{i:08d}" for i in range(20))
DAYS = 90
ROWS_PER_PROFILE = 20 / 3


def synthetic(rows: int, seed: int = 1) -> Facts:
    """Return `rows` facts of one title: 3 profiles for each 20 rows, 20 assets, 90 days."""
    rng = np.random.default_rng(seed)
    profiles = max(1, int(rows / ROWS_PER_PROFILE))
    return Facts(_exposure(rows, profiles, rng), _members(profiles, rng))


def _exposure(rows: int, profiles: int, rng: np.random.Generator) -> pa.Table:
    u = rng.random(rows)
    shuffled = (u * np.sqrt(u) * profiles).astype(np.int64) * 2_654_435_761 % profiles
    plays = rng.random(rows) < 0.09
    qualified = plays & (rng.random(rows) < 0.75)
    watched = rng.integers(120_000, 7_200_000, rows)
    return pa.table(
        {
            "title": _column(np.zeros(rows), (TITLE,)),
            "asset": _column(len(ASSETS) * rng.random(rows) ** 2, ASSETS),
            "country": _column(len(COUNTRIES) * rng.random(rows) ** 2, COUNTRIES),
            "device": _column(len(DEVICES) * rng.random(rows), DEVICES),
            "placement": _column(len(PLACEMENTS) * rng.random(rows), PLACEMENTS),
            "phase": _column(rng.random(rows) >= 0.2, PHASES),
            "profile": np.sort(shuffled).astype(np.uint32),
            "slot": rng.integers(0, DAYS * SLOTS_PER_DAY, rows, np.uint32) + np.uint32(FIRST_SLOT),
            "impressions": np.ones(rows, np.uint8),
            "plays": plays.astype(np.uint8),
            "qualified_plays": qualified.astype(np.uint8),
            "watch_ms": np.where(plays, watched, 0).astype(np.uint32),
        }
    )


def _column(codes: np.ndarray, values: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(values))


def _members(profiles: int, rng: np.random.Generator) -> pa.Table:
    lists = [
        np.flatnonzero(rng.random(profiles) < AUDIENCE_SHARES[k % len(AUDIENCE_SHARES)])
        for k in range(len(AUDIENCES))
    ]
    codes = np.repeat(np.arange(len(AUDIENCES)), [members.size for members in lists])
    return pa.table(
        {
            "audience": _column(codes, AUDIENCES),
            "profile": np.concatenate(lists).astype(np.uint32),
        }
    )
