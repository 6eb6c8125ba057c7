"""How the time of an answer grows: not with the rest of the catalogue, linearly with the title.

The stores take turns, so that a noisy moment hits all alike.
"""

from collections.abc import Callable, Sequence
from typing import Any

import keyart
from benchmarks import worlds
from benchmarks.contenders import native
from benchmarks.options import Options
from benchmarks.questions import FAMILIES
from benchmarks.timing import medians, take_turns

CATALOGUES = (1, 2, 5, 10)
"""Rows of the whole catalogue as multiples of the title's."""

TITLES = (8, 4, 2, 1)
"""Rows of the title as fractions of `Options.rows`."""

ASKED = ("asset", "day", "audiences")
TRIALS = 2


def measure(options: Options) -> dict[str, Any]:
    """Return the median seconds of Keyart's answers for growing catalogues and titles."""
    title = options.rows // 10
    catalogues = [(title, title * (times - 1)) for times in CATALOGUES]
    titles = [(options.rows // part, 0) for part in TITLES]
    return {
        "catalogue": _growth(options, catalogues),
        "title": _growth(options, titles),
    }


def _growth(options: Options, worlds_: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return one result for each (rows of the title, rows of the rest)."""
    stores = {
        f"{rows}+{rest}": worlds.store(worlds.one_title(rows, rest), options.data, options.threads)
        for rows, rest in worlds_
    }
    seconds: list[dict[str, float]] = [{} for _ in worlds_]
    for family in FAMILIES:
        if family.name in ASKED:
            asks = {name: _asking(store, family.make) for name, store in stores.items()}
            found = medians(take_turns(asks, options.repetitions))
            print(f"  {family.label}: " + ", ".join(f"{k} {v * 1e3:.1f}" for k, v in found.items()))
            for own, measured in zip(seconds, found.values(), strict=True):
                own[family.name] = measured
    return [
        {"rows": rows, "rest": rest, "seconds": own}
        for (rows, rest), own in zip(worlds_, seconds, strict=True)
    ]


def _asking(store: keyart.Store, make: Callable[[int], Any]) -> Callable[[int], object]:
    for trial in range(TRIALS):
        native.ask(store, make(trial))
    return lambda repetition: native.ask(store, make(TRIALS + repetition))
