"""Split one sum by values of titles and by markets or audiences, with squares over people."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from keyart.query.lookups import values_of
from keyart.query.native.building import TITLE, build_job, title_numbers
from keyart.query.native.columns import SLOT, ColumnAddresses, pieces_of, verify
from keyart.query.native.domains import Lists
from keyart.query.native.job import Job
from keyart.query.native.lookup_tables import title_codes
from keyart.query.native.scope import Runs, ScanScope, audience_domain
from keyart.query.native.space import Space, group_space
from keyart.query.native.split_sums import PARTS, Splits, SplitSums
from keyart.query.native.strategy import threads
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import FamilyPlan, Key
from keyart.query.split import Split, SplitAnswer

Longs = npt.NDArray[np.int64]

ROWS_AT_ONCE = 1 << 20
"""Rows gathered at once by each thread, 16 bytes each."""
ROWS_A_PIECE = 32
"""More of them where rows are in many pieces: stepping to the next piece costs, too."""
MOST_ROWS_AT_ONCE = 1 << 22


def country_key(scope: ScanScope) -> Key:
    """Return the key by whose groups rows are split into markets."""
    return Key("country", model_of(scope.snapshot).axis("country"))


def split_job(
    scope: ScanScope, runs: Runs, family: FamilyPlan, how: Split
) -> tuple[Job, Splits, Space, ColumnAddresses]:
    """Return the job of one pass, how it splits rows, and the objects to keep alive meanwhile.

    Raises `TooManyGroups` if the sums don't fit in `Settings.query_memory`.
    """
    space = group_space(scope, (country_key(scope),), runs, grained=False)
    splits = _splits(scope, space, how)
    _check_memory(scope, splits, space)
    job, alive = build_job(scope, space, runs, family)
    job = job._replace(title=title_numbers(scope, runs, title_codes(scope, runs)))
    if how.spans:
        verify(scope, pieces_of(scope, runs), [SLOT], threads(scope.snapshot))
        splits = splits._replace(slot=alive.table([SLOT])[0].reshape(-1))
    return job, splits, space, alive


def split_window(job: Job, runs: Runs) -> int:
    """Return the number of profiles whose rows are gathered at once."""
    target = min(max(ROWS_AT_ONCE, ROWS_A_PIECE * job.piece_run.size), MOST_ROWS_AT_ONCE)
    return max(1, int(job.profiles * min(1.0, target / max(1, runs.rows))))


def room_for(job: Job, runs: Runs, window: int) -> Longs:
    """Return room for the rows of a window: made here, so that it may be in large pages."""
    return np.empty((int(1.1 * runs.rows * window / job.profiles) + 1, 2), np.int64)


def split_answer(
    scope: ScanScope, space: Space, how: Split, parts: Sequence[SplitSums]
) -> SplitAnswer:
    """Return the sums of all threads with their names."""
    by_cell, overall, markets = (
        np.sum([getattr(part, name) for part in parts], axis=0)
        for name in ("by_cell", "overall", "markets")
    )
    (level,) = space.levels
    alone = how.across is None and how.audiences is None
    return SplitAnswer(
        cells=_cell_names(scope, space, how),
        by_cell=np.transpose(overall if alone else by_cell, (3, 2, 1, 0)),
        overall=np.transpose(overall[0], (2, 1, 0)),
        titles=[*scope.domain(TITLE).values.to_pylist(), None],
        by_title=np.sum([part.titles >> 1 for part in parts], axis=0).astype(np.float64),
        watched=np.any([part.titles & 1 for part in parts], axis=0),
        countries=level.values.to_pylist(),
        by_country=markets.astype(np.float64),
    )


def empty_split(how: Split) -> SplitAnswer:
    """Return the answer where no row passes."""
    cells = [None] if how.across is None else []
    cells = cells if how.audiences is None else [audience.name for audience in how.audiences]
    shape = (PARTS, 1 + 2 * bool(how.spans), how.count + 1)
    return SplitAnswer(
        cells, np.zeros((*shape, len(cells))), np.zeros(shape),
        [], np.zeros((0, len(cells))), np.zeros((0, len(cells)), np.bool_),
        [], np.zeros((0, len(cells))),
    )  # fmt: skip


def _cell_names(scope: ScanScope, space: Space, how: Split) -> Sequence[str | None]:
    if how.audiences is not None:
        return [audience.name for audience in how.audiences]
    if how.across is None:
        return [None]
    return list(dict.fromkeys(name for name in _markets(scope, space, how) if name is not None))


def _markets(scope: ScanScope, space: Space, how: Split) -> Sequence[str | None]:
    """Return the market of each group."""
    (level,) = space.levels
    axis = model_of(scope.snapshot).axis(how.across or "country")
    return values_of(scope.snapshot, axis, level.values).to_pylist()


def _splits(scope: ScanScope, space: Space, how: Split) -> Splits:
    titles = scope.domain(TITLE).values.to_pylist()
    # The last title is a missing one.
    lists: dict[tuple[int, ...], int] = {}
    listing = [
        lists.setdefault(tuple(how.values.get(t or "", ())), len(lists)) for t in [*titles, None]
    ]
    cells = _cell_names(scope, space, how)
    cell_of_market = np.empty(0, np.int32)
    of_people = Lists(np.empty(0, np.int64), np.empty(0, np.int32))
    if how.audiences is not None:
        (of_people,) = audience_domain(scope.members, tuple(how.audiences)).lists
    elif how.across is not None:
        place = {name: number for number, name in enumerate(cells)}
        markets = _markets(scope, space, how)
        cell_of_market = np.array([place.get(m, len(cells)) for m in markets], np.int32)
    return Splits(
        value_list=np.array(listing, np.int64),
        value_start=np.cumsum([0, *map(len, lists)]).astype(np.int64),
        value_item=np.array([number for listed in lists for number in listed], np.int32),
        values=how.count,
        cell_of_market=cell_of_market,
        list_start=of_people.starts,
        list_item=of_people.items,
        cells=len(cells),
        titles=len(titles) + 1,
        spans=1 + 2 * bool(how.spans),
        part_low=np.array([low for low, _ in how.spans], np.int64),
        part_high=np.array([high for _, high in how.spans], np.int64),
        slot=np.empty(0, np.int64),
    )


def _check_memory(scope: ScanScope, splits: Splits, space: Space) -> None:
    sums = splits.cells * ((splits.values + 1) * (splits.spans * PARTS + 4) + splits.titles)
    if 8 * sums * threads(scope.snapshot) > scope.snapshot.config.settings.query_memory:
        sizes = {**space.sizes, "values": splits.values, "titles": splits.titles}
        raise too_many_groups(scope.plan, splits.cells * (splits.values + splits.titles), sizes)
