"""Every question, asked of every contender: checked first, then timed in turns."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks import worlds
from benchmarks.answers import Answer, difference, read, worst_error
from benchmarks.contenders import Check, Contender, native
from benchmarks.facts import of_snapshot
from benchmarks.field import field
from benchmarks.options import Options
from benchmarks.questions import FAMILIES, Family
from benchmarks.synthetic import synthetic
from benchmarks.timing import medians, seconds, take_turns
from keyart_demo.events import EventWorld

TRIALS = 2
"""Repetitions that are used up before the timing: one to check, one to choose a road."""
TRIES = 2
"""How often each road is tried before one is chosen."""


class Disagreement(Exception):
    """An engine that should be exact answered something else than Keyart."""


def measure(options: Options) -> dict[str, Any]:
    """Return the times of all contenders for a title of `rows`, beside others of `rest`."""
    world = worlds.one_title(options.rows, options.rest)
    with _contenders(options, world) as contenders:
        chosen = [c for c in contenders if _wanted(c, options.contenders)]
        return {
            "rows": options.rows,
            "rest": options.rest,
            "families": [_family(family, chosen, options.repetitions) for family in FAMILIES],
        }


@contextmanager
def _contenders(options: Options, world: EventWorld) -> Generator[list[Contender]]:
    """Give all contenders, Keyart first."""
    if options.synthetic:
        with field(synthetic(options.rows), options.data, options.threads) as others:
            yield others
        return
    store = worlds.store(world, options.data, options.threads)
    with store, field(of_snapshot(store.snapshot()), options.data, options.threads) as others:
        yield [native.contender(store), *others]


def _wanted(contender: Contender, words: Sequence[str]) -> bool:
    label = contender.label.lower()
    return not words or label == native.LABEL.lower() or any(word in label for word in words)


def _family(family: Family, contenders: Sequence[Contender], repetitions: int) -> dict[str, Any]:
    """Return the measurements of one kind of question."""
    taking_part = [c for c in contenders if c.roads(family.make(0))]
    errors = _checked(family, taking_part)
    roads = {contender.label: _fastest(family, contender) for contender in taking_part}
    asks = {
        c.label: [
            c.roads(family.make(TRIALS + repetition))[roads[c.label]]
            for repetition in range(repetitions)
        ]
        for c in taking_part
    }
    times = take_turns(
        {label: (lambda r, own=own: own[r]()) for label, own in asks.items()}, repetitions
    )
    print(f"  {family.label}")
    for label, median in medians(times).items():
        print(f"    {median * 1e3:9,.1f} ms  {label} ({roads[label]})", flush=True)
    results = [
        {"label": label, "road": roads[label], "error": errors[label], "seconds": measured}
        for label, measured in times.items()
    ]
    return {"name": family.name, "label": family.label, "results": results}


def _checked(family: Family, contenders: Sequence[Contender]) -> dict[str, float | None]:
    """Check every road of every contender against the first one; return reach's worst errors."""
    question = family.make(0)
    errors: dict[str, float | None] = {}
    expected: Answer | None = None
    for contender in contenders:
        errors[contender.label] = 0.0 if contender.check is Check.EQUAL else None
        for road, ask in contender.roads(question).items():
            got = read(question, ask())
            expected = expected or got
            if contender.check is Check.EQUAL:
                _equal(f"{contender.label} ({road}), {family.label}", expected, got)
            elif contender.check is Check.CLOSE:
                errors[contender.label] = worst_error(expected, got)
    return errors


def _equal(who: str, expected: Answer, got: Answer) -> None:
    found = difference(expected, got)
    if found is not None:
        raise Disagreement(f"{who}: {found}")


def _fastest(family: Family, contender: Contender) -> str:
    """Return the road on which a contender is fastest."""
    roads = contender.roads(family.make(1))
    if len(roads) == 1:
        return next(iter(roads))
    return min(roads, key=lambda road: min(seconds(roads[road]) for _ in range(TRIES)))
