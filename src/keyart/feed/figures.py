"""The sheets of figures: all measures by title, by asset and by phase."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.feed.questions import AssetTitles, FeedQuestions, Titles
from keyart.feed.sheets import Sheets
from keyart.query import Query
from keyart.query.engine import Groups, Moments, Numbers
from keyart.query.lookups import fact_ids
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import DistinctTerm, FamilyPlan, Moment, SumTerm, Term

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
"""The sheets by name: their family of facts, and their keys."""


@cache
def sheet_of(family: Family, needed: frozenset[str]) -> str:
    """Return the name of the coarsest sheet of a family with the needed keys."""
    names = [n for n, (of, keys) in KEYS.items() if of is family and needed <= set(keys)]
    return min(names, key=lambda name: len(KEYS[name][1]))


@dataclass(frozen=True)
class FigureSheets:
    """Makes the sheets of figures."""

    questions: FeedQuestions
    assets: AssetTitles

    @cached_property
    def names(self) -> Sequence[str]:
        """The sheets that are made: those by phase only if there are phases."""
        axis = model_of(self.questions.snapshot).axis(PHASE)
        phased = len(fact_ids(self.questions.snapshot, axis)) > 0
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
        return Query(self.questions.measures(family), by=tuple(by), intervals=True)

    def _plan(self, family: Family) -> FamilyPlan:
        return self.questions.plan(self._query(family, ()))

    def _whole(self, family: Family) -> Sheets:
        """Return a family's sheets of the whole catalogue, with one scan of its facts."""
        whole = {n: keys for n, (f, keys) in KEYS.items() if f is family and TITLE not in keys}
        keys = {name: whole[name] for name in self.names if name in whole}
        answer = self.questions.whole(self._query(family, max(keys.values(), key=len)))
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

        The query groups by asset alone, so that titles and assets are not multiplied. Another query
        groups assets of several titles by both.
        """
        by_asset = Query(query.measures, by=tuple(query.by[1:]), intervals=True)
        cells = self._cells(by_asset, titles)
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
        plan = self.questions.plan(query)
        groups = self.questions.groups(query, titles)
        return _join((cells_of(portion, plan, query.by) for portion in groups), plan, query.by)


def _join(parts: Iterable[pa.Table], plan: FamilyPlan, keys: Sequence[str]) -> pa.Table:
    return pa.concat_tables([cell_schema(plan, keys).empty_table(), *parts])


def term_name(term: Term) -> str:
    """Return the name of the column with the value of a term, in stored units."""
    if isinstance(term, DistinctTerm):
        counted = "days" if term.per_day else "pairs" if term.per_title else "profiles"
        return f"{counted}_{term.guard}"
    if term.unlinked:
        return f"{term.column}_unlinked"
    return f"{term.column}_per_runtime" if term.per_runtime else term.column


def _pair(moment: Moment) -> str:
    return f"{term_name(moment.numerator)}:{term_name(moment.denominator)}"


def _squares(family: FamilyPlan) -> Sequence[Term]:
    """Return the terms of moments, except those that are 0 or 1 for each profile."""
    terms = [term for m in family.moments for term in (m.numerator, m.denominator)]
    return [term for term in dict.fromkeys(terms) if not _is_flag(term)]


def _is_flag(term: Term) -> bool:
    """Return whether each profile has 0 or 1 of a term."""
    return isinstance(term, DistinctTerm) and not (term.per_title or term.per_day)


def cell_schema(family: FamilyPlan, keys: Sequence[str]) -> pa.Schema:
    """Return the schema of a sheet of cells: text keys, then a column for each figure."""
    whole = [term_name(t) for t in (*family.sums, *family.distincts) if not _is_float(t)]
    fields = [(name, pa.string()) for name in keys]
    fields += [(name, pa.int64()) for name in whole]
    fields += [(term_name(term), pa.float64()) for term in family.sums if _is_float(term)]
    fields += [(f"square_{term_name(term)}", pa.float64()) for term in _squares(family)]
    for moment in family.moments:
        fields += [(f"n_{_pair(moment)}", pa.int64()), (f"xy_{_pair(moment)}", pa.float64())]
    return pa.schema(fields)


def _is_float(term: Term) -> bool:
    return isinstance(term, SumTerm) and term.per_runtime


def cells_of(groups: Groups, family: FamilyPlan, keys: Sequence[str]) -> pa.Table:
    """Return groups as the rows of a sheet."""
    columns: dict[str, pa.Array | Numbers] = {name: groups.keys[name] for name in keys}
    columns |= {term_name(term): values for term, values in groups.sums.items()}
    columns |= {term_name(term): values for term, values in groups.distincts.items()}
    for moment, m in groups.moments.items():
        sides = ((moment.numerator, m.yy), (moment.denominator, m.xx))
        columns |= {f"square_{term_name(term)}": values for term, values in sides}
        columns |= {f"n_{_pair(moment)}": m.n, f"xy_{_pair(moment)}": m.xy}
    schema = cell_schema(family, keys)
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def columns_of(family: FamilyPlan) -> list[str]:
    """Return the names of the columns that hold what `family` needs."""
    names = [term_name(term) for term in (*family.sums, *family.distincts)]
    names += [f"square_{term_name(term)}" for term in _squares(family)]
    names += [f"{kind}_{_pair(moment)}" for moment in family.moments for kind in ("n", "xy")]
    return names


def groups_of(cells: pa.Table, family: FamilyPlan, keys: Mapping[str, str]) -> Groups:
    """Return rows of a sheet as groups; `keys` are the columns by the names of the keys."""
    return Groups(
        size=cells.num_rows,
        keys={name: cells.column(column).combine_chunks() for name, column in keys.items()},
        sums={term: _numbers(cells, term_name(term)) for term in family.sums},
        distincts={term: _numbers(cells, term_name(term)) for term in family.distincts},
        moments={moment: _moments(cells, moment) for moment in family.moments},
    )


def _numbers(cells: pa.Table, name: str) -> npt.NDArray[np.int64]:
    return cells.column(name).to_numpy()


def _moments(cells: pa.Table, moment: Moment) -> Moments:
    y, yy = _side(cells, moment.numerator)
    x, xx = _side(cells, moment.denominator)
    n = _numbers(cells, f"n_{_pair(moment)}")
    return Moments(n, x, y, xx, yy, cells.column(f"xy_{_pair(moment)}").to_numpy())


def _side(cells: pa.Table, term: Term) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return (Σx, Σx²) of a term."""
    total = _numbers(cells, term_name(term)).astype(np.float64)
    if _is_flag(term):
        return total, total
    return total, cells.column(f"square_{term_name(term)}").to_numpy()


def empty_totals(family: FamilyPlan) -> Groups:
    """Return the totals of no rows."""
    schema = cell_schema(family, ())
    columns = {f.name: np.zeros(1, f.type.to_pandas_dtype()) for f in schema}
    return groups_of(pa.table(columns, schema=schema), family, {})
