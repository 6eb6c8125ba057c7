"""Questions of the producer, by portions of titles, which are halved if they are too large."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import TooManyGroups
from keyart.core.facts import Family
from keyart.core.measures import counts_days
from keyart.insights.catalogue.units import shown
from keyart.query import Access, Query
from keyart.query.engine import EngineAnswer, Groups
from keyart.query.lookups import fact_ids
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import FamilyPlan
from keyart.query.router import route
from keyart.store import Snapshot

Titles = Sequence[str | None]
"""Ids of titles in UTF-8 byte order; None is the missing title."""

TITLES_AT_ONCE = 10_000
ASSETS_AT_ONCE = 50_000


@dataclass(frozen=True)
class FeedQuestions:
    """Asks questions about one version, with the rights of `access`."""

    snapshot: Snapshot
    access: Access

    def measures(self, family: Family) -> tuple[str, ...]:
        """Return the names of a family's measures, except those that depend on a time zone."""
        measures = model_of(self.snapshot).measures
        return tuple(
            measure.name
            for measure in measures.values()
            if measure.family is family and not counts_days(measures, measure)
        )

    def plan(self, query: Query) -> FamilyPlan:
        """Return the plan of a question of one family."""
        (family,) = compile(model_of(self.snapshot), self.access, query).families
        return family

    def whole(self, query: Query) -> EngineAnswer:
        """Return the groups of `query` and its totals."""
        return self._answer(query, totals=True)

    def groups(self, query: Query, titles: Titles | None = None) -> Iterator[Groups]:
        """Yield the groups of `query` of `titles`; each group must be of one title.

        If the groups do not fit into memory, the titles are halved. Raises `TooManyGroups` if the
        groups of one title do not fit.
        """
        if titles is None:
            yield self._answer(query).groups
            return
        try:
            yield self._answer(replace(query, where={**query.where, "title": list(titles)})).groups
        except TooManyGroups:
            if len(titles) == 1:
                raise
            middle = len(titles) // 2
            yield from self.groups(query, titles[:middle])
            yield from self.groups(query, titles[middle:])

    def _answer(self, query: Query, *, totals: bool = False) -> EngineAnswer:
        plan = replace(compile(model_of(self.snapshot), self.access, query), totals=totals)
        (family,) = plan.families
        return route(query).engine.answer(self.snapshot, plan, family)


def titles_in_facts(snapshot: Snapshot) -> pa.Array:
    """Return the titles in facts, sorted, and last the missing one."""
    ids = fact_ids(snapshot, model_of(snapshot).axis("title"))
    missing = pa.nulls(1, pa.string())
    return pa.concat_arrays([ids.take(pc.sort_indices(ids)), missing])


@dataclass(frozen=True, eq=False)
class AssetTitles:
    """The assets that were shown, and their titles.

    `pairs` has a row for each asset and title, sorted by asset: asset, title. `odd` are assets
    of several titles, and the missing asset.
    """

    pairs: pa.Table
    odd: pa.Array

    def of(self, titles: Titles) -> pa.Table:
        """Return the pairs of some titles."""
        title_ids = pa.array(titles, pa.string())
        return self.pairs.filter(pc.is_in(self.pairs.column("title"), value_set=title_ids))


def assets_in_facts(snapshot: Snapshot) -> AssetTitles:
    """Return the assets that were shown, and their titles."""
    rows = shown(snapshot).rename_columns(["asset", "title"])
    pairs = rows.group_by(["asset", "title"]).aggregate([])
    pairs = pairs.sort_by([("asset", "ascending"), ("title", "ascending")]).combine_chunks()
    counts = pairs.group_by("asset").aggregate([("title", "count", pc.CountOptions("all"))])
    odd = pc.or_(pc.greater(counts.column("title_count"), 1), counts.column("asset").is_null())
    return AssetTitles(pairs, counts.column("asset").filter(odd).combine_chunks())


def portions(titles: pa.Array, assets: AssetTitles) -> Iterator[Titles]:
    """Yield the titles in portions for one question each, in order."""
    places = pc.index_in(assets.pairs.column("title"), value_set=titles).to_numpy()
    each = np.bincount(places.astype(np.int64), minlength=len(titles))
    place = np.maximum(np.cumsum(each) // ASSETS_AT_ONCE, np.arange(len(titles)) // TITLES_AT_ONCE)
    bounds = np.flatnonzero(np.diff(place, prepend=-1, append=-1))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield titles.slice(first, last - first).to_pylist()
