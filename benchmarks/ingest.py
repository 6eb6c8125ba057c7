"""How fast events become published facts, and how much memory that takes.

Each size is ingested once into a new store by a child process, whose time starts before
`keyart.create` and ends when `ingest` has returned. The parent watches its memory.
"""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks import worlds
from benchmarks.options import Options
from keyart.demo.events import EventWorld

WATCH_SECONDS = 0.05


@dataclass
class Peak:
    """The most memory that a process and its children held at one moment, in bytes.

    `resident` counts pages of mapped files too; `own` does not.
    """

    resident: int = 0
    own: int = 0

    def look(self, process: psutil.Process) -> None:
        """Take the present figures into account."""
        resident = own = 0
        for each in [process, *process.children(recursive=True)]:
            try:
                memory = each.memory_info()
            except psutil.NoSuchProcess:
                continue
            resident += memory.rss
            own += memory.rss - getattr(memory, "shared", 0)
        self.resident, self.own = max(self.resident, resident), max(self.own, own)


def measure(options: Options) -> dict[str, Any]:
    """Return rate and peak memory for each of `options.sizes`."""
    return {"sizes": [_size(options, size) for size in options.sizes]}


def _size(options: Options, impressions: int) -> dict[str, Any]:
    place = worlds.events(EventWorld(impressions), options.data, options.threads)
    path = place.parent / "ingest" / worlds.STORE
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    command = [sys.executable, "-m", "benchmarks.ingest", str(place), str(path)]
    peak = Peak()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        watched = psutil.Process(child.pid)
        while child.poll() is None:
            peak.look(watched)
            time.sleep(WATCH_SECONDS)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"Ingest of {impressions:,} impressions failed.")
    shutil.rmtree(path.parent)
    return _result(impressions, worlds.event_count(place), json.loads(told), peak)


def _result(impressions: int, events: int, seconds: float, peak: Peak) -> dict[str, Any]:
    rate = events / seconds
    print(f"  {impressions:,}: {rate / 1e6:.2f} M events/s, {peak.resident / 2**30:.1f} GiB")
    return {
        "impressions": impressions,
        "events": events,
        "seconds": seconds,
        "events_per_second": rate,
        "peak_resident_bytes": peak.resident,
        "peak_own_bytes": peak.own,
    }


def child(place: Path, path: Path) -> float:
    """Ingest the events in `place` into a new store at `path`; return the seconds it took."""
    began = time.perf_counter()
    worlds.fill(path, place)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(child(Path(sys.argv[1]), Path(sys.argv[2]))))
