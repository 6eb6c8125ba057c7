"""How long a feed of 100,000 titles takes to make, and how soon it answers.

Each question is asked of titles drawn at random, so that nothing kept can help; the last one is
the same question again, from the cache of answers.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.catalogue_store import ASSETS_EACH, TITLES, catalogue_store
from benchmarks.options import Options
from keyart.feed import FeedReader, produce
from keyart.query import Query, ask, owner
from keyart.query.cache import AnswerCache

ASKED = 500
MEASURES = ("impressions", "reach", "viewers", "take_rate")


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of making a feed, its bytes, and of each look at it."""
    snapshot = catalogue_store(options.rows, options.data).snapshot()
    ask(snapshot, owner(), Query(MEASURES, by=("asset",), where={"title": "t000000"}))
    began = time.perf_counter()
    made = produce(snapshot, now=datetime.now(UTC))
    seconds = time.perf_counter() - began
    print(f"  made in {seconds:.1f} s, {made.bytes / 1e6:.0f} MB")
    reader = FeedReader(snapshot.root)
    feed = reader.current()
    assert feed is not None
    answers = AnswerCache(64 << 20)
    by_asset, top = ("asset",), Query(MEASURES, by=("title",), order=("-reach",), limit=20)

    def of_title(title: str) -> Query:
        return Query(MEASURES, by=by_asset, where={"title": title}, intervals=True)

    looks: dict[str, Callable[[str], object]] = {
        "look for a new feed": lambda _: reader.current(),
        "valid filters of a title": feed.filters,
        "days of a title": feed.days,
        "a title by asset, with intervals": lambda t: ask(
            snapshot, owner(), of_title(t), feed=feed
        ),
        "the same by the engine": lambda t: ask(snapshot, owner(), of_title(t)),
        "the same again, from the cache": lambda _: answers.ask(
            snapshot, owner(), of_title("t000000"), feed=feed
        ),
    }
    times = {name: _each(look, ASKED) for name, look in looks.items()}
    times["20 titles of most reach"] = _each(
        lambda _: ask(snapshot, owner(), top, feed=feed), options.repetitions
    )
    for name, measured in times.items():
        middle, late = np.quantile(measured, [0.5, 0.99]) * 1e3
        print(f"  {name}: median {middle:.3f} ms, p99 {late:.3f} ms")
    return {
        "titles": TITLES,
        "assets": TITLES * ASSETS_EACH,
        "rows": options.rows,
        "bytes": made.bytes,
        "produced": seconds,
        "seconds": times,
    }


def _each(look: Callable[[str], object], times: int) -> list[float]:
    """Return the seconds that each of some looks takes."""
    chance = random.Random(1)
    measured: list[float] = []
    for _ in range(times):
        title = f"t{chance.randrange(TITLES):06d}"
        began = time.perf_counter()
        look(title)
        measured.append(time.perf_counter() - began)
    return measured
