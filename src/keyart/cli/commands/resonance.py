"""`keyart resonance`: what people like more than others do, and have too little of."""

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show
from keyart.insights.resonance import Resonance
from keyart.questions.registry import RESONANCE

EXAMPLE = example(
    "keyart resonance my.keyart --across country",
    "keyart resonance my.keyart --by tag --audience segment:binge --where country=DE",
    "keyart resonance my.keyart --by genre,content_type --json",
)


def _show(result: Resonance, limit: Limit = MOST_ROWS) -> None:
    if result.rows:
        numbers = ("hours", "taste", "demand", "titles")
        split = () if result.across is None else (result.across,)
        drawn = tables.table((*result.by[:1], *split, *numbers, "finding"), numbers)
        for row in result.rows[:limit]:
            cell = (row.market or row.audience or "",) if split else ()
            drawn.add_row(
                row.value,
                *cell,
                f"{row.hours:,.0f}",
                _index(row.taste_index, row.taste_index_low, row.taste_index_high),
                _index(row.demand_index, row.demand_index_low, row.demand_index_high),
                f"{row.titles:,}",
                row.sentence,
            )
        show(drawn)
    remark_on_rest(len(result.rows), limit, result.notes)


def _index(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    if low is None or high is None:
        return f"{value:.0f}"
    return f"{value:.0f} ({low:.0f} to {high:.0f})"


resonance = question_command(RESONANCE, _show)
