"""What people's first exposures led to, row by row; as it was, or with assets that mean nothing."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.core.facts import Family
from keyart.core.schema import PHASES
from keyart.insights.authenticity.record import DailyRecord, Record
from keyart.insights.catalogue.units import CatalogueUnits
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.units.unit_kernels import SLOTS_A_DAY
from keyart.store import Snapshot

SUMS = (
    "qualified_plays",
    "plays",
    "short_plays",
    "completions",
    "completion_known",
    "watch_ms",
)


@dataclass(frozen=True, eq=False)
class Seen:
    """Who first met which asset of a title and type in the phase explore, and what it led to.

    A row for each person, title and type: what its first quarter of an hour with this asset led to.
    """

    asset: Ints
    """Places in `Units.ids`."""
    kind: Ints
    """Of the asset's title and type."""
    day: Ints
    sums: npt.NDArray[np.int64]
    """[rows, SUMS]"""


def seen(snapshot: Snapshot, known: CatalogueUnits) -> Seen:
    """Return the first exposures to assets that are `known`.

    Of several assets in one quarter of an hour, the one that is first in `known` counts.
    """
    asset, profile, slot, *sums = _rows(snapshot, known).T
    kind = (known.title * len(known.asset_types) + known.asset_type)[asset]
    order = np.lexsort((asset, slot, kind, profile))
    asset, profile, slot, kind = (one[order] for one in (asset, profile, slot, kind))
    starts = np.diff(profile, prepend=-1) != 0
    starts |= np.diff(kind, prepend=-1) != 0
    first = np.flatnonzero(starts)
    unit = np.cumsum(starts) - 1
    counted = (slot == slot[first][unit]) & (asset == asset[first][unit])
    led = [np.bincount(unit, counted * one[order], first.size).astype(np.int64) for one in sums]
    return Seen(asset[first], kind[first], slot[first] // SLOTS_A_DAY, np.stack(led, axis=1))


def _rows(snapshot: Snapshot, known: CatalogueUnits) -> npt.NDArray[np.int64]:
    """Return the facts of the phase explore: [rows, (asset, profile, slot, *SUMS)]."""
    place = {asset: at for at, asset in enumerate(known.ids.to_pylist())}
    parts: list[npt.NDArray[np.int64]] = []
    for segment in snapshot.segments(Family.EXPOSURE):
        places = [place.get(name, -1) for name in segment.dictionary("asset").to_pylist()]
        places = np.array([*places, -1])
        phases = np.array(
            [*(p == PHASES[0] for p in segment.dictionary("phase").to_pylist()), False]
        )
        for chunk in segment.chunks:
            asset = places[chunk.column("asset")]
            rows = (asset >= 0) & phases[chunk.column("phase")]
            if segment.hidden is not None:
                rows &= segment.hidden[chunk.start : chunk.start + chunk.rows] == 0
            names = ("profile", "slot", *SUMS)
            columns = [asset, *(chunk.column(name) for name in names)]
            parts.append(np.stack([one[rows].astype(np.int64) for one in columns], axis=1))
    return np.concatenate(parts)


def permuted(rows: Seen, rng: np.random.Generator) -> Seen:
    """Return the rows with the assets of each title and type dealt anew among those of a day."""
    given = np.lexsort((rows.day, rows.kind))
    drawn = np.lexsort((rng.random(rows.kind.size), rows.day, rows.kind))
    asset = np.empty_like(rows.asset)
    asset[given] = rows.asset[drawn]
    return replace(rows, asset=asset)


def added_up(rows: Seen) -> DailyRecord:
    """Return what each asset got on each day."""
    start = int(rows.day.min(initial=0))
    days = int(rows.day.max(initial=0)) - start + 1
    pairs, row = np.unique(rows.asset * days + rows.day - start, return_inverse=True)
    qualified, plays, short, done, ended, watched = rows.sums.T

    def moments(x: Ints | Floats, y: Ints | Floats) -> Moments:
        there = ((x != 0) | (y != 0)).astype(np.float64)
        n, *sums = (_sums(row, one, pairs.size) for one in (there, x, y, x * x, y * y, x * y))
        return Moments(n.astype(np.int64), *sums)

    record = Record(
        takes=moments(np.ones(rows.asset.size), (qualified > 0).astype(np.float64)),
        kept=moments(ended + short, done),
        watched=moments(plays, watched / 1000),
        short=moments(plays, short),
        completed=moments(ended, done),
    )
    return DailyRecord(pairs // days, start + pairs % days, record)


def _sums(place: Ints, values: npt.NDArray[Any], places: int) -> Floats:
    return np.bincount(place, values, places).astype(np.float64)
