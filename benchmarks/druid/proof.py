"""A title's page by each of five roads, and Keyart's SQL against SQL by hand.

Uses the Druid that KEYART_DRUID_URL names, else brings one up and ends it.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.druid import report
from benchmarks.druid.page_store import page_store, titles
from benchmarks.druid.title_page import MEASURES, PAGE, Part
from benchmarks.druid.unrolled import COUNTS, EXACT, load_unrolled
from benchmarks.options import Options
from benchmarks.timing import seconds
from keyart import mirror
from keyart.core.facts import Family
from keyart.feed import FeedReader, produce
from keyart.query import Query, ask, owner
from keyart.query.answer import ask_if_ready
from keyart.query.router import ReadyAnswers
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import datasource, people
from keyart.store import Snapshot

CLUSTER = Path(__file__).parents[2] / "scripts" / "cluster.py"

LEAST_PEOPLE = 100
"""Groups of fewer people say nothing about an error in percent."""

DIGITS = 4

Road = Callable[[Part, str], object]


@dataclass(frozen=True)
class Bench:
    """What all roads have: the store, Druid, and the names in it."""

    snapshot: Snapshot
    druid: Druid
    prefix: str
    lg_k: int
    feed: ReadyAnswers

    @property
    def rolled(self) -> str:
        """The datasource with roll-up and sketches."""
        return datasource(self.prefix, Family.EXPOSURE)

    @property
    def unrolled(self) -> str:
        """The datasource with a row for each fact."""
        return f"{self.prefix}_unrolled"


def measure(options: Options) -> dict[str, Any]:
    """Return the times of each road, its errors, the overhead, and what Druid holds."""
    with _druid() as url:
        store = page_store(options.rows, options.data, url)
        bench = _loaded(store.snapshot(), options)
        asked = _asked(options.repetitions)
        times = _take_turns(_roads(bench), asked)
        errors = [error for part, title in asked for error in _errors(bench, part, title)]
        overhead = {part.name: _overhead(bench, part, options.repetitions) for part in PAGE}
        held = {name: _rows(bench.druid, name) for name in (bench.rolled, bench.unrolled)}
    found = {
        "rows": options.rows,
        "rows_in_druid": held,
        "questions": [part.name for part in PAGE],
        "lg_k": bench.lg_k,
        "seconds": times,
        "errors": _spread(errors),
        "overhead": overhead,
    }
    print("\n".join(report.found(found)))
    return found


@contextmanager
def _druid() -> Generator[str]:
    running = os.environ.get("KEYART_DRUID_URL")
    if running:
        yield running
        return
    with TemporaryDirectory(prefix="keyart-druid-") as folder:
        try:
            yield _cluster("up", folder).strip()
        finally:
            _cluster("down", folder)


def _cluster(command: str, folder: str) -> str:
    words = [sys.executable, str(CLUSTER), command, "--folder", folder]
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE).stdout


def _loaded(snapshot: Snapshot, options: Options) -> Bench:
    """Load the store both ways, unless Druid has it, and make its feed."""
    settings = snapshot.config.druid
    druid = mirror.connect(settings)
    now = datetime.now(UTC)
    held = mirror.load(snapshot, druid, settings, now=now).families[Family.EXPOSURE]
    print(f"  {held.rows} facts in Druid")
    produce(snapshot, now=now)
    feed = FeedReader(snapshot.root).current()
    assert feed is not None
    bench = Bench(snapshot, druid, settings.prefix, settings.lg_k, feed)
    if _rows(druid, bench.unrolled) != options.rows:
        load_unrolled(snapshot, druid, bench.unrolled, options.data.resolve() / "druid")
        while _rows(druid, bench.unrolled) != options.rows:
            time.sleep(1)
    return bench


def _rows(druid: Druid, name: str) -> int:
    if name not in druid.tables():
        return 0
    return int(druid.sql(f'SELECT COUNT(*) AS n FROM "{name}"').column("n")[0].as_py())


def _asked(repetitions: int) -> list[tuple[Part, str]]:
    """Return what is asked: each question of the page, of titles drawn at random."""
    chance = random.Random(1)
    known = titles()
    return [(part, chance.choice(known)) for _ in range(repetitions) for part in PAGE]


def _roads(bench: Bench) -> Mapping[str, Road]:
    def by(engine: str) -> Road:
        return lambda part, title: _ask(bench, part.query(title, engine))

    def exact(part: Part, title: str) -> object:
        text = part.sql(bench.unrolled, bench.prefix, COUNTS)
        return bench.druid.sql(text, [title], context=EXACT)

    def with_feed(part: Part, title: str) -> object:
        query = part.query(title, None)
        found = ask_if_ready(bench.snapshot, owner(), query, bench.feed)
        return by("druid")(part, title) if found is None else found

    return {
        "Druid, a row for each fact, exact": exact,
        "Druid, rolled up, sketches, lookups": by("druid"),
        "the same and the feed": with_feed,
        "Keyart's engine, exact": by("native"),
        "DuckDB on Keyart's facts, exact": by("duckdb"),
    }


def _ask(bench: Bench, query: Query) -> pa.Table:
    return ask(bench.snapshot, owner(), query).table


def _take_turns(
    roads: Mapping[str, Road], asked: Sequence[tuple[Part, str]]
) -> dict[str, list[float]]:
    """Return the seconds of each question on each road, asked one after the other."""
    times: dict[str, list[float]] = {name: [] for name in roads}
    for road in roads.values():  # once before it counts
        for part in PAGE:
            road(part, titles()[0])
    for part, title in asked:
        for name, road in roads.items():
            times[name].append(seconds(partial(road, part, title)))
    return times


def _errors(bench: Bench, part: Part, title: str) -> list[float]:
    """Return by how much of itself each count of people is off, as far as it is of many."""
    exact, other = (
        ask(bench.snapshot, owner(), part.query(title, engine)).table
        for engine in ("native", "druid")
    )
    keys = [name for name in exact.column_names if name not in {*MEASURES, "complete"}]
    assert exact.select(keys).equals(other.select(keys))
    found: list[float] = []
    for name in ("reach", "viewers"):
        true, said = (np.array(t.column(name).to_pylist(), np.float64) for t in (exact, other))
        many = true >= LEAST_PEOPLE
        found += (np.abs(said - true)[many] / true[many]).round(DIGITS + 2).tolist()
    return found


def _spread(errors: Sequence[float]) -> dict[str, float]:
    """Return how many errors there are, and how large the middle, a late and the worst one is."""
    middle, late, most = np.quantile(errors, [0.5, 0.99, 1]).tolist()
    return {"counts": len(errors), "p50": middle, "p99": late, "most": most}


def _overhead(bench: Bench, part: Part, repetitions: int) -> dict[str, float]:
    """Return the median seconds of Keyart's answer, and of the same groups and totals by hand.

    By hand there are two ways, of which the faster counts: both statements at once, or one with
    grouping sets.
    """
    counts = ", ".join(
        f'HLL_SKETCH_ESTIMATE(DS_HLL("{people(guard)}", {bench.lg_k}))'
        for guard in ("impressions", "qualified_plays")
    )
    groups = part.sql(bench.rolled, bench.prefix, counts)
    whole = Part(part.name, (), part.where, part.late).sql(bench.rolled, bench.prefix, counts)
    keys = ", ".join(part.keys(bench.prefix))
    sets = f"{groups[: groups.index(' GROUP BY ')]} GROUP BY GROUPING SETS (({keys}), ())"

    def at_once(title: str) -> object:
        def by_hand(text: str) -> object:
            return bench.druid.sql(text, [title])

        with ThreadPoolExecutor(2) as threads:
            return list(threads.map(by_hand, (groups, whole)))

    ways: dict[str, Callable[[str], object]] = {
        "keyart": lambda title: _ask(bench, part.query(title, "druid")),
        "two statements": at_once,
        "grouping sets": lambda title: bench.druid.sql(sets, [title]),
    }
    chance = random.Random(2)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(3 * repetitions):
        title = chance.choice(titles())
        for name in chance.sample(list(ways), len(ways)):
            times[name].append(seconds(partial(ways[name], title)))
    return {name: median(own) for name, own in times.items()}
