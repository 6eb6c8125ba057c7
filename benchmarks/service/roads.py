"""What the roads to an engine add to it: the same question by REST and by graph.

Of each answer the time of the engine, which it tells itself (`meta.ms`), is taken off the time
until its last byte is here: so the figures are those of the roads alone. Each question is asked
for the first time.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import uvloop

from benchmarks import worlds
from benchmarks.contenders import native
from benchmarks.options import Options
from benchmarks.questions import (
    FIRST_SLOT,
    Question,
    by_asset,
    by_asset_and_day,
)
from benchmarks.service.connections import Connection, Request
from benchmarks.service.load import opened
from benchmarks.service.servers import TOKEN, Server, keyart_service
from keyart.query import Query

KINDS: dict[str, Callable[[int], Question]] = {
    "by asset": by_asset,
    "by asset × day": by_asset_and_day,
}

TIMES, TRIALS = 40, 5
PAUSE = 0.05
"""Seconds between questions, so that none waits for what another one left."""

GRAPH = """
query Ask($ask: QuestionInput!) {
  question(ask: $ask) {
    columns { name kind type }
    rows
    totals
    meta { answeredBy reason exact rowsScanned ms asOf version notes }
  }
}
"""


def body(question: Question) -> dict[str, Any]:
    """Return a question as `POST /v1/query` takes it."""
    return Query.from_dict({**native.arguments(question), "engine": None}).to_dict()


def by_rest(question: Question) -> Request:
    """Return the request to `POST /v1/query`."""
    return Request.post("/v1/query", body(question), TOKEN)


def by_graph(question: Question) -> Request:
    """Return the request to the graph."""
    asked = {"query": GRAPH, "variables": {"ask": body(question)}}
    return Request.post("/graphql", asked, TOKEN)


def _engine_of_rest(answer: Any) -> float:
    return answer["meta"]["ms"] / 1000


def _engine_of_graph(answer: Any) -> float:
    return answer["data"]["question"]["meta"]["ms"] / 1000


ROADS = {"REST": (by_rest, _engine_of_rest), "graph": (by_graph, _engine_of_graph)}


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds that each road adds to each kind of question."""
    world = worlds.one_title(options.rows)
    store = worlds.store(world, options.data, options.threads)
    root = store.root
    store.close()
    with keyart_service(root) as service:
        found = uvloop.run(_ask_all(service))
    for name, added in found.items():
        middle, late = np.quantile(added, [0.5, 0.95]) * 1e3
        print(f"  {name}: adds {middle:.1f} ms, p95 {late:.1f} ms", flush=True)
    return {"rows": world.impressions, "seconds": found}


async def _ask_all(service: Server) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {f"{kind}, {road}": [] for kind in KINDS for road in ROADS}
    number = 0
    async with opened(service.port, 1) as (connection,):
        for turn in range(-TRIALS, TIMES):
            for kind, make in KINDS.items():
                for name, (request_of, engine_of) in ROADS.items():
                    number += 1
                    question = replace(make(number), since=FIRST_SLOT + 1 + number)
                    added = await _added(connection, request_of(question), engine_of)
                    if turn >= 0:
                        found[f"{kind}, {name}"].append(added)
    return found


async def _added(
    connection: Connection, request: Request, engine_of: Callable[[Any], float]
) -> float:
    """Return the seconds that an answer took beside its engine."""
    await asyncio.sleep(PAUSE)
    began = time.perf_counter()
    await connection.ask(request, keep=True)
    took = time.perf_counter() - began
    return took - engine_of(json.loads(connection.body))
