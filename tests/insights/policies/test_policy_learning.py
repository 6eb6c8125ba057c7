"""Rules are found where they gain, promised gains come true, and nothing is personalised for it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.truth.policies import personalises
from benchmarks.truth.policy_worlds import policy_world
from keyart.insights.policies.guardrails import LEVEL
from keyart.insights.policies.learning import Learner

pytestmark = pytest.mark.kernels


def test_promised_gains_come_true(full: bool) -> None:
    worlds = 200 if full else 30
    held: list[bool] = []
    taken = behind = 0
    for seed in range(worlds):
        learned = Learner(policy_world(seed, 60_000, 3, 0.8).trial).learn()
        world = policy_world(seed, 60_000, 3, 0.8, draw=1)
        low, high = learned.gain.bounds(LEVEL)
        gain = world.gain(learned.rules)
        held.append(low <= gain <= high)
        if personalises(learned):
            taken += 1
            alone = world.chances[:, learned.rules.single].mean()
            behind += alone + gain < world.best - 1e-9
    assert np.mean(held) >= binom.ppf(0.001, worlds, 0.95) / worlds
    assert taken >= 0.7 * worlds
    assert behind <= 0.05 * taken


def test_where_nobody_differs_nothing_is_personalised(full: bool) -> None:
    worlds = 100 if full else 25
    personalised = 0
    for seed in range(worlds):
        learned = Learner(policy_world(seed, 20_000, 0, 0.0).trial).learn()
        personalised += personalises(learned)
    assert personalised <= 0.05 * worlds


def test_rules_in_use_change_only_for_what_is_truly_better(full: bool) -> None:
    """Other people of the same world, then of a world in which everyone likes another arm."""
    worlds = 60 if full else 12
    asked = kept = 0
    gains: list[float] = []
    for seed in range(worlds):
        in_use = Learner(policy_world(seed, 60_000, 3, 0.8).trial).learn().rules
        if not in_use.personalises:
            continue
        asked += 1
        world = policy_world(seed, 60_000, 3, 0.8, draw=1)
        rules = Learner(world.trial).refresh(in_use).rules
        before = replace(in_use, single=rules.single)
        kept += rules == before
        gains += [] if rules == before else [world.gain(rules) - world.gain(before)]
    assert kept >= 0.7 * asked
    assert sum(gain < 0 for gain in gains) <= 0.05 * asked


def test_rules_that_lose_are_given_up() -> None:
    in_use = Learner(policy_world(1, 60_000, 3, 0.8).trial).learn().rules
    other = policy_world(30, 60_000, 0, 0.0)
    learner = Learner(other.trial)
    rules = learner.refresh(in_use).rules
    before = replace(in_use, single=rules.single)
    assert other.gain(rules) > other.gain(before) / 2


def test_one_arm_for_everyone_stays_while_none_is_surely_better() -> None:
    moved = 0
    for seed in range(15):
        in_use = Learner(policy_world(seed, 20_000, 0, 0.0).trial).learn().rules.one_for_all
        learner = Learner(policy_world(seed, 20_000, 0, 0.0, draw=1).trial)
        moved += learner.keep_or_replace(in_use).rules.otherwise != in_use.otherwise
    assert moved <= 1


def test_an_arm_that_is_not_allowed_is_not_chosen() -> None:
    world = policy_world(1, 60_000, 3, 0.8)
    free = Learner(world.trial).learn().rules
    assert free.audiences
    world.trial.allowed[:, free.arms[0]] = False
    bound = Learner(world.trial).learn().rules
    assert free.arms[0] not in (*bound.arms, bound.otherwise, bound.single)


def test_threads_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    world = policy_world(2, 20_000, 3, 0.8)
    once = Learner(world.trial).learn()
    monkeypatch.setattr("keyart.insights.policies.learning.PEOPLE_AT_ONCE", 700)
    again = Learner(world.trial).learn()
    assert again.rules == once.rules
    assert again.gain == pytest.approx(once.gain)


def test_nobody_is_no_trial() -> None:
    learned = Learner(policy_world(3, 0, 0, 0.0).trial).learn()
    assert learned.rules.audiences == ()
    assert learned.people.sum() == 0
