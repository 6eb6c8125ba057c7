"""A program takes all facts of a large title as one Parquet file.

Two rates are told, for two things are meant by bytes a second: *as sent*, the bytes of the file,
compressed and encoded; and *as held*, the bytes of the same columns as Arrow has them in memory,
which are what the service reads and another program gets. The memory of the service is its own
pages, without those of mapped files.
"""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.service.connections import Request
from benchmarks.service.load import opened
from benchmarks.service.servers import TOKEN, Server, keyart_service
from keyart.core.facts import Family
from keyart.query.exports import read_facts
from keyart.store import open_snapshot

PATH = "/v1/export?raw=exposure&format=parquet"
LOOK = 0.1
"""Seconds between looks at the memory of the service."""


@dataclass
class Taken:
    """One export: its seconds, its bytes, and the service's memory meanwhile."""

    before: int
    seconds: float = 0.0
    sent: int = 0
    memory: list[int] = field(default_factory=list[int])

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as data that JSON can hold; of memory the most in each quarter."""
        quarter = -(-len(self.memory) // 4)
        parts = [self.memory[at : at + quarter] for at in range(0, len(self.memory), quarter)]
        return {
            "seconds": self.seconds,
            "sent": self.sent,
            "memory_before": self.before,
            "memory_by_quarter": [max(part) for part in parts],
        }


def measure(options: Options) -> dict[str, Any]:
    """Return how fast facts are sent, and how much memory that takes."""
    world = worlds.one_title(options.rows)
    store = worlds.store(world, options.data, options.threads)
    root = store.root
    store.close()
    rows, held = _held(root)
    with keyart_service(root) as service:
        uvloop.run(_take(service))
        taken = [uvloop.run(_take(service)) for _ in range(options.repetitions)]
    for one in taken:
        memory = ", ".join(f"{most / 1e6:.0f}" for most in one.to_dict()["memory_by_quarter"])
        print(
            f"  {rows:,} facts in {one.seconds:.1f} s: {one.sent / one.seconds / 1e6:.0f} MB/s "
            f"as sent, {held / one.seconds / 1e6:.0f} MB/s as held; "
            f"memory {one.before / 1e6:.0f}, then {memory} MB",
            flush=True,
        )
    return {"rows": rows, "held": held, "exports": [one.to_dict() for one in taken]}


def _held(root: Path) -> tuple[int, int]:
    """Return the rows that are sent, and their bytes as Arrow has them, dictionaries once."""
    rows = held = 0
    with open_snapshot(root) as snapshot:
        for batch in read_facts(snapshot, Family.EXPOSURE):
            rows += batch.num_rows
            held += sum(_bytes(column) for column in batch.columns)
    return rows, held


def _bytes(column: Any) -> int:
    """Return the bytes of a column's values; of coded text those of its codes."""
    return getattr(column, "indices", column).nbytes


async def _take(service: Server) -> Taken:
    taken = Taken(service.resident())
    async with opened(service.port, 1) as (connection,):
        began = time.perf_counter()
        asked = asyncio.ensure_future(connection.ask(Request.get(PATH, TOKEN)))
        while not asked.done():
            await asyncio.wait({asked}, timeout=LOOK)
            taken.memory.append(service.resident())
        await asked
        taken.seconds, taken.sent = time.perf_counter() - began, connection.received
    return taken
