"""An arm that is said to be best with a probability of 80% is the best in four cases of five."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.calibration import (
    LEAST,
    TOLERANCE,
    Cases,
    cases,
    joined,
    off,
    reliability,
    world_cases,
)
from benchmarks.truth.demo_worlds import UNTIL
from benchmarks.truth.trial_worlds import Tried, trial_world
from keyart_demo.world import SIZES, World


def check(found: Cases) -> None:
    """Check each tenth with enough cases against three standard errors between trials."""
    for one in reliability(found):
        if one["cases"] >= LEAST:
            assert abs(one["true"] - one["said"]) <= TOLERANCE + 1.55 * one["error"], one


def test_a_small_world_s_trials_have_the_best_arms_that_were_planted() -> None:
    size = replace(SIZES["small"], profiles=5_000)
    with trial_world(World(size, 3, UNTIL)) as (store, trials):
        assert len(trials) >= 40
        shares = [tried.best() for tried in trials]
        assert sum(share.max() == 1 for share in shares) >= 25
        # Ten are planted without a difference, and the broken one has none either.
        assert sum(len(set(share)) == 1 for share in shares) == 11
        check(joined(cases(store.snapshot(), trials[::4])))


@pytest.mark.full
def test_probabilities_come_true_in_a_world() -> None:
    check(joined([world_cases(1)]))


def test_reliability_knows_what_is_calibrated() -> None:
    rng = np.random.default_rng(7)
    said = rng.uniform(0, 1, 40_000)
    for shift, far in ((0.0, False), (0.1, True)):
        true = (rng.random(said.size) < np.clip(said + shift, 0, 1)).astype(np.float64)
        bins = reliability(Cases(said, true, np.arange(said.size), np.ones(said.size)))
        assert sum(int(one["cases"]) for one in bins) == said.size
        assert (off(bins)["most_beyond_error"] > TOLERANCE) == far


def test_arms_alike_in_truth_share_being_best() -> None:
    start = World(SIZES["small"], 1, UNTIL).start
    tried = Tried("t", ("a", "b", "c"), np.array([0.1, 0.0995, 0.05]), start)
    assert tried.best().tolist() == [0.5, 0.5, 0.0]
    assert tried.best(alike=0.001).tolist() == [1.0, 0.0, 0.0]
