"""`keyart norms`: typical rates for an asset's type, and where assets stand."""

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show
from keyart.insights.norms import Norms
from keyart.questions.registry import NORMS

EXAMPLE = example(
    "keyart norms my.keyart --title t0042",
    "keyart norms my.keyart --asset t0042a01 --where country=DE",
)


def _show(result: Norms, limit: Limit = MOST_ROWS) -> None:
    if result.rows:
        drawn = tables.table(("asset", "name", "kind", "people", "norm"), ("people",))
        for row in result.rows[:limit]:
            drawn.add_row(row.asset, row.name, row.kind, f"{row.people:,}", row.sentence)
        show(drawn)
    remark_on_rest(len(result.rows), limit, result.notes)


norms = question_command(NORMS, _show)
