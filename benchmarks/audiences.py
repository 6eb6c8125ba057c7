"""How fast audiences are found: expressions, behavioural rules, overlaps.

The world is that of part `title`: three million profiles, 20 million impressions, 40 lists. Each
repetition asks for an expression that was not asked before, so that no kept answer can help;
*new* opens the store anew, so that nothing at all is kept, not even the lists.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import keyart
from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import AUDIENCES, START, TITLE
from benchmarks.timing import Times, medians, take_turns

TRIALS = 2


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of each question, by its label."""
    world = worlds.one_title(options.rows)
    store = worlds.store(world, options.data, options.threads)
    asks: dict[str, Callable[[int], object]] = {
        "three terms": lambda n: store.audiences.size(three_terms(n)),
        "three terms, new": lambda n: _anew(store, lambda own: own.size(three_terms(n))),
        "rule over all impressions": lambda n: store.audiences.size(shown_often(n)),
        "rule over all plays": lambda n: store.audiences.size(watched_long(n)),
        "overlap of 40": lambda _: store.audiences.overlap(AUDIENCES),
        "overlap of 40, new": lambda _: _anew(store, lambda own: own.overlap(AUDIENCES)),
    }
    for trial in range(TRIALS):
        for ask in asks.values():
            ask(trial)
    times: Times = take_turns(
        {name: _later(ask) for name, ask in asks.items()}, options.repetitions
    )
    for name, seconds in medians(times).items():
        print(f"  {name}: {seconds * 1e3:.1f} ms")
    return {"rows": world.impressions, "profiles": world.profile_count, "seconds": times}


def three_terms(repetition: int) -> str:
    """Return an expression over three lists that no other repetition asks for."""
    a, b, c = (AUDIENCES[(repetition * step + step) % len(AUDIENCES)] for step in (1, 3, 7))
    return f"{a} and ({b} or not {c})"


def shown_often(repetition: int) -> str:
    """Return a rule over every impression from a quarter of an hour on that no other has."""
    return f"saw(title={TITLE}, at_least=3, since={_start(repetition)})"


def watched_long(repetition: int) -> str:
    """Return a rule over every play from a quarter of an hour on that no other has."""
    return f"hours(since={_start(repetition)}) >= 1"


def _start(repetition: int) -> str:
    moment = datetime.fromisoformat(START) + timedelta(minutes=15 * (repetition + 1))
    return moment.isoformat()


def _later(ask: Callable[[int], object]) -> Callable[[int], object]:
    return lambda repetition: ask(TRIALS + repetition)


def _anew(store: keyart.Store, ask: Callable[[Any], object]) -> object:
    with keyart.open(store.root) as own:
        return ask(own.audiences)
