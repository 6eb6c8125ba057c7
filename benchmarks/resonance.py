"""What resonates where, over 100 million rows of viewing: the store of part `fitting`.

Each repetition ends an hour earlier, and findings of earlier runs are removed, so that nothing kept
can help. The limit to compare with is one pass over the bytes: `numpy.max` of each column that the
question reads, on one thread. Processor time stands beside the seconds, for machines that do other
work.
"""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import keyart
from benchmarks import fitting
from benchmarks.options import Options
from benchmarks.timing import medians, take_turns
from keyart.core.facts import Family
from keyart.query.findings import FOLDER

COLUMNS = ("profile", "slot", "country", "watch_ms", "active_starts")
PASS = "one pass over the bytes"


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds that each question takes; `--plays` says how many plays there are."""
    path = options.data / f"fitting-{options.plays}" / fitting.STORE
    if not path.exists():
        fitting.build(path, options.plays // fitting.PER_PROFILE)
    shutil.rmtree(path / FOLDER, ignore_errors=True)
    with keyart.open(path) as store:
        end = datetime.fromtimestamp((fitting.FIRST_SLOT + fitting.SLOTS) * 900, UTC)
        processor: dict[str, list[float]] = {}

        def asking(name: str, ask: Callable[[str], object]) -> Callable[[int], object]:
            def timed(repetition: int) -> None:
                began = time.process_time()
                ask((end - timedelta(hours=repetition + 1)).isoformat())
                processor.setdefault(name, []).append(time.process_time() - began)

            return timed

        questions: dict[str, Callable[[str], object]] = {
            PASS: lambda _: _pass(store),
            "genre × country": lambda until: store.resonance(across="country", until=until),
            "tag × country": lambda until: store.resonance(by="tag", across="country", until=until),
            "genre, one country": lambda until: store.resonance(
                where={"country": fitting.COUNTRIES[0]}, until=until
            ),
        }
        asks = {name: asking(name, ask) for name, ask in questions.items()}
        for ask in asks.values():
            ask(-1)
        processor.clear()
        times = take_turns(asks, options.repetitions, patience=120)
    typical = medians(times)
    for name, seconds in typical.items():
        cpu = median(processor[name])
        print(f"  {name}: {seconds:.2f} s, {cpu:.2f} of CPU, {cpu / median(processor[PASS]):.0f} ×")
    return {
        "plays": options.plays,
        "profiles": options.plays // fitting.PER_PROFILE,
        "seconds": times,
        "processor_seconds": processor,
    }


def _pass(store: keyart.Store) -> None:
    for segment in store.snapshot().segments(Family.VIEWING):
        for chunk in segment.chunks:
            for name in COLUMNS:
                chunk.unverified(name).max()
