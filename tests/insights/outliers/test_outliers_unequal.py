"""Equal assets that are shown unequally are no outliers, however often one looks."""

from collections.abc import Iterator

import pytest

from benchmarks.truth.catalogue_worlds import Catalogue, Size, catalogue_store
from keyart.session import Store

SMALL = Size(titles=24, profiles=4_000, people=3_000, days=21)


@pytest.fixture(scope="module")
def unequal() -> Iterator[tuple[Store, Catalogue]]:
    with catalogue_store(SMALL, seed=7) as made:
        yield made


def test_late_joiners_ramps_and_those_shown_more_often_are_not_found(
    unequal: tuple[Store, Catalogue],
) -> None:
    store, made = unequal
    found = {one.id for one in store.outliers(against="title").findings}
    assert not found - made.better
    assert found & made.better


def test_a_finding_says_how_often_and_when_it_was_shown(
    unequal: tuple[Store, Catalogue],
) -> None:
    store, made = unequal
    for one in store.outliers(against="title", q=0.9, effect=0).findings:
        assert one.title is not None
        if made.manner[one.title] == "often":
            assert "Each person saw it" in one.reason
        if made.manner[one.title] == "even":
            assert "on average" not in one.reason
