"""Groups that overlap: which of them would tell of too few people if they stood side by side.

Two audiences that differ by three people tell what those three did: subtract one from the other.
So do an audience and all the others together, or two audiences, everybody in neither, and the
total. In general: cut people into *atoms*, those who are in the same groups. What an answer shows
are sums over atoms. Sums of them that cancel in every atom of enough people, but not in all atoms,
are about too few: there are none exactly when the groups shown have as many independent sums over
the atoms of enough people as over all atoms. Groups are taken from the largest on, and those that
would break this are hidden: those that are a sum of groups shown as far as the atoms of enough
people go, but not beyond.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.grid import row_codes
from keyart.query.membership import Members
from keyart.query.plan import ABOUT, Filter, Lookup, Plan, Tally
from keyart.query.router import ENGINES, engine
from keyart.store import Snapshot

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CODES = 60
"""Groups whose membership fits into one number."""

DRAWS = 8
"""Random weights of each atom; sums of groups that differ anywhere have other weights."""

NOTHING = 1e-7
"""What of a group's length is nothing but rounding."""

FIRST_LOOK = 256
"""Atoms by which most groups are found not to hold another."""


def told_by_others(snapshot: Snapshot, plan: Plan, keys: pa.Table, people: Ints) -> Flags:
    """Return which rows are to be hidden because others differ from them by too few people.

    bool [rows]. `keys` are the rows' keys, `people` how many are behind each.
    """
    hide = np.zeros(keys.num_rows, np.bool_)
    for key in plan.keys:
        if key.axis.lookup is Lookup.AUDIENCES:
            names = keys.column(key.name).to_pylist()
            hide |= _audiences(snapshot, plan, names, _lines(keys, key.name), people)
    return hide


def _lines(keys: pa.Table, name: str) -> Ints:
    others = keys.drop_columns(name)
    return row_codes(others) if others.num_columns else np.zeros(keys.num_rows, np.int64)


def _audiences(
    snapshot: Snapshot, plan: Plan, names: Sequence[str | None], lines: Ints, people: Ints
) -> Flags:
    """Return which rows of audiences to hide; `names` are their audiences, None for in none."""
    present = sorted({name for name in names if name is not None})
    place = {name: number for number, name in enumerate(present)}
    group = np.array([len(present) if n is None else place[n] for n in names], np.int64)
    hide = np.zeros(len(names), np.bool_)
    for tally in _tallies(plan):
        atoms, sizes = atoms_of(_members(snapshot, plan, tally, present))
        hide |= unsafe(atoms, sizes, plan.min_cell)[group]
        hide |= _nested(atoms[:-1], group, lines, people, plan.min_cell)
    return hide


def _tallies(plan: Plan) -> list[Tally]:
    """Return what to add up by profile to find whom an answer is about."""
    by_rows = tuple(f for f in plan.filters if f.axis.lookup is not Lookup.AUDIENCES)
    return [
        Tally(part.family, column, by_rows, plan.first_slot, plan.last_slot)
        for part in plan.families
        for column in ABOUT[part.family]
    ]


def _members(snapshot: Snapshot, plan: Plan, tally: Tally, names: Sequence[str]) -> Flags:
    """Return whom each group holds of the people whom an answer is about, bool [groups, people].

    The groups are `names` and, last, those in no audience that the question is of.
    """
    members = Members(snapshot, engine(next(iter(ENGINES))))
    own = {audience.name: members.flags(audience.expression) for audience in plan.audiences}
    none = ~np.logical_or.reduce([*own.values(), np.zeros(snapshot.profiles, np.bool_)])
    about = engine(next(iter(ENGINES))).tally(snapshot, tally) > 0
    for condition in plan.filters:
        if condition.axis.lookup is Lookup.AUDIENCES:
            about &= _passing(condition, {**own, None: none}, snapshot.profiles)
    if plan.audience is not None:
        about &= members.flags(plan.audience)
    empty = np.zeros(snapshot.profiles, np.bool_)
    return np.stack([*(own.get(name, empty) for name in names), none])[:, about]


def _passing(condition: Filter, own: dict[str | None, Flags], profiles: int) -> Flags:
    """Return who passes a condition on audiences."""
    listed = [flags for name, flags in own.items() if name in (condition.values or ())]
    found = np.logical_or.reduce([*listed, np.zeros(profiles, np.bool_)])
    return ~found if condition.negate else found


def atoms_of(member: Flags) -> tuple[Flags, Ints]:
    """Return the atoms of some groups: (bool [groups, atoms], people of each)."""
    codes = np.zeros(member.shape[1], np.int64)
    for first in range(0, member.shape[0], CODES):
        own = np.zeros_like(codes)
        for place, group in enumerate(member[first : first + CODES]):
            own |= group.astype(np.int64) << place
        own = np.unique(own, return_inverse=True)[1]
        codes = np.unique(codes * (int(own.max(initial=0)) + 1) + own, return_inverse=True)[1]
    distinct = np.unique(codes, return_index=True, return_counts=True)
    places, sizes = (np.asarray(part, np.int64) for part in distinct[1:])
    return np.stack([group[places] for group in member]), sizes


def unsafe(atoms: Flags, sizes: Ints, min_cell: int) -> Flags:
    """Return which groups to hide beside a total over all atoms, bool [groups].

    `atoms` says which group has which atom, `sizes` how many people at least an atom has.
    """
    large = sizes >= min_cell
    if large.all():
        return np.zeros(len(atoms), np.bool_)
    hide = np.ones(len(atoms), np.bool_)
    if not large.any():
        return hide
    span = _Span(*_coordinates(atoms, large))
    span.add(0)
    people = np.array([sizes[own].sum() for own in atoms], np.int64)
    for group in np.argsort(-people, kind="stable"):
        hide[group] = not span.add(int(group) + 1)
    return hide


def _coordinates(atoms: Flags, large: Flags) -> tuple[Floats, Floats]:
    """Return of the total, then of each group, two vectors that stand for its atoms.

    The first has the angles and lengths of what the groups have of the `large` atoms (R of a QR
    decomposition), float64 [1 + groups, at most as many]. The second is of the other atoms: sums
    of their random weights, float64 [1 + groups, DRAWS].
    """
    whole = np.ones((1, int(large.sum())))
    enough: Floats = np.concatenate([whole, atoms[:, large]]).astype(np.float64)
    if enough.shape[1] > enough.shape[0]:
        enough = np.linalg.qr(enough.T)[1].T
    weights = np.random.default_rng(0).normal(size=(int((~large).sum()), DRAWS))
    rest = [weights.sum(axis=0), *(own.astype(np.float64) @ weights for own in atoms[:, ~large])]
    return enough, np.array(rest)


class _Span:
    """The sums of the groups shown, grown by one group at a time (Gram and Schmidt, done twice).

    `enough` and `rest` are what `_coordinates` returns.
    """

    def __init__(self, enough: Floats, rest: Floats) -> None:
        self._enough, self._rest = enough, rest
        self._basis = np.zeros((min(enough.shape), enough.shape[1]))
        self._basis_rest = np.zeros((len(self._basis), rest.shape[1]))
        self._size = 0

    def add(self, group: int) -> bool:
        """Add a group, if it may stand beside those added; return whether it may."""
        enough, rest = self._enough[group], self._rest[group]
        basis, basis_rest = self._basis[: self._size], self._basis_rest[: self._size]
        for _ in range(2):
            along = basis @ enough
            enough, rest = enough - along @ basis, rest - along @ basis_rest
        length = float(np.linalg.norm(enough))
        if length <= NOTHING * float(np.linalg.norm(self._enough[group])):
            left = float(np.abs(rest).max(initial=0))
            return left <= NOTHING * max(1.0, float(np.linalg.norm(self._rest[group])))
        self._basis[self._size], self._basis_rest[self._size] = enough / length, rest / length
        self._size += 1
        return True


def _nested(atoms: Flags, group: Ints, lines: Ints, people: Ints, min_cell: int) -> Flags:
    """Return the rows of audiences to hide that another of their line holds, and few more people.

    Of two audiences of which one is part of the other, the people of a row tell how many they
    differ by within it.
    """
    hide = np.zeros(group.size, np.bool_)
    place = np.full((len(atoms) + 1, int(lines.max(initial=-1)) + 1), -1, np.int64)
    place[group, lines] = np.arange(group.size)
    for inner in range(len(atoms)):
        for outer in _holders(atoms, inner):
            both = (place[inner] >= 0) & (place[outer] >= 0)
            smaller, larger = place[inner][both], place[outer][both]
            more = people[larger] - people[smaller]
            hide[smaller[(more > 0) & (more < min_cell)]] = True
    return hide


def _holders(atoms: Flags, inner: int) -> Ints:
    """Return the other groups that have all atoms of one."""
    own = np.flatnonzero(atoms[inner])
    found = np.flatnonzero(np.arange(len(atoms)) != inner)
    for part in (own[:FIRST_LOOK], own[FIRST_LOOK:]):
        found = found[atoms[np.ix_(found, part)].all(axis=1)]
    return found
