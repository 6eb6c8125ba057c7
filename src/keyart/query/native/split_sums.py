# pyright: basic
# ruff: noqa: PLR0913, PLR0912, PLR0915, C901
"""One pass that splits each person's sums by value, by cell and by part of the period.

Rows are sorted by title, but squares of a person's sums need all rows of a person at once. So a
window of people is gathered from all pieces, a few bytes for each row, in the order of people;
then each person's rows are added up in sums that fit the first-level cache.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled, inlined
from keyart.query.native.block import BLOCK, add_lookup
from keyart.query.native.job import REJECTED
from keyart.query.native.memory import bytes_at, longs_at, shorts_at, words_at
from keyart.query.native.scan import rows_of, window_rows

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

PARTS = 4
"""Of each sum: Σ y, Σ y², Σ y × x and the people. x is a person's total in the span."""


class Splits(NamedTuple):
    """How a scan whose groups are markets splits its rows."""

    value_list: Longs
    """The number of each title's list of values."""
    value_start: Longs
    value_item: Ints
    """List k has the values `value_item[value_start[k] : value_start[k + 1]]`."""
    values: int
    """The number of values. All rows together are one more."""
    cell_of_market: Ints
    """The cell of each group, `cells` for none; empty if cells are lists of people or one cell."""
    list_start: Longs
    list_item: Ints
    """The cells of profile k, as `value_start`; empty if cells are markets or one cell."""
    cells: int
    titles: int
    spans: int
    """1 for the whole period; 3 with the parts 1 and 2 of it: slots from `part_low` on and before
    `part_high`, [2] each."""
    part_low: Longs
    part_high: Longs
    slot: Longs
    """Address of the slot column, if there are parts: [chunks]."""


class SplitSums(NamedTuple):
    """The result of one thread."""

    by_cell: Floats
    """[cells, values + 1, spans, PARTS]; the last value is all rows."""
    overall: Floats
    """[1, values + 1, spans, PARTS]."""
    titles: Longs
    """Twice the sum, plus 1 if any row counts as one of the people: [titles, cells]."""
    markets: Longs
    """The sum by market and cell: [groups, cells]."""


@compiled
def add_split_sums(job: Any, splits: Any, low: Any, high: Any, window: Any, rows: Any) -> Any:
    """Return the `SplitSums` of the profiles [low, high), `window` of them at a time.

    `rows` is room for a window's rows, int64 [rows, 2]; more is taken where they need it.

    The job's first value is added up; a person counts as one of the people if the second is above
    0 in any row. Its groups are markets.
    """
    markets = max(job.groups, 1)
    width = splits.values + 1
    sums = SplitSums(
        np.zeros((splits.cells, width, splits.spans, PARTS), np.float64),
        np.zeros((1, width, splits.spans, PARTS), np.float64),
        np.zeros((splits.titles, splits.cells), np.int64),
        np.zeros((markets, splits.cells), np.int64),
    )
    own = splits.cells + 1 if splits.cell_of_market.size else 1
    person = np.zeros((own * width, 4), np.int64)
    whole = np.zeros((width, 4), np.int64)
    seen = np.zeros(own * width, np.uint8)
    seen_whole = np.zeros(width, np.uint8)
    touched = np.empty(own * width + 1, np.int64)
    touched_whole = np.empty(width + 1, np.int64)
    position = np.empty(job.piece_run.size, np.int64)
    end = np.empty(job.piece_run.size, np.int64)
    first = np.empty(window + 1, np.int64)
    after = np.empty(window, np.int64)
    for piece in range(position.size):
        position[piece] = rows_of(job, piece, low, high)[0]
    for start in range(low, high, window):
        if job.stop[0]:
            break
        stop = min(start + window, high)
        size = window_rows(job, position, stop, end)
        if size > rows.shape[0]:
            rows = np.empty((size + size // 8, 2), np.int64)
        _places(job, position, end, start, first)
        after[:] = first[:-1]
        _gather(job, splits, position, end, start, after, rows, sums)
        _add_people(
            splits, start, stop, first, after, rows, sums,
            person, seen, touched, whole, seen_whole, touched_whole,
        )  # fmt: skip
        position[:] = end
    return sums


@compiled
def _places(job, position, end, start, first):
    """Set `first[k]` to the first place of the rows of profile `start` + k."""
    first[:] = 0
    address, chunk = job.profile, job.piece_chunk
    for piece in range(position.size):
        n = end[piece] - position[piece]
        own = words_at(address[chunk[piece]], position[piece], n)
        for i in range(n):
            first[np.int64(own[i]) - start + 1] += 1
    for k in range(1, first.size):
        first[k] += first[k - 1]


@compiled
def _gather(job, splits, position, end, start, after, rows, sums):
    """Write each row that passes to `rows` in the order of people; add up titles and markets.

    Moves `after[k]` from the first place of the rows of profile `start` + k to their end. Pieces
    are short here, so they are read without `select`, in one function and from arrays taken out of
    the job once: to hand a whole job on for each piece costs more than its rows.
    """
    group = np.empty(BLOCK, np.int64)
    y = np.empty(BLOCK, np.int64)
    counts = np.empty(BLOCK, np.int64)
    part = np.zeros(BLOCK, np.int64)
    piece_run, piece_chunk, title_of = job.piece_run, job.piece_chunk, job.title
    value_address, value_width, profile_address = job.value_address, job.value_width, job.profile
    base, lookup, member = job.base, job.lookup, job.member
    low, high, part_slot = splits.part_low, splits.part_high, splits.slot
    value_list = splits.value_list
    slot, slot_low, slot_high = job.slot, job.slot_low, job.slot_high
    code_address, code_width, code_lookup = job.code_address, job.code_width, job.code_lookup
    by_market, grouped = splits.cell_of_market.size > 0, job.groups > 0
    cell_of_market, list_start, list_item = (
        splits.cell_of_market,
        splits.list_start,
        splits.list_item,
    )
    titles, markets, cells = sums.titles, sums.markets, splits.cells
    for piece in range(position.size):
        run, chunk = piece_run[piece], piece_chunk[piece]
        title = title_of[run]
        word = value_list[title] << 32
        for at in range(position[piece], end[piece], BLOCK):
            n = min(BLOCK, end[piece] - at)
            _fill(y, value_address[chunk, 0], value_width[chunk, 0], at, n)
            _fill(counts, value_address[chunk, 1], value_width[chunk, 1], at, n)
            group[:n] = base[run]
            for c in range(code_address.shape[1]):
                add_lookup(
                    group, n, code_address[chunk, c], code_width[chunk, c], at, lookup,
                    code_lookup[run, c],
                )  # fmt: skip
            if slot.size:
                slots = words_at(slot[chunk], at, n)
                for i in range(n):
                    if not slot_low <= slots[i] < slot_high:
                        group[i] = REJECTED
            if part_slot.size:
                slots = words_at(part_slot[chunk], at, n)
                for i in range(n):
                    at_slot = np.int64(slots[i])
                    part[i] = (low[0] <= at_slot) & (at_slot < high[0])
                    part[i] += 2 * ((low[1] <= at_slot) & (at_slot < high[1]))
            own = words_at(profile_address[chunk], at, n)
            for i in range(n):
                profile = np.int64(own[i])
                if group[i] >= REJECTED or (y[i] == 0 and counts[i] == 0):
                    continue
                if member.size and not (member[profile >> 3] >> (profile & 7)) & 1:
                    continue
                market = group[i] if grouped else 0
                cell = np.int64(cell_of_market[market]) if by_market else 0
                counted = np.int64(counts[i] > 0)
                place = after[profile - start]
                after[profile - start] = place + 1
                rows[place, 0] = word | (cell << 3) | (part[i] << 1) | counted
                rows[place, 1] = y[i]
                if list_start.size:
                    for x in range(list_start[profile], list_start[profile + 1]):
                        c = list_item[x]
                        titles[title, c] = (titles[title, c] + 2 * y[i]) | counted
                        markets[market, c] += y[i]
                elif cell < cells:
                    titles[title, cell] = (titles[title, cell] + 2 * y[i]) | counted
                    markets[market, cell] += y[i]


@inlined
def _fill(out, address, width, first, n):
    """Fill `out` with a column's values."""
    if width == 1:
        out[:n] = bytes_at(address, first, n)
    elif width == 2:
        out[:n] = shorts_at(address, first, n)
    elif width == 4:
        out[:n] = words_at(address, first, n)
    else:
        out[:n] = longs_at(address, first, n)


@inlined
def _sum_rows(value_start, value_item, width, rows, low, high, person, seen, touched):
    """Add one person's rows up by cell and value in `person`; return how many it touched."""
    size = 0
    for r in range(low, high):
        word, y = rows[r, 0], rows[r, 1]
        values = word >> 32
        base = ((word & 0xFFFFFFFF) >> 3) * width
        last = value_start[values + 1]
        for x in range(value_start[values], last + 1):
            # The last one is all rows.
            place = base + (value_item[x] if x < last else width - 1)
            touched[size] = place
            size += 1 - seen[place]
            seen[place] = 1
            person[place, (word >> 1) & 3] += y
            person[place, 3] |= word & 1
    return size


@inlined
def _join_cells(width, person, size, touched, whole, seen_whole, touched_whole):
    """Add one person's sums by cell and value up by value; return how many values there are."""
    values = 0
    for t in range(size):
        v = touched[t] % width
        touched_whole[values] = v
        values += 1 - seen_whole[v]
        seen_whole[v] = 1
        for k in range(3):
            whole[v, k] += person[touched[t], k]
        whole[v, 3] |= person[touched[t], 3]
    return values


@compiled
def _add_people(
    splits, start, stop, first, after, rows, sums,
    person, seen, touched, whole, seen_whole, touched_whole,
):  # fmt: skip
    """Add what each person's rows come to to `sums`."""
    width = splits.values + 1
    by_market, listed = splits.cell_of_market.size > 0, splits.list_start.size > 0
    spans, cells, list_start, list_item = (
        splits.spans,
        splits.cells,
        splits.list_start,
        splits.list_item,
    )
    value_start, value_item = splits.value_start, splits.value_item
    by_cell, overall = sums.by_cell, sums.overall
    for profile in range(start, stop):
        low, high = first[profile - start], after[profile - start]
        if low == high:
            continue
        size = _sum_rows(value_start, value_item, width, rows, low, high, person, seen, touched)
        values = _join_cells(width, person, size, touched, whole, seen_whole, touched_whole)
        x0, x1, x2 = whole[width - 1, 0], whole[width - 1, 1], whole[width - 1, 2]
        for t in range(size):
            place = touched[t]
            cell, v = place // width, place % width
            if by_market and cell < cells:
                _add(spans, by_cell, cell, v, person, place, x0, x1, x2)
            person[place, 0] = 0
            person[place, 1] = 0
            person[place, 2] = 0
            person[place, 3] = 0
            seen[place] = 0
        for t in range(values):
            v = touched_whole[t]
            _add(spans, overall, 0, v, whole, v, x0, x1, x2)
            if listed:
                for x in range(list_start[profile], list_start[profile + 1]):
                    _add(spans, by_cell, list_item[x], v, whole, v, x0, x1, x2)
            whole[v, 0] = 0
            whole[v, 1] = 0
            whole[v, 2] = 0
            whole[v, 3] = 0
            seen_whole[v] = 0


@inlined
def _add(spans, into, cell, v, own, place, x0, x1, x2):
    """Add a person's sums of a value to those of a cell."""
    y = np.float64(own[place, 0] + own[place, 1] + own[place, 2])
    x = np.float64(x0 + x1 + x2)
    into[cell, v, 0, 0] += y
    into[cell, v, 0, 1] += y * y
    into[cell, v, 0, 2] += y * x
    into[cell, v, 0, 3] += own[place, 3]
    if spans > 1:
        y = np.float64(own[place, 1])
        into[cell, v, 1, 0] += y
        into[cell, v, 1, 1] += y * y
        into[cell, v, 1, 2] += y * x1
        y = np.float64(own[place, 2])
        into[cell, v, 2, 0] += y
        into[cell, v, 2, 1] += y * y
        into[cell, v, 2, 2] += y * x2
