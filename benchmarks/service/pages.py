"""What pages ask first, from the feed: the assets of a title, of 100,000 titles.

Two kinds of load. *Fresh*: every question is of a title that was not asked about before, so that
each answer is made of the feed. *By popularity*: titles are drawn as people draw them (Zipf), so
that most answers were given lately. A *bare* route of the same server, which answers as many bytes
and does nothing, is loaded in turns with them. The service has a worker for each core, the route
one process.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks.catalogue_store import TITLES, catalogue_store
from benchmarks.options import Options
from benchmarks.service import load
from benchmarks.service.connections import Request
from benchmarks.service.load import Load, Rounds
from benchmarks.service.servers import TOKEN, Server, bare_service, keyart_service
from keyart.feed import FeedReader, filter_values, is_made, produce
from keyart.query import owner

ROWS = 3_000_000
"""Rows of the catalogue at most: answers from the feed do not hang on them."""

MEASURES = ("impressions", "reach", "viewers", "take_rate")
RATE = 1500.0
"""Requests a second that people's pages ask for."""

CONNECTIONS = 32
SECONDS = 5.0
ZIPF = 1.2
PATH = "/v1/query"
LOOKS = 2000
"""Titles whose valid filter values are looked up."""


@dataclass(frozen=True)
class Asked:
    """Who is asked what, without end."""

    server: Server
    requests: Iterator[Request]

    def fast(self) -> Load:
        """Ask as fast as can be."""
        return load.as_fast_as_can(self.server.port, self.requests, CONNECTIONS, SECONDS)

    def steadily(self) -> Load:
        """Ask at `RATE`."""
        return load.at_rate(self.server.port, self.requests, RATE, SECONDS)


def question(title: int) -> dict[str, Any]:
    """Return the question that a page of a title asks first."""
    where = {"title": _id(title)}
    return {"measures": list(MEASURES), "by": ["asset"], "where": where}


def _id(title: int) -> str:
    return f"t{title:06d}"


def fresh() -> Iterator[Request]:
    """Yield questions of titles in an order that comes back after all of them."""
    order = np.random.default_rng(2).permutation(TITLES)
    return (_ask(int(order[n % TITLES])) for n in count())


def popular() -> Iterator[Request]:
    """Yield questions of titles, some of which are asked for far more than others."""
    chance = np.random.default_rng(3)
    while True:
        yield from map(_ask, (chance.zipf(ZIPF, 1000) % TITLES).tolist())


def _ask(title: int) -> Request:
    return Request.post(PATH, question(title), TOKEN)


def measure(options: Options) -> dict[str, Any]:
    """Return what each kind of load gave, as fast as it can and at `RATE`; and valid filters."""
    root, filters = _feed(options)
    with keyart_service(root, workers=options.threads) as service:
        size = require_feed(service)
        with bare_service(size) as bare:
            asked = {
                "bare": Asked(bare, popular()),
                "popular": Asked(service, popular()),
                "fresh": Asked(service, fresh()),
            }
            rounds = options.repetitions
            fast = load.in_turns({name: one.fast for name, one in asked.items()}, rounds)
            steady = load.in_turns({name: one.steadily for name, one in asked.items()}, rounds)
    _tell("as fast as can", fast)
    _tell(f"at {RATE:,.0f}/s", steady)
    return {
        "titles": TITLES,
        "workers": options.threads,
        "bytes": size,
        "rate_asked": RATE,
        "fast": fast,
        "steady": steady,
        "filters": filters,
    }


def _feed(options: Options) -> tuple[Path, list[float]]:
    """Return the store with its feed, and the seconds of looking up valid filters."""
    snapshot = catalogue_store(min(ROWS, options.rows), options.data).snapshot()
    if not is_made(snapshot):
        produce(snapshot, now=snapshot.created)
    reader = FeedReader(snapshot.root)

    def look(title: str) -> float:
        began = time.perf_counter()
        filter_values(snapshot, owner(), title, reader.current())
        return time.perf_counter() - began

    titles = np.random.default_rng(4).choice(TITLES, LOOKS, replace=False).tolist()
    looked = [look(_id(title)) for title in titles]
    snapshot.close()
    middle, late = np.quantile(looked, [0.5, 0.99]) * 1e3
    print(f"  valid filters of a title: median {middle:.3f} ms, p99 {late:.3f} ms", flush=True)
    return snapshot.root, looked


def _tell(how: str, rounds: Rounds) -> None:
    for name, found in rounds.items():
        one = load.middle(found)
        print(
            f"  {name}, {how}: {one['rate']:,.0f}/s, p50 {one['p50'] * 1e3:.2f} ms, "
            f"p99 {one['p99'] * 1e3:.2f} ms, generator {one['generator_cpu']:.0%} of a core",
            flush=True,
        )


def require_feed(service: Server) -> int:
    """Return the bytes of a usual answer; raises `RuntimeError` if it isn't from the feed."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    told = httpx.post(f"{service.url}{PATH}", json=question(0), headers=headers)
    meta = told.raise_for_status().json()["meta"]
    if meta["answered_by"] != "feed":
        raise RuntimeError(f"not from the feed: {meta['reason']}")
    return len(told.content)
