"""Sample-ratio mismatch in real tests: the weeks in which Upworthy's randomisation was broken.

The archive holds totals only, so the test is the one for a single look, against equal shares.
"""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.truth.archive import BROKEN, ArchiveTests, archive_tests
from keyart.insights.charts import RateChart, Row
from keyart.query.intervals import wilson

AT = 0.001


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `upworthy-shares`."""
    eras = mismatched(archive_tests())
    for era, found in eras.items():
        print("  ", era, found, flush=True)
    (out / "upworthy-shares.svg").write_text(_chart(eras).svg(), encoding="utf-8")
    return {"p_below": AT, "broken_weeks": BROKEN, "eras": eras}


def mismatched(tests: ArchiveTests) -> dict[str, dict[str, Any]]:
    """Return how many tests of each era have shares of impressions that chance does not give."""
    p = tests.mismatch()
    eras = {
        "before": tests.week < BROKEN[0],
        "broken weeks": ~tests.clean,
        "after": tests.week > BROKEN[1],
    }
    found: dict[str, dict[str, Any]] = {}
    for era, those in eras.items():
        count, of = int((p[those] < AT).sum()), int(those.sum())
        low, high, _ = wilson(np.array(count), np.array(of), 0.95)
        share = {"share": count / of, "low": float(low), "high": float(high)}
        found[era] = {"tests": of, "mismatched": count, **share}
    return found


def _chart(eras: dict[str, dict[str, Any]]) -> RateChart:
    rows = tuple(
        Row(era, of["share"], of["low"], of["high"], note=f"{of['tests']:,} tests")
        for era, of in eras.items()
    )
    return RateChart(
        "Tests of Upworthy whose shares are off",
        rows,
        subtitle=f"of all tests, in %: chi-square against equal shares, p < {AT:g}; broken weeks "
        f"are {BROKEN[0]} to {BROKEN[1]}",
        limits=(0.0, 1.0),
    )
