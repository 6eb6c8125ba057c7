"""Learn which asset to show to whom, and what that is worth, from people to whom chance gave one.

Each person and asset has a doubly robust score: what an outcome model predicts, corrected by what
the person did, divided by the chance of the asset they got (M. Dudík, D. Erhan, J. Langford, L. Li,
"Doubly robust policy evaluation and optimization", Statistical Science 29, 2014). A policy is worth
the mean score of the assets that it chooses (S. Athey, S. Wager, "Policy learning with
observational data", Econometrica 89, 2021). Nobody's score comes from a model that saw them.

Rules flatter where they were found. So they are found again without each eighth of the people, and
valued in that eighth; the gain of the rules found with everyone is corrected by the difference.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from keyart.insights.policies.kernels import (
    UNRULED,
    DifferenceSums,
    GainSums,
    PeopleArrays,
    ValueSums,
    add_differences,
    add_gains,
    add_model_sums,
    add_values,
)
from keyart.query.engine import Floats, Ints
from keyart.query.intervals import z_of

FOLDS = 8

MOST_RULES = 5

MOST_CHANGES = 10
"""Of rules in use, at one refresh."""

RIDGE = 20.0
"""Keeps effects of audiences with few people small: as if so many had shown no effect."""

SEARCH_SURE = 2.5
"""A rule must gain this many standard errors to be tried, and a list of rules as many."""

SURE = 0.95
"""The confidence with which changes of rules in use must gain."""

BASES = 3
"""So many of the arms that win most are tried for everyone else: the best single arm may be best
only because of an audience that then has a rule of its own."""

POLICY, SINGLE, RANDOM, GAIN = range(4)
"""The scores of `ValueSums`."""

PEOPLE_AT_ONCE = 1 << 16

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class PolicyTrial:
    """People to whom chance gave an arm."""

    people: PeopleArrays
    arms: int
    audiences: int
    allowed: npt.NDArray[np.bool_]
    """Whether an arm may be chosen for an audience; the last row is for everyone:
    [audiences + 1, arms]."""
    least_people: int
    """The smallest number of people for a rule."""
    threads: int = 1

    def each(self, use: Callable[[int, int], T]) -> list[T]:
        """Return what `use` makes of ranges of people, at least one."""
        size = self.people.arm.size
        width = max(PEOPLE_AT_ONCE, -(-size // self.threads))
        ends = [min(low + width, size) for low in range(0, max(size, 1), width)]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(use, [0, *ends[:-1]], ends))


@dataclass(frozen=True)
class RuleList:
    """Rules in order, as places of audiences and arms: the first that matches a person counts."""

    audiences: tuple[int, ...]
    arms: tuple[int, ...]
    otherwise: int
    """The arm of everyone else."""
    single: int
    """The best arm if everyone gets the same."""

    def places(self, audiences: int) -> npt.NDArray[np.int64]:
        """Return the place of each audience's rule: [audiences]."""
        places = np.full(audiences, UNRULED, np.int64)
        places[list(self.audiences)] = np.arange(len(self.audiences))
        return places

    @property
    def chosen(self) -> npt.NDArray[np.int64]:
        """The arm of each rule, and of everyone else: [rules + 1]."""
        return np.array([*self.arms, self.otherwise], np.int64)

    @property
    def one_for_all(self) -> "RuleList":
        """The single arm for everyone."""
        return RuleList((), (), self.single, self.single)

    @property
    def personalises(self) -> bool:
        """Whether it shows different arms to different people."""
        return len({*self.arms, self.otherwise}) > 1


class Mean(NamedTuple):
    """A mean over people, and its variance."""

    value: float
    variance: float
    flattery: float = 0.0
    """What was taken off because it was found here."""

    def bounds(self, level: float) -> tuple[float, float]:
        """Return its interval.

        Flattery is that of rules found with fewer people, which are worth a little less: so it is
        too much, by less than all of it, and the upper bound is that without it.
        """
        half = z_of(level) * self.variance**0.5
        return self.value - half, self.value + half + max(self.flattery, 0.0)


class Flattery(NamedTuple):
    """How much better rules look where they were found."""

    value: float
    honest_variance: float
    """The variance of what rules are worth with people who had no part in finding them."""

    @property
    def doubt(self) -> float:
        """The variance of the correction itself: it is uncertain by half of itself."""
        return (self.value / 2) ** 2

    def correct(self, gain: Mean) -> Mean:
        """Return a gain as it will be with other people."""
        variance = max(gain.variance, self.honest_variance) + self.doubt
        return Mean(gain.value - self.value, variance, self.value)


class GroupValue(NamedTuple):
    """What rules are worth among some people."""

    personalised: float
    """The share of them who get another arm than the single one."""
    single: Mean
    """Reward per person with the single arm."""
    gain: Mean
    """The rules' above it, not corrected."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned."""

    rules: RuleList
    policy: Mean
    """Reward per person under the rules, corrected for having been found here."""
    single: Mean
    """With the single arm for everyone."""
    random: Mean
    """With all arms alike."""
    gain: Mean
    """The policy's above the single arm's, corrected in the same way."""
    people: Ints
    """By rule, everyone else last: [rules + 1]."""
    single_rate: Floats
    """The single arm's mean score by rule: [rules + 1]."""
    gains: Floats
    gain_variance: Floats
    """The gain by rule, not corrected, and its variance: [rules + 1]."""
    above: Floats
    above_variance: Floats
    """Each arm's mean above the chosen one's, and its variance: [rules + 1, arms]."""


@dataclass(frozen=True, eq=False)
class Learner:
    """Finds rules in a trial and values them; sums over its people are made once."""

    trial: PolicyTrial

    @cached_property
    def _values(self) -> dict[RuleList, ValueSums]:
        return {}

    def learn(self) -> Learned:
        """Return the rules found with everyone, and what they are worth."""
        return self.describe_honestly(self.search(range(FOLDS)))

    def refresh(self, in_use: RuleList) -> Learned:
        """Return the rules in use, changed only where that is surely better.

        A rule changes if another arm surely wins more with its people; a rule is added where one
        surely gains; the changes together must surely gain, too, corrected for having been found
        here. One arm for everyone takes the place of rules that it surely beats, and of changed
        rules that gain nothing above it.
        """
        everywhere = range(FOLDS)
        single = self.search(everywhere).single
        in_use = replace(in_use, single=single)
        better = self._improve(in_use, everywhere)
        if better != in_use:
            flattery = self._flattery(
                lambda folds: self._improve(in_use, folds),
                lambda rules, folds: self.difference(rules, in_use, folds),
            )
            gain = flattery.correct(self.difference(better, in_use, everywhere))
            if gain.value > z_of(SURE) * gain.variance**0.5:
                learned = self.describe_honestly(better)
                worth = learned.gain.value > 0
                return learned if worth else self.describe(better.one_for_all)
        return self.keep_or_replace(in_use)

    def keep_or_replace(self, in_use: RuleList) -> Learned:
        """Return the rules in use, or one arm for everyone where that is surely better."""
        single = in_use.one_for_all
        gain = self.difference(single, in_use, range(FOLDS))
        if gain.value > SEARCH_SURE * gain.variance**0.5:
            return self.describe(single)
        return self.describe_honestly(in_use) if in_use.audiences else self.describe(in_use)

    def describe_honestly(self, rules: RuleList) -> Learned:
        """Return what rules are worth, corrected as if they had been found here."""
        flattery = self._flattery(
            lambda folds: replace(self.search(folds), single=rules.single),
            lambda found, folds: _mean(self.values(found), GAIN, folds),
        )
        learned = self.describe(rules)
        policy = learned.policy
        return replace(
            learned,
            policy=Mean(
                policy.value - flattery.value, policy.variance + flattery.doubt, flattery.value
            ),
            gain=flattery.correct(learned.gain),
        )

    def _flattery(
        self,
        find: Callable[[Sequence[int]], RuleList],
        value: Callable[[RuleList, Sequence[int]], Mean],
    ) -> "Flattery":
        """Return how much rules flatter: found without a fold, then valued there."""
        flattery = honest_variance = 0.0
        for fold in range(FOLDS):
            others = [other for other in range(FOLDS) if other != fold]
            rules = find(others)
            there, elsewhere = value(rules, [fold]), value(rules, others)
            flattery += (elsewhere.value - there.value) / FOLDS
            honest_variance += there.variance / FOLDS**2
        return Flattery(flattery, honest_variance)

    def difference(self, rules: RuleList, others: RuleList, folds: Sequence[int]) -> Mean:
        """Return how much more rules win per person than others, with the people of some folds."""
        places = [one.places(self.trial.audiences) for one in (rules, others)]

        def add(low: int, high: int) -> DifferenceSums:
            sums = DifferenceSums(np.zeros(FOLDS, np.int64), np.zeros(FOLDS), np.zeros(FOLDS))
            add_differences(
                self.trial.people, low, high, self.models, places[0], rules.chosen, places[1],
                others.chosen, sums,
            )  # fmt: skip
            return sums

        if (rules, others) not in self._differences:
            self._differences[rules, others] = DifferenceSums(
                *(np.sum(p, axis=0) for p in zip(*self.trial.each(add), strict=True))
            )
        sums = self._differences[rules, others]
        n = max(int(sums.people[list(folds)].sum()), 1)
        mean = float(sums.difference[list(folds)].sum()) / n
        square = float(sums.squared[list(folds)].sum()) / n
        return Mean(mean, max(square - mean**2, 0.0) / n)

    @cached_property
    def _differences(self) -> dict[tuple[RuleList, RuleList], DifferenceSums]:
        return {}

    def _improve(self, rules: RuleList, folds: Sequence[int]) -> RuleList:
        """Change or add the rule that surely gains most, until none does."""
        for _ in range(MOST_CHANGES):
            edits = [self._best_swap(rules, folds), self._best_addition(rules, folds)]
            gain, better = max(edits, key=lambda edit: edit[0])
            if gain <= 0:
                break
            rules = better
        return rules

    def _best_swap(self, rules: RuleList, folds: Sequence[int]) -> tuple[float, RuleList]:
        """Return the rules with the arm of one changed that surely gains most, and that gain."""
        sums = self.values(rules)
        people = sums.people[list(folds)].sum(axis=0)[:, None]
        gain: Floats = sums.above[list(folds)].sum(axis=0)
        squared: Floats = sums.above_squares[list(folds)].sum(axis=0)
        error = np.sqrt(np.maximum(squared - gain**2 / np.maximum(people, 1), 0.0))
        allowed = self.trial.allowed[[*rules.audiences, -1]] & (people >= self.trial.least_people)
        surely = np.where(allowed, gain - SEARCH_SURE * error, -np.inf)
        place, arm = (int(at) for at in np.unravel_index(np.argmax(surely), surely.shape))
        chosen = [int(one) for one in rules.chosen]
        chosen[place] = arm
        swapped = replace(rules, arms=tuple(chosen[:-1]), otherwise=chosen[-1])
        return float(surely.max()), swapped

    def describe(self, rules: RuleList) -> Learned:
        """Return what rules are worth with everyone; this flatters rules that were found here."""
        sums = self.values(rules)
        policy, single, random, gain = (_mean(sums, at, range(FOLDS)) for at in range(4))
        people = sums.people.sum(axis=0)
        n = np.maximum(people, 1)[:, None]
        scores, above = sums.scores.sum(axis=0) / n, sums.above.sum(axis=0) / n
        return Learned(
            rules=rules,
            policy=policy,
            single=single,
            random=random,
            gain=gain,
            people=people,
            single_rate=scores[:, SINGLE],
            gains=scores[:, GAIN],
            gain_variance=(sums.squares.sum(axis=0) / n - scores**2)[:, GAIN] / n[:, 0],
            above=above,
            above_variance=(sums.above_squares.sum(axis=0) / n - above**2) / n,
        )

    @cached_property
    def _gains(self) -> dict[RuleList, GainSums]:
        return {}

    @cached_property
    def models(self) -> Floats:
        """The outcome model for each fold, learned from the others: [folds, features, arms]."""
        shape = (FOLDS, self.trial.arms, self.trial.audiences + 1)

        def add(low: int, high: int) -> tuple[Floats, Floats]:
            gram, right = np.zeros((*shape, shape[-1])), np.zeros(shape)
            add_model_sums(self.trial.people, low, high, gram, right)
            return gram, right

        parts = self.trial.each(add)
        gram = np.stack([gram for gram, _ in parts]).sum(axis=0)
        right = np.stack([right for _, right in parts]).sum(axis=0)
        ridge = np.full(shape[-1], RIDGE)
        ridge[0] = 1e-9
        others: Floats = gram.sum(axis=0) - gram + np.diag(ridge)
        rest: Floats = right.sum(axis=0) - right
        solved: Floats = np.linalg.inv(others) @ rest[..., None]
        return np.ascontiguousarray(np.swapaxes(solved[..., 0], 1, 2))

    @property
    def large_audiences(self) -> npt.NDArray[np.bool_]:
        """Which audiences have enough people for a rule; the last is everyone: [audiences + 1]."""
        people = self.gains(RuleList((), (), 0, 0)).people.sum(axis=0)
        large = people >= self.trial.least_people
        large[-1] = True
        return large

    def search(self, folds: Sequence[int]) -> RuleList:
        """Return rules for the people of some folds.

        Rules are found greedily around each of the arms that win most; the list that surely gains
        most above the best single arm is taken, if any does.
        """
        total = self.gains(RuleList((), (), 0, 0)).total[list(folds)].sum(axis=0)
        total = np.where(self.trial.allowed[-1], total, -np.inf)
        arms = [int(arm) for arm in np.argsort(-total, kind="stable") if np.isfinite(total[arm])]
        best, most = RuleList((), (), arms[0], arms[0]), 0.0
        for otherwise in arms[:BASES]:
            rules = self._extend(RuleList((), (), otherwise, arms[0]), folds)
            if rules.audiences:
                gain = _mean(self.values(rules), GAIN, folds)
                surely = gain.value - SEARCH_SURE * gain.variance**0.5
                if surely > most:
                    best, most = rules, surely
        return best

    def _extend(self, rules: RuleList, folds: Sequence[int]) -> RuleList:
        """Add the rule that surely gains most with people whom no rule matches, until none does."""
        while True:
            gain, longer = self._best_addition(rules, folds)
            if gain <= 0:
                return rules
            rules = longer

    def _best_addition(self, rules: RuleList, folds: Sequence[int]) -> tuple[float, RuleList]:
        """Return the rules with the one more that surely gains most, and that gain; 0 if none."""
        people, gain, squared, _ = (part[list(folds)].sum(axis=0) for part in self.gains(rules))
        mean = gain / np.maximum(people, 1)[:, None]
        error = np.sqrt(np.maximum(squared - gain * mean, 0.0))
        surely = np.where(self.trial.allowed[:-1], (gain - SEARCH_SURE * error)[:-1], -np.inf)
        surely[people[:-1] < self.trial.least_people] = -np.inf
        if len(rules.audiences) >= MOST_RULES or not surely.size or surely.max() <= 0:
            return 0.0, rules
        audience, arm = (int(at) for at in np.unravel_index(np.argmax(surely), surely.shape))
        longer = replace(rules, audiences=(*rules.audiences, audience), arms=(*rules.arms, arm))
        return float(surely.max()), longer

    def gains(self, rules: RuleList) -> GainSums:
        """Return what each arm gains above everyone else's, of people whom no rule matches."""
        if rules not in self._gains:
            trial, places = self.trial, rules.places(self.trial.audiences)
            shape = (FOLDS, trial.audiences + 1, trial.arms)

            def add(low: int, high: int) -> GainSums:
                sums = GainSums(
                    np.zeros(shape[:2], np.int64), np.zeros(shape), np.zeros(shape),
                    np.zeros((shape[0], shape[2])),
                )  # fmt: skip
                add_gains(trial.people, low, high, self.models, places, rules.otherwise, sums)
                return sums

            self._gains[rules] = GainSums(
                *(np.sum(p, axis=0) for p in zip(*trial.each(add), strict=True))
            )
        return self._gains[rules]

    def values(self, rules: RuleList) -> ValueSums:
        """Return what rules are worth."""
        if rules not in self._values:
            self._values[rules] = self._value(rules, self.trial)
        return self._values[rules]

    def value_among(self, rules: RuleList, who: Ints) -> "GroupValue":
        """Return what rules are worth among some people."""
        sums = self._value(rules, replace(self.trial, people=self.trial.people.take(who)))
        other = rules.chosen != rules.single
        return GroupValue(
            personalised=float(sums.people.sum(axis=0)[other].sum() / max(who.size, 1)),
            single=_mean(sums, SINGLE, range(FOLDS)),
            gain=_mean(sums, GAIN, range(FOLDS)),
        )

    def _value(self, rules: RuleList, trial: PolicyTrial) -> ValueSums:
        places, chosen = rules.places(trial.audiences), rules.chosen
        shape = (FOLDS, chosen.size)

        def add(low: int, high: int) -> ValueSums:
            sums = ValueSums(
                np.zeros(shape, np.int64), np.zeros((*shape, 4)), np.zeros((*shape, 4)),
                np.zeros((*shape, trial.arms)), np.zeros((*shape, trial.arms)),
            )  # fmt: skip
            add_values(trial.people, low, high, self.models, places, chosen, rules.single, sums)
            return sums

        return ValueSums(*(np.sum(p, axis=0) for p in zip(*trial.each(add), strict=True)))


def _mean(sums: ValueSums, at: int, folds: Sequence[int]) -> Mean:
    """Return the mean of one of the scores over the people of some folds."""
    n = max(int(sums.people[list(folds)].sum()), 1)
    mean = float(sums.scores[list(folds), :, at].sum()) / n
    square = float(sums.squares[list(folds), :, at].sum()) / n
    return Mean(mean, max(square - mean**2, 0.0) / n)
