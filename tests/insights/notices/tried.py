"""A store of tests: sound ones of several kinds, and some that lose part of what they showed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 60
END = START + timedelta(days=DAYS)
PEOPLE = 3_000
DEVICES = ("tv", "mobile", "web", "tablet", "console")
LOST = 0.35


@dataclass(frozen=True)
class Tried:
    """A title's assets, shown by chance: `lost` of them on `device`, or on all, are not counted.

    `shares` are those by which chance chose; it stands `on_record` from `first` day to `last`,
    before which other shares held.
    """

    title: str
    shares: tuple[float, ...] = (1 / 3, 1 / 3, 1 / 3)
    lost: float = 0.0
    device: str | None = None
    on_record: bool = True
    propensity: bool = False
    first: int = 0
    last: int | None = None
    before: tuple[float, ...] | None = None

    @property
    def assets(self) -> list[str]:
        """The ids of the arms, of which the second one loses."""
        return [f"{self.title}-{number}" for number in range(len(self.shares))]


SOUND = (
    *(Tried(f"sound{number:02}") for number in range(20)),
    Tried("uneven", (0.7, 0.2, 0.1)),
    Tried("changed", (0.2, 0.8), first=20, before=(0.8, 0.2)),
    Tried("chosen", (0.7, 0.3), on_record=False, propensity=True),
    Tried("nobody-set", (0.7, 0.3), on_record=False),
    replace(Tried("over"), lost=LOST, last=DAYS - 30),
)
BROKEN = (
    Tried("broken", lost=LOST),
    Tried("broken-on-tv", (0.25, 0.25, 0.25, 0.25), lost=0.9, device="tv"),
    Tried("broken-chosen", (0.5, 0.5), lost=LOST, on_record=False, propensity=True),
)


def store(folder: Path, tried: tuple[Tried, ...], seed: int = 7) -> session.Store:
    """Return the store."""
    rng = np.random.default_rng(seed)
    made = session.create(str(folder / "tried.keyart"))
    made.ingest(
        impressions=pa.concat_tables([_shown(rng, one) for one in tried]),
        titles=pa.table(
            {
                "title_id": [one.title for one in tried],
                "name": [one.title.replace("-", " ").title() for one in tried],
            }
        ),
        assets=pa.Table.from_pylist(
            [
                {"asset_id": asset, "title_id": one.title, "asset_type": "artwork"}
                for one in tried
                for asset in one.assets
            ]
        ),
        tests=pa.Table.from_pylist([row for one in tried for row in _record(one)]),
    )
    return made


def _record(one: Tried) -> list[dict[str, Any]]:
    last = None if one.last is None else START + timedelta(days=one.last)
    return [
        {
            "test": f"{one.title}-test",
            "title_id": one.title,
            "asset_id": asset,
            "share": share,
            "start": START + timedelta(days=one.first),
            "end": last,
        }
        for asset, share in zip(one.assets, one.shares, strict=True)
        if one.on_record
    ]


def _shown(rng: np.random.Generator, one: Tried) -> pa.Table:
    """Return what was shown: each person twice, by chance alone."""
    who = np.tile(np.arange(PEOPLE), 2)
    minute = rng.integers(0, (one.last or DAYS) * 1_440, who.size)
    day = minute // 1_440
    arm = rng.choice(len(one.shares), who.size, p=one.shares)
    if one.before is not None:
        early = rng.choice(len(one.shares), who.size, p=one.before)
        arm = np.where(day < one.first, early, arm)
    device = np.array(DEVICES)[who % len(DEVICES)]
    hit = (arm == 1) & ((device == one.device) | (one.device is None))
    kept = ~(hit & (rng.random(who.size) < one.lost))
    chances = np.array(one.shares)[arm[kept]]
    unknown = np.full(chances.size, not one.propensity)
    return pa.table(
        {
            "ts": pa.array(
                (int(START.timestamp()) + minute[kept] * 60) * 1_000_000, pa.timestamp("us", "UTC")
            ),
            "profile_id": [f"p{n}" for n in who[kept].tolist()],
            "asset_id": [one.assets[n] for n in arm[kept].tolist()],
            "title_id": [one.title] * int(kept.sum()),
            "device": device[kept].tolist(),
            "phase": ["explore"] * int(kept.sum()),
            "propensity": pa.array(chances, pa.float64(), mask=unknown),
        }
    )
