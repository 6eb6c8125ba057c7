"""Times of questions as ratios to one pass over the bytes that they read, in the same run.

The pass is `numpy.max` of each column, on one thread. Processor time stands beside the seconds, for
machines that do other work.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

import keyart
from benchmarks.options import Options
from benchmarks.timing import medians, take_turns
from keyart.core.facts import Family

PASS = "one pass over the bytes"
PATIENCE = 120.0
"""Seconds that a question may take in all before it is asked `MIN_REPETITIONS` times only."""

Asks = Mapping[str, Callable[[int], object]]
"""The questions by their labels; each gets the number of the repetition, −1 to warm up."""


def compare(
    store: keyart.Store, reads: tuple[Family, Sequence[str]], asks: Asks, options: Options
) -> dict[str, Any]:
    """Return the seconds and processor seconds of each question, and of a pass over `reads`."""
    family, columns = reads
    processor: dict[str, list[float]] = {}

    def asking(name: str, ask: Callable[[int], object]) -> Callable[[int], object]:
        def timed(repetition: int) -> None:
            began = time.process_time()
            ask(repetition)
            processor.setdefault(name, []).append(time.process_time() - began)

        return timed

    whole: Asks = {PASS: lambda _: read_bytes(store, family, columns), **asks}
    timed = {name: asking(name, ask) for name, ask in whole.items()}
    for ask in timed.values():
        ask(-1)
    processor.clear()
    times = take_turns(timed, options.repetitions, patience=PATIENCE)
    for name, seconds in medians(times).items():
        cpu = median(processor[name])
        print(
            f"  {name}: {seconds:.2f} s, {seconds / median(times[PASS]):.0f} ×; {cpu:.2f} of CPU, "
            f"{cpu / median(processor[PASS]):.0f} ×",
            flush=True,
        )
    return {"seconds": times, "processor_seconds": processor}


def read_bytes(store: keyart.Store, family: Family, columns: Sequence[str]) -> None:
    """Read the bytes of some columns once, on one thread."""
    for segment in store.snapshot().segments(family):
        for chunk in segment.chunks:
            for column in columns:
                chunk.unverified(column).max()
