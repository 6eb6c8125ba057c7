"""Linear independence of overlapping groups: which of them may be shown together.

Groups are sums over *atoms*, the parts into which overlaps cut the rows; see
`keyart.query.privacy.overlaps`. A combination of groups is about the people of the atoms in which
it does not cancel. All combinations are about enough people if the groups stay independent whatever
atoms of too few people are taken away.

Trying all sets of atoms would take too long, so people are dealt into as many *shares* as the
smallest cell has: an atom of three people is in three of them, a larger one in all. Taking people
away spoils at most one share each. So fewer people than the smallest cell leave a share untouched,
and if the groups are independent within each share, they stay independent. (The shares are disjoint
bases of a matroid: J. Edmonds, "Lehman's switching game and a theorem of Tutte and Nash-Williams",
1965.)
"""

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DRAWS = 8
"""Random weights per atom: groups that differ in any atom have different weight sums."""

TOLERANCE = 1e-7
"""The share of a group's length below which a difference is rounding error."""

WORTH_REDUCING = 8
"""Vectors so many times as long as their number are replaced by R of a QR decomposition."""

BLOCK = 4096
"""Atoms multiplied at once."""


def unsafe(atoms: Flags, sizes: Ints, min_cell: int, *, disjoint: bool) -> Flags:
    """Return which groups to hide next to a total over all atoms, bool [groups].

    `atoms` has a flag for each group and atom, `sizes` the people of each atom. `disjoint` says
    that nobody is in two atoms; otherwise only atoms of `min_cell` people or more count as enough.
    """
    large = sizes >= min_cell
    if large.all():
        return np.zeros(len(atoms), np.bool_)
    hide = np.ones(len(atoms), np.bool_)
    shares = _deal(atoms, sizes, min_cell) if disjoint else [np.flatnonzero(large)]
    if not all(share.size for share in shares):
        return hide
    weights = np.random.default_rng(0).normal(size=(sizes.size, DRAWS))
    span = _Span(_within(atoms, shares), _sums(atoms, weights))
    span.add(0)
    people = np.array([sizes[group].sum() for group in atoms], np.int64)
    for group in np.argsort(-people, kind="stable"):
        hide[group] = not span.add(int(group) + 1)
    return hide


def _deal(atoms: Flags, sizes: Ints, min_cell: int) -> list[Ints]:
    """Return the atoms of each of `min_cell` shares; an atom is in as many as it has people.

    Atoms of the same smallest group are dealt one after the other, so that each share gets some.
    """
    people = atoms @ sizes
    smallest = np.where(atoms, people[:, np.newaxis], sizes.sum()).min(axis=0)
    order = np.lexsort((np.arange(sizes.size), smallest))
    times = np.minimum(sizes[order], min_cell)
    dealt = np.repeat(order, times)
    share = np.arange(dealt.size) % min_cell
    by_share = np.argsort(share, kind="stable")
    return np.split(dealt[by_share], np.searchsorted(share[by_share], np.arange(1, min_cell)))


def _within(atoms: Flags, shares: list[Ints]) -> Floats:
    """Return vectors of the total, then of each group, within each share.

    They keep angles and lengths: float64 [shares, 1 + groups, elements].
    """
    rows = 1 + len(atoms)
    longest = max(share.size for share in shares)
    reduced = longest > WORTH_REDUCING * rows
    vectors = np.zeros((len(shares), rows, rows if reduced else longest))
    for place, share in enumerate(shares):
        part = np.ones((rows, share.size))
        part[1:] = atoms[:, share]
        kept: Floats = np.linalg.qr(part.T)[1].T if reduced and share.size > rows else part
        vectors[place, :, : kept.shape[1]] = kept
    return vectors


def _sums(atoms: Flags, weights: Floats) -> Floats:
    """Return the sums of weights of the total, then of each group: float64 [1 + groups, draws]."""
    groups = (group.astype(np.float64) @ weights for group in atoms)
    return np.array([weights.sum(axis=0), *groups])


class _Span:
    """The span of the groups shown, one group added at a time (Gram-Schmidt, done twice).

    `within` and `sums` are what `_within` and `_sums` return.
    """

    def __init__(self, within: Floats, sums: Floats) -> None:
        self._within, self._sums = within, sums
        shares, groups, width = within.shape
        self._basis = np.zeros((shares, min(groups, width), width))
        self._basis_sums = np.zeros((shares, self._basis.shape[1], sums.shape[1]))
        self._size = 0

    def add(self, group: int) -> bool:
        """Add a group if it may be shown with those added before; return whether it may."""
        vectors = self._within[:, group]
        whole = np.linalg.norm(vectors, axis=1)
        sums = np.broadcast_to(self._sums[group], (len(vectors), self._sums.shape[1]))
        basis, basis_sums = self._basis[:, : self._size], self._basis_sums[:, : self._size]
        for _ in range(2):
            along = (basis @ vectors[..., np.newaxis]).swapaxes(1, 2)
            vectors = vectors - (along @ basis)[:, 0]
            sums = sums - (along @ basis_sums)[:, 0]
        lengths = np.linalg.norm(vectors, axis=1)
        independent = lengths > TOLERANCE * whole
        if independent.all():
            self._basis[:, self._size] = vectors / lengths[:, np.newaxis]
            self._basis_sums[:, self._size] = sums / lengths[:, np.newaxis]
            self._size += 1
            return True
        # A group that depends on those shown, over all atoms, adds nothing to them.
        remainder = float(np.abs(sums[0]).max(initial=0))
        known = float(np.linalg.norm(self._sums[group]))
        return not independent.any() and remainder <= TOLERANCE * max(1.0, known)


def nearly_the_same(member: Flags, people: Ints, min_cell: int) -> Flags:
    """Return which groups are part of another with only a few more people, bool [groups].

    `member` has a flag for each group and atom, `people` the number of people of each group.
    """
    size = len(member)
    both = np.zeros((size, size), np.float32)
    for first in range(0, member.shape[1], BLOCK):
        block = member[:, first : first + BLOCK].astype(np.float32)
        both += block @ block.T
    more = people[None, :] - people[:, None]
    part = both == np.diagonal(both)[:, None]
    return (part & (more > 0) & (more < min_cell)).any(axis=1)
