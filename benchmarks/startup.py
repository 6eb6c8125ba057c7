"""A new process: what its start costs, and its first question with compiled code from the cache."""

import json
import resource
import subprocess
import sys
import time
from statistics import median
from typing import Any

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import MEASURES, OF, TITLE

STEPS = ("import", "open", "question")

KEYART = ("-m", "keyart")

STARTS = {
    "python": ("-c", "pass"),
    "import numba, pyarrow": ("-c", "import numba, pyarrow"),
    "import keyart": ("-c", "import keyart"),
    "import keyart; keyart.open": ("-c", "import keyart; keyart.open"),
    "keyart --version": (*KEYART, "--version"),
    "keyart --help": (*KEYART, "--help"),
    "keyart query --help": (*KEYART, "query", "--help"),
}
"""Processes that ask nothing."""

CHILD = """
import json, sys, time
t0 = time.perf_counter()
import keyart
t1 = time.perf_counter()
store = keyart.open(sys.argv[1])
t2 = time.perf_counter()
store.query(**json.loads(sys.argv[2])).to_arrow()
t3 = time.perf_counter()
print(json.dumps([t1 - t0, t2 - t1, t3 - t2]))
"""


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of starts, and the median seconds of a whole process and of its steps.

    The store is small, so that what is measured is the start; the first process fills caches.
    """
    world = worlds.one_title(options.rows // 10)
    worlds.store(world, options.data, options.threads)
    path = worlds.folder(world, options.data) / worlds.STORE
    question = {"measures": list(MEASURES), "by": ["asset"], "where": {"title": TITLE}}
    command = [sys.executable, "-c", CHILD, str(path), json.dumps(question)]
    runs = [_run(command) for _ in range(options.repetitions + 1)][1:]
    starts = measure_starts(options.repetitions)
    process, steps = zip(*runs, strict=True)
    found = {name: median(each) for name, each in zip(STEPS, zip(*steps, strict=True), strict=True)}
    print(
        f"  {median(process):.2f} s in all, " + ", ".join(f"{k} {v:.2f}" for k, v in found.items())
    )
    return {"rows": world.impressions, "process": median(process), "steps": found, "starts": starts}


def _run(command: list[str]) -> tuple[float, list[float]]:
    """Return the seconds of a whole process, interpreter included, and of its steps."""
    began = time.perf_counter()
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - began, json.loads(told)


def measure_starts(repetitions: int) -> dict[str, float]:
    """Return the median processor seconds of each start, taken in turn."""
    rounds = [
        {name: _processor_seconds([sys.executable, *words]) for name, words in STARTS.items()}
        for _ in range(repetitions + 1)
    ][1:]
    found = {name: median(each[name] for each in rounds) for name in STARTS}
    for name, seconds in found.items():
        print(f"  {name}: {seconds:.2f} s, {seconds / found[OF]:.2f} of {OF}")
    return found


def _processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
