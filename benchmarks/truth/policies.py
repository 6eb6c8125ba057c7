"""Policies: does the promised gain come true with other people, and is nothing made up?

Rules are learned in worlds with planted tastes and shown to a fresh draw of people; then once more
from what these people did, of whom a tenth explored. In worlds where nobody differs, one asset for
everyone is right.
"""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.truth.policy_worlds import PolicyWorld, policy_world
from benchmarks.truth.rates import coverage
from keyart.insights.policies.guardrails import LEVEL
from keyart.insights.policies.learning import Learned, Learner, RuleList

WORLDS, EMPTY = 200, 100
PEOPLE, FEWER = 60_000, 20_000
TASTES, EFFECT = 3, 0.8
EXPLORE = 0.1
OTHER = 1000
"""Added to a seed for a world with other tastes."""


def run(out: Path) -> dict[str, Any]:
    """Return all results."""
    del out
    planted, empty = _planted(), _empty()
    print("  ", planted, empty, flush=True)
    return {"people": PEOPLE, "explore": EXPLORE, "planted": planted, "empty": empty}


def _planted() -> dict[str, Any]:
    held: list[bool] = []
    gains: list[tuple[float, float]] = []
    """Promised and true, of policies that are taken, in parts of what the best asset wins."""
    above_best: list[float] = []
    same: list[tuple[float, float]] = []
    changed: list[tuple[float, float]] = []
    for seed in range(WORLDS):
        learned = Learner(policy_world(seed, PEOPLE, TASTES, EFFECT).trial).learn()
        rules, (low, high) = learned.rules, learned.gain.bounds(LEVEL)
        fresh = policy_world(seed, PEOPLE, TASTES, EFFECT, draw=1, shown=(rules, EXPLORE))
        true = fresh.gain(rules)
        held.append(low <= true <= high)
        if not personalises(learned):
            continue
        gains.append((learned.gain.value / fresh.best, true / fresh.best))
        above_best.append(fresh.rate(rules) / fresh.best - 1)
        # The second round learns from those who explored: as before, and after tastes changed.
        same.append(_refreshed(fresh, rules))
        other = policy_world(seed + OTHER, PEOPLE, TASTES, EFFECT, shown=(rules, EXPLORE))
        changed.append(_refreshed(other, rules))
    promised, true = np.array(gains).T
    return {
        "worlds": WORLDS,
        "intervals_that_hold": coverage(np.array(held)),
        "personalised": len(gains),
        "promised_gain": round(float(promised.mean()), 4),
        "true_gain": round(float(true.mean()), 4),
        "worse_than_best_single": int((np.array(above_best) < 0).sum()),
        "second_round": _compared(same),
        "after_tastes_changed": _compared(changed),
    }


def _refreshed(world: PolicyWorld, rules: RuleList) -> tuple[float, float]:
    """Return what rules win above the best single asset, before and after a refresh."""
    again = Learner(world.trial).refresh(rules).rules
    return world.rate(rules) / world.best - 1, world.rate(again) / world.best - 1


def _compared(rounds: list[tuple[float, float]]) -> dict[str, Any]:
    first, second = np.array(rounds).T
    return {
        "better": int((second > first).sum()),
        "worse": int((second < first).sum()),
        "above_best_single_before": round(float(first.mean()), 4),
        "above_best_single_after": round(float(second.mean()), 4),
    }


def _empty() -> dict[str, Any]:
    learned = [Learner(policy_world(seed, FEWER, 0, 0.0).trial).learn() for seed in range(EMPTY)]
    return {"worlds": EMPTY, "personalised": sum(map(personalises, learned))}


def personalises(learned: Learned) -> bool:
    """Return whether rules are taken: they surely gain over one asset for everyone."""
    return learned.rules.personalises and learned.gain.bounds(LEVEL)[0] > 0
