"""Tests that do not show what was set are told, and no other."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from keyart.core.notice import NoticeCondition
from keyart.insights.comparison import VerdictKind
from keyart.insights.notices import find
from keyart.session import Store
from tests.insights.notices.tried import BROKEN, SOUND, Tried, store


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with store(tmp_path_factory.mktemp("tried"), (*SOUND, *BROKEN)) as made:
        yield made


def broken(made: Store) -> dict[str, NoticeCondition]:
    found = [one for one in find(made.snapshot()) if one.kind == "broken_test"]
    return {one.subject: one for one in found}


def test_those_that_lose_people_are_told_and_no_others(opened: Store) -> None:
    told = broken(opened)
    assert list(told) == [
        "test:broken-test",
        "title:broken-chosen:artwork",
        "test:broken-on-tv-test",
    ]
    assert {one.title for one in told.values()} == {one.title for one in BROKEN}


def test_what_is_wrong_is_said(opened: Store) -> None:
    told = broken(opened)
    whole, tv = told["test:broken-test"], told["test:broken-on-tv-test"]
    assert whole.what == ("The test “broken-test” of “Broken” isn't splitting traffic as planned.")
    assert whole.how_much.startswith("“broken-1” got 2")
    assert "instead of 33.3%" in whole.how_much
    assert whole.how_sure == "Chance: under 1 in 10,000, for all tests and however often you check."
    assert whole.link == "/compare?assets=broken-0,broken-1,broken-2"
    assert tv.what.endswith("isn't splitting traffic as planned where device is tv.")
    assert "people whose device is tv instead of 25.0%" in tv.how_much
    chosen = told["title:broken-chosen:artwork"]
    assert chosen.what.startswith("The artwork test of “Broken Chosen” isn't splitting")


def test_a_comparison_says_the_same(opened: Store) -> None:
    for one in (*SOUND[:3], BROKEN[0]):
        verdict = opened.compare(test=f"{one.title}-test").verdict.kind
        assert (verdict is VerdictKind.DONT_TRUST) == (one in BROKEN)


@pytest.mark.full
def test_sound_tests_are_hardly_ever_told(tmp_path: Path) -> None:
    """Each of 30 stores has forty sound tests; each of them has a risk of 0.5% at most."""
    rng = np.random.default_rng(1)
    wrong = 0
    for number in range(30):
        folder = tmp_path / str(number)
        folder.mkdir()
        names = [f"t{rng.integers(10**9)}" for _ in range(40)]
        with store(folder, tuple(map(Tried, names)), seed=number) as made:
            wrong += bool(broken(made))
    assert wrong <= 2
