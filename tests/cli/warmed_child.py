"""What a child process does: load all loops, answer many questions, say what that loaded more."""

import json
import sys
from pathlib import Path
from typing import Any

from numba.core.dispatcher import Dispatcher

from keyart.cli.warming import load
from tests.api.serving import serving

IN = {"where": {"country": ["DE", None]}, "since": "2026-03-01", "until": "2026-03-03"}

TWO = {"assets": ["blue", "red"]}

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("query", {"measures": ["impressions", "reach", "take_rate"], "by": ["title", "asset"]}),
    ("query", {"measures": ["viewers"], "by": ["country", "device"], "grain": "day", **IN}),
    ("query", {"measures": ["starts", "active_profiles", "views"], "by": ["reason"]}),
    ("query", {"measures": ["completion_rate"], "by": ["asset"], "intervals": True}),
    ("query", {"measures": ["watch_seconds_per_profile"], "grain": "hour", "tz": "Asia/Kolkata"}),
    ("query", {"measures": ["reach"], "by": ["audience"], "audiences": ["segment:heavy"]}),
    ("query", {"measures": ["play_rate"], "audience": "viewed(title=heist)", "intervals": True}),
    ("query", {"measures": ["hours_viewed", "reach"], "by": ["title"], "where": {"genre": "x"}}),
    ("query", {"measures": ["return_rate_28"], "by": ["country"], "intervals": True}),
    ("query", {"measures": ["kept_viewers", "return_rate_7"], "grain": "week"}),
    ("compare", TWO),
    ("compare", {**TWO, "measure": "completion_rate", "crossover": "all"}),
    ("compare", {**TWO, "audience": "viewed(title=heist)", "crossover": "exclude"}),
    ("outliers", {}),
    ("norms", {"title": "heist", **IN}),
    ("authenticity", {"audiences": ["segment:heavy"]}),
    ("resonance", {"by": ["genre"], "across": "country"}),
    ("audiences/explore", {"expression": "segment:heavy"}),
    ("audiences/size", {"expression": "saw(title=heist) and not segment:heavy"}),
    ("audiences/overlap", {"expressions": ["segment:heavy", "viewed(title=heist)"]}),
)


def loaded() -> set[str]:
    """Return the compiled loops of this process, each with the types that it is for."""
    modules = {name: module for name, module in sys.modules.items() if name.startswith("keyart")}
    return {
        f"{name} {place}{signature}"
        for name, module in modules.items()
        for place, loop in vars(module).items()
        if isinstance(loop, Dispatcher)
        for signature in loop.signatures
    }


def main(store: Path) -> None:
    """Print how many loops were there, and which ones questions needed beyond them, as JSON."""
    load()
    before = loaded()
    with serving(store) as served, served.client() as client:
        for route, body in ASKED:
            answer = client.post(f"/v1/{route}", json=body)
            assert answer.status_code == 200, answer.text
    json.dump({"before": len(before), "more": sorted(loaded() - before)}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
