"""`keyart favourites`: which asset an audience prefers to the others of its title."""

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show
from keyart.insights.favourites import Favourites
from keyart.questions.registry import FAVOURITES

EXAMPLE = example(
    "keyart favourites my.keyart",
    "keyart favourites my.keyart --title t0042 --json",
)


def _show(result: Favourites, limit: Limit = MOST_ROWS) -> None:
    if result.found:
        drawn = tables.table(("audience", "asset", "title", "people", "finding"), ("people",))
        for favourite in result.found[:limit]:
            drawn.add_row(
                favourite.audience_name,
                favourite.asset,
                favourite.title_name,
                f"{favourite.people:,}",
                favourite.sentence,
            )
        show(drawn)
    else:
        show("No favourites beyond chance.")
    remark_on_rest(len(result.found), limit, result.notes)


favourites = question_command(FAVOURITES, _show)
