"""`keyart authenticity`: which assets win plays, and which of those keep their viewers."""

from collections.abc import Sequence

from rich.table import Table

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.insights.authenticity import (
    Authenticity,
    AuthenticityStanding,
    LikelyEffect,
    OwnAndOthers,
    Place,
)
from keyart.insights.charts.figures import shown
from keyart.questions.registry import AUTHENTICITY

EXAMPLE = example(
    "keyart authenticity my.keyart",
    "keyart authenticity my.keyart --title t0042 --by-audience",
    "keyart authenticity my.keyart --where country=DE,LU --json",
)

MOST_ROWS = 30
"""List this many assets; --json has all."""

NAMES = {
    Place.BOTH: "effective, authentic",
    Place.CLICKBAIT: "effective, not authentic",
    Place.HIDDEN_GEM: "not effective, authentic",
    Place.NEITHER: "neither",
    Place.UNCLEAR: "no clear place",
    Place.NOT_JUDGED: "not enough data",
}


def _show(result: Authenticity) -> None:
    _show_found(result)
    _show_standings(result)
    for note in result.notes:
        remark(note)


def _show_found(result: Authenticity) -> None:
    for finding in result.found:
        show(f"{finding.kind.words}: {finding.sentence}")
        sure = f"q = {finding.q:.2g}" if finding.q >= 0.001 else "q < 0.001"
        remark(f"  {finding.standing.asset}, seen by {finding.affected:,} people, {sure}")
    if not result.found:
        show("No clickbait or hidden gems found.")


def _show_standings(result: Authenticity) -> None:
    """Show where assets stand: all of a single title, else those with a clear place."""
    whole = len({standing.title for standing in result.standings}) == 1
    unclear = () if whole else (Place.UNCLEAR, Place.NOT_JUDGED)
    rows = [standing for standing in result.standings if standing.place not in unclear]
    show()
    if rows:
        show(_table(rows[:MOST_ROWS]))
    if len(rows) > MOST_ROWS:
        remark(f"{len(rows) - MOST_ROWS:,} more assets not shown: see --json.")
    if len(rows) < len(result.standings):
        others = len(result.standings) - len(rows)
        remark(f"{others:,} assets are unclear on at least one axis: see --json.")


def _table(rows: Sequence[AuthenticityStanding]) -> Table:
    numbers = ("people", "plays", "take rate", "short plays", "completed", "won", "kept")
    drawn = tables.table(("asset", "name", "title", *numbers, "place"), numbers)
    for standing in rows:
        drawn.add_row(
            standing.asset,
            standing.name,
            standing.title_name,
            f"{standing.people:,}",
            f"{standing.plays:,}",
            *map(_pair, (standing.take_rate, standing.short_play_rate, standing.completion_rate)),
            *map(_effect, (standing.winning, standing.keeping)),
            NAMES[standing.place],
        )
    return drawn


def _pair(pair: OwnAndOthers) -> str:
    """Return a rate, and that of the others in parentheses."""
    return f"{shown(pair.own, 'rate')} ({shown(pair.others, 'rate')})"


def _effect(effect: LikelyEffect | None) -> str:
    return shown(None if effect is None else effect.value, "change", 0)


authenticity = question_command(AUTHENTICITY, _show)
