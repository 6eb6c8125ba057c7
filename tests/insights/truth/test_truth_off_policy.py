"""What another policy would have won: intervals hold the truth, and stores say the same."""

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.truth.bandit import bandit, snips
from benchmarks.truth.off_policy import apart, logs, seen
from benchmarks.truth.policy_logs import ARMS, POLICIES
from tests.ingest.public_files import needs_open_bandit


def least(count: int) -> float:
    """Return the share of `count` that intervals of 95% hold but for once in a thousand times."""
    return float(binom.ppf(0.001, count, 0.95) / count)


@pytest.mark.parametrize("policy", POLICIES)
def test_intervals_hold_what_another_policy_would_have_won(policy: str) -> None:
    found = [seen(log) for log in logs(POLICIES[policy], 100)]
    for part in ("fixed", "always"):
        held = np.concatenate([getattr(one, part) for one in found])
        held = held[~np.isnan(held)]
        assert held.size >= 60
        assert held.mean() >= least(held.size)
    together = np.array([one.always_differences for one in found])
    together = together[~np.isnan(together)]
    assert together.mean() >= least(together.size)


def test_a_weighted_rate_is_the_self_normalised_estimate() -> None:
    (log,) = logs(POLICIES["bold, at least 3%"], 1)
    last = log.path().last
    for arm in range(ARMS):
        # As in Swaminathan and Joachims: over all rounds, those of other arms with weight 0.
        weight = (log.arm == arm) / log.propensity
        assert last.y[arm] / last.x[arm] == pytest.approx(
            (weight * log.took).sum() / weight.sum(), rel=1e-6
        )
        value, effective = snips(log.weight[log.arm == arm], log.took[log.arm == arm])
        assert value.value == pytest.approx(last.y[arm] / last.x[arm])
        assert effective == pytest.approx(last.x[arm] ** 2 / last.xx[arm])


@pytest.mark.parametrize("policy", POLICIES)
def test_a_store_weights_as_the_formula_does(policy: str) -> None:
    (log,) = logs(POLICIES[policy], 1)
    assert apart(log) < 1e-9


@needs_open_bandit
def test_the_log_of_a_bandit_foretells_chance() -> None:
    found = bandit()
    chance, bts = (found["value_of_chance_by"][policy] for policy in ("random", "bts"))
    assert (chance["clicks"], bts["clicks"]) == (38, 42)
    assert chance["raw"] == pytest.approx(chance["snips"])
    assert chance["effective_rows"] == 10_000
    assert bts["effective_rows"] < 1000
    assert bts["low"] < chance["raw"] < bts["high"]
    assert found["most_shown_by_bts"]["basis"] == "weighted"
