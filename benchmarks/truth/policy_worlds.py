"""Worlds for policies: people with audiences, to whom chance gives an arm, and their true rates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.policies.kernels import PeopleArrays
from keyart.insights.policies.learning import FOLDS, PolicyTrial, RuleList
from keyart.query.engine import Floats, Ints

ARMS, AUDIENCES = 5, 24


@dataclass(frozen=True, eq=False)
class PolicyWorld:
    """A trial, and each person's chance of playing by arm: [people, arms]."""

    trial: PolicyTrial
    chances: Floats
    member: npt.NDArray[np.bool_]

    def gain(self, rules: RuleList) -> float:
        """Return what rules truly gain per person above their single arm."""
        return self.rate(rules) - float(self.chances[:, rules.single].mean())

    def rate(self, rules: RuleList) -> float:
        """Return what rules truly win per person."""
        arm = rules.chosen[_rule_of(rules, self.member)]
        return float(self.chances[np.arange(arm.size), arm].mean())

    @property
    def best(self) -> float:
        """The rate of the best arm for everyone."""
        return float(self.chances.mean(axis=0).max())


def policy_world(
    seed: int,
    people: int,
    tastes: int,
    effect: float,
    *,
    draw: int = 0,
    shown: tuple[RuleList, float] | None = None,
) -> PolicyWorld:
    """Return a world in which `tastes` audiences take one arm more, by exp(effect).

    Each `draw` has other people of the same world. Chance gives all arms alike, or, where rules are
    `shown`, the share that explores to the arms that they didn't choose.
    """
    rng = np.random.default_rng(seed)
    sizes = rng.uniform(0.03, 0.25, AUDIENCES)
    rates = 0.06 * np.exp(rng.normal(0, 0.15, ARMS))
    others = [arm for arm in range(ARMS) if arm != int(np.argmax(rates))]
    planted = np.zeros((AUDIENCES, ARMS))
    for audience in rng.choice(AUDIENCES, tastes, replace=False):
        planted[audience, rng.choice(others)] = effect
    keenness = rng.normal(0, 0.15, AUDIENCES)
    rng = np.random.default_rng([seed, draw])
    member = rng.random((people, AUDIENCES)) < sizes
    keen = member @ keenness
    chances = np.minimum(np.exp(np.log(rates) + member @ planted + keen[:, None]), 0.9)
    arm = rng.integers(0, ARMS, people).astype(np.int32)
    propensity = np.full(people, 1 / ARMS)
    if shown is not None:
        rules, explore = shown
        chosen = rules.chosen[_rule_of(rules, member)]
        explores = rng.random(people) < explore
        arm = np.where(explores, chosen + rng.integers(1, ARMS, people), chosen) % ARMS
        arm = arm.astype(np.int32)
        propensity = np.where(explores, explore / (ARMS - 1), 1 - explore)
    took = rng.random(people) < chances[np.arange(people), arm]
    start = np.concatenate([[0], np.cumsum(member.sum(axis=1))])
    arrays = PeopleArrays(
        arm=arm,
        reward=took.astype(np.float64),
        weight=1 / propensity,
        first=start[:-1],
        last=start[1:],
        item=np.nonzero(member)[1],
        fold=rng.integers(0, FOLDS, people).astype(np.uint8),
    )
    trial = PolicyTrial(arrays, ARMS, AUDIENCES, np.ones((AUDIENCES + 1, ARMS), np.bool_), 1000, 2)
    return PolicyWorld(trial, chances, member)


def _rule_of(rules: RuleList, member: npt.NDArray[np.bool_]) -> Ints:
    """Return which rule counts for each person, everyone else's last: [people]."""
    places = rules.places(AUDIENCES)
    return np.where(member & (places >= 0), places, len(rules.audiences)).min(axis=1)
