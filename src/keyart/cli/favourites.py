"""`keyart favourites`: which asset an audience prefers to the others of its title."""

from typing import Annotated

import typer

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.insights.favourites import Favourites
from keyart.insights.questions import FAVOURITES

EXAMPLE = example(
    "keyart favourites my.keyart",
    "keyart favourites my.keyart --title t0042 --json",
)

MOST_ROWS = 30
"""So many are listed unless --limit says otherwise; --json has all."""

Limit = Annotated[int, typer.Option(metavar="N", min=1, help="List at most so many.")]


def _show(result: Favourites, limit: Limit = MOST_ROWS) -> None:
    if result.found:
        drawn = tables.table(("audience", "asset", "title", "people", "finding"), ("people",))
        for one in result.found[:limit]:
            drawn.add_row(
                one.audience_name, one.asset, one.title_name, f"{one.people:,}", one.sentence
            )
        show(drawn)
    else:
        show("No audience has a favourite that is beyond chance.")
    if len(result.found) > limit:
        remark(f"{len(result.found) - limit:,} more not shown: see --limit or --json.")
    for note in result.notes:
        remark(note)


favourites = question_command(FAVOURITES, _show)
