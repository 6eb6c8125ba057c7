"""What it costs to decide which asset of a title to show to whom: 20 M impressions, 40 lists.

The world is that of part `title`. Each repetition learns from people who came an hour later, and
findings of earlier runs are removed, so that nothing kept can help. The bar is 3 seconds.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import AUDIENCES, MEASURES, START, TITLE
from benchmarks.ratios import compare
from keyart.core.facts import Family
from keyart.query.findings import FOLDER

COLUMNS = ("profile", "slot", "asset", "phase", "country", "device", "placement", "plays")


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of a policy, and of a question by asset and list; `--rows` scales it."""
    world = worlds.one_title(options.rows)
    shutil.rmtree(worlds.folder(world, options.data) / worlds.STORE / FOLDER, ignore_errors=True)
    with worlds.store(world, options.data, options.threads) as store:

        def since(repetition: int) -> str:
            start = datetime.fromisoformat(START) + timedelta(hours=repetition + 2)
            return start.isoformat()

        def by_list(repetition: int) -> object:
            return store.query(
                measures=MEASURES,
                by=("asset", "audience"),
                audiences=AUDIENCES,
                where={"title": TITLE},
                since=since(repetition),
            )

        asks: dict[str, Callable[[int], object]] = {
            f"a question by asset and {len(AUDIENCES)} lists": by_list,
            f"a policy with {len(AUDIENCES)} lists": lambda n: store.decide(
                TITLE, audiences=AUDIENCES, since=since(n)
            ),
        }
        found = compare(store, (Family.EXPOSURE, COLUMNS), asks, options)
    return {"rows": world.impressions, "profiles": world.profile_count, **found}
