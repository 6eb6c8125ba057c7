"""Real tests of headlines: broken ones are told from sound ones, and judging beats raw rates."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from benchmarks.truth.archive import ARCHIVE, ArchiveTests, archive_tests
from benchmarks.truth.upworthy_halves import Half, halves, learned, ready, split, winners
from benchmarks.truth.upworthy_shares import AT, mismatched
from keyart import session
from keyart.insights.comparison import ComparisonRequest, VerdictKind, compare
from keyart.query import owner

needs_upworthy = pytest.mark.skipif(
    not ARCHIVE.exists(), reason="the Upworthy Research Archive is not at hand"
)

packages = st.lists(st.integers(1, 5000), min_size=2, max_size=6)

SHOWN = ((4000, 4100, 3900), (5000, 5000, 0), (900, 950, 0))
CLICKED = ((500, 350, 330), (400, 410, 0), (90, 20, 0))
"""One clear winner, two alike, and one with too few clicks to judge."""


def made(shown: Sequence[Sequence[int]], clicked: Sequence[Sequence[int]]) -> ArchiveTests:
    week = np.full(len(shown), 201440, np.int64)
    return ArchiveTests(week, np.array(shown, np.int64), np.array(clicked, np.int64))


@given(st.lists(packages, min_size=1, max_size=5))
def test_each_test_is_held_against_shares_of_its_own_packages(shown: list[list[int]]) -> None:
    widest = max(map(len, shown))
    padded = [row + [0] * (widest - len(row)) for row in shown]
    found = made(padded, padded).mismatch()
    assert found == pytest.approx([chisquare(row).pvalue for row in shown])


@given(packages, st.integers(0, 100))
def test_two_halves_are_the_whole(shown: list[int], seed: int) -> None:
    tests = made([shown], [[count // 3 for count in shown]])
    first, second = halves(tests, np.random.default_rng(seed))
    assert (first.shown + second.shown == tests.shown).all()
    assert (first.clicked + second.clicked == tests.clicked).all()
    assert (np.abs(second.shown - first.shown) <= 1).all()
    assert (first.clicked <= first.shown).all()


def test_winners_are_those_of_a_comparison(tmp_path: Path) -> None:
    whole = Half(*(np.array(part, np.int64) for part in (SHOWN, CLICKED)))
    rows = [
        {
            "index": 10 * test + place,
            "clickability_test_id": f"t{test}",
            "impressions": shown,
            "clicks": clicked,
            "test_week": 201440,
        }
        for test, both in enumerate(zip(SHOWN, CLICKED, strict=True))
        for place, (shown, clicked) in enumerate(zip(*both, strict=True))
        if shown
    ]
    later = {**rows[0], "index": 99, "clickability_test_id": "later", "test_week": 201443}
    with session.create(tmp_path / "archive.keyart") as store:
        store.import_upworthy(pa.Table.from_pylist([*rows, later]))
        said = [
            compare(
                store.snapshot(),
                owner(),
                ComparisonRequest(
                    title=f"t{test}", asset_type="headline", guardrails=(), fixed=True
                ),
            ).verdict.kind
            for test in range(len(SHOWN))
        ]
    own = winners(whole, learned(whole))["verdict, with its least data"].named
    assert own.tolist() == [True, False, False]
    assert [kind is VerdictKind.WINNER for kind in said] == own.tolist()
    assert ready(whole).tolist() == [True, True, False]


@needs_upworthy
def test_weeks_of_broken_randomisation_are_found() -> None:
    found = mismatched(archive_tests())
    assert sum(era["tests"] for era in found.values()) == 4873
    assert found["broken weeks"]["share"] == pytest.approx(2 / 3, abs=0.03)
    assert found["before"]["share"] == pytest.approx(0.1, abs=0.03)
    assert found["after"]["share"] < 0.005


@needs_upworthy
def test_shrunken_rates_and_named_winners_hold_in_the_other_half() -> None:
    every = archive_tests()
    tests = every.of(every.clean & (every.mismatch() >= AT) & (every.clicked.sum(axis=1) > 0))
    found = split(tests, np.random.default_rng(6))
    nats = {name: lost.sum() for name, lost in found["nats"].items()}
    assert nats["shrunken"] < nats["raw"]
    assert nats["shrunken"] < nats["mean of the test"]
    won = {
        rule: float((of["named"] * of["highest"]).sum() / max(of["named"].sum(), 1))
        for rule, of in found.items()
        if rule != "nats"
    }
    assert won["most probably best"] == pytest.approx(won["highest raw rate"], abs=0.01)
    assert won["expected loss under 1%"] > won["largest raw leads, as many"] + 0.05
    assert won["expected loss under 1%"] > won["highest raw rate"] + 0.3
    assert won["best with 95% probability"] > 0.8
