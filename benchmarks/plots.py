"""The results as plots, SVG and PNG."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.contenders import native
from benchmarks.report import GROWTH, questions_file

Part = Mapping[str, Any]

OURS, OTHERS = "#c2410c", "#64748b"


def write(results: Path, parts: Mapping[str, Part]) -> None:
    """Write the plots of the parts that are there."""
    for name in ("title", "catalogue"):
        if name in parts:
            save(_questions(parts[name]["families"]), results / questions_file(name))
    if "scaling" in parts:
        save(_growth(parts["scaling"]), results / GROWTH)


def save(figure: Any, path: Path) -> None:
    """Write a figure as SVG and PNG; `path` is without ending."""
    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "keyart"
    figure.tight_layout()
    for ending in (".svg", ".png"):
        figure.savefig(path.with_suffix(ending), dpi=120)


def _questions(families: Sequence[Part]) -> Figure:
    """Return bars of median times for each question, on one logarithmic scale."""
    heights = [len(family["results"]) for family in families]
    figure = Figure(figsize=(8, 0.9 + 0.26 * sum(heights) + 0.6 * len(heights)))
    axes = figure.subplots(len(families), 1, sharex=True, height_ratios=heights, squeeze=False)
    for axis, family in zip(axes[:, 0], families, strict=True):
        times = {r["label"]: median(r["seconds"]) * 1e3 for r in family["results"]}
        order = sorted(times, key=lambda label: -times[label])
        colours = [OURS if label == native.LABEL else OTHERS for label in order]
        bars = axis.barh(order, [times[label] for label in order], color=colours)
        axis.bar_label(bars, [_digits(times[label]) for label in order], padding=3, fontsize=8)
        axis.set_title(family["label"], fontsize=10, loc="left")
        axis.tick_params(labelsize=8)
        axis.set_xscale("log")
        axis.margins(x=0.12)
    axes[-1, 0].set_xlabel("milliseconds, median")
    return figure


def _digits(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"


def _growth(part: Part) -> Figure:
    """Return lines of time over the rest's rows, and over the title's rows."""
    figure = Figure(figsize=(8, 3.5))
    left, right = figure.subplots(1, 2)
    _lines(left, part["catalogue"], "rest", "rows of other titles, millions")
    _lines(right, part["title"], "rows", "rows of the title, millions")
    left.set_ylabel("milliseconds, median")
    left.legend(fontsize=8)
    return figure


def _lines(axis: Any, results: Sequence[Part], over: str, label: str) -> None:
    for family in results[0]["seconds"]:
        x = [result[over] / 1e6 for result in results]
        axis.plot(x, [r["seconds"][family] * 1e3 for r in results], marker="o", label=family)
    axis.set_xlabel(label)
    axis.set_ylim(bottom=0)
    axis.set_xlim(left=0)
