"""Random numbers for catalogues: a stream for each purpose, so that none affects another."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeVar

import numpy as np

T = TypeVar("T")

_CATALOGUE = 0xCA7A
"""Separates these streams from others with the same seed."""


class Purpose(IntEnum):
    """The purposes of random numbers."""

    DEALS = 0
    NAMES = 1
    PEOPLE = 2
    STORIES = 3
    DATES = 4
    LICENCES = 5
    ASSETS = 6
    LOOKS = 8
    APPEAL = 9
    EPISODES = 10
    TOPICS = 11


def stream(seed: int, purpose: Purpose) -> np.random.Generator:
    """Return a new generator for one purpose: the same each time, on every machine."""
    entropy = np.random.SeedSequence((seed, _CATALOGUE, int(purpose)))
    return np.random.Generator(np.random.PCG64(entropy))


def one(rng: np.random.Generator, items: Sequence[T]) -> T:
    """Return one of the items."""
    return items[int(rng.integers(len(items)))]


def some(rng: np.random.Generator, items: Sequence[T], count: int) -> list[T]:
    """Return up to `count` items from different places, in random order."""
    return [items[int(i)] for i in rng.permutation(len(items))[:count]]


def weighted(rng: np.random.Generator, items: Sequence[T], weights: Sequence[float]) -> T:
    """Return one of the items at random by weight; at least one weight is positive."""
    left = float(rng.random()) * sum(weights)
    for item, weight in zip(items, weights, strict=True):
        left -= weight
        if left < 0:
            return item
    return next(item for item, weight in zip(items, weights, strict=True) if weight > 0)
