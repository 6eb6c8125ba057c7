# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops: rows to units, and units to sums.

A *cell* is a combination of country, device and placement. Groups are arm × cells + cell, of the
first exposure.
"""

from typing import Any, NamedTuple

import numpy as np

from keyart.core.loops import compiled
from keyart.query.native.block import BLOCK, select
from keyart.query.native.job import BY_DISTINCT
from keyart.query.native.scan import rows_of

IMPRESSIONS, SLOT, INVERSE = 0, 1, 2
"""The values of a job that the scan itself reads; outcomes may use them too."""

CLOSED, CROSSED, LATER, TIED, RETURNING = 1, 2, 4, 8, 16
"""Flags of a unit: its window is over; its profile saw another arm within the window; after it; saw
two in the same quarter of an hour, so that chance decided which was first; had seen an arm before
the period started."""

SLOTS_A_DAY = 96


class UnitArrays(NamedTuple):
    """Units of one range of profiles, [units]; `values` [values, units]."""

    profile: Any
    group: Any
    slot: Any
    flags: Any
    weight: Any
    met_slot: Any
    met_cell: Any
    """When and where its profile first saw any arm in the period."""
    values: Any


class UnitRules(NamedTuple):
    """When rows make a unit."""

    canonical: Any
    """The group of each group number of the job: int32 [groups]."""
    arm_of: Any
    """The arm of each group number: faster than a division."""
    arms: int
    cells: int
    first_slot: int
    last_first_slot: int
    window: int
    closed_before: int
    each_arm: bool
    key_bits: Any
    """The top bits of each profile's key: uint8 [profiles]."""
    arm_bits: Any
    """A number derived from each arm's id: int64 [arms]."""


@compiled
def lot(key_bits, arm_bits, profile, slot, arm):
    """Return a pseudo-random number from a profile's key, a slot and an arm (splitmix64).

    key_bits, arm_bits: as in `UnitRules`. It does not use the profile's ordinal or the arm's place,
    which would change if the same events arrived in another order.
    """
    z = np.uint64(slot * 256 + key_bits[profile]) * np.uint64(0x9E3779B97F4A7C15)
    z += np.uint64(arm_bits[arm])
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def rows_in(job: Any, low: Any, high: Any) -> Any:
    """Return the number of rows of the profiles [low, high)."""
    rows = 0
    for piece in range(job.piece_run.size):
        first, last = rows_of(job, piece, low, high)
        rows += last - first
    return rows


@compiled
def _put(units, at, profile, place, met, returning, state, rules):
    """Write the unit at `place` of the state as unit number `at`.

    `met` is the place of the arm that its profile saw first.
    """
    first = state.slot[place]
    flags = state.flags[place]
    if returning:
        flags |= RETURNING
    if first < rules.closed_before:
        flags |= CLOSED
    units.profile[at] = profile
    units.group[at] = state.group[place]
    units.slot[at] = first
    units.flags[at] = flags
    units.weight[at] = state.weight[place]
    units.met_slot[at] = state.slot[met]
    units.met_cell[at] = state.group[met] % rules.cells
    for v in range(units.values.shape[0]):
        units.values[v, at] = state.values[place, v]
        state.values[place, v] = 0


class UnitState(NamedTuple):
    """The units of the profile being read: one, or one for each arm. Slot 0: none yet."""

    slot: Any
    arm: Any
    group: Any
    flags: Any
    weight: Any
    values: Any


@compiled
def _begin(state, place, arm, group, slot, flags, row, values):
    state.slot[place] = slot
    state.arm[place] = arm
    state.group[place] = group
    state.flags[place] = flags
    state.weight[place] = values[INVERSE, row] / values[IMPRESSIONS, row]


@compiled
def _begin_at(state, place, arm, group, slot, profile, row, values, rules):
    """Start a unit at a row, or let another row of the same first slot replace its start."""
    if values[IMPRESSIONS, row] == 0 or slot >= rules.last_first_slot:
        return
    flags = state.flags[place]
    if state.slot[place] == 0:
        _begin(state, place, arm, group, slot, 0, row, values)
    elif arm == state.arm[place]:
        if group < state.group[place]:
            _begin(state, place, arm, group, slot, flags, row, values)
    else:
        flags |= CROSSED | TIED
        bits = rules.key_bits, rules.arm_bits
        if lot(*bits, profile, slot, arm) < lot(*bits, profile, slot, state.arm[place]):
            _begin(state, place, arm, group, slot, flags, row, values)
        state.flags[place] = flags


@compiled
def _flush(units, size, profile, returning, state, rules):
    """Write the profile's units, clear them, and return the new number of units."""
    met = 0
    for place in range(state.slot.size):
        if state.slot[place] and (not state.slot[met] or state.slot[place] < state.slot[met]):
            met = place
    for place in range(state.slot.size):
        if state.slot[place]:
            _put(units, size, profile, place, met, returning, state, rules)
            size += 1
    state.slot[:] = 0
    return size


@compiled
def find_units(  # noqa: C901, PLR0912, PLR0915 - a call for each row would take as long as the row
    job: Any, rules: Any, units: Any, low: Any, high: Any
) -> int:
    """Write the units of the profiles [low, high) to `units`; return their number.

    Rows of a run are sorted by profile, then slot. All of a profile's rows for one title are in one
    run.
    """
    places = rules.arms if rules.each_arm else 1
    n_values = job.value_address.shape[1]
    state = UnitState(
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(places, np.uint8),
        np.zeros(places, np.float64),
        np.zeros((places, n_values), np.int64),
    )
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((n_values, BLOCK), np.int64)
    size = 0
    run = np.int64(-1)
    who = np.int64(-1)
    returning = False
    for piece in range(job.piece_run.size):
        first, last = rows_of(job, piece, low, high)
        if job.piece_run[piece] != run:
            size = _flush(units, size, who, returning, state, rules)
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
                    size = _flush(units, size, who, returning, state, rules)
                    who = profile[i]
                    returning = False
                if slot < rules.first_slot:
                    returning |= values[IMPRESSIONS, i] > 0
                    continue
                arm = np.int64(rules.arm_of[group[i]])
                place = arm if rules.each_arm else 0
                begun = state.slot[place]
                if begun == 0 or slot == begun:  # noqa: PLR1714 - numba makes a loop of `in`
                    own = np.int64(rules.canonical[group[i]])
                    _begin_at(state, place, arm, own, slot, who, i, values, rules)
                    begun = state.slot[place]
                elif arm != state.arm[place] and values[IMPRESSIONS, i] > 0:
                    inside = slot < begun + rules.window
                    state.flags[place] |= np.uint8(CROSSED if inside else LATER)
                if begun and slot < begun + rules.window:
                    for v in range(n_values):
                        state.values[place, v] += values[v, i]
    return _flush(units, size, who, returning, state, rules)


class UnitSums(NamedTuple):
    """What one thread adds up. The last axis of moments is n, Σx, Σy, Σxx, Σyy, Σxy."""

    by_day: Any
    """[outcomes, arms, days, 6]"""
    assigned: Any
    """Units, closed or not: [arms, days]."""
    cell_assigned: Any
    """[arms, cells]"""
    taste_assigned: Any
    """[arms, strata]"""
    by_cell: Any
    """[arms, cells × strata, 6]"""
    by_audience: Any
    """[arms, audiences, 6]"""
    flags: Any
    """Closed units, and how many of them are crossed, later and tied: [arms, 4]."""
    weights: Any
    """Over closed units with a propensity: their number, Σw, Σw²: [arms, 3]."""
    met: Any
    """Profiles by the arm they saw first, wherever and whenever: [arms, bins]."""
    met_places: Any
    """The same by place and day: [arms, places, days]."""
    left_out: Any
    """Units that do not count as some arm was unavailable; and returning ones: [arms, 2]."""
    by_stratum: Any
    """[arms, strata of `UnitGrouping.stratum_of_cell`, 6]"""


class UnitGrouping(NamedTuple):
    """How units are grouped."""

    first_day: int
    cells: int
    exclude_crossed: bool
    numerator: Any
    denominator: Any
    """The value of each numerator: [outcomes]."""
    numerator_how: Any
    denominator_how: Any
    weighted: Any
    primary: int
    """The outcome that is added up by cell and by audience."""
    stratum: Any
    """uint8 [profiles]"""
    strata: int
    slots_a_bin: int
    place: Any
    """The place of each cell: int64 [cells]."""
    open_slot: Any
    """Whether every arm was available: uint8 [slots since the first day]; empty: always."""
    open_place: Any
    """The same by place and day: uint8 [places, days]."""
    leave_returning: bool
    stratum_of_cell: Any
    stratum_of_day: Any
    stratum_of_taste: Any
    """Contributions to a unit's stratum number: int64 each; empty: no strata."""
    audience_start: Any
    audience_item: Any
    """The audiences of each profile, as lists."""


@compiled
def _side(values, which, how, unit):
    value = values[which, unit]
    if how == BY_DISTINCT:
        return 1.0 if value > 0 else 0.0
    return float(value)


@compiled
def _add(cell, x, y):
    cell[0] += 1
    cell[1] += x
    cell[2] += y
    cell[3] += x * x
    cell[4] += y * y
    cell[5] += x * y


@compiled
def _note(sums, units, unit, arm):
    """Count the flags of a closed unit, and its weight."""
    flags = units.flags[unit]
    sums.flags[arm, 0] += 1
    sums.flags[arm, 1] += (flags & CROSSED) != 0
    sums.flags[arm, 2] += (flags & LATER) != 0
    sums.flags[arm, 3] += (flags & TIED) != 0
    weight = units.weight[unit]
    if weight > 0:
        sums.weights[arm, 0] += 1
        sums.weights[arm, 1] += weight
        sums.weights[arm, 2] += weight * weight


@compiled
def _open(grouping, slot, cell):
    """Return whether every arm was available at that time and place."""
    at = slot - grouping.first_day * SLOTS_A_DAY
    day = at // SLOTS_A_DAY
    return grouping.open_slot[at] and grouping.open_place[grouping.place[cell], day]


@compiled
def _within(units, unit, cell, grouping):
    """Return whether every arm was available to a unit, and when its profile first saw one."""
    if not grouping.open_slot.size:
        return True
    met = _open(grouping, units.met_slot[unit], units.met_cell[unit])
    return met and _open(grouping, units.slot[unit], cell)


@compiled
def _counts(units, unit, cell, grouping):
    """Return whether a unit counts."""
    if units.flags[unit] & RETURNING and grouping.leave_returning:
        return False
    return _within(units, unit, cell, grouping)


@compiled
def _note_arrival(units, unit, arm, cell, grouping, sums):
    """Record when and where a unit's profile first saw an arm, and what may leave it out."""
    slot = units.slot[unit]
    if units.met_slot[unit] == slot:
        at = slot - grouping.first_day * SLOTS_A_DAY
        sums.met[arm, at // grouping.slots_a_bin] += 1
        sums.met_places[arm, grouping.place[cell], at // SLOTS_A_DAY] += 1
    if not _within(units, unit, cell, grouping):
        sums.left_out[arm, 0] += 1
    elif units.flags[unit] & RETURNING:
        sums.left_out[arm, 1] += 1


@compiled
def _stratum(units, unit, cell, grouping):
    """Return the place of a unit among the trial's strata."""
    day = units.slot[unit] // SLOTS_A_DAY - grouping.first_day
    taste = grouping.stratum[units.profile[unit]]
    own = grouping.stratum_of_cell[cell] + grouping.stratum_of_day[day]
    return own + grouping.stratum_of_taste[taste]


@compiled
def add_units(units: Any, size: Any, grouping: Any, sums: Any) -> None:
    """Add `size` units to `sums`."""
    for unit in range(size):
        arm = units.group[unit] // grouping.cells
        cell = units.group[unit] - arm * grouping.cells
        day = units.slot[unit] // SLOTS_A_DAY - grouping.first_day
        _note_arrival(units, unit, arm, cell, grouping, sums)
        if not _counts(units, unit, cell, grouping):
            continue
        sums.assigned[arm, day] += 1
        who = units.profile[unit]
        sums.cell_assigned[arm, cell] += 1
        sums.taste_assigned[arm, grouping.stratum[who]] += 1
        if not units.flags[unit] & CLOSED:
            continue
        _note(sums, units, unit, arm)
        if grouping.exclude_crossed and units.flags[unit] & CROSSED:
            continue
        for o in range(grouping.numerator.size):
            weight = units.weight[unit] if grouping.weighted[o] else 1.0
            y = weight * _side(units.values, grouping.numerator[o], grouping.numerator_how[o], unit)
            x = weight * _side(
                units.values, grouping.denominator[o], grouping.denominator_how[o], unit
            )
            if x == 0 and y == 0:
                continue
            _add(sums.by_day[o, arm, day], x, y)
            if o == grouping.primary:
                _add(sums.by_cell[arm, cell * grouping.strata + grouping.stratum[who]], x, y)
                if grouping.stratum_of_day.size:
                    _add(sums.by_stratum[arm, _stratum(units, unit, cell, grouping)], x, y)
                for k in range(grouping.audience_start[who], grouping.audience_start[who + 1]):
                    _add(sums.by_audience[arm, grouping.audience_item[k]], x, y)


class UnitRowArrays(NamedTuple):
    """Some closed units that count; see `scan.UnitRows`."""

    profile: Any
    arm: Any
    stratum: Any
    weight: Any
    y: Any
    x: Any


@compiled
def no_rows(outcomes: Any, room: Any = 0) -> UnitRowArrays:
    """Return arrays for `room` units."""
    return UnitRowArrays(
        np.empty(room, np.uint32),
        np.empty(room, np.int32),
        np.zeros(room, np.int64),
        np.empty(room, np.float64),
        np.empty((outcomes, room), np.float32),
        np.empty((outcomes, room), np.float32),
    )


@compiled
def list_rows(units: Any, size: Any, grouping: Any) -> UnitRowArrays:
    """Return the closed ones of `size` units that count."""
    outcomes = grouping.numerator.size
    rows = no_rows(outcomes, size)
    many = 0
    for unit in range(size):
        arm = units.group[unit] // grouping.cells
        cell = units.group[unit] - arm * grouping.cells
        if not units.flags[unit] & CLOSED or not _counts(units, unit, cell, grouping):
            continue
        who = units.profile[unit]
        rows.profile[many] = who
        rows.arm[many] = arm
        rows.weight[many] = units.weight[unit]
        if grouping.stratum_of_day.size:
            rows.stratum[many] = _stratum(units, unit, cell, grouping)
        for o in range(outcomes):
            rows.y[o, many] = _side(
                units.values, grouping.numerator[o], grouping.numerator_how[o], unit
            )
            rows.x[o, many] = _side(
                units.values, grouping.denominator[o], grouping.denominator_how[o], unit
            )
        many += 1
    return UnitRowArrays(
        rows.profile[:many].copy(),
        rows.arm[:many].copy(),
        rows.stratum[:many].copy(),
        rows.weight[:many].copy(),
        rows.y[:, :many].copy(),
        rows.x[:, :many].copy(),
    )
