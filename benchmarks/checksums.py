"""What comparing checksums costs: a first question with all blocks to compare, and with none.

Each asking is a process of its own, a fork of one that has everything loaded, so that what is
measured is opening the store, mapping its files and the question. Half of them remember that the
blocks were compared, half do not, in turn; the order within each pair changes. `cold` drops the
files from memory first, so that they are read from the disk. What is added is also held against
the processor time of a whole new process that asks the question, as `keyart query` is.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import keyart
from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import MEASURES, TITLE
from keyart.store.files.mapped import forget_verified

QUESTIONS: dict[str, dict[str, Any]] = {
    "by asset": {"by": ["asset"]},
    "by asset and day": {"by": ["asset"], "grain": "day"},
    "by asset and audience": {"by": ["asset", "audience:list"]},
}
TIMES = 4
"""Pairs for each repetition that was asked for: differences of some percent need many."""


def measure(options: Options) -> dict[str, Any]:
    """Return the processor and wall-clock seconds of each question, by whether blocks are new."""
    world = worlds.one_title(options.rows)
    worlds.store(world, options.data, options.threads)
    path = worlds.folder(world, options.data) / worlds.STORE
    found: list[dict[str, Any]] = []
    for name, more in QUESTIONS.items():
        asked = {"measures": list(MEASURES), "where": {"title": TITLE}, **more}
        _ask(path, asked)  # loads the loops, and remembers the blocks
        process = _whole_process(path, asked)
        for cold in (False, True):
            pairs = list(_pairs(path, asked, options.repetitions * TIMES, cold=cold))
            row: dict[str, Any] = {"question": name, "cold": cold, **_summary(pairs)}
            row["process_share"] = (row["cpu_compared"] - row["cpu_known"]) / process
            print(
                f"  {name}{', cold' if cold else ''}: {row['cpu_share']:+.1%} processor time, "
                f"{row['wall_share']:+.1%} wall clock, "
                f"{row['process_share']:+.1%} of a whole process"
            )
            found.append(row)
    return {"rows": world.impressions, "questions": found}


Seconds = tuple[float, float]
"""Processor and wall clock."""


def _pairs(
    path: Path, asked: dict[str, Any], count: int, *, cold: bool
) -> Iterator[tuple[Seconds, Seconds]]:
    """Yield the seconds with blocks to compare, and those without."""

    def once(*, new: bool) -> Seconds:
        if cold:
            _drop(path)
        return _in_fork(lambda: _timed(path, asked, new=new))

    once(new=True)
    for number in range(count):
        first = once(new=bool(number % 2))
        second = once(new=not number % 2)
        yield (first, second) if number % 2 else (second, first)


def _summary(pairs: list[tuple[Seconds, Seconds]]) -> dict[str, float]:
    """Return medians, and the median over pairs of what comparing adds to a question."""
    summary: dict[str, float] = {}
    for at, kind in enumerate(("cpu", "wall")):
        summary[f"{kind}_compared"] = median(new[at] for new, _ in pairs)
        summary[f"{kind}_known"] = median(known[at] for _, known in pairs)
        summary[f"{kind}_share"] = median(new[at] / known[at] - 1 for new, known in pairs)
    return summary


def _timed(path: Path, asked: dict[str, Any], *, new: bool) -> Seconds:
    if new:
        forget_verified()
    cpu, wall = time.process_time(), time.perf_counter()
    _ask(path, asked)
    return time.process_time() - cpu, time.perf_counter() - wall


def _ask(path: Path, asked: dict[str, Any]) -> None:
    with keyart.open(str(path)) as store:
        store.query(**asked).to_arrow()


CHILD = """
import json, sys, keyart
with keyart.open(sys.argv[1]) as store:
    store.query(**json.loads(sys.argv[2])).to_arrow()
"""


def _whole_process(path: Path, asked: dict[str, Any]) -> float:
    """Return the processor seconds of a new process that asks a question."""
    command = [sys.executable, "-c", CHILD, str(path), json.dumps(asked)]
    seconds: list[float] = []
    for _ in range(TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return median(seconds)


def _in_fork(work: Callable[[], Seconds]) -> Seconds:
    """Return what `work` gives in a process of its own."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.write(writing, json.dumps(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        cpu, wall = json.load(answer)
    os.waitpid(process, 0)
    return cpu, wall


def _drop(path: Path) -> None:
    """Let the system forget the files of a store."""
    for file in (path / "data").rglob("*.arrow"):
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
