"""Run the simulations: `python -m benchmarks.truth [PART …]`. What `make bench-truth` calls.

Each part leaves a JSON file and its figures in `benchmarks/results/truth`.
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
    off_policy,
    outliers,
    sequences,
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
    "authenticity": authenticity.run,
    "outliers": outliers.run,
    "unequal": unequal.run,
    "upworthy_shares": upworthy_shares.run,
    "upworthy_halves": upworthy_halves.run,
    "off_policy": off_policy.run,
    "calibration": calibration.run,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the parts that are named, all by default."""
    known = argparse.ArgumentParser("python -m benchmarks.truth", description=__doc__)
    known.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    known.add_argument("--results", type=Path, default=HERE / "results" / "truth")
    told = known.parse_args(argv)
    unknown = sorted(set(told.parts) - set(PARTS))
    if unknown:
        known.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    told.results.mkdir(parents=True, exist_ok=True)
    for part in told.parts or PARTS:
        print(f"{part} …", flush=True)
        began = time.monotonic()
        found = PARTS[part](told.results)
        seconds = round(time.monotonic() - began)
        document = {"part": part, "machine": describe().to_dict(), "seconds": seconds, **found}
        (told.results / f"{part}.json").write_text(json.dumps(document, indent=1) + "\n")
    print(f"See {told.results}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
