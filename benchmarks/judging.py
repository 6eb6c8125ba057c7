"""How fast assets are compared: eight of them, by forty audiences, on the title of part `title`.

Each repetition compares other assets in another period, so that nothing kept can help; *again*
asks the same question once more. What a store keeps for all comparisons (how much the assets of
a title usually differ, the lists) is there, as it is for whoever asks the second question of a
day.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.questions import AUDIENCES, START, TITLE
from benchmarks.timing import Times, medians, take_turns
from keyart.insights.comparison import ComparisonRequest, compare
from keyart.query import owner

ARMS = 8
TRIALS = 2


def measure(options: Options) -> dict[str, Any]:
    """Return the seconds of each comparison, by its label."""
    world = worlds.one_title(options.rows)
    store = worlds.store(world, options.data, options.threads)
    snapshot = store.snapshot()
    assets: list[str] = sorted(snapshot.assets.column("asset_id").to_pylist())

    def ask(repetition: int, audiences: tuple[str, ...]) -> object:
        start = datetime.fromisoformat(START) + timedelta(hours=repetition + TRIALS)
        arms = tuple(assets[(repetition + at) % len(assets)] for at in range(ARMS))
        request = ComparisonRequest(assets=arms, audiences=audiences, since=start.isoformat())
        return compare(snapshot, owner(), request)

    label = f"{ARMS} assets by {len(AUDIENCES)} audiences"
    asks: dict[str, Callable[[int], object]] = {
        label: lambda n: ask(n, AUDIENCES),
        f"{label}, again": lambda _: ask(0, AUDIENCES),
        f"{ARMS} assets": lambda n: ask(n, ()),
    }
    for trial in range(-TRIALS, 0):
        for one in asks.values():
            one(trial)
    times: Times = take_turns(asks, options.repetitions)
    for name, seconds in medians(times).items():
        print(f"  {name}: {seconds * 1e3:.0f} ms")
    return {
        "rows": world.impressions,
        "profiles": world.profile_count,
        "title": TITLE,
        "seconds": times,
    }
