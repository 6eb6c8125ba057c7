"""The smallest cell: what is about too few people is not shown, nor what would give it away.

A row whose people are fewer than the smallest cell is hidden. Where it is the only hidden one of
a *line* (the rows that differ in one key alone), subtracting the others from the line's total
would tell it: so the next smallest row of the line is hidden with it, until no line has a lone
one. (Primary and complementary suppression: Hundepool et al., Statistical Disclosure Control,
2012, chapter 4.)

Each answer is looked at on its own. Whoever may ask many questions, of ranges and conditions
that differ a little, can still learn something by comparing their answers: this keeps people
from stumbling over somebody, it is no differential privacy.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.query.grid import row_codes
from keyart.query.plan import SUPPRESSED

TOO_FEW_PEOPLE = "too_few_people"
"""Why a row is not shown; stands in its column `suppressed`."""

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def without_few(table: pa.Table, keys: pa.Table, people: Sequence[str], min_cell: int) -> pa.Table:
    """Return `table` with every column but `keys` null in hidden rows, and `suppressed` added.

    `people` names the columns that count those behind a row; the least of them decides.
    """
    counts = np.minimum.reduce([table.column(name).to_numpy() for name in people])
    hide = counts < min_cell
    if not hide.any():
        return table.append_column(SUPPRESSED, pa.nulls(table.num_rows, pa.string()))
    columns = dict(zip(table.column_names, table.columns, strict=True))
    measures = [name for name in columns if name not in keys.column_names]
    if hide.all():
        columns |= {name: pa.nulls(hide.size, columns[name].type) for name in measures}
        return pa.table({**columns, SUPPRESSED: pa.repeat(TOO_FEW_PEOPLE, hide.size)})
    hide = hidden(counts, _lines(keys), _holds_nothing(table.select(measures)), min_cell)
    mask = pa.array(hide)
    for name in measures:
        columns[name] = pc.if_else(mask, pa.scalar(None, columns[name].type), columns[name])
    columns[SUPPRESSED] = pc.if_else(mask, TOO_FEW_PEOPLE, pa.scalar(None, pa.string()))
    return pa.table(columns)


def hidden(counts: Ints, lines: Sequence[Ints], empty: Flags, min_cell: int) -> Flags:
    """Return which rows to hide, bool [rows].

    `counts` are people; each entry of `lines` numbers the line in which a row lies along one
    key. Rows that are `empty` protect no other: subtracting nothing changes nothing.
    """
    hide = counts < min_cell
    while True:
        partners = [_partners(counts, line, hide, empty) for line in lines]
        if not any(rows.size for rows in partners):
            return hide
        hide[np.concatenate(partners)] = True


def _partners(counts: Ints, line: Ints, hide: Flags, empty: Flags) -> Ints:
    """Return the rows to hide with those that are the only hidden ones of their line."""
    lone = np.bincount(line, hide & ~empty) == 1
    open_rows = np.flatnonzero(~hide & ~empty & lone[line])
    ordered = open_rows[np.lexsort((open_rows, counts[open_rows], line[open_rows]))]
    return ordered[np.unique(line[ordered], return_index=True)[1]]


def _lines(keys: pa.Table) -> list[Ints]:
    """Return for each key the number of each row's line along it: of the values of the others."""
    if keys.num_columns == 1:
        return [np.zeros(keys.num_rows, np.int64)]
    return [row_codes(keys.remove_column(place)) for place in range(keys.num_columns)]


def _holds_nothing(measures: pa.Table) -> Flags:
    """Return which rows are 0 or missing in every measure."""
    held = np.zeros(measures.num_rows, np.bool_)
    for column in measures.columns:
        held |= column.fill_null(0).to_numpy() != 0
    return ~held
