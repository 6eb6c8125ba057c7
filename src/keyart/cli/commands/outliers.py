"""`keyart outliers`: assets and titles that do far better or worse than similar ones."""

from collections.abc import Sequence

from rich.table import Table

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show
from keyart.insights.outliers import Outlier, Outliers
from keyart.questions.registry import OUTLIERS

EXAMPLE = example(
    "keyart outliers my.keyart",
    "keyart outliers my.keyart --against title --where country=DE",
    "keyart outliers my.keyart --title t0042 --json",
)


def _show(result: Outliers, limit: Limit = MOST_ROWS) -> None:
    if result.findings:
        show(_table(result.findings[:limit]))
    else:
        show("No outliers found.")
    remark_on_rest(len(result.findings), limit, result.notes)


outliers = question_command(OUTLIERS, _show)


def _table(findings: Sequence[Outlier]) -> Table:
    numbers = ("people", "impact")
    drawn = tables.table(("", "id", "title", *numbers, "sure", "reason"), numbers)
    for outlier in findings:
        drawn.add_row(
            outlier.direction,
            outlier.id,
            outlier.title_name or outlier.title or "",
            f"{outlier.people:,}",
            f"{outlier.impact:+,.0f}",
            outlier.sure,
            outlier.reason,
        )
    return drawn
