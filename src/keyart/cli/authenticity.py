"""`keyart authenticity`: which assets win plays, and which of those keep their viewers."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from keyart import session
from keyart.cli import query_options as o
from keyart.cli import tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import conditions, expressions
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.insights.authenticity import Authenticity, Effect, Pair, Place, Standing
from keyart.insights.charts.figures import shown

EXAMPLE = example(
    "keyart authenticity my.keyart",
    "keyart authenticity my.keyart --title t0042 --by-audience",
    "keyart authenticity my.keyart --where country=DE,LU --json",
)

MOST_ROWS = 30
"""So many assets are listed; --json has all."""

NAMES = {
    Place.BOTH: "effective, authentic",
    Place.CLICKBAIT: "effective, not authentic",
    Place.GEM: "not effective, authentic",
    Place.NEITHER: "neither",
    Place.UNCLEAR: "no clear place",
    Place.NOT_JUDGED: "too little data",
}

Title = Annotated[
    str | None, typer.Option(metavar="ID", help="Only the assets of this title; else of all.")
]
Asset = Annotated[str | None, typer.Option(metavar="ID", help="Only this asset.")]
Audiences = Annotated[
    str | None, typer.Option(metavar="A,B", help="Judge the people of each of these, too.")
]
ByAudience = Annotated[
    bool, typer.Option("--by-audience", help="Judge the people of each affinity, too.")
]
Q = Annotated[
    float, typer.Option("--q", metavar="Q", help="Share of findings that may be false on average.")
]


def authenticity(
    store: Store,
    title: Title = None,
    asset: Asset = None,
    where: o.Where = None,
    audience: o.Audience = None,
    since: o.Since = None,
    until: o.Until = None,
    tz: o.Zone = None,
    audiences: Audiences = None,
    by_audience: ByAudience = False,
    q: Q = 0.1,
    as_json: AsJson = False,
) -> None:
    """Find clickbait and hidden gems.

    Clickbait wins plays that are left again; a hidden gem is taken by few, who stay.

    Each asset is held against its title's others of the same type.
    """
    remark_on_compiling("native")
    with session.open(store) as opened:
        found = opened.authenticity(
            title=title,
            asset=asset,
            where=conditions(where or (), "--where"),
            audience=audience,
            since=since,
            until=until,
            tz=tz or "UTC",
            audiences=expressions(audiences) or (),
            by_audience=by_audience,
            q=q,
        )
    if as_json:
        show_json(found.to_dict())
        return
    _show_found(found)
    _show_standings(found, whole=title is not None or asset is not None)
    for note in found.notes:
        remark(note)


def _show_found(found: Authenticity) -> None:
    for one in found.found:
        show(f"{one.kind.words}: {one.sentence}")
        sure = f"q = {one.q_value:.2g}" if one.q_value >= 0.001 else "q < 0.001"
        remark(f"  {one.standing.asset}, {one.affected:,} people were shown it, {sure}")
    if not found.found:
        show("Neither clickbait nor a hidden gem was found.")


def _show_standings(found: Authenticity, *, whole: bool) -> None:
    """Show where assets stand: all that are asked for, or those that have a clear place."""
    unclear = () if whole else (Place.UNCLEAR, Place.NOT_JUDGED)
    rows = [one for one in found.standings if one.place not in unclear]
    show()
    if rows:
        show(_table(rows[:MOST_ROWS]))
    if len(rows) > MOST_ROWS:
        remark(f"{len(rows) - MOST_ROWS:,} more assets not shown: see --json.")
    if len(rows) < len(found.standings):
        others = len(found.standings) - len(rows)
        remark(f"{others:,} assets have no clear place on both axes: see --json.")


def _table(rows: Sequence[Standing]) -> Table:
    numbers = ("people", "plays", "take rate", "short plays", "completed", "won", "kept")
    drawn = tables.table(("asset", "name", "title", *numbers, "place"), numbers)
    for one in rows:
        drawn.add_row(
            one.asset,
            one.name,
            one.title_name,
            f"{one.people:,}",
            f"{one.plays:,}",
            *map(_pair, (one.take_rate, one.short_play_rate, one.completion_rate)),
            *map(_effect, (one.winning, one.keeping)),
            NAMES[one.place],
        )
    return drawn


def _pair(pair: Pair) -> str:
    """Return a rate, and that of the others in parentheses."""
    return f"{shown(pair.own, 'rate')} ({shown(pair.others, 'rate')})"


def _effect(effect: Effect | None) -> str:
    return shown(None if effect is None else effect.value, "change", 0)
