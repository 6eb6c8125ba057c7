"""`keyart recommend`: titles for an audience or a profile."""

from keyart.cli import figures, tables
from keyart.cli.arguments import example
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.questions.registry import RECOMMEND
from keyart.recommendations import Recommendations

EXAMPLE = example(
    "keyart recommend my.keyart --audience segment:binge --country DE",
    "keyart recommend my.keyart --profile-id ann --n 10 --diversity 50%",
)


def _show(result: Recommendations) -> None:
    headings = ("title", "name", "score", "new to them", "why")
    drawn = tables.table(headings, ("score", "new to them"))
    for row in result.rows:
        new = figures.MISSING if row.new_to_them is None else figures.percent(row.new_to_them)
        drawn.add_row(row.title, row.name, f"{row.score:.2f}", new, row.reason.words)
    if result.rows:
        show(drawn)
    for note in result.notes:
        remark(note)


recommend = question_command(RECOMMEND, _show)
