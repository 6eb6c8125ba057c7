"""Groups that overlap: those are hidden that would tell of too few people."""

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
    return np.linalg.matrix_rank(told) != np.linalg.matrix_rank(told[:, sizes >= LEAST])


def one_by_one(atoms: Flags, sizes: Ints) -> Flags:
    """Return which groups to hide, by looking at all shown so far for each, the largest first."""
    hide = np.ones(len(atoms), np.bool_)
    for group in np.argsort(-(atoms * sizes).sum(axis=1), kind="stable"):
        hide[group] = False
        hide[group] = tells_of_few(atoms[~hide], sizes)
    return hide


@given(overlaps())
def test_those_are_hidden_that_tell_of_few_beside_larger_ones(case: tuple[Flags, Ints]) -> None:
    atoms, sizes = case
    assert unsafe(atoms, sizes, LEAST).tolist() == one_by_one(atoms, sizes).tolist()


def test_of_very_many_audiences_as_many_are_shown_as_tell_of_nobody() -> None:
    """Four hundred audiences at random: 3 000 sets of people, of which 300 are large."""
    random = np.random.default_rng(5)
    counted = np.repeat([40, 1], [300, 2_700])
    atoms = random.random((400, counted.size)) < 0.1
    atoms[200:250] = atoms[:50] | atoms[50:100]
    hide = unsafe(atoms, counted, LEAST)
    assert not tells_of_few(atoms[~hide], counted)
    assert 250 <= (~hide).sum() < 400


def test_a_group_within_another_that_has_few_more_people_is_hidden() -> None:
    atoms = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1], [0, 0, 1]], np.bool_)
    people = np.array([60, 65, 62, 40])
    assert nearly_the_same(atoms, people, LEAST).tolist() == [True, False, True, False]
    assert not nearly_the_same(atoms, people, 3).any()
