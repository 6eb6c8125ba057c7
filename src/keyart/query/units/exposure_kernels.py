# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops: rows to people's first exposures, then to sums in a hash table."""

from typing import Any, NamedTuple

import numpy as np

from keyart.core.loops import compiled
from keyart.query.native.block import BLOCK, select
from keyart.query.native.job import BY_DISTINCT
from keyart.query.native.memory import words_at
from keyart.query.native.scan import rows_of
from keyart.query.units.unit_kernels import IMPRESSIONS, SLOT, SLOTS_A_DAY, lot

DAY_BITS, AGE_BITS = 16, 3
"""The bits of a key that hold its time and its age; the group takes the rest."""
EMPTY = -1
"""The key of a free place of a table."""
NO_LAUNCH = np.iinfo(np.int64).min
_DAY_US = 86_400_000_000
_SLOT_US = _DAY_US // SLOTS_A_DAY


class ExposureRules(NamedTuple):
    """How rows become first exposures, and how these are grouped."""

    cells: int
    """Group numbers of the job are asset × cells + cell."""
    type_of: Any
    """The asset type of each asset: int32 [assets]."""
    types: int
    title: Any
    """The title of each run: int64 [runs]."""
    launch: Any
    """Launch of each run's title, µs since 1970, or `NO_LAUNCH`: int64 [runs]."""
    ages: Any
    """Days since launch at which a title's next age starts: int64."""
    first_day: int
    days_each: int
    """Days per group."""
    key_bits: Any
    arm_bits: Any
    """As in `unit_kernels.UnitRules`."""
    audience_start: Any
    audience_item: Any
    audiences: int
    numerator: Any
    """The value of each numerator: int64 [outcomes]."""
    numerator_how: Any
    denominator: Any
    """The values whose sum is the denominator: int64 [outcomes, 2]; the second may be -1."""
    denominator_how: Any


class SumTable(NamedTuple):
    """Sums by key, open addressing; the number of places is a power of two.

    `sums` is [places, 1 + outcomes, 6]: first the number of units and their impressions; then n,
    Σx, Σy, Σxx, Σyy, Σxy of each outcome.
    """

    keys: Any
    sums: Any


class ExposureState(NamedTuple):
    """The units of the profile being read: one for each asset type, and one for the title.

    Slot 0: none yet.
    """

    slot: Any
    asset: Any
    cell: Any
    values: Any


@compiled
def profile_at(job: Any, piece: Any, row: Any) -> Any:
    """Return the profile of a row of a piece, counted from the piece's first row."""
    at = job.piece_first[piece] + row
    return np.int64(words_at(job.profile[job.piece_chunk[piece]], at, 1)[0])


@compiled
def profiles_every(job: Any, sizes: Any, first: Any, last: Any, most: Any) -> Any:
    """Return the profile at every `most`-th row of the pieces [first, last): int64 [n]."""
    found = np.empty(np.sum(sizes[first:last] // most), np.int64)
    n = 0
    for piece in range(first, last):
        for row in range(most, sizes[piece], most):
            found[n] = profile_at(job, piece, row)
            n += 1
    return found[:n]


@compiled
def rows_between(job: Any, first: Any, last: Any, low: Any, high: Any) -> Any:
    """Return the number of rows that the profiles [low, high) have in the pieces [first, last)."""
    rows = 0
    for piece in range(first, last):
        begin, end = rows_of(job, piece, low, high)
        rows += end - begin
    return rows


@compiled
def place_of(keys, key):
    """Return the place of a key in a table, or the free place where it belongs."""
    mask = np.uint64(keys.size - 1)
    z = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    at = (z ^ (z >> np.uint64(32))) & mask
    while keys[at] != EMPTY and keys[at] != key:
        at = (at + np.uint64(1)) & mask
    return at


@compiled
def move_entries(old: Any, new: Any) -> None:
    """Move all entries of a table to a larger, empty one."""
    for place in range(old.keys.size):
        if old.keys[place] != EMPTY:
            at = place_of(new.keys, old.keys[place])
            new.keys[at] = old.keys[place]
            new.sums[at] = old.sums[place]


@compiled
def _side(values, which, how):
    if how == BY_DISTINCT:
        return 1.0 if values[which] > 0 else 0.0
    return float(values[which])


@compiled
def _add(table, key, values, reading):
    """Add a unit to the sums of a key; return 1 if the key is new."""
    at = place_of(table.keys, key)
    new = table.keys[at] == EMPTY
    table.keys[at] = key
    sums = table.sums[at]
    sums[0, 0] += 1
    sums[0, 1] += values[IMPRESSIONS]
    for o in range(reading.numerator.size):
        y = _side(values, reading.numerator[o], reading.numerator_how[o])
        x = _side(values, reading.denominator[o, 0], reading.denominator_how[o])
        if reading.denominator[o, 1] >= 0:
            x += _side(values, reading.denominator[o, 1], reading.denominator_how[o])
        if x == 0 and y == 0:
            continue
        own = sums[o + 1]
        own[0] += 1
        own[1] += x
        own[2] += y
        own[3] += x * x
        own[4] += y * y
        own[5] += x * y
    return np.int64(new)


@compiled
def _age(reading, run, slot):
    """Return the age of a run's title in a slot; the last age if unknown."""
    launch = reading.launch[run]
    if reading.ages.size == 0:
        return 0
    if launch == NO_LAUNCH:
        return reading.ages.size + 1
    days = (slot * _SLOT_US - launch) // _DAY_US
    age = 0
    while age < reading.ages.size and days >= reading.ages[age]:
        age += 1
    return age


@compiled
def _key(group, age, time):
    return (np.int64(group) << (DAY_BITS + AGE_BITS)) | (np.int64(age) << DAY_BITS) | time


@compiled
def _flush(state, run, who, reading, assets, titles, audiences, new):
    """Add a profile's units in a run to the tables, and clear them."""
    for place in range(state.slot.size):
        slot = state.slot[place]
        if slot == 0:
            continue
        time = (slot // SLOTS_A_DAY - reading.first_day) // reading.days_each
        age = _age(reading, run, slot)
        values = state.values[place]
        if place == reading.types:
            group = reading.title[run] * reading.cells + state.cell[place]
            new[1] += _add(titles, _key(group, age, time), values, reading)
        else:
            asset = state.asset[place]
            group = asset * reading.cells + state.cell[place]
            new[0] += _add(assets, _key(group, age, time), values, reading)
            if reading.audiences:
                for k in range(reading.audience_start[who], reading.audience_start[who + 1]):
                    group = asset * reading.audiences + reading.audience_item[k]
                    new[2] += _add(audiences, _key(group, 0, time), values, reading)
        state.slot[place] = 0
        values[:] = 0


@compiled
def _meet(state, place, asset, cell, slot, who, row, values, reading):
    """Let a row start the unit at a place of the state, or add to it.

    If a profile saw several assets in the same slot, a pseudo-random draw picks the first one.
    Other rows of that slot belong to the unit if they are of that asset.
    """
    begun = state.slot[place]
    if begun == 0 or (begun == slot and asset != state.asset[place]):
        if values[IMPRESSIONS, row] == 0:
            return
        if begun and lot(reading, who, slot, asset) >= lot(reading, who, slot, state.asset[place]):
            return
        state.slot[place] = slot
        state.asset[place] = asset
        state.cell[place] = cell
        state.values[place, :] = values[:, row]
    elif begun == slot:
        if values[IMPRESSIONS, row] > 0 and cell < state.cell[place]:
            state.cell[place] = cell
        state.values[place, :] += values[:, row]


@compiled
def add_first_exposures(
    job: Any, reading: Any, tables: Any, pieces: Any, low: Any, high: Any
) -> Any:
    """Add the first exposures of the profiles [low, high) in some pieces of the job to the tables.

    `tables` are those of assets, titles and audiences, with room for all. A profile's rows of one
    title all stand in one run, sorted by profile, then slot; `pieces`, half-open, hold whole runs.
    Returns the number of new keys in each table.
    """
    assets, titles, audiences = tables
    new = np.zeros(3, np.int64)
    places = reading.types + 1
    n_values = job.value_address.shape[1]
    state = ExposureState(
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros((places, n_values), np.int64),
    )
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((n_values, BLOCK), np.int64)
    run = np.int64(-1)
    who = np.int64(-1)
    for piece in range(pieces[0], pieces[1]):
        if job.stop[0]:
            break
        first, last = rows_of(job, piece, low, high)
        if job.piece_run[piece] != run:
            _flush(state, run, who, reading, assets, titles, audiences, new)
            run = job.piece_run[piece]
            who = np.int64(-1)
        for at in range(first, last, BLOCK):
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            for i in range(m):
                slot = values[SLOT, i]
                if slot == 0:  # a row that does not pass but was left in its block with 0
                    continue
                if profile[i] != who:
                    _flush(state, run, who, reading, assets, titles, audiences, new)
                    who = profile[i]
                asset = np.int64(group[i]) // reading.cells
                cell = np.int64(group[i]) - asset * reading.cells
                own = reading.type_of[asset]
                _meet(state, own, asset, cell, slot, who, i, values, reading)
                _meet(state, reading.types, 0, cell, slot, who, i, values, reading)
    _flush(state, run, who, reading, assets, titles, audiences, new)
    return new
