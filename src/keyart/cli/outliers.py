"""`keyart outliers` and `keyart norms`: who gets far more or less than usual, and what is usual."""

from collections.abc import Sequence

from rich.table import Table

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show
from keyart.insights.norms import Norm, Norms
from keyart.insights.outliers import Outlier, Outliers
from keyart.insights.questions import NORMS, OUTLIERS

EXAMPLE = example(
    "keyart outliers my.keyart",
    "keyart outliers my.keyart --against title --where country=DE",
    "keyart outliers my.keyart --title t0042 --json",
)
NORMS_EXAMPLE = example(
    "keyart norms my.keyart --title t0042",
    "keyart norms my.keyart --asset t0042a01 --where country=DE",
)


def _show_outliers(result: Outliers, limit: Limit = MOST_ROWS) -> None:
    if result.findings:
        show(_findings_table(result.findings[:limit]))
    else:
        show("No outlier was found.")
    remark_on_rest(len(result.findings), limit, result.notes)


def _show_norms(result: Norms, limit: Limit = MOST_ROWS) -> None:
    if result.rows:
        show(_norms_table(result.rows[:limit]))
    remark_on_rest(len(result.rows), limit, result.notes)


outliers = question_command(OUTLIERS, _show_outliers)
norms = question_command(NORMS, _show_norms)


def _findings_table(findings: Sequence[Outlier]) -> Table:
    numbers = ("people", "impact")
    drawn = tables.table(("", "id", "title", *numbers, "sure", "reason"), numbers)
    for one in findings:
        drawn.add_row(
            one.direction,
            one.id,
            one.title_name or one.title or "",
            f"{one.people:,}",
            f"{one.impact:+,.0f}",
            one.sure,
            one.reason,
        )
    return drawn


def _norms_table(rows: Sequence[Norm]) -> Table:
    numbers = ("people",)
    drawn = tables.table(("asset", "name", "kind", *numbers, "norm"), numbers)
    for one in rows:
        drawn.add_row(one.asset, one.name, one.kind, f"{one.people:,}", one.sentence)
    return drawn
