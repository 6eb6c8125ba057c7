"""Timing in turns, so that a noisy moment hits all contenders alike."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

Times = dict[str, list[float]]
"""Seconds of each repetition, by contender."""

MIN_REPETITIONS = 3


def seconds(ask: Callable[[], object]) -> float:
    """Return how long one call takes, without the garbage collector."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began
    finally:
        gc.enable()


def take_turns(
    asks: Mapping[str, Callable[[int], object]], repetitions: int, patience: float = 30.0
) -> Times:
    """Let all contenders answer in turns; return the seconds of each answer.

    Each gets the number of the repetition, from which it takes the filter's value, so that no
    answer can come from a cache; the first one moves on by one in each repetition. One that has
    used up its `patience` (seconds) stops after `MIN_REPETITIONS`.
    """
    names = list(asks)
    times: Times = {name: [] for name in names}
    for repetition in range(repetitions):
        turn = repetition % len(names)
        for name in names[turn:] + names[:turn]:
            if repetition >= MIN_REPETITIONS and sum(times[name]) > patience:
                continue
            times[name].append(seconds(_asking(asks[name], repetition)))
    return times


def _asking(ask: Callable[[int], object], repetition: int) -> Callable[[], object]:
    return lambda: ask(repetition)


def medians(times: Times) -> dict[str, float]:
    """Return the median seconds of each contender."""
    return {name: median(measured) for name, measured in times.items()}
