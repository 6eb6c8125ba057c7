# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops over people: sums for the outcome model, for the search of rules, and for values.

A person's *features* are a constant and the audiences they belong to: feature 0 is the constant,
feature 1 + g is audience g. The outcome model of an arm is linear in them.
"""

from typing import Any, NamedTuple

import numpy as np

from keyart.core.loops import compiled, inlined

UNRULED = -1
"""The rule of a person whom no rule of a list matches."""


class PeopleArrays(NamedTuple):
    """People to whom chance gave an arm, [people]."""

    arm: Any
    reward: Any
    weight: Any
    """1 / the chance with which they got their arm."""
    first: Any
    last: Any
    """Their audiences are `item[first:last]`."""
    item: Any
    fold: Any
    """The part of the people that they belong to, uint8."""

    def take(self, who: Any) -> "PeopleArrays":
        """Return some of the people."""
        return PeopleArrays(
            self.arm[who], self.reward[who], self.weight[who], self.first[who], self.last[who],
            self.item, self.fold[who],
        )  # fmt: skip


@compiled
def add_model_sums(people: Any, low: Any, high: Any, gram: Any, right: Any) -> None:
    """Add people [low, high) to XᵀX and Xᵀr.

    gram: [folds, arms, features, features]; right: [folds, arms, features].
    """
    for who in range(low, high):
        own = gram[people.fold[who], people.arm[who]]
        with_reward = right[people.fold[who], people.arm[who]]
        reward = people.reward[who]
        own[0, 0] += 1.0
        with_reward[0] += reward
        for k in range(people.first[who], people.last[who]):
            feature = people.item[k] + 1
            own[0, feature] += 1.0
            with_reward[feature] += reward
            for j in range(people.first[who], people.last[who]):
                own[feature, people.item[j] + 1] += 1.0
    for part in range(gram.shape[0]):
        for arm in range(gram.shape[1]):
            gram[part, arm, :, 0] = gram[part, arm, 0, :]


# To hand a named tuple on counts a reference to each of its arrays, which costs more than a person.
# So loops take arrays out of tuples once, and functions for one person are compiled into them.


@inlined
def _score(models, fold, item, first, last, arm, reward, weight, score):
    """Write the doubly robust score of each arm for a person: [arms].

    The model's prediction, and for the arm that the person got what the model missed, divided by
    the chance of that arm. models: [folds, features, arms].
    """
    for other in range(score.size):
        score[other] = models[fold, 0, other]
    for k in range(first, last):
        feature = item[k] + 1
        for other in range(score.size):
            score[other] += models[fold, feature, other]
    score[arm] += weight * (reward - score[arm])


@inlined
def _rule_of(item, first, last, rule_of_audience):
    """Return the first rule that matches a person, or `UNRULED`.

    rule_of_audience: the place of each audience's rule in the list, or `UNRULED`.
    """
    found = UNRULED
    for k in range(first, last):
        rule = rule_of_audience[item[k]]
        if rule != UNRULED and (found == UNRULED or rule < found):
            found = rule
    return found


class GainSums(NamedTuple):
    """Sums over people whom no rule matches yet, by fold.

    D is an arm's score above that of everyone else's arm. The last audience is everyone.
    """

    people: Any
    """[folds, audiences + 1]"""
    gain: Any
    squared: Any
    """ΣD and ΣD²: [folds, audiences + 1, arms]."""
    total: Any
    """Σ score of everyone, by arm: [folds, arms]."""


@compiled
def add_gains(
    people: Any, low: Any, high: Any, models: Any, rule_of_audience: Any, otherwise: Any, sums: Any
) -> None:
    """Add people [low, high) whom no rule matches. models: [folds, features, arms]."""
    item, firsts, lasts, folds = people.item, people.first, people.last, people.fold
    own_arm, reward, weight = people.arm, people.reward, people.weight
    counts, gain, squared, total = sums.people, sums.gain, sums.squared, sums.total
    arms = models.shape[2]
    everyone = counts.shape[1] - 1
    score = np.empty(arms)
    for who in range(low, high):
        first, last = firsts[who], lasts[who]
        if _rule_of(item, first, last, rule_of_audience) != UNRULED:
            continue
        fold = folds[who]
        _score(models, fold, item, first, last, own_arm[who], reward[who], weight[who], score)
        base = score[otherwise]
        counts[fold, everyone] += 1
        for arm in range(arms):
            total[fold, arm] += score[arm]
            score[arm] -= base
            gain[fold, everyone, arm] += score[arm]
            squared[fold, everyone, arm] += score[arm] * score[arm]
        for k in range(first, last):
            audience = item[k]
            counts[fold, audience] += 1
            for arm in range(arms):
                gain[fold, audience, arm] += score[arm]
                squared[fold, audience, arm] += score[arm] * score[arm]


class ValueSums(NamedTuple):
    """Sums over people by fold and by the rule that matches, everyone else last."""

    people: Any
    """[folds, rules + 1]"""
    scores: Any
    """Σ of the chosen arm's score, of the single arm's, of the mean over arms, and of chosen minus
    single: [folds, rules + 1, 4]."""
    squares: Any
    above: Any
    """Σ of each arm's score above the chosen arm's: [folds, rules + 1, arms]."""
    above_squares: Any


@compiled
def add_values(
    people: Any,
    low: Any,
    high: Any,
    models: Any,
    rule_of_audience: Any,
    chosen: Any,
    single: Any,
    sums: Any,
) -> None:
    """Add people [low, high). chosen: the arm of each rule, then that of everyone else."""
    item, firsts, lasts, folds = people.item, people.first, people.last, people.fold
    own_arm, reward, weight = people.arm, people.reward, people.weight
    counts, scores, squares = sums.people, sums.scores, sums.squares
    highest, highest_squares = sums.above, sums.above_squares
    arms = models.shape[2]
    score = np.empty(arms)
    means = np.empty(4)
    for who in range(low, high):
        fold, first, last = folds[who], firsts[who], lasts[who]
        _score(models, fold, item, first, last, own_arm[who], reward[who], weight[who], score)
        rule = _rule_of(item, first, last, rule_of_audience)
        if rule == UNRULED:
            rule = chosen.size - 1
        own = score[chosen[rule]]
        means[0] = own
        means[1] = score[single]
        means[2] = score.mean()
        means[3] = own - score[single]
        counts[fold, rule] += 1
        for at in range(4):
            scores[fold, rule, at] += means[at]
            squares[fold, rule, at] += means[at] * means[at]
        for arm in range(arms):
            above = score[arm] - own
            highest[fold, rule, arm] += above
            highest_squares[fold, rule, arm] += above * above


class DifferenceSums(NamedTuple):
    """Sums over people by fold of how much more one list of rules wins than another: [folds]."""

    people: Any
    difference: Any
    squared: Any


@compiled
def add_differences(
    people: Any,
    low: Any,
    high: Any,
    models: Any,
    first: Any,
    first_chosen: Any,
    second: Any,
    second_chosen: Any,
    sums: Any,
) -> None:
    """Add people [low, high): the score of the first list's arm above that of the second's.

    first, second: the place of each audience's rule in a list; the arms as `add_values` takes them:
    `UNRULED` is the last of these.
    """
    item, firsts, lasts, folds = people.item, people.first, people.last, people.fold
    own_arm, reward, weight = people.arm, people.reward, people.weight
    counts, differences, squared = sums.people, sums.difference, sums.squared
    score = np.empty(models.shape[2])
    for who in range(low, high):
        fold, begin, end = folds[who], firsts[who], lasts[who]
        one = first_chosen[_rule_of(item, begin, end, first)]
        other = second_chosen[_rule_of(item, begin, end, second)]
        counts[fold] += 1
        if one != other:
            _score(models, fold, item, begin, end, own_arm[who], reward[who], weight[who], score)
            difference = score[one] - score[other]
            differences[fold] += difference
            squared[fold] += difference * difference
