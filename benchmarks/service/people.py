"""Eight people look at one large title: each asks, waits for the answer, thinks, and asks again.

They think for a second on average (exponentially), so that several often ask at once. Questions
come in turns: by asset, by asset and day, by asset with filters; no two are the same, so that each
is answered by a scan.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import numpy as np
import uvloop

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import (
    FIRST_SLOT,
    Family,
    by_asset,
    by_asset_and_day,
    four_filters,
)
from benchmarks.service.connections import Connection, Request
from benchmarks.service.roads import body
from benchmarks.service.servers import TOKEN, Server, keyart_service

PEOPLE = 8
THOUGHT = 1.0
"""Seconds on average."""

SECONDS, WARMING = 30.0, 5.0

KINDS = (
    Family("asset", "by asset", by_asset),
    Family("day", "by asset × day", by_asset_and_day),
    Family("filters", "by asset, four filters", four_filters),
)


@dataclass
class Asking:
    """Questions that were not asked before, and how long each took, by kind."""

    numbers: Iterator[int] = field(default_factory=count)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def ask(self, connection: Connection) -> None:
        """Ask the next question; raises `RuntimeError` where no scan answers it."""
        number = next(self.numbers)
        kind = KINDS[number % len(KINDS)]
        question = replace(kind.make(number), since=FIRST_SLOT + 1 + number)
        request = Request.post("/v1/query", body(question), TOKEN)
        began = time.perf_counter()
        await connection.ask(request, keep=True)
        self.seconds[kind.label].append(time.perf_counter() - began)
        meta = json.loads(connection.body)["meta"]
        if not meta["rows_scanned"]:
            raise RuntimeError(f"answered by {meta['answered_by']} without a scan")


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of each question, by kind."""
    world = worlds.one_title(options.rows)
    store = worlds.store(world, options.data, options.threads)
    root = store.root
    store.close()
    with keyart_service(root) as service:
        found = uvloop.run(_visit(service))
    everything = [one for taken in found.values() for one in taken]
    for label, taken in {**found, "all": everything}.items():
        middle, late = np.quantile(taken, [0.5, 0.95]) * 1e3
        print(f"  {len(taken)} {label}: median {middle:.0f} ms, p95 {late:.0f} ms", flush=True)
    return {"rows": world.impressions, "people": PEOPLE, "thought": THOUGHT, "seconds": found}


async def _visit(service: Server) -> dict[str, list[float]]:
    asking = Asking()

    async def all_for(some: float) -> None:
        until = time.perf_counter() + some
        await asyncio.gather(*(_person(asking, who, service.port, until) for who in range(PEOPLE)))

    await all_for(WARMING)
    asking.seconds.clear()
    await all_for(SECONDS)
    return dict(asking.seconds)


async def _person(asking: Asking, who: int, port: int, until: float) -> None:
    chance = np.random.default_rng([5, who])
    connection = await Connection.open(port)
    while time.perf_counter() < until:
        await asyncio.sleep(chance.exponential(THOUGHT))
        if connection.closed:
            connection = await Connection.open(port)
        await asking.ask(connection)
    connection.close()
