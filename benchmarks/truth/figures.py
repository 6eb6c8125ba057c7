"""Figures that several simulations share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from benchmarks.plots import OTHERS, OURS

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Panels:
    """One panel for each value of `arms`, a marker for each value of `size`, two lines each."""

    size: str
    ours: str
    """The label of what stands in `ours`."""
    other: tuple[str, str]
    """The name of what it is compared with, and its label."""
    across: str
    upward: str


def panels(told: Panels, rows: Sequence[Row], tick: Callable[[Row], str]) -> Figure:
    """Draw percentages over the ticks of rows; the legend stands beside the panels."""
    arms, sizes = (list(dict.fromkeys(row[name] for row in rows)) for name in ("arms", told.size))
    figure = Figure(figsize=(9, 3.2))
    widths = [*(1.0 for _ in arms), 0.7]
    axes: Any = figure.subplots(1, len(arms) + 1, sharey=True, width_ratios=widths)
    for axis, split in zip(axes[:-1], arms, strict=True):
        for size, marker in zip(sizes, "sov", strict=True):
            those = [row for row in rows if (row["arms"], row[told.size]) == (split, size)]
            ticks = [tick(row) for row in those]
            for (name, label), colour in ((told.other, OTHERS), (("ours", told.ours), OURS)):
                shares = [100 * row[name] for row in those]
                line = {"marker": marker, "color": colour, "label": f"{label}, {size:,} a day"}
                axis.plot(ticks, shares, ms=5, **line)
        axis.set_title(split, fontsize=10, loc="left")
        axis.set_xlabel(told.across)
    axes[0].set_ylabel(told.upward)
    axes[0].set_ylim(bottom=0)
    axes[-1].axis("off")
    lines, labels = axes[0].get_legend_handles_labels()
    axes[-1].legend(lines, labels, fontsize=8, loc="center left", frameon=False)
    return figure
