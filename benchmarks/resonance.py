"""What resonates where, over 100 million rows of viewing: the store of part `fitting`.

Each repetition ends an hour earlier, and findings of earlier runs are removed, so that nothing kept
can help.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import keyart
from benchmarks import fitting
from benchmarks.options import Options
from benchmarks.ratios import compare
from keyart.core.facts import Family
from keyart.query.findings import FOLDER

COLUMNS = ("profile", "slot", "country", "watch_ms", "active_starts")
END = datetime.fromtimestamp((fitting.FIRST_SLOT + fitting.SLOTS) * 900, UTC)


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds that each question takes; `--plays` says how many plays there are."""
    path = options.data / f"fitting-{options.plays}" / fitting.STORE
    if not path.exists():
        fitting.build(path, options.plays // fitting.PER_PROFILE)
    shutil.rmtree(path / FOLDER, ignore_errors=True)
    with keyart.open(path) as store:

        def until(repetition: int) -> str:
            return (END - timedelta(hours=repetition + 1)).isoformat()

        market = {"country": fitting.COUNTRIES[0]}
        asks: dict[str, Callable[[int], object]] = {
            "genre × country": lambda n: store.resonance(across="country", until=until(n)),
            "tag × country": lambda n: store.resonance(by="tag", across="country", until=until(n)),
            "genre, one country": lambda n: store.resonance(where=market, until=until(n)),
        }
        found = compare(store, (Family.VIEWING, COLUMNS), asks, options)
    return {"plays": options.plays, "profiles": options.plays // fitting.PER_PROFILE, **found}
