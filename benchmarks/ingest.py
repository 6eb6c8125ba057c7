"""How fast events become published facts, and how much memory that takes.

Each size is ingested once into a new store by a child process, whose time starts before
`keyart.create` and ends when `ingest` has returned. The parent watches its memory.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.watching import Peak, watched
from keyart_demo.events import EventWorld


def measure(options: Options) -> dict[str, Any]:
    """Return rate and peak memory for each of `options.sizes`."""
    return {"sizes": [_size(options, size) for size in options.sizes]}


def _size(options: Options, impressions: int) -> dict[str, Any]:
    place = worlds.events(EventWorld(impressions), options.data, options.threads)
    path = place.parent / "ingest" / worlds.STORE
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    command = [sys.executable, "-m", "benchmarks.ingest", str(place), str(path)]
    told, peak = watched(command)
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
