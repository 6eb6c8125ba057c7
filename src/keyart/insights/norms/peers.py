"""Where assets stand among those of the same type that share a genre."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keyart.insights.catalogue import Units
from keyart.query.engine import Floats
from keyart.query.lookups import value_lists, values_of
from keyart.query.planning.model import model_of
from keyart.store import Snapshot

FEWEST_PEERS = 20
"""Fewer assets than this are no crowd to stand in."""


@dataclass(frozen=True)
class Standing:
    """Which share of its peers an asset is better than, in percent, ties by half; and who they are.

    `quarters` are the values that a quarter, half and three quarters of them stay below. Both are
    nan where there are too few of them.
    """

    percentile: float
    among: str
    peers: int
    quarters: tuple[float, float, float]


def standings(
    snapshot: Snapshot, units: Units, values: Floats, wanted: Sequence[int]
) -> list[Standing]:
    """Return where the `wanted` of `units` stand by `values`, nan for those without one.

    Peers share the first of the title's genres in which there are enough of them, else only the
    asset type.
    """
    genres = value_lists(_genres(snapshot, units))
    crowds: dict[tuple[int, object], list[float]] = {}
    for place in np.flatnonzero(np.isfinite(values)).tolist():
        for genre in {None, *genres[place]}:
            crowds.setdefault((int(units.asset_type[place]), genre), []).append(values[place])
    ordered = {key: np.sort(crowd) for key, crowd in crowds.items()}
    types = units.asset_types.to_pylist()
    found: list[Standing] = []
    for place in wanted:
        type_ = int(units.asset_type[place])
        named = [genre for genre in genres[place] if genre is not None]
        enough = (g for g in named if len(crowds.get((type_, g), ())) >= FEWEST_PEERS)
        genre = next(enough, None)
        among = " ".join([*([] if genre is None else [str(genre)]), types[type_] or "asset"])
        found.append(_standing(float(values[place]), ordered.get((type_, genre)), among))
    return found


def _standing(value: float, crowd: Floats | None, among: str) -> Standing:
    if crowd is None or crowd.size < FEWEST_PEERS or not np.isfinite(value):
        return Standing(np.nan, among, 0 if crowd is None else crowd.size, (np.nan, np.nan, np.nan))
    below, until = (np.searchsorted(crowd, value, side=side) for side in ("left", "right"))
    low, middle, high = (float(at) for at in np.quantile(crowd, (0.25, 0.5, 0.75)))
    return Standing(100 * (below + until) / 2 / crowd.size, among, crowd.size, (low, middle, high))


def _genres(snapshot: Snapshot, units: Units) -> pa.Array:
    titles = units.titles.take(pa.array(units.title))
    return values_of(snapshot, model_of(snapshot).axis("genre"), titles)
