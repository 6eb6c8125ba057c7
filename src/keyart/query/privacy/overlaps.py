"""Overlapping groups: which of them, shown together, would reveal figures about too few people.

Two audiences that differ by three people reveal what those three did: subtract one from the other.
So do two genres if one has an extra title, seen by three people; an audience and all the others
together; or two audiences, everybody in neither, and the total. In general: cut facts into *atoms*,
rows that are in the same groups. The figures of an answer are sums over atoms. A combination of
them that cancels everywhere but in atoms of too few people is about too few. So groups are added
from the largest on, and a group is hidden if taking few people away could make it depend on the
groups shown, unless it depends on them anyway (`keyart.query.privacy.independence`).

If an answer also has single-valued keys, each *line* (rows that agree in those keys) is checked
separately, as if its total were shown. Then combinations over several lines are safe, except for
lines that are hidden completely: those together must have enough people.

People who saw several titles are in several atoms, so the people of two groups of titles reveal
more than sums do: if one group is part of the other, how many people the rest has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import TooManyGroups
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.query.cancel import current
from keyart.query.output.grid import row_codes
from keyart.query.planning.plan import ABOUT, TIME, DistinctTerm, FamilyPlan, Filter, Plan
from keyart.query.privacy.independence import nearly_the_same, unsafe
from keyart.query.router import engine
from keyart.store import Snapshot

if TYPE_CHECKING:
    from keyart.query.native.domains import Lists
    from keyart.query.native.engine import Atoms, NativeEngine

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MOST = 500
"""The most groups, largest first, compared in a line that has atoms of few people. Time grows with
the cube of this; the remaining groups are hidden."""

BYTES = 1 << 28
"""The most memory for the table of rows and atoms of a line, one byte each."""

HALVINGS = 6
"""How often a query is halved if its atoms do not fit in memory."""


def revealed_by_overlaps(snapshot: Snapshot, plan: Plan, keys: pa.Table, people: Ints) -> Flags:
    """Return which rows to hide because others differ from them by too few people, bool [rows].

    `keys` are the rows' keys, `people` the number of people of each. Raises `TooManyGroups` if the
    atoms do not fit in `query_memory`.
    """
    hide = np.zeros(keys.num_rows, np.bool_)
    if not any(key.axis.multi_valued for key in plan.keys):
        return hide
    for part in plan.families:
        for guard in ABOUT[part.family]:
            family = FamilyPlan(part.family, (), (DistinctTerm(guard),), ())
            atoms = list(_atoms(snapshot, replace(plan, totals=False), family, keys, HALVINGS))
            hide |= _AnswerLines(plan, keys, people, atoms).hidden()
    return hide


def _atoms(
    snapshot: Snapshot, plan: Plan, family: FamilyPlan, keys: pa.Table, halvings: int
) -> "Iterator[Atoms]":
    """Yield the atoms of a query, some lines at a time if they do not fit in memory."""
    try:
        yield cast("NativeEngine", engine("native")).atoms(snapshot, plan, family)
    except TooManyGroups:
        halves = _halves(plan, keys) if halvings else ()
        if not halves:
            raise
        for half, rows in halves:
            yield from _atoms(snapshot, half, family, rows, halvings - 1)


def _halves(plan: Plan, keys: pa.Table) -> Sequence[tuple[Plan, pa.Table]]:
    """Return two plans with half of the values of the widest key each, and their rows' keys.

    The key is single-valued, or time. Return nothing if no such key has two values.
    """
    axes = {key.name: key.axis for key in plan.keys if not key.axis.multi_valued}
    values = {n: pc.unique(keys.column(n)) for n in (*axes, *([TIME] if plan.grain else []))}
    widest = max(values, key=lambda name: len(values[name]), default="")
    if not widest or len(values[widest]) < 2:
        return ()
    half = len(values[widest]) // 2
    if widest == TIME:
        middle = int(np.sort(values[TIME].to_numpy(zero_copy_only=False))[half])
        plans = [replace(plan, last_slot=middle // SLOT_MICROSECONDS),
                 replace(plan, first_slot=middle // SLOT_MICROSECONDS)]  # fmt: skip
        first = pc.less(keys.column(TIME), middle)
    else:
        few = values[widest][:half]
        comparable = few.cast(pa.int64()) if pa.types.is_timestamp(few.type) else few
        inside = Filter(axis=axes[widest], values=frozenset(comparable.to_pylist()))
        outside = replace(inside, negate=True)
        plans = [replace(plan, filters=(*plan.filters, half)) for half in (inside, outside)]
        first = pc.is_in(keys.column(widest), value_set=few)
    return list(zip(plans, (keys.filter(first), keys.filter(pc.invert(first))), strict=True))


class _AnswerLines:
    """The rows of an answer and the atoms of its facts, line by line."""

    def __init__(self, plan: Plan, keys: pa.Table, people: Ints, atoms: "Sequence[Atoms]") -> None:
        self._least, self._people = plan.min_cell, people
        self._listed = [key for key in plan.keys if key.axis.multi_valued]
        single = keys.drop_columns([key.name for key in self._listed])
        self._row_line, self._atom_line = _line_numbers(single, atoms)
        self._atom_people = np.concatenate([part.people for part in atoms])
        self._values = [
            _value_numbers(keys.column(k.name), atoms[0].values[k.name]) for k in self._listed
        ]
        self._lists = [
            _join_lists([part.lists[key.name] for part in atoms]) for key in self._listed
        ]
        self._titles = any(key.axis.column != "profile" for key in self._listed)

    def hidden(self) -> Flags:
        """Return which rows to hide, bool [rows]."""
        size = 1 + int(max(self._row_line.max(initial=-1), self._atom_line.max(initial=-1)))
        large = self._atom_people >= self._least
        some = np.bincount(self._atom_line, large, minlength=size)
        few = np.bincount(self._atom_line, ~large, minlength=size)
        enough = some > 0 if self._titles else self._held(size) >= self._least
        hide = (~enough & (few > 0))[self._row_line]
        to_compare = enough & ((few > 0) | (self._titles & (some > 1)))
        rows, atoms = _places_by_line(self._row_line, size), _places_by_line(self._atom_line, size)
        for line in np.flatnonzero(to_compare).tolist():
            current().check()
            if rows[line].size:
                hide[rows[line]] = self._compared(rows[line], atoms[line])
        return self._with_another_line(hide, size)

    def _compared(self, rows: Ints, atoms: Ints) -> Flags:
        """Return which rows of a line to hide, bool [rows]."""
        hide = np.ones(rows.size, np.bool_)
        people, sizes = self._people[rows], self._atom_people[atoms]
        few = bool((sizes < self._least).any())
        most = min(MOST if few else rows.size, max(1, BYTES // atoms.size))
        # Rows of equal size are ordered by their values, whichever engine answered.
        order = np.lexsort([*(values[rows] for values in self._values), -people])[:most]
        order = order[people[order] >= self._least]
        if not order.size:
            return hide
        member = self._member(rows[order], atoms)
        hide[order] = unsafe(member, sizes, self._least, disjoint=not self._titles)
        if self._titles:
            hide[order] |= nearly_the_same(member, people[order], self._least)
        return hide

    def _member(self, rows: Ints, atoms: Ints) -> Flags:
        """Return which rows have which atoms, bool [rows, atoms]."""
        member = np.ones((rows.size, atoms.size), np.bool_)
        for values, lists in zip(self._values, self._lists, strict=True):
            distinct, place = np.unique(values[rows], return_inverse=True)
            items, owners = _take_lists(lists, atoms)
            at = np.searchsorted(distinct, items)
            there = np.append(distinct, -1)[at] == items
            has = np.zeros((distinct.size, atoms.size), np.bool_)
            has[at[there], owners[there]] = True
            member &= has[place]
        return member

    def _held(self, size: int) -> Ints:
        """Return how many people each line has at least: int64 [lines].

        Nobody is in two atoms of a line, unless atoms are of titles.
        """
        held = np.zeros(size, np.int64)
        join = np.maximum if self._titles else np.add
        join.at(held, self._atom_line, self._atom_people)
        return held

    def _with_another_line(self, hide: Flags, size: int) -> Flags:
        """Also hide the smallest line if completely hidden lines have too few people."""
        shown, there = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        shown[self._row_line[~hide & (self._people > 0)]] = True
        there[self._atom_line] = True
        dark = there & ~shown
        held = self._held(size)[dark].max(initial=0)
        if held == 0 or held >= self._least or not shown.any():
            return hide
        largest = np.zeros(size, np.int64)
        np.maximum.at(largest, self._row_line, self._people)
        smallest = np.flatnonzero(shown)[np.argmin(largest[shown])]
        return hide | (self._row_line == smallest)


def _line_numbers(rows: pa.Table, atoms: "Sequence[Atoms]") -> tuple[Ints, Ints]:
    """Return the line number of each row and of each atom, over all parts of `atoms`.

    `rows` are the single-valued keys of the rows.
    """
    if not rows.num_columns:
        size = sum(part.people.size for part in atoms)
        return np.zeros(rows.num_rows, np.int64), np.zeros(size, np.int64)
    tables = (part.keys.select(rows.column_names) for part in atoms)
    codes = row_codes(pa.concat_tables([rows, *tables]))
    return codes[: rows.num_rows], codes[rows.num_rows :]


def _value_numbers(column: pa.ChunkedArray, values: pa.Array) -> Ints:
    """Return the place of each value in `values`; `len(values)` for null."""
    places = pc.index_in(column.combine_chunks(), value_set=values, skip_nulls=True)
    return pc.fill_null(places, len(values)).to_numpy(zero_copy_only=False).astype(np.int64)


def _join_lists(lists: "Sequence[Lists]") -> tuple[Ints, Ints]:
    """Return where each list starts, and all items."""
    items = np.concatenate([part.items for part in lists]).astype(np.int64)
    sizes = np.concatenate([np.diff(part.starts) for part in lists])
    return np.concatenate([[0], np.cumsum(sizes)]), items


def _take_lists(lists: tuple[Ints, Ints], chosen: Ints) -> tuple[Ints, Ints]:
    """Return the items of the chosen lists, and for each item its list's place in `chosen`."""
    starts, items = lists
    sizes = starts[chosen + 1] - starts[chosen]
    owners = np.repeat(np.arange(chosen.size), sizes)
    before = np.cumsum(sizes) - sizes
    return items[np.arange(owners.size) - (before - starts[chosen])[owners]], owners


def _places_by_line(line: Ints, size: int) -> list[Ints]:
    """Return the places of each line: [lines] of int64."""
    order = np.argsort(line, kind="stable")
    return np.split(order, np.searchsorted(line[order], np.arange(1, size)).tolist())
