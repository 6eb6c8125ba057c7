"""Run the simulations: `python -m benchmarks.truth [PART …]`. What `make bench-truth` calls.

Each part leaves a JSON file and its figures in `benchmarks/results/truth`. `--worlds 3` takes the
first three of the ten demo worlds that some parts judge.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import describe
from benchmarks.options import HERE
from benchmarks.truth import (
    allocation,
    arm_schedules,
    authenticity,
    calibration,
    campaigns,
    decisions,
    off_policy,
    outliers,
    policies,
    resonance,
    sequences,
    title_rates,
    unequal,
    upworthy_halves,
    upworthy_shares,
    winners,
)

Run = Callable[[Path], dict[str, Any]]
"""Draws its figures into a folder and returns what it found."""

PARTS: dict[str, Run] = {
    "sequences": sequences.run,
    "allocation": allocation.run,
    "arm_schedules": arm_schedules.run,
    "winners": winners.run,
    "unequal": unequal.run,
    "title_rates": title_rates.run,
    "upworthy_shares": upworthy_shares.run,
    "upworthy_halves": upworthy_halves.run,
    "off_policy": off_policy.run,
    "calibration": calibration.run,
    "policies": policies.run,
    "campaigns": campaigns.run,
    "resonance": resonance.run,
}

OF_DEMO_WORLDS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "authenticity": authenticity.run,
    "outliers": outliers.run,
    "decisions": decisions.run,
}
"""Parts that are told how many demo worlds they judge, too."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the parts that are named, all by default."""
    known = argparse.ArgumentParser("python -m benchmarks.truth", description=__doc__)
    names = (*PARTS, *OF_DEMO_WORLDS)
    known.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(names)}")
    known.add_argument("--worlds", type=int, default=10, help="demo worlds to judge")
    known.add_argument("--results", type=Path, default=HERE / "results" / "truth")
    told = known.parse_args(argv)
    unknown = sorted(set(told.parts) - set(names))
    if unknown:
        known.error(f"there is no part {', '.join(unknown)}; there are {', '.join(names)}")
    runs = PARTS | {name: _of_worlds(run, told.worlds) for name, run in OF_DEMO_WORLDS.items()}
    told.results.mkdir(parents=True, exist_ok=True)
    for part in told.parts or names:
        print(f"{part} …", flush=True)
        began = time.monotonic()
        found = runs[part](told.results)
        seconds = round(time.monotonic() - began)
        document = {"part": part, "machine": describe().to_dict(), "seconds": seconds, **found}
        (told.results / f"{part}.json").write_text(json.dumps(document, indent=1) + "\n")
    print(f"See {told.results}")
    return 0


def _of_worlds(run: Callable[[Path, int], dict[str, Any]], worlds: int) -> Run:
    return lambda results: run(results, worlds)


if __name__ == "__main__":
    sys.exit(main())
