# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops: rows to people's first exposures, then to sums in a hash table."""

from typing import Any, NamedTuple

import numpy as np

from keyart.core.loops import compiled, inlined
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

BEGUN, ASSET, CELL, PLACE, RUN, WHO = range(6)
"""The columns of a unit, int64: the slot in which it began (0: not yet), asset and cell; of a
finished one also its place (its asset type, or `types` for the title), title run and profile."""


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
    outcomes: Any
    """The value of each numerator, and how it counts; the two values whose sum is the denominator,
    the second may be -1, and how they count: int64 [outcomes, 5]."""


class SumTable(NamedTuple):
    """Sums by key, open addressing; the number of places is a power of two.

    `sums` is [places, 1 + outcomes, 6]: first the number of units and their impressions; then n,
    Σx, Σy, Σxx, Σyy, Σxy of each outcome.
    """

    keys: Any
    sums: Any


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


@inlined
def _meet(unit, unit_values, place, asset, cell, slot, who, row, values, key_bits, arm_bits):
    """Let a row start the unit at a place, or add to it.

    If a profile saw several assets in the same slot, a pseudo-random draw picks the first one.
    Other rows of that slot belong to the unit if they are of that asset.
    """
    begun = unit[place, BEGUN]
    other = begun == slot and asset != unit[place, ASSET]
    if begun == 0 or other:
        begins = values[IMPRESSIONS, row] != 0
        if begins and other:
            drawn = lot(key_bits, arm_bits, who, slot, asset)
            begins = drawn < lot(key_bits, arm_bits, who, slot, unit[place, ASSET])
        if begins:
            unit[place, BEGUN] = slot
            unit[place, ASSET] = asset
            unit[place, CELL] = cell
            for value in range(values.shape[0]):
                unit_values[place, value] = values[value, row]
    elif begun == slot:
        if values[IMPRESSIONS, row] > 0 and cell < unit[place, CELL]:
            unit[place, CELL] = cell
        for value in range(values.shape[0]):
            unit_values[place, value] += values[value, row]


@inlined
def _finish(unit, unit_values, run, who, done, done_values, count):
    """Move the units of a profile behind the first `count` finished ones; return the new count."""
    for place in range(unit.shape[0]):
        if unit[place, BEGUN] != 0:
            for column in range(unit.shape[1]):
                done[count, column] = unit[place, column]
            done[count, PLACE] = place
            done[count, RUN] = run
            done[count, WHO] = who
            for value in range(unit_values.shape[1]):
                done_values[count, value] = unit_values[place, value]
            unit[place, BEGUN] = 0
            count += 1
    return count


@inlined
def _age(ages, launch, slot):
    """Return the age of a title in a slot; the last age if its launch is unknown."""
    age = 0
    if ages.size > 0:
        age = ages.size + 1
        if launch != NO_LAUNCH:
            days = (slot * _SLOT_US - launch) // _DAY_US
            age = 0
            while age < ages.size and days >= ages[age]:
                age += 1
    return age


@inlined
def _key(group, age, time):
    return (np.int64(group) << (DAY_BITS + AGE_BITS)) | (np.int64(age) << DAY_BITS) | time


@inlined
def _side(values, at, which, how):
    side = float(values[at, which])
    if how == BY_DISTINCT:
        side = 1.0 if side > 0 else 0.0
    return side


@compiled
def _add(keys, sums, key, values, at, outcomes):
    """Add a finished unit to the sums of a key; return 1 if the key is new.

    `outcomes` are int64 [outcomes, 5]: numerator, how, denominator, its second part or -1, how.
    """
    place = place_of(keys, key)
    new = keys[place] == EMPTY
    keys[place] = key
    sums[place, 0, 0] += 1
    sums[place, 0, 1] += values[at, IMPRESSIONS]
    for o in range(outcomes.shape[0]):
        y = _side(values, at, outcomes[o, 0], outcomes[o, 1])
        x = _side(values, at, outcomes[o, 2], outcomes[o, 4])
        if outcomes[o, 3] >= 0:
            x += _side(values, at, outcomes[o, 3], outcomes[o, 4])
        if x != 0 or y != 0:
            sums[place, o + 1, 0] += 1
            sums[place, o + 1, 1] += x
            sums[place, o + 1, 2] += y
            sums[place, o + 1, 3] += x * x
            sums[place, o + 1, 4] += y * y
            sums[place, o + 1, 5] += x * y
    return np.int64(new)


@compiled
def _add_all(done, values, count, reading, tables, new):
    """Add the first `count` finished units to the tables, and the number of new keys to `new`."""
    (asset_keys, asset_sums), (title_keys, title_sums), (audience_keys, audience_sums) = tables
    outcomes, cells, types, title = reading.outcomes, reading.cells, reading.types, reading.title
    first_day, days_each = reading.first_day, reading.days_each
    ages, launch = reading.ages, reading.launch
    audiences, start, item = reading.audiences, reading.audience_start, reading.audience_item
    for at in range(count):
        slot, run = done[at, BEGUN], done[at, RUN]
        time = (slot // SLOTS_A_DAY - first_day) // days_each
        age = _age(ages, launch[run], slot)
        if done[at, PLACE] == types:
            key = _key(title[run] * cells + done[at, CELL], age, time)
            new[1] += _add(title_keys, title_sums, key, values, at, outcomes)
        else:
            asset = done[at, ASSET]
            key = _key(asset * cells + done[at, CELL], age, time)
            new[0] += _add(asset_keys, asset_sums, key, values, at, outcomes)
            if audiences:
                for k in range(start[done[at, WHO]], start[done[at, WHO] + 1]):
                    key = _key(asset * audiences + item[k], 0, time)
                    new[2] += _add(audience_keys, audience_sums, key, values, at, outcomes)


@compiled
def add_first_exposures(
    job: Any, reading: Any, tables: Any, pieces: Any, low: Any, high: Any
) -> Any:
    """Add the first exposures of the profiles [low, high) in some pieces of the job to the tables.

    `tables` are those of assets, titles and audiences, with room for all. A profile's rows of one
    title all stand in one run, sorted by profile, then slot; `pieces`, half-open, hold whole runs.
    Returns the number of new keys in each table.
    """
    # The loop over rows passes arrays, no tuple of them: to pass one costs more than all that is
    # done with a row. Finished units are added up block by block.
    new = np.zeros(3, np.int64)
    types, type_of, cells = reading.types, reading.type_of, reading.cells
    key_bits, arm_bits = reading.key_bits, reading.arm_bits
    n_values = job.value_address.shape[1]
    unit = np.zeros((types + 1, 3), np.int64)
    unit_values = np.zeros((types + 1, n_values), np.int64)
    done = np.empty((2 * BLOCK + types + 1, 6), np.int64)
    done_values = np.empty((done.shape[0], n_values), np.int64)
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
        here = np.int64(job.piece_run[piece])
        for at in range(first, last, BLOCK):
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            count = 0
            for i in range(m):
                slot = values[SLOT, i]
                if slot == 0:  # a row that does not pass but was left in its block with 0
                    continue
                if profile[i] != who or here != run:
                    count = _finish(unit, unit_values, run, who, done, done_values, count)
                    who = profile[i]
                    run = here
                asset = np.int64(group[i]) // cells
                cell = np.int64(group[i]) - asset * cells
                own = type_of[asset]
                _meet(unit, unit_values, own, asset, cell, slot, who, i, values, key_bits, arm_bits)
                _meet(unit, unit_values, types, 0, cell, slot, who, i, values, key_bits, arm_bits)
            _add_all(done, done_values, count, reading, tables, new)
    count = _finish(unit, unit_values, run, who, done, done_values, 0)
    _add_all(done, done_values, count, reading, tables, new)
    return new
