"""The smallest cell: a group of too few people shows neither figures nor its keys.

This decides what a reader sees of an answer through a view, before any row is named, chosen, sorted
or counted:

1. An answer about too few people as a whole shows nothing, and looks the same for few and none.
2. Rows of too few people are hidden, with as many others as needed so that the hidden rows of each
   *line* (rows that differ in one key only) and of the whole answer are at least two and have at
   least the smallest cell of people: subtracting the shown rows from a total then reveals nothing
   about fewer. (Primary and complementary suppression: Hundepool et al., Statistical Disclosure
   Control, 2012, chapter 4.)
3. Overlapping groups, such as audiences and genres, are hidden if others differ from them by too
   few people (`keyart.query.privacy.overlaps`).
4. Small counts within the remaining rows are rounded (`keyart.query.privacy.rounding`).

Hidden rows are folded into one row without keys and figures, which shows their number. Each answer
is checked separately. A reader who compares many answers, to slightly different ranges and
conditions, can still learn something: this prevents accidental disclosure; it is not differential
privacy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.query.engine import Groups
from keyart.query.output.grid import Grid, row_codes
from keyart.query.planning.compile import term_of, terms_of
from keyart.query.planning.model import Model
from keyart.query.planning.plan import PEOPLE, DistinctTerm, Lookup, Plan, Term
from keyart.query.privacy.overlaps import revealed_by_overlaps
from keyart.query.privacy.rounding import round_counts, rounding_note
from keyart.store import Snapshot

TOO_FEW_PEOPLE = "too_few_people"
"""The value of `suppressed` in totals that are not shown."""

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Visible:
    """The part of an answer that may be shown."""

    rows: Grid
    totals: Mapping[Family, Groups]
    folded: int = 0
    """The number of groups folded into one row without keys; 1 if `few`."""
    few: bool = False
    """Whether the whole answer covers too few people, so nothing is shown."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class KeyLines:
    """The lines along one key: each row's line number, int64 [rows]."""

    of: Ints
    disjoint: bool = False
    """Whether nobody is in two rows of a line, so that people can be added."""


def find_visible(
    model: Model, snapshot: Snapshot, plan: Plan, rows: Grid, totals: Mapping[Family, Groups]
) -> Visible:
    """Return the part of an answer to `plan` that the reader may see."""
    least = plan.min_cell
    if not least:
        return Visible(rows, totals)
    # 1. The whole answer.
    if _people(model, plan, totals)[0] < least:
        return Visible(rows.take(np.empty(0, np.int64)), totals, folded=1, few=True)
    # 2. Rows of too few people, rows that overlaps reveal, and rows that would reveal either.
    if rows.keys.num_columns:
        people = _people(model, plan, rows.groups)
        hide = (people < least) | revealed_by_overlaps(snapshot, plan, rows.keys, people)
        hide = protect(people, _lines(plan, rows.keys), hide, _holds_nothing(rows.groups), least)
        rows = rows.take(np.flatnonzero(~hide))
        folded = int(hide.sum())
    else:
        folded = 0
    # 3. Small counts within the remaining rows.
    shown, whole, changed = round_counts(rows.groups, totals, least)
    visible_terms = {term for name in _named(plan) for term in _terms(model, name)}
    notes = (rounding_note(least),) if changed & visible_terms else ()
    return Visible(Grid(rows.keys, shown), whole, folded, notes=notes)


def _named(plan: Plan) -> list[str]:
    """Return the measures that an answer shows, filters by or sorts by."""
    ordered = [name.removeprefix("-") for name in plan.query.order]
    return [
        *plan.query.measures,
        *(n for n in (*plan.query.having, *ordered) if n in plan.measures),
    ]


def _terms(model: Model, name: str) -> list[tuple[Family, Term]]:
    measure = model.measures[name]
    return [(measure.family, term) for term in terms_of(model, measure)]


def protect(
    counts: Ints, lines: Sequence[KeyLines], hide: Flags, empty: Flags, min_cell: int
) -> Flags:
    """Return which rows to hide, bool [rows], given those that must be hidden.

    `counts` are people. Rows that are `empty` protect no other row.
    """
    hide = hide.copy()
    while True:
        partners = [_partners(counts, line, hide, empty, min_cell) for line in lines]
        if not any(rows.size for rows in partners):
            return hide
        hide[np.concatenate(partners)] = True


def _partners(counts: Ints, line: KeyLines, hide: Flags, empty: Flags, min_cell: int) -> Ints:
    """Return more rows to hide in lines with only one hidden row, or too few hidden people.

    Hidden rows may have the same people, so their number is at least that of the largest row.
    """
    out = np.flatnonzero(hide & ~empty)
    size = int(line.of.max(initial=-1)) + 1
    number, held = np.bincount(line.of[out], minlength=size), np.zeros(size, np.int64)
    join = np.add if line.disjoint else np.maximum
    join.at(held, line.of[out], counts[out])
    lacking = (number > 0) & ((number == 1) | (held < min_cell))
    open_rows = np.flatnonzero(~hide & ~empty & lacking[line.of])
    order = np.lexsort((open_rows, counts[open_rows], line.of[open_rows]))
    ordered = open_rows[order]
    return ordered[np.unique(line.of[ordered], return_index=True)[1]]


def _lines(plan: Plan, keys: pa.Table) -> list[KeyLines]:
    """Return the lines along each key, and the whole answer as one line.

    A line along a key has the same values of all other keys. Rows along multi-valued keys overlap
    and do not add up; `revealed_by_overlaps` covers those.
    """
    whole = np.zeros(keys.num_rows, np.int64)
    of_profiles = {key.name for key in plan.keys if key.axis.lookup is Lookup.PROFILES}
    listed = {key.name for key in plan.keys if key.axis.multi_valued}
    if listed.issuperset(keys.column_names):
        return []
    if keys.num_columns == 1:
        return [KeyLines(whole, keys.column_names[0] in of_profiles)]
    along = [
        KeyLines(row_codes(keys.remove_column(place)), name in of_profiles)
        for place, name in enumerate(keys.column_names)
        if name not in listed
    ]
    return [*along, KeyLines(whole)]


def _people(model: Model, plan: Plan, groups: Mapping[Family, Groups]) -> Ints:
    """Return the people of each group: the smallest number that any family counts."""
    counts = [groups[f].distincts[people_term(model, f)] for f in (p.family for p in plan.families)]
    return np.minimum.reduce(counts)


def people_term(model: Model, family: Family) -> DistinctTerm:
    """Return the term that counts the people of a family of facts."""
    term = term_of(model.measures[PEOPLE[family]])  # pyright: ignore[reportArgumentType]
    assert isinstance(term, DistinctTerm)
    return term


def _holds_nothing(groups: Mapping[Family, Groups]) -> Flags:
    """Return the rows in which all counts are 0."""
    counted = [
        values != 0
        for family in groups.values()
        for values in (*family.sums.values(), *family.distincts.values())
    ]
    return ~np.logical_or.reduce(counted)
