"""Whom arms were shown to: shares of people, mixes of people, and people who met several arms."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.request import Arms
from keyart.insights.statistics.adjustment import mix_differs
from keyart.insights.statistics.allocation import evidence, sequential_p
from keyart.insights.statistics.multiplicity import e_bh
from keyart.query.engine import Floats
from keyart.query.units import Counted

ALLOCATION_ALPHA = 0.005
"""The risk of ever distrusting a sound test for its shares."""

SLICES_Q = 0.01
"""At most this share of slices set aside are set aside wrongly, on average."""

MOST_SET_ASIDE = 0.5
"""Parts that hold more of the people cannot be set aside: the whole is off."""

MIX_ALPHA = 1e-4

NEARLY_ALL = 0.95
VARIES = 1e-3
"""Squared coefficient of variation above which an arm's propensities are not all one."""

TASTE = "audience"

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Slice:
    """A part of the people in whom the arms' shares are off."""

    dimension: str
    value: str | None
    people: int
    shares: tuple[float, ...]
    """Of the arms, as seen."""
    q: float

    @property
    def said(self) -> str:
        """What people call it: country DE."""
        return f"{self.dimension} {self.value}" if self.value else f"unknown {self.dimension}"


@dataclass(frozen=True)
class Allocation:
    """Whether each arm got the share of people that it should have.

    Attributes:
        expected: shares that were intended; None where none can be known, as when a model chose.
        seen: the shares of all units so far.
        p: an always-valid p-value against the expected shares; None without any.
        broken: whether the shares of the whole comparison are off, or those of most people.
        slices: parts in which they are off.
        assets: whose shares these are, in the order in which all shares stand.
    """

    expected: tuple[float, ...] | None
    seen: tuple[float, ...]
    p: float | None
    broken: bool
    slices: tuple[Slice, ...]
    assets: tuple[str, ...]


def allocation_of(counted: Counted, arms: Arms) -> Allocation:
    """Return whether units went to arms as intended: by propensity, by record, or equally.

    Nothing is expected of assets of several titles, nor where propensities change.
    """
    total = counted.assigned.sum(axis=1)
    seen = tuple((total / max(int(total.sum()), 1)).tolist())
    if shown_unequally(counted) or not arms.of_one_title or not total.sum():
        return Allocation(None, seen, None, False, (), arms.assets)
    shares = _expected(counted, arms)
    looks = np.cumsum(counted.assigned.T, axis=0)
    p = float(sequential_p(looks, shares))
    slices = _slices(counted, shares)
    return Allocation(
        expected=tuple(shares.tolist()),
        seen=seen,
        p=p,
        broken=p <= ALLOCATION_ALPHA or _held(counted, slices) > MOST_SET_ASIDE,
        slices=slices,
        assets=arms.assets,
    )


def shown_unequally(counted: Counted) -> bool:
    """Return whether nearly all units have a propensity, and an arm's own ones differ."""
    if not nearly_all_weighted(counted):
        return False
    n, squares = counted.weighted, counted.weight_squared
    return bool((n * squares / counted.weight**2 - 1 > VARIES).any())


def nearly_all_weighted(counted: Counted) -> bool:
    """Return whether nearly all units have a propensity, and some of each arm."""
    some = bool((counted.weighted > 0).all())
    return some and int(counted.weighted.sum()) >= NEARLY_ALL * int(counted.closed.sum())


def _expected(counted: Counted, arms: Arms) -> Floats:
    if nearly_all_weighted(counted):
        propensity = counted.weighted / counted.weight
        return propensity / propensity.sum()
    if arms.shares is not None:
        return np.array(arms.shares)
    return np.full(len(arms.assets), 1 / len(arms.assets))


def _slices(counted: Counted, shares: Floats) -> tuple[Slice, ...]:
    """Return the values of country, device and placement in which the shares are off."""
    names: list[tuple[str, str | None]] = []
    counts: list[Longs] = []
    for dimension in counted.cells.dimensions:
        values, own = by_value(counted, dimension)
        met = np.flatnonzero(own.sum(axis=0))
        if met.size > 1:
            names += [(dimension, values[at]) for at in met]
            counts += list(own.T[met])
    if not counts:
        return ()
    units = np.array(counts)
    found = e_bh(evidence(units, shares), SLICES_Q)
    return tuple(
        Slice(*names[at], int(units[at].sum()), tuple((units[at] / units[at].sum()).tolist()),
              float(found.adjusted[at]))
        for at in np.flatnonzero(found.found)
    )  # fmt: skip


def _held(counted: Counted, slices: tuple[Slice, ...]) -> float:
    """Return which share of all units some slices hold together."""
    inside = np.zeros(counted.cell_assigned.shape[1], np.bool_)
    for one in slices:
        values = counted.cells.values.column(one.dimension).to_pylist()
        inside |= np.array([value == one.value for value in values])
    units = counted.cell_assigned.sum(axis=0)
    return float(units[inside].sum() / units.sum())


def by_value(counted: Counted, dimension: str) -> tuple[list[str | None], Longs]:
    """Return the values of a dimension, and all units by it: [arms, values]."""
    column = counted.cells.values.column(dimension).combine_chunks()
    coded = column.dictionary_encode(null_encoding="encode")
    place = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    arms = counted.cell_assigned.shape[0]
    units = np.zeros((arms, len(coded.dictionary)), np.int64)
    for arm in range(arms):
        np.add.at(units[arm], place, counted.cell_assigned[arm])
    return coded.dictionary.to_pylist(), units


@dataclass(frozen=True)
class Mix:
    """A dimension in which arms met different people, and the p-value of that being chance."""

    dimension: str
    p: float


def mixes_of(counted: Counted) -> tuple[Mix, ...]:
    """Return the dimensions in which the arms' mixes of people differ beyond chance."""
    found: list[Mix] = []
    for dimension in counted.cells.dimensions:
        p = mix_differs(by_value(counted, dimension)[1])
        if p <= MIX_ALPHA:
            found.append(Mix(dimension, p))
    if counted.taste_assigned.shape[1] > 1:
        p = mix_differs(counted.taste_assigned)
        if p <= MIX_ALPHA:
            found.append(Mix(TASTE, p))
    return tuple(found)


@dataclass(frozen=True)
class Overlap:
    """People who met several arms.

    Attributes:
        people: units that are closed.
        within: those who met another arm within their window; `share` is of `people`.
        later: those who met another one after it, which changes nothing.
        tied: of `within`, those who met two in one quarter of an hour: a fixed lot said which
            was first.
    """

    people: int
    within: int
    share: float
    later: int
    tied: int


def overlap_of(counted: Counted) -> Overlap:
    """Return how many people met several arms; of a trial by first exposure."""
    people, within = int(counted.closed.sum()), int(counted.crossed.sum())
    return Overlap(
        people=people,
        within=within,
        share=within / people if people else 0.0,
        later=int(counted.later.sum()),
        tied=int(counted.tied.sum()),
    )
