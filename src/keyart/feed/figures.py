"""The sheets of figures: all measures by title, by asset and by phase."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.feed.asking import Asking, Assets, Titles
from keyart.feed.cells import cell_schema, cells_of
from keyart.feed.sheets import Sheets
from keyart.query import Query
from keyart.query.lookups import fact_ids
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import FamilyPlan

TITLE, ASSET, PHASE = "title", "asset", "phase"

KEYS: Mapping[str, tuple[Family, tuple[str, ...]]] = {
    "exposure": (Family.EXPOSURE, ()),
    "exposure_phase": (Family.EXPOSURE, (PHASE,)),
    "exposure_title": (Family.EXPOSURE, (TITLE,)),
    "exposure_title_phase": (Family.EXPOSURE, (TITLE, PHASE)),
    "exposure_asset": (Family.EXPOSURE, (TITLE, ASSET)),
    "exposure_asset_phase": (Family.EXPOSURE, (TITLE, ASSET, PHASE)),
    "viewing": (Family.VIEWING, ()),
    "viewing_title": (Family.VIEWING, (TITLE,)),
}
"""The sheets by name: their family of facts, and by what they are."""


@cache
def sheet_of(family: Family, needed: frozenset[str]) -> str:
    """Return the name of the coarsest sheet of a family that has the keys needed."""
    held = [n for n, (own, keys) in KEYS.items() if own is family and needed <= set(keys)]
    return min(held, key=lambda name: len(KEYS[name][1]))


@dataclass(frozen=True)
class FigureSheets:
    """Makes the sheets of figures."""

    asking: Asking
    assets: Assets

    @cached_property
    def names(self) -> Sequence[str]:
        """The sheets that are made: those by phase only where there are phases."""
        axis = model_of(self.asking.snapshot).axis(PHASE)
        phased = len(fact_ids(self.asking.snapshot, axis)) > 0
        return [name for name, (_, keys) in KEYS.items() if phased or PHASE not in keys]

    @cached_property
    def schemas(self) -> Mapping[str, pa.Schema]:
        """The schemas of the sheets."""
        return {n: cell_schema(self._plan(KEYS[n][0]), KEYS[n][1]) for n in self.names}

    def whole(self) -> Sheets:
        """Return the sheets of the whole catalogue."""
        return {name: cells for family in Family for name, cells in self._whole(family).items()}

    def of_titles(self, titles: Titles) -> Sheets:
        """Return the rows of some titles in the sheets that are by title."""
        return {n: self._of_titles(n, titles) for n in self.names if TITLE in KEYS[n][1]}

    def _query(self, family: Family, by: Sequence[str]) -> Query:
        return Query(self.asking.measures(family), by=tuple(by), intervals=True)

    def _plan(self, family: Family) -> FamilyPlan:
        return self.asking.plan(self._query(family, ()))

    def _whole(self, family: Family) -> Sheets:
        """Return a family's sheets of the whole catalogue, with one look at its facts."""
        own = {n: keys for n, (f, keys) in KEYS.items() if f is family and TITLE not in keys}
        keys = {name: own[name] for name in self.names if name in own}
        answer = self.asking.whole(self._query(family, max(keys.values(), key=len)))
        return {
            name: cells_of(answer.groups if by else answer.totals, self._plan(family), by)
            for name, by in keys.items()
        }

    def _of_titles(self, name: str, titles: Titles) -> pa.Table:
        family, keys = KEYS[name]
        query = self._query(family, keys)
        cells = self._of_assets(query, titles) if ASSET in keys else self._cells(query, titles)
        return cells.sort_by([(key, "ascending") for key in keys])

    def _of_assets(self, query: Query, titles: Titles) -> pa.Table:
        """Return the cells of the assets of some titles.

        They are asked for by asset alone, so that titles and assets need not be multiplied. Those
        of several titles are asked for by both.
        """
        plain = Query(query.measures, by=tuple(query.by[1:]), intervals=True)
        cells = self._cells(plain, titles)
        cells = cells.filter(pc.invert(pc.is_in(cells.column(ASSET), value_set=self.assets.odd)))
        pairs = self.assets.of(titles)
        at = pc.index_in(cells.column(ASSET), value_set=pairs.column(ASSET))
        cells = cells.add_column(0, TITLE, pairs.column(TITLE).take(at))
        if not len(self.assets.odd):
            return cells
        odd = Query(
            query.measures,
            by=query.by,
            where={ASSET: self.assets.odd.to_pylist()},
            intervals=True,
        )
        return pa.concat_tables([cells, self._cells(odd, titles)])

    def _cells(self, query: Query, titles: Titles) -> pa.Table:
        plan = self.asking.plan(query)
        groups = self.asking.groups(query, titles)
        return _joined((cells_of(one, plan, query.by) for one in groups), plan, query.by)


def _joined(parts: Iterable[pa.Table], plan: FamilyPlan, keys: Sequence[str]) -> pa.Table:
    return pa.concat_tables([cell_schema(plan, keys).empty_table(), *parts])
