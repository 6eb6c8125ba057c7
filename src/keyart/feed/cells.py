"""Cells: what engines add up, as columns of a sheet and back.

A column for the value of each term, one for its square over profiles where an interval needs it,
and for each moment the profiles (`n`) and the product (`xy`); Σx and Σy of a moment are the values
of its terms.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.engine import Groups, Moments, Numbers
from keyart.query.planning.plan import DistinctTerm, FamilyPlan, Moment, SumTerm, Term


def term_name(term: Term) -> str:
    """Return the name of the column with the value of a term, in stored units."""
    if isinstance(term, DistinctTerm):
        return f"{'pairs' if term.per_title else 'profiles'}_{term.guard}"
    if term.unlinked:
        return f"{term.column}_unlinked"
    return f"{term.column}_per_runtime" if term.per_runtime else term.column


def _pair(moment: Moment) -> str:
    return f"{term_name(moment.numerator)}:{term_name(moment.denominator)}"


def _squares(family: FamilyPlan) -> Sequence[Term]:
    """Return the terms of moments, but those that are 0 or 1 for each profile."""
    terms = [term for m in family.moments for term in (m.numerator, m.denominator)]
    return [term for term in dict.fromkeys(terms) if not _is_flag(term)]


def _is_flag(term: Term) -> bool:
    """Return whether each profile has 0 or 1 of a term."""
    return isinstance(term, DistinctTerm) and not term.per_title


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


def nothing(family: FamilyPlan) -> Groups:
    """Return the one group of totals where nothing passes."""
    schema = cell_schema(family, ())
    columns = {f.name: np.zeros(1, f.type.to_pandas_dtype()) for f in schema}
    return groups_of(pa.table(columns, schema=schema), family, {})
