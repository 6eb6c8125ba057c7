# pyright: basic
# ruff: noqa: PLR0913
"""Cutting CSV bytes into fields. See `csv_input` for what the arrays mean."""

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled, inlined

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COMPLETE, UNFINISHED, BAD_QUOTE, TOO_FEW, TOO_MANY = 0, 1, 2, 3, 4

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34


@compiled
def next_line(data, start):
    """Return where the line after `start` begins, len(data) if there is none."""
    i = start
    while i < len(data) and data[i] != _NEWLINE:
        i += 1
    return min(i + 1, len(data))


@inlined
def _quoted_end(data, start):
    """Return (position of the closing quote or −1, whether it holds doubled quotes)."""
    i = start
    doubled = False
    while i < len(data):
        if data[i] == _QUOTE:
            if i + 1 < len(data) and data[i + 1] == _QUOTE:
                doubled = True
                i += 2
                continue
            return i, doubled
        i += 1
    return -1, doubled


@inlined
def _field(data, start, last, delimiter):
    """Return (state, begin, end, whether quotes are doubled, where what follows begins)."""
    size = len(data)
    i = start
    if i < size and data[i] == _QUOTE:
        end, doubled = _quoted_end(data, i + 1)
        if end < 0 or (end + 1 >= size and not last):
            return (BAD_QUOTE if last else UNFINISHED), 0, 0, False, start
        i = end + 1
        if i < size and data[i] == _RETURN and (i + 1 >= size or data[i + 1] == _NEWLINE):
            i += 1
        return COMPLETE, start + 1, end, doubled, i
    while i < size and data[i] != delimiter and data[i] != _NEWLINE:
        i += 1
    end = i
    if end > start and data[end - 1] == _RETURN and (end == size or data[end] == _NEWLINE):
        end -= 1
    return COMPLETE, start, end, False, i


@compiled
def record(data, start, last, delimiter, slots, starts, ends, doubled, at):
    """Cut the record that begins at `start`; write the bounds of its fields to column `at`.

    `slots[f]` is the row of `starts`, `ends` and `doubled` that takes field f, −1 for none.
    Returns (state, fields seen, where the next record begins).
    """
    i, field = start, 0
    while True:
        state, begin, end, twice, i = _field(data, i, last, delimiter)
        if state != COMPLETE:
            return state, field, start
        slot = slots[field] if field < len(slots) else -1
        if slot >= 0:
            starts[slot, at], ends[slot, at], doubled[slot, at] = begin, end, twice
        field += 1
        if i >= len(data) or data[i] == _NEWLINE:
            break
        if data[i] != delimiter:
            return BAD_QUOTE, field, start
        i += 1
    if i >= len(data) and not last:
        return UNFINISHED, field, start
    if field != len(slots):
        return (TOO_FEW if field < len(slots) else TOO_MANY), field, i + 1
    return COMPLETE, field, min(i + 1, len(data))


@inlined
def _blank(data, i):
    """Return where the line at `i` ends if it is empty, else −1."""
    if data[i] == _NEWLINE:
        return i + 1
    if data[i] == _RETURN and i + 1 < len(data) and data[i + 1] == _NEWLINE:
        return i + 2
    return -1


@compiled
def cut(
    data: Bytes,
    last: bool,
    delimiter: int,
    slots: Longs,
    first_row: int,
    bounds: tuple[Ints, Ints, Flags],
    rows: Longs,
    broken: Longs,
) -> tuple[int, int, int]:
    """Cut as many records as `data` holds whole.

    `bounds` = (starts, ends, doubled), each with one column per record. Writes the number of each
    good record to `rows`, and (row, state, fields) of each bad one to `broken`; a bad record ends
    with its first line, so that a stray quote costs one line.
    Returns (good records, bad records, bytes used).
    """
    starts, ends, doubled = bounds
    i, good, bad = 0, 0, 0
    while i < len(data):
        after = _blank(data, i)
        if after >= 0:
            i = after
            continue
        state, fields, following = record(
            data, i, last, delimiter, slots, starts, ends, doubled, good
        )
        if state == UNFINISHED:
            break
        row = first_row + good + bad
        if state == COMPLETE:
            rows[good] = row
            good += 1
            i = following
        else:
            broken[bad, 0], broken[bad, 1], broken[bad, 2] = row, state, fields
            bad += 1
            i = next_line(data, i)
    return good, bad, i


@compiled
def measure(starts: Ints, ends: Ints, offsets: Ints) -> int:
    """Write where each text would begin if all were laid end to end; return their length."""
    total = 0
    for k in range(len(starts)):
        offsets[k] = total
        total += ends[k] - starts[k]
    offsets[len(starts)] = total
    return total


@compiled
def gather(
    data: Bytes, starts: Ints, ends: Ints, doubled: Flags, offsets: Ints, text: Bytes
) -> int:
    """Copy one column's fields to `text`, doubled quotes as one; set `offsets` right.

    Returns the length of the text.
    """
    at = 0
    for k in range(len(starts)):
        offsets[k] = at
        if doubled[k]:
            i = starts[k]
            while i < ends[k]:
                text[at] = data[i]
                at += 1
                i += 2 if data[i] == _QUOTE else 1
        else:
            for i in range(starts[k], ends[k]):
                text[at] = data[i]
                at += 1
    offsets[len(starts)] = at
    return at
