"""Decisions: of gains that were promised, how much comes?

In each demo world everything that waits is decided, the most expensive thing of each title; the
world goes on for four weeks under the decisions, and the review says what came. A winner's curse
that isn't corrected would show as a slope below 1.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import keyart
from keyart.decisions import Review
from keyart.decisions.decision import DecisionKind
from keyart.query.intervals import z_of

LEVEL = 0.95
DECIDED = {DecisionKind.WINNER, DecisionKind.POLICY}
"""Their promises count viewers."""


def run(out: Path, worlds: int) -> dict[str, Any]:
    """Return all results of so many demo worlds."""
    del out
    reviews: list[Review] = []
    for seed in range(1, worlds + 1):
        judged = _reviews(seed)
        print("   world", seed, *(one.sentence for one in judged), sep="\n      ", flush=True)
        reviews += judged
    told = {"worlds": worlds, "decisions": len(reviews), **_calibration(reviews)}
    print("  ", told, flush=True)
    return told


def _reviews(seed: int) -> list[Review]:
    """Return what came of the decisions of a demo world, four weeks later."""
    with TemporaryDirectory(prefix="keyart-truth-") as folder:
        path = Path(folder) / "demo.keyart"
        _demo(path, "--seed", str(seed), "--no-serve")
        with keyart.open(path) as store:
            seen: set[str | None] = set()
            for one in store.decisions.pending():
                if one.kind in DECIDED and one.title not in seen:
                    store.decisions.record(one.kind, one.title, one.chosen, because=one.heading)
                    seen.add(one.title)
        _demo(path, "--continue", "28")
        with keyart.open(path) as store:
            reviews = store.decisions.review().reviews
    return [one for one in reviews if one.actual is not None]


def _demo(store: Path, *options: str) -> None:
    command = [sys.executable, "-m", "keyart", "demo", "--store", str(store), *options]
    subprocess.run(command, check=True, capture_output=True)


def _calibration(reviews: list[Review]) -> dict[str, Any]:
    """Return the slope of what came on what was promised, through the origin, with its interval.

    Each decision weighs by how surely it is known what came.
    """
    promised, came, error = np.array([_figures(one) for one in reviews]).T
    weight = 1 / error**2
    squares = float(weight @ promised**2)
    slope = float(weight @ (promised * came)) / squares
    half = z_of(LEVEL) * squares**-0.5
    total = float(promised.sum())
    doubt = z_of(LEVEL) * float(np.sqrt((error**2).sum()))
    return {
        "slope": [round(value, 3) for value in (slope, slope - half, slope + half)],
        "share_that_came": [
            round((float(came.sum()) + sign * doubt) / total, 3) for sign in (0, -1, 1)
        ],
        "states": {
            state: sum(one.state == state for one in reviews)
            for state in sorted({str(one.state) for one in reviews})
        },
        "each": [
            {"kind": str(one.kind), "promised": round(a, 1), "came": round(b, 1)}
            for one, a, b in zip(reviews, promised.tolist(), came.tolist(), strict=True)
        ],
    }


def _figures(one: Review) -> tuple[float, float, float]:
    """Return what was promised, what came and its standard error, in viewers a week."""
    came = one.actual
    assert came is not None
    assert came.value is not None
    assert came.low is not None
    assert came.high is not None
    return one.promised.value or 0.0, came.value, (came.high - came.low) / (2 * z_of(LEVEL))
