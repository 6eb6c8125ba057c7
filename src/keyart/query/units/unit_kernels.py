# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops: rows to units, and units to sums.

A *cell* is a combination of country, device and placement. Groups are arm × cells + cell, of the
first exposure.
"""

from typing import Any, NamedTuple

import numpy as np

from keyart.core.loops import compiled, inlined
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


# To hand a named tuple on counts a reference to each of its arrays, for all threads alike: a few
# such calls cost more than a unit. So loops over units take arrays out of tuples once, and the
# functions that they call, for which they take arrays, are compiled into them.


@inlined
def _side(values, which, how, unit):
    value = np.float64(values[which, unit])
    return value if how != BY_DISTINCT else np.float64(value > 0)


@inlined
def _add(sums, arm, at, x, y):
    sums[arm, at, 0] += 1
    sums[arm, at, 1] += x
    sums[arm, at, 2] += y
    sums[arm, at, 3] += x * x
    sums[arm, at, 4] += y * y
    sums[arm, at, 5] += x * y


@inlined
def _open(open_slot, open_place, place, at):
    """Return whether every arm was available at that time (slots since the first day) and place."""
    return open_slot[at] & open_place[place, at // SLOTS_A_DAY]


@compiled
def _within(units, size, grouping):
    """Return whether every arm was available to each unit, and when its profile first saw one."""
    within = np.ones(size, np.uint8)
    open_slot, open_place, place = grouping.open_slot, grouping.open_place, grouping.place
    if not open_slot.size:
        return within
    met_slot, met_cell, slot, group = units.met_slot, units.met_cell, units.slot, units.group
    first, cells = grouping.first_day * SLOTS_A_DAY, grouping.cells
    for unit in range(size):
        met = _open(open_slot, open_place, place[met_cell[unit]], met_slot[unit] - first)
        own = _open(open_slot, open_place, place[group[unit] % cells], slot[unit] - first)
        within[unit] = met & own
    return within


@compiled
def _find_strata(units, size, grouping):
    """Return the place of each unit among the trial's strata; 0 without any."""
    strata = np.zeros(size, np.int64)
    of_cell, of_day = grouping.stratum_of_cell, grouping.stratum_of_day
    of_taste, taste = grouping.stratum_of_taste, grouping.stratum
    first_day, cells = grouping.first_day, grouping.cells
    profile, group, slot = units.profile, units.group, units.slot
    if of_day.size:
        for unit in range(size):
            day = slot[unit] // SLOTS_A_DAY - first_day
            own = of_cell[group[unit] % cells] + of_day[day]
            strata[unit] = own + of_taste[taste[profile[unit]]]
    return strata


@compiled
def _note_arrivals(units, size, grouping, within, sums):
    """Record when and where each unit's profile first saw an arm, and what may leave it out."""
    group, slot, met_slot, flags = units.group, units.slot, units.met_slot, units.flags
    first, cells, place = grouping.first_day * SLOTS_A_DAY, grouping.cells, grouping.place
    a_bin = grouping.slots_a_bin
    met, met_places, left_out = sums.met, sums.met_places, sums.left_out
    for unit in range(size):
        arm, cell = group[unit] // cells, group[unit] % cells
        if met_slot[unit] == slot[unit]:
            at = slot[unit] - first
            met[arm, at // a_bin] += 1
            met_places[arm, place[cell], at // SLOTS_A_DAY] += 1
        if not within[unit]:
            left_out[arm, 0] += 1
        elif flags[unit] & RETURNING:
            left_out[arm, 1] += 1


@compiled
def _note_counted(units, size, grouping, within, sums):
    """Count the units that count by day, cell and taste, and the flags and weights of closed ones.

    Units that don't count are marked as not within.
    """
    group, slot, flags, weight = units.group, units.slot, units.flags, units.weight
    profile, taste, leave = units.profile, grouping.stratum, grouping.leave_returning
    first_day, cells = grouping.first_day, grouping.cells
    assigned, by_cell, by_taste = sums.assigned, sums.cell_assigned, sums.taste_assigned
    by_flag, weights = sums.flags, sums.weights
    for unit in range(size):
        own = flags[unit]
        if not within[unit] or (own & RETURNING and leave):
            within[unit] = 0
            continue
        arm = group[unit] // cells
        assigned[arm, slot[unit] // SLOTS_A_DAY - first_day] += 1
        by_cell[arm, group[unit] % cells] += 1
        by_taste[arm, taste[profile[unit]]] += 1
        if own & CLOSED:
            by_flag[arm, 0] += 1
            by_flag[arm, 1] += (own & CROSSED) != 0
            by_flag[arm, 2] += (own & LATER) != 0
            by_flag[arm, 3] += (own & TIED) != 0
            if weight[unit] > 0:
                weights[arm, 0] += 1
                weights[arm, 1] += weight[unit]
                weights[arm, 2] += weight[unit] * weight[unit]


@compiled
def _add_outcome(units, size, grouping, within, outcome, sums):
    """Add an outcome's moments by day over the closed units that count."""
    group, slot, flags = units.group, units.slot, units.flags
    weight, values = units.weight, units.values
    first_day, cells = grouping.first_day, grouping.cells
    above, below = grouping.numerator[outcome], grouping.denominator[outcome]
    how_above, how_below = grouping.numerator_how[outcome], grouping.denominator_how[outcome]
    weighted, excluded = grouping.weighted[outcome], grouping.exclude_crossed
    by_day = sums.by_day[outcome]
    for unit in range(size):
        own = flags[unit]
        if not within[unit] or not own & CLOSED or (excluded and own & CROSSED):
            continue
        own_weight = weight[unit] if weighted else 1.0
        y = own_weight * _side(values, above, how_above, unit)
        x = own_weight * _side(values, below, how_below, unit)
        if x != 0 or y != 0:
            _add(by_day, group[unit] // cells, slot[unit] // SLOTS_A_DAY - first_day, x, y)


@compiled
def _add_primary(units, size, grouping, within, sums):
    """Add the primary outcome's moments by cell, stratum and audience."""
    outcome = grouping.primary
    group, profile, flags = units.group, units.profile, units.flags
    weight, values, cells = units.weight, units.values, grouping.cells
    above, below = grouping.numerator[outcome], grouping.denominator[outcome]
    how_above, how_below = grouping.numerator_how[outcome], grouping.denominator_how[outcome]
    weighted, excluded = grouping.weighted[outcome], grouping.exclude_crossed
    taste, tastes, stratified = grouping.stratum, grouping.strata, grouping.stratum_of_day.size
    start, item = grouping.audience_start, grouping.audience_item
    by_cell, by_stratum, by_audience = sums.by_cell, sums.by_stratum, sums.by_audience
    strata = _find_strata(units, size, grouping)
    for unit in range(size):
        own = flags[unit]
        if not within[unit] or not own & CLOSED or (excluded and own & CROSSED):
            continue
        own_weight = weight[unit] if weighted else 1.0
        y = own_weight * _side(values, above, how_above, unit)
        x = own_weight * _side(values, below, how_below, unit)
        if x == 0 and y == 0:
            continue
        arm, who = group[unit] // cells, profile[unit]
        _add(by_cell, arm, group[unit] % cells * tastes + taste[who], x, y)
        if stratified:
            _add(by_stratum, arm, strata[unit], x, y)
        for k in range(start[who], start[who + 1]):
            _add(by_audience, arm, item[k], x, y)


@compiled
def add_units(units: Any, size: Any, grouping: Any, sums: Any) -> None:
    """Add `size` units to `sums`."""
    within = _within(units, size, grouping)
    _note_arrivals(units, size, grouping, within, sums)
    _note_counted(units, size, grouping, within, sums)
    for outcome in range(grouping.numerator.size):
        _add_outcome(units, size, grouping, within, outcome, sums)
    if grouping.numerator.size:
        _add_primary(units, size, grouping, within, sums)


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
    within, strata = _within(units, size, grouping), _find_strata(units, size, grouping)
    profile, group, flags, weight = units.profile, units.group, units.flags, units.weight
    own_profile, own_arm, own_weight, own_stratum = (
        rows.profile,
        rows.arm,
        rows.weight,
        rows.stratum,
    )
    leave, cells = grouping.leave_returning, grouping.cells
    kept = np.empty(size, np.int64)
    many = 0
    for unit in range(size):
        own = flags[unit]
        if not own & CLOSED or not within[unit] or (own & RETURNING and leave):
            continue
        own_profile[many] = profile[unit]
        own_arm[many] = group[unit] // cells
        own_weight[many] = weight[unit]
        own_stratum[many] = strata[unit]
        kept[many] = unit
        many += 1
    for o in range(outcomes):
        _copy_outcome(units, kept[:many], grouping, o, rows.y[o], rows.x[o])
    return UnitRowArrays(
        rows.profile[:many].copy(),
        rows.arm[:many].copy(),
        rows.stratum[:many].copy(),
        rows.weight[:many].copy(),
        rows.y[:, :many].copy(),
        rows.x[:, :many].copy(),
    )


@compiled
def _copy_outcome(units, kept, grouping, outcome, y, x):
    """Write the numerator and denominator of an outcome of some units."""
    values = units.values
    above, below = grouping.numerator[outcome], grouping.denominator[outcome]
    how_above, how_below = grouping.numerator_how[outcome], grouping.denominator_how[outcome]
    for place in range(kept.size):
        y[place] = _side(values, above, how_above, kept[place])
        x[place] = _side(values, below, how_below, kept[place])
