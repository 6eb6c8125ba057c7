"""Load: so many connections as fast as they can, or so many requests a second, whatever comes.

At a fixed rate requests are due at their times, and a request that finds no connection free waits;
its time counts from when it was due, so that a service that stalls cannot hide it.
"""

import asyncio
import gc
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt
import uvloop

from benchmarks.service.connections import Connection, Request

Requests = Iterator[Request]

Figures = dict[str, float]
"""What came of some seconds of load, by name; times in seconds."""

Rounds = dict[str, list[Figures]]
"""The figures of each round, by what was loaded."""

WARMING = 0.3
"""The share of a measurement's seconds that come before it, and do not count."""


@dataclass(frozen=True)
class Load:
    """What came of some seconds of load."""

    rate: float
    """Answers a second."""
    latencies: npt.NDArray[np.float64]
    """Seconds of each."""
    generator_cpu: float
    """Share of a core that the load generator used."""

    def to_dict(self) -> Figures:
        """Return the figures as data that JSON can hold."""
        middle, late, last = np.quantile(self.latencies, [0.5, 0.99, 1.0]).tolist()
        return {
            "rate": self.rate,
            "p50": middle,
            "p99": late,
            "max": last,
            "answers": float(self.latencies.size),
            "generator_cpu": self.generator_cpu,
        }


def as_fast_as_can(port: int, requests: Requests, connections: int, seconds: float) -> Load:
    """Let each connection ask anew as soon as it has its answer."""
    return uvloop.run(_fast(port, requests, connections, seconds))


def at_rate(
    port: int, requests: Requests, rate: float, seconds: float, connections: int = 64
) -> Load:
    """Ask `rate` times a second, at times drawn at random (exponential gaps)."""
    return uvloop.run(_at_rate(port, requests, rate, seconds, connections))


@asynccontextmanager
async def opened(port: int, count: int) -> AsyncGenerator[list[Connection]]:
    """Give `count` open connections."""
    found = [await Connection.open(port) for _ in range(count)]
    try:
        yield found
    finally:
        for connection in found:
            connection.close()


async def _fast(port: int, requests: Requests, connections: int, seconds: float) -> Load:
    measured = _Measured()
    async with opened(port, connections) as found:

        async def ask_on(connection: Connection, until: float) -> None:
            while (began := time.perf_counter()) < until:
                await connection.ask(next(requests))
                measured.add(time.perf_counter() - began)

        async def all_for(some: float) -> None:
            until = time.perf_counter() + some
            await asyncio.gather(*(ask_on(connection, until) for connection in found))

        return await measured.after_warming(all_for, seconds)


async def _at_rate(
    port: int, requests: Requests, rate: float, seconds: float, connections: int
) -> Load:
    measured = _Measured()
    gaps = _gaps(np.random.default_rng(1), rate)
    async with opened(port, connections) as found:
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for connection in found:
            free.put_nowait(connection)

        async def ask_at(due: float, connection: Connection, request: Request) -> None:
            await connection.ask(request)
            measured.add(time.perf_counter() - due)
            free.put_nowait(connection)

        async def all_for(some: float) -> None:
            due = time.perf_counter()
            until = due + some
            async with asyncio.TaskGroup() as group:
                while (due := due + next(gaps)) < until:
                    await _until(due)
                    group.create_task(ask_at(due, await free.get(), next(requests)))

        return await measured.after_warming(all_for, seconds)


async def _until(due: float) -> None:
    wait = due - time.perf_counter()
    if wait > 0:
        await asyncio.sleep(wait)


def _gaps(chance: np.random.Generator, rate: float) -> Iterator[float]:
    while True:
        yield from chance.exponential(1 / rate, 1000).tolist()


class _Measured:
    """Takes down what happens between `begin` and `end`."""

    def __init__(self) -> None:
        self.begin()

    async def after_warming(self, load: Callable[[float], Awaitable[None]], seconds: float) -> Load:
        """Return what came of `seconds` of load, after some that do not count.

        Without the garbage collector, whose pauses would pass for those of the service.
        """
        gc.collect()
        gc.disable()
        try:
            await load(WARMING * seconds)
            self.begin()
            await load(seconds)
            return self.end()
        finally:
            gc.enable()

    def begin(self) -> None:
        self._latencies: list[float] = []
        self._began = time.perf_counter()
        self._cpu = time.process_time()

    def add(self, seconds: float) -> None:
        self._latencies.append(seconds)

    def end(self) -> Load:
        took = time.perf_counter() - self._began
        return Load(
            rate=len(self._latencies) / took,
            latencies=np.array(self._latencies),
            generator_cpu=(time.process_time() - self._cpu) / took,
        )


def in_turns(contenders: Mapping[str, Callable[[], Load]], rounds: int) -> Rounds:
    """Load each contender in turns, so that a noisy moment hits all alike."""
    found: Rounds = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, load in contenders.items():
            found[name].append(load().to_dict())
    return found


def middle(rounds: list[Figures]) -> Figures:
    """Return the median of each figure."""
    return {name: median(one[name] for one in rounds) for name in rounds[0]}
