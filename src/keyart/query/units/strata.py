"""Strata of units: the cell of their first exposure, and their strongest taste."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.query.memo import memo
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.space import KeyLevel, Space, group_space
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Key
from keyart.store import Snapshot

MOST_GROUPS = 1 << 18
"""The most arms × cells. Beyond that, regions replace countries, then dimensions are dropped."""

CELLS = (
    ("country", "device", "placement"),
    ("region", "device", "placement"),
    ("region", "device"),
    ("region",),
    (),
)
"""The dimensions of a cell: the first choice that fits is used."""

NO_TASTE = 0
"""The stratum of profiles without an affinity."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of first exposures, sorted by their values, nulls last."""

    space: Space
    canonical: npt.NDArray[np.int32]
    """For each group number of `space`: arm × cells + cell, arms in the requested order."""
    values: pa.Table
    """A row for each cell, a column for each dimension."""
    sizes: tuple[int, ...]
    """The number of values of each dimension; cells are all combinations, the last one fastest."""

    @property
    def count(self) -> int:
        """The number of cells, at least one."""
        return max(self.values.num_rows, 1)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the dimensions."""
        return tuple(self.values.column_names)


def cells_of(scope: ScanScope, runs: Runs, arms: Sequence[str]) -> Cells:
    """Return the cells of the runs, as fine as `MOST_GROUPS` allows."""
    spaces = (_space(scope, runs, names) for names in CELLS)
    space = next((space for space in spaces if space.groups <= MOST_GROUPS), None)
    if space is None:
        space = _space(scope, runs, CELLS[-1])
        raise too_many_groups(scope.plan, space.groups, space.sizes)
    return _cells(space, arms)


def _space(scope: ScanScope, runs: Runs, names: Sequence[str]) -> Space:
    model = model_of(scope.snapshot)
    keys = tuple(Key(name, model.axis(name)) for name in ("asset", *names))
    return group_space(scope, keys, runs, grained=False)


def _cells(space: Space, arms: Sequence[str]) -> Cells:
    asset, *others = space.levels
    place = {name: number for number, name in enumerate(arms)}
    canonical = np.zeros(1, np.int32)
    ordered: list[tuple[str, pa.Array]] = []
    for level in others:
        values, rank = _ranked(level)
        ordered.append((level.key.name, values))
        canonical = (canonical[:, None] * level.size + rank).reshape(-1)
    arm_of = np.array([place[name] for name in asset.values.to_pylist()], np.int32)
    canonical = (arm_of[:, None] * canonical.size + canonical).reshape(-1)
    sizes = tuple(len(values) for _, values in ordered)
    return Cells(space, canonical.astype(np.int32), _product(ordered), sizes)


def _ranked(level: KeyLevel) -> tuple[pa.Array, npt.NDArray[np.int32]]:
    """Return a level's values in order, and the rank of each place."""
    values = level.values
    order = pc.sort_indices(values, sort_keys=[("", "ascending", "at_end")]).to_numpy()
    rank = np.empty(order.size, np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return values.take(pa.array(order)), rank


def _product(columns: Sequence[tuple[str, pa.Array]]) -> pa.Table:
    """Return all combinations of values; the last column changes fastest."""
    sizes = [len(values) for _, values in columns]
    number = np.arange(int(np.prod(sizes)))
    table: dict[str, pa.Array] = {}
    for at, (name, values) in enumerate(columns):
        below = int(np.prod(sizes[at + 1 :]))
        table[name] = values.take(pa.array(number // below % sizes[at]))
    return pa.table(table)


MOST_PLACES = 1 << 22
"""The most arms × places × days. Beyond that, places have fewer dimensions."""


@dataclass(frozen=True, eq=False)
class ExposurePlaces:
    """Places where first exposures are counted by day: the first dimensions of cells."""

    dimensions: tuple[str, ...]
    of_cell: npt.NDArray[np.int64]
    values: tuple[tuple[str | None, ...], ...]
    """The values of each place, by dimension."""


def places_of(cells: Cells, arms: int, days: int) -> ExposurePlaces:
    """Return the places of cells, as fine as `MOST_PLACES` allows."""
    many = len(cells.sizes)
    while many and arms * days * int(np.prod(cells.sizes[:many])) > MOST_PLACES:
        many -= 1
    cells_each = int(np.prod(cells.sizes[many:]))
    of_cell = np.arange(cells.count) // cells_each
    names = cells.dimensions[:many]
    columns = [cells.values.column(name).to_pylist()[::cells_each] for name in names]
    values = tuple(zip(*columns, strict=True)) if columns else ((),)
    return ExposurePlaces(names, of_cell, values)


@dataclass(frozen=True, eq=False)
class Tastes:
    """The strongest affinity of each profile.

    `stratum` is uint8 [profiles]: 0 for profiles without any, otherwise 1 + the place of its
    affinity in `names`.
    """

    names: tuple[str, ...]
    stratum: npt.NDArray[np.uint8]

    @property
    def strata(self) -> int:
        """The number of strata, including the one for no affinity."""
        return len(self.names) + 1


def strongest_tastes(snapshot: Snapshot) -> Tastes:
    """Return the strongest affinity of each profile in the newest fit."""
    return memo(snapshot, Tastes, lambda: _find_strongest_tastes(snapshot))


def _find_strongest_tastes(snapshot: Snapshot) -> Tastes:
    stratum = np.zeros(snapshot.profiles, np.uint8)
    fit = snapshot.fit
    if fit is None:
        return Tastes((), stratum)
    names = tuple(sorted(fit.profiles))
    best = np.zeros(snapshot.profiles, np.float32)
    for number, name in enumerate(names, 1):
        who, strength = fit.profiles[name], fit.strengths[name]
        stronger = strength > best[who]
        best[who[stronger]] = strength[stronger]
        stratum[who[stronger]] = number
    stratum[snapshot.protected] = NO_TASTE
    return Tastes(names, stratum)
