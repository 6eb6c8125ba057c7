"""Linear independence of overlapping groups: which of them may be shown together.

Groups are sums over *atoms*, the parts into which overlaps cut the rows; see
`keyart.query.privacy.overlaps`.
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

BLOCK = 4096
"""Atoms multiplied at once."""


def unsafe(atoms: Flags, sizes: Ints, min_cell: int) -> Flags:
    """Return which groups to hide next to a total over all atoms, bool [groups].

    `atoms` has a flag for each group and atom, `sizes` each atom's least number of people.
    """
    large = sizes >= min_cell
    if large.all():
        return np.zeros(len(atoms), np.bool_)
    hide = np.ones(len(atoms), np.bool_)
    if not large.any():
        return hide
    span = _Span(*_coordinates(atoms, large))
    span.add(0)
    people = np.array([sizes[group].sum() for group in atoms], np.int64)
    for group in np.argsort(-people, kind="stable"):
        hide[group] = not span.add(int(group) + 1)
    return hide


def _coordinates(atoms: Flags, large: Flags) -> tuple[Floats, Floats]:
    """Return two vectors for the total, then for each group, that represent its atoms.

    The first preserves angles and lengths over the `large` atoms (R of a QR decomposition),
    float64 [1 + groups, at most as many]. The second has the sums of the random weights of the
    other atoms, float64 [1 + groups, DRAWS].
    """
    whole = np.ones((1, int(large.sum())))
    enough: Floats = np.concatenate([whole, atoms[:, large]]).astype(np.float64)
    if enough.shape[1] > enough.shape[0]:
        enough = np.linalg.qr(enough.T)[1].T
    weights = np.random.default_rng(0).normal(size=(int((~large).sum()), DRAWS))
    others = (group.astype(np.float64) @ weights for group in atoms[:, ~large])
    rest = [weights.sum(axis=0), *others]
    return enough, np.array(rest)


class _Span:
    """The span of the groups shown, one group added at a time (Gram-Schmidt, done twice).

    `enough` and `rest` are what `_coordinates` returns.
    """

    def __init__(self, enough: Floats, rest: Floats) -> None:
        self._enough, self._rest = enough, rest
        self._basis = np.zeros((min(enough.shape), enough.shape[1]))
        self._basis_rest = np.zeros((len(self._basis), rest.shape[1]))
        self._size = 0

    def add(self, group: int) -> bool:
        """Add a group if it may be shown with those added before; return whether it may."""
        enough, rest = self._enough[group], self._rest[group]
        basis, basis_rest = self._basis[: self._size], self._basis_rest[: self._size]
        for _ in range(2):
            along = basis @ enough
            enough, rest = enough - along @ basis, rest - along @ basis_rest
        length = float(np.linalg.norm(enough))
        if length <= TOLERANCE * float(np.linalg.norm(self._enough[group])):
            remainder = float(np.abs(rest).max(initial=0))
            return remainder <= TOLERANCE * max(1.0, float(np.linalg.norm(self._rest[group])))
        self._basis[self._size], self._basis_rest[self._size] = enough / length, rest / length
        self._size += 1
        return True


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
