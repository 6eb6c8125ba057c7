"""What assets got, added up row by row; as it was, or with assets that mean nothing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.core.facts import Family
from keyart.core.schema import PHASES
from keyart.insights.authenticity.record import Record
from keyart.insights.catalogue.units import Units
from keyart.query.engine import Floats, Ints, Moments
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
    """Rows of facts of the phase explore: who saw which asset, and what it led to."""

    asset: Ints
    """Places in `Units.ids`."""
    profile: Ints
    sums: npt.NDArray[np.int64]
    """[rows, SUMS]"""


def seen(snapshot: Snapshot, known: Units) -> Seen:
    """Return the rows of assets that are `known`."""
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
            columns = [asset, chunk.column("profile"), *(chunk.column(name) for name in SUMS)]
            parts.append(np.stack([one[rows].astype(np.int64) for one in columns], axis=1))
    table = np.concatenate(parts)
    return Seen(table[:, 0], table[:, 1], table[:, 2:])


def permuted(rows: Seen, known: Units, rng: np.random.Generator) -> Seen:
    """Return the rows with the assets of each title and type dealt anew among them."""
    kind = (known.title * len(known.asset_types) + known.asset_type)[rows.asset]
    given = np.argsort(kind, kind="stable")
    drawn = np.lexsort((rng.random(kind.size), kind))
    asset = np.empty_like(rows.asset)
    asset[given] = rows.asset[drawn]
    return Seen(asset, rows.profile, rows.sums)


def added_up(rows: Seen, assets: int) -> Record:
    """Return what each asset got."""
    pair, code = np.unique(rows.profile * assets + rows.asset, return_inverse=True)
    asset = pair % assets
    each = (_sums(code, one, pair.size) for one in rows.sums.T)
    qualified, plays, short, done, ended, watched = each

    def moments(x: Floats, y: Floats) -> Moments:
        there = ((x != 0) | (y != 0)).astype(np.float64)
        n, *sums = (_sums(asset, one, assets) for one in (there, x, y, x * x, y * y, x * y))
        return Moments(n.astype(np.int64), *sums)

    return Record(
        taken=moments(np.ones(pair.size), (qualified > 0).astype(np.float64)),
        kept=moments(ended + short, done),
        watched=moments(plays, watched / 1000),
        short=moments(plays, short),
        completed=moments(ended, done),
    )


def _sums(place: Ints, values: npt.NDArray[Any], places: int) -> Floats:
    return np.bincount(place, values, places).astype(np.float64)
