"""What home pages ask: the policies of a title, in turns with the feed's answer for a page.

The store is that of part `feed`. `DECIDED` of its titles have a policy on record, each with rules
for five audiences; requests are for one of them at random. The bar: p50 and p99 as those of the
feed, whose requests are of titles that weren't asked about before.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np

import keyart
from benchmarks.catalogue_store import ASSETS_EACH, TITLES, catalogue_store
from benchmarks.options import Options
from benchmarks.service import load
from benchmarks.service.connections import Request
from benchmarks.service.pages import ROWS, fresh, require_feed
from benchmarks.service.servers import TOKEN, bare_service, keyart_service
from keyart.feed import is_made, produce

DECIDED = 200
AUDIENCES = tuple(f"segment:taste-{number}" for number in range(5))
EXPLORED = 3
CONNECTIONS = 16
SECONDS = 5.0
RATE = 300.0
"""Requests a second, few enough for none to wait for another."""
POLICIES, FEED, BARE = "policies of a title", "a page of the feed", "bare"


def measure(options: Options) -> dict[str, Any]:
    """Return what each kind of request gave, at `RATE` and as fast as can be."""
    with catalogue_store(min(ROWS, options.rows), options.data) as store:
        titles = [f"t{number * (TITLES // DECIDED):06d}" for number in range(DECIDED)]
        _decide(store, titles)
        snapshot = store.snapshot()
        if not is_made(snapshot):
            produce(snapshot, now=snapshot.created)
        root = store.root
    with keyart_service(root, workers=options.threads) as service:
        require_feed(service)
        size = _size(service.url, titles[0])
        with bare_service(size) as bare:
            ports = {BARE: bare.port, FEED: service.port, POLICIES: service.port}
            asked = {BARE: asking(titles), FEED: fresh(), POLICIES: asking(titles)}

            def steadily(name: str) -> load.Load:
                return load.at_rate(ports[name], asked[name], RATE, SECONDS)

            def fast(name: str) -> load.Load:
                return load.as_fast_as_can(ports[name], asked[name], CONNECTIONS, SECONDS)

            found = {
                how: load.in_turns(
                    {name: lambda name=name, ask=ask: ask(name) for name in ports},
                    options.repetitions,
                )
                for how, ask in (("steady", steadily), ("fast", fast))
            }
    for how, rounds in found.items():
        _tell(how, {name: load.middle(figures) for name, figures in rounds.items()})
    return {"decided": DECIDED, "bytes": size, "rate_asked": RATE, **found}


def _decide(store: keyart.Store, titles: list[str]) -> None:
    """Record a policy for each title that has none yet."""
    standing = {policy["title"] for policy in store.decisions.policies()}
    for name in AUDIENCES:
        if name not in store.audiences.list():
            store.audiences.save(name, "saw(at_least=3)")
    for title in titles:
        if title not in standing:
            store.decisions.record("policy", title, document(title), "Benchmark.")


def document(title: str) -> dict[str, Any]:
    """Return a policy with a rule for each of `AUDIENCES`."""
    first = int(title[1:]) * ASSETS_EACH
    assets = [f"a{first + place:07d}" for place in range(ASSETS_EACH)]

    def shown(at: int) -> dict[str, Any]:
        others = [assets[(at + step) % ASSETS_EACH] for step in range(1, EXPLORED + 1)]
        shares = {assets[at]: 0.9, **dict.fromkeys(others, 0.1 / EXPLORED)}
        return {"asset": assets[at], "shares": shares}

    return {
        "title": title,
        "asset_type": "artwork",
        "policy": f"p-{title}",
        "store_version": 1,
        "valid_from": "2026-01-01T00:00:00+00:00",
        "valid_until": None,
        "rules": [{"audience": name, **shown(at)} for at, name in enumerate(AUDIENCES)],
        "otherwise": shown(len(AUDIENCES)),
        "seed": title,
    }


def asking(titles: list[str]) -> Iterator[Request]:
    """Yield requests for the policies of titles drawn at random, without end."""
    chance = np.random.default_rng(5)
    requests = [Request.get(f"/v1/policies/{title}", TOKEN) for title in titles]
    while True:
        yield from (requests[at] for at in chance.integers(0, len(titles), 1000).tolist())


def _size(url: str, title: str) -> int:
    headers = {"authorization": f"Bearer {TOKEN}"}
    told = httpx.get(f"{url}/v1/policies/{title}", headers=headers).raise_for_status()
    return len(told.content)


def _tell(how: str, figures: dict[str, load.Figures]) -> None:
    for name, one in figures.items():
        ratios = [one[quantile] / figures[FEED][quantile] for quantile in ("p50", "p99")]
        print(
            f"  {name}, {how}: {one['rate']:,.0f}/s, p50 {one['p50'] * 1e3:.2f} ms, p99 "
            f"{one['p99'] * 1e3:.2f} ms; of the feed's {ratios[0]:.2f} × and {ratios[1]:.2f} ×; "
            f"generator {one['generator_cpu']:.0%} of a core",
            flush=True,
        )
