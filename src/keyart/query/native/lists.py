"""The multi-valued levels: a row falls into a group for each entry of its lists."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.query.native.domains import Lists
from keyart.query.native.job import COLUMN_KEY, PROFILE_KEY, RUN_KEY
from keyart.query.native.lookups import level_offsets
from keyart.query.native.scope import Runs
from keyart.query.native.space import Space

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass
class ListTables:
    """The multi-valued levels as the `list_…` arrays of a `Job`."""

    kind: Longs
    column: Longs
    first: Longs
    start: Longs
    item: Ints
    table: Longs
    offset: Ints
    empty: Ints


def list_tables(space: Space, runs: Runs, titles: Longs, columns: Sequence[str]) -> ListTables:
    """Return the tables of the levels of `space` that are multi-valued."""
    levels = [level for level in space.levels if level.key.axis.multi_valued]
    kinds = {"title": RUN_KEY, "profile": PROFILE_KEY}
    names = [level.key.axis.column for level in levels]
    first = np.zeros((runs.segment.size, len(levels)), np.int64)
    pieces: list[Lists] = []
    entries = 0
    for which, level in enumerate(levels):
        for number, lists in enumerate(level.domain.lists):
            own = runs.segment == number
            if names[which] == "profile":
                own = np.ones_like(own)
            first[own, which] = entries + (titles[own] if names[which] == "title" else 0)
            entries += lists.starts.size
            pieces.append(lists)
    offsets = [level_offsets(level, np.arange(level.domain.null + 1)) for level in levels]
    sizes = [0, *np.cumsum([table.size for table in offsets])][:-1] if offsets else []
    start, item = _end_to_end(pieces)
    return ListTables(
        kind=np.array([kinds.get(name, COLUMN_KEY) for name in names], np.int64),
        column=np.array([columns.index(n) if n in columns else 0 for n in names], np.int64),
        first=first,
        start=start,
        item=item,
        table=np.array(sizes, np.int64),
        offset=np.concatenate([*offsets, np.zeros(1, np.int32)]),
        empty=np.array([table[-1] for table in offsets], np.int32),
    )


def _end_to_end(pieces: Sequence[Lists]) -> tuple[Longs, Ints]:
    if len(pieces) == 1:
        return pieces[0].starts, pieces[0].items
    starts: list[Longs] = []
    items = 0
    for piece in pieces:
        starts.append(piece.starts + items)
        items += piece.items.size
    return (
        np.concatenate([*starts, np.zeros(1, np.int64)]),
        np.concatenate([*(piece.items for piece in pieces), np.zeros(1, np.int32)]),
    )
