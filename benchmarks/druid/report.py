"""What the proof on Druid found, as Markdown."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from benchmarks.machine import sentence
from benchmarks.tables import table


def section(part: Mapping[str, Any]) -> list[str]:
    """Return the lines of the section."""
    title = f"### A title's page: {part['rows']:,} facts"
    return [title, "", sentence(part["machine"]), "", *found(part)]


def found(part: Mapping[str, Any]) -> list[str]:
    """Return the times of each road, its error, and what Keyart adds to SQL by hand."""
    held = " and ".join(f"{rows:,}" for rows in part["rows_in_druid"].values())
    return [
        *table(_roads(part)),
        "",
        "Median milliseconds by question:",
        "",
        *table(_by_question(part)),
        "",
        f"Druid holds {held} rows, sketches of lgK {part['lg_k']}. {_errors(part['errors'])}",
        "",
        "Keyart's Druid against SQL by hand, median milliseconds:",
        "",
        *table(_overhead(part["overhead"])),
    ]


def _roads(part: Mapping[str, Any]) -> list[list[str]]:
    times: Mapping[str, Sequence[float]] = part["seconds"]
    first, *_ = (np.quantile(own, 0.5) for own in times.values())
    rows = [["road", "p50, ms", "p99, ms", "p50 to the first"]]
    for name, own in times.items():
        middle, late = np.quantile(own, [0.5, 0.99])
        change = "" if middle == first else f"{middle / first - 1:+.0%}"
        rows.append([name, f"{middle * 1e3:,.0f}", f"{late * 1e3:,.0f}", change])
    return rows


def _by_question(part: Mapping[str, Any]) -> list[list[str]]:
    """Return a row for each question; they were asked one after the other, again and again."""
    times: Mapping[str, Sequence[float]] = part["seconds"]
    questions: Sequence[str] = part["questions"]
    rows = [["question", *times]]
    for place, question in enumerate(questions):
        own = (median(seconds[place :: len(questions)]) for seconds in times.values())
        rows.append([question, *(f"{value * 1e3:,.1f}" for value in own)])
    return rows


def _errors(errors: Mapping[str, float]) -> str:
    return (
        f"Of {errors['counts']:,} counts of at least a hundred people the middle one is off by "
        f"{errors['p50']:.2%}, the 99th of a hundred by {errors['p99']:.2%}, the worst by "
        f"{errors['most']:.2%}."
    )


def _overhead(overhead: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    rows = [["question", "two statements", "grouping sets", "Keyart", "Keyart to the better"]]
    for question, own in overhead.items():
        hand = min(own["two statements"], own["grouping sets"])
        ways = (own[name] for name in ("two statements", "grouping sets", "keyart"))
        cells = [f"{seconds * 1e3:.1f}" for seconds in ways]
        rows.append([question, *cells, f"{own['keyart'] / hand - 1:+.0%}"])
    return rows
