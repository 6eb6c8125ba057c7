"""The hours that could be watched: run times, in markets and at times where titles are offered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.engine import Floats
from keyart.query.lookups import series_of, value_lists, values_of
from keyart.query.planning.conditions import read_condition
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup
from keyart.store import Snapshot

Value = tuple[Any, ...]
Span = tuple[int, int]
"""Two instants, µs since 1970."""
OF_TITLES = (Lookup.ITSELF, Lookup.TITLES, Lookup.SERIES)


@dataclass(frozen=True, eq=False)
class Supply:
    """What could be watched, by title: a series counts once, with its episodes.

    `hours` is [titles, markets]. `pairs` has the row of each value with each title that carries it,
    and `carried` the hours of the title with the value, [rows, markets].
    """

    values: Sequence[Value]
    titles: Sequence[str]
    names: Mapping[str, str]
    hours: Floats
    pairs: Mapping[tuple[int, int], int]
    carried: Floats
    carriers: Sequence[tuple[int, str]]
    """Each pair with each title that makes it one: the value's, of the series or itself."""
    everywhere: int
    """How many titles have no rows of availability."""
    guessed: int
    """How many have no run time: they count with the usual one of their content type."""
    is_alike: bool
    """Whether everything of a series has the same values."""

    def pairs_of(self, values: Sequence[Value]) -> Mapping[Value, Sequence[int]]:
        """Return the pairs of each value and title, `(*value, title)`; of titles without values."""
        found: defaultdict[Value, list[int]] = defaultdict(list)
        for (value, title), row in self.pairs.items():
            found[*(values[value] if values else ()), self.titles[title]].append(row)
        return found


def supply(
    snapshot: Snapshot,
    axes: Sequence[Axis],
    values: Mapping[Value, int],
    markets: Sequence[str | None],
    period: Span,
    conditions: Sequence[Mapping[str, Any]],
) -> Supply:
    """Return the supply in each market of the titles that meet all `conditions`.

    What is watched are films and episodes: titles that no other title belongs to. A series
    without known episodes counts itself.
    """
    table = snapshot.titles
    every = table.column("title_id").combine_chunks()
    parents = set(table.column("parent_title_id").drop_null().to_pylist())
    places = np.flatnonzero(_passing(snapshot, every, conditions))
    chosen = table.take(pa.array(places))
    ids = chosen.column("title_id").combine_chunks()
    roots = series_of(table, ids).to_pylist()
    titles = sorted(set(roots))
    at = {title: place for place, title in enumerate(titles)}
    runtimes, guessed = _runtimes(chosen, parents)
    offered, everywhere = _offered(
        snapshot, ids.to_pylist(), roots, chosen.column("launched_at"), markets, period
    )
    hours = runtimes[:, np.newaxis] * offered / 3600
    root = np.array([at[title] for title in roots], int)
    whole = np.zeros((len(titles), len(markets)))
    np.add.at(whole, root, hours)
    lists = [value_lists(values_of(snapshot, axis, ids)) for axis in axes]
    pairs: dict[tuple[int, int], int] = {}
    owners: list[tuple[int, int]] = []
    kinds: dict[int, set[frozenset[Value]]] = {}
    for row in range(len(ids)):
        together = _together([listed[row] for listed in lists])
        kinds.setdefault(int(root[row]), set()).add(frozenset(together))
        for value in together:
            if value in values:
                pair = (values[value], int(root[row]))
                owners.append((pairs.setdefault(pair, len(pairs)), row))
    carried = np.zeros((len(pairs), len(markets)))
    into, rows = np.array(owners, int).reshape(-1, 2).T
    np.add.at(carried, into, hours[rows])
    listed_names = zip(every.to_pylist(), table.column("name").to_pylist(), strict=True)
    names = {title: name or title for title, name in listed_names}
    is_alike = all(len(listed) == 1 for listed in kinds.values())
    listed_ids = ids.to_pylist()
    carriers = [(pair, listed_ids[row]) for pair, row in owners]
    return Supply(
        [*values], titles, names, whole, pairs, carried, carriers, everywhere, guessed, is_alike
    )  # fmt: skip


def carried_values(snapshot: Snapshot, axes: Sequence[Axis]) -> set[Value]:
    """Return all values that titles of the catalogue carry."""
    ids = snapshot.titles.column("title_id").combine_chunks()
    lists = [value_lists(values_of(snapshot, axis, ids)) for axis in axes]
    return {v for row in zip(*lists, strict=True) for v in _together(list(row)) if None not in v}


def values_by_title(
    snapshot: Snapshot, axes: Sequence[Axis], values: Mapping[Value, int]
) -> dict[str, list[int]]:
    """Return the numbers of the values that each title of the catalogue carries."""
    ids = snapshot.titles.column("title_id").combine_chunks()
    lists = [value_lists(values_of(snapshot, axis, ids)) for axis in axes]
    rows = zip(ids.to_pylist(), *lists, strict=True)
    return {
        title: [values[value] for value in _together(listed) if value in values]
        for title, *listed in rows
    }


def _together(lists: Sequence[Sequence[object]]) -> list[Value]:
    first, *rest = lists
    found: list[Value] = [(value,) for value in first]
    for listed in rest:
        found = [(*value, other) for value in found for other in listed]
    return found


def _passing(
    snapshot: Snapshot, ids: pa.Array, conditions: Sequence[Mapping[str, Any]]
) -> npt.NDArray[np.bool_]:
    """Return which titles pass the conditions on titles; other conditions do not matter."""
    kept = np.ones(len(ids), bool)
    model = model_of(snapshot)
    for name, raw in ((name, raw) for table in conditions for name, raw in table.items()):
        axis = model.axis(name)
        if axis.column != "title" or axis.lookup not in OF_TITLES:
            continue
        condition = read_condition(name, raw, axis.type, "UTC")
        lists = value_lists(values_of(snapshot, axis, ids))
        flat = pa.array([value for row in lists for value in row], axis.type)
        passes = condition.passes(flat)
        ends = np.cumsum([0, *map(len, lists)])
        combine = np.all if condition.negate else np.any
        kept &= np.array([combine(passes[low:high]) for low, high in pairwise(ends)], bool)
    return kept


def _runtimes(titles: pa.Table, parents: AbstractSet[str]) -> tuple[Floats, int]:
    """Return the run time of each title in seconds, 0 for parents, and how many are guessed."""
    columns = (titles.column(name).to_pylist() for name in ("title_id", "content_type"))
    ids, kinds = columns
    given = titles.column("runtime_seconds").to_pylist()
    known: defaultdict[str | None, list[float]] = defaultdict(list)
    for title, kind, seconds in zip(ids, kinds, given, strict=True):
        if seconds and title not in parents:
            known[kind].append(seconds)
    overall = median([s for listed in known.values() for s in listed] or [3600.0])
    usual = {kind: median(known[kind]) if known[kind] else overall for kind in set(kinds)}
    rows = list(zip(ids, kinds, given, strict=True))
    seconds = [0.0 if t in parents else s or usual[kind] for t, kind, s in rows]
    return np.array(seconds, float), sum(1 for t, _, s in rows if not s and t not in parents)


def _offered(
    snapshot: Snapshot,
    ids: Sequence[str],
    roots: Sequence[str],
    launches: Any,
    markets: Sequence[str | None],
    period: Span,
) -> tuple[Floats, int]:
    """Return the part of the period in which each title is offered: [titles, markets].

    An episode without rows has those of its series. What has none is offered everywhere from its
    launch on. A market without a name offers everything that any market does.
    """
    start, end = period
    spans: defaultdict[str, defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    table = snapshot.availability
    columns = (table.column("title_id"), table.column("country"))
    times = (_micros(table.column(name)) for name in ("from", "until"))
    for title, country, low, high in zip(
        *(column.to_pylist() for column in columns), *times, strict=True
    ):
        spans[title][country].append((start if low is None else low, end if high is None else high))
    part = np.zeros((len(ids), len(markets)))
    everywhere: set[str] = set()
    launched = _micros(launches)
    for row, (title, root, launch) in enumerate(zip(ids, roots, launched, strict=True)):
        found = spans.get(title) or spans.get(root)
        if found is None:
            everywhere.add(root)
            part[row] = _share([(start if launch is None else launch, end)], period)
            continue
        shares = {country: _share(listed, period) for country, listed in found.items()}
        part[row] = [
            max(shares.values()) if market is None else shares.get(market, 0.0)
            for market in markets
        ]
    return part, len(everywhere)


def _micros(column: Any) -> list[int | None]:
    return column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_pylist()


def _share(spans: Sequence[Span], period: Span) -> float:
    """Return the part of the period that lies in at least one of the spans."""
    start, end = period
    covered, reached = 0, start
    for low, high in sorted(spans):
        covered += max(0, min(high, end) - max(low, reached))
        reached = max(reached, min(high, end))
    return covered / (end - start) if end > start else 0.0
