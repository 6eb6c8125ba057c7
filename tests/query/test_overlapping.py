"""Groups that overlap: those are hidden that would tell of too few people."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from keyart.query.privacy.independence import nearly_the_same, unsafe

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

LEAST = 10


@st.composite
def overlaps(draw: st.DrawFn) -> tuple[Flags, Ints]:
    """Return which group has which atom, and how many people an atom has."""
    groups, atoms = draw(st.integers(1, 7)), draw(st.integers(1, 10))
    own = st.lists(st.booleans(), min_size=atoms, max_size=atoms)
    member = np.array(draw(st.lists(own, min_size=groups, max_size=groups)), np.bool_)
    member = np.unique(member, axis=1)
    people = st.sampled_from([1, 2, 9, 10, 11, 60])
    sizes = draw(st.lists(people, min_size=member.shape[1], max_size=member.shape[1]))
    return member, np.array(sizes, np.int64)


def tells_of_few(shown: Flags, sizes: Ints) -> bool:
    """Return whether sums over atoms, beside their total, can be solved for too few people."""
    told = np.concatenate([np.ones((1, sizes.size)), shown])
    whole = np.linalg.matrix_rank(told)
    return any(
        np.linalg.matrix_rank(np.delete(told, few, axis=1)) < whole
        for number in range(1, min(sizes.size, LEAST) + 1)
        for few in combinations(range(sizes.size), number)
        if sizes[list(few)].sum() < LEAST
    )


def large_alone(atoms: Flags, sizes: Ints) -> Flags:
    """Return which groups to hide if only atoms of enough people count, the largest first."""
    hide = np.ones(len(atoms), np.bool_)
    total = np.ones((1, sizes.size))
    for group in np.argsort(-(atoms * sizes).sum(axis=1), kind="stable"):
        hide[group] = False
        told = np.concatenate([total, atoms[~hide]])
        enough = np.linalg.matrix_rank(told[:, sizes >= LEAST])
        hide[group] = np.linalg.matrix_rank(told) != enough
    return hide


@given(overlaps())
def test_what_is_shown_beside_the_total_tells_of_enough_people(case: tuple[Flags, Ints]) -> None:
    atoms, sizes = case
    hide = unsafe(atoms, sizes, LEAST, disjoint=True)
    if not hide.all():
        assert not tells_of_few(atoms[~hide], sizes)


@given(overlaps())
def test_where_people_may_be_in_several_atoms_only_large_ones_count(
    case: tuple[Flags, Ints],
) -> None:
    atoms, sizes = case
    hide = unsafe(atoms, sizes, LEAST, disjoint=False)
    assert hide.tolist() == large_alone(atoms, sizes).tolist()


def test_tastes_of_which_everybody_has_another_mixture_are_all_shown() -> None:
    """Twenty-four tastes, each of a fifth of 20,000 people: hardly two have the same ones."""
    tastes = np.random.default_rng(3).random((24, 20_000)) < 0.2
    atoms, sizes = np.unique(tastes, axis=1, return_counts=True)
    assert np.median(sizes) == 1
    assert not unsafe(atoms, sizes, LEAST, disjoint=True).any()
    # One that differs from another by three people is hidden, and nothing else.
    tastes = np.concatenate([tastes, tastes[:1]])
    tastes[-1, np.flatnonzero(tastes[-1])[:3]] = False
    atoms, sizes = np.unique(tastes, axis=1, return_counts=True)
    assert np.flatnonzero(unsafe(atoms, sizes, LEAST, disjoint=True)).tolist() == [24]


def test_very_many_audiences_of_which_some_follow_from_others_are_shown() -> None:
    """Four hundred audiences at random: 3,000 sets of people, of which 300 are large."""
    random = np.random.default_rng(5)
    counted = np.repeat([40, 1], [300, 2_700])
    atoms = random.random((400, counted.size)) < 0.1
    atoms[200:250] = atoms[:50] | atoms[50:100]
    hide = unsafe(atoms, counted, LEAST, disjoint=True)
    assert (~hide).sum() >= 350


def test_a_group_within_another_that_has_few_more_people_is_hidden() -> None:
    atoms = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1], [0, 0, 1]], np.bool_)
    people = np.array([60, 65, 62, 40])
    assert nearly_the_same(atoms, people, LEAST).tolist() == [True, False, True, False]
    assert not nearly_the_same(atoms, people, 3).any()
