"""`keyart outliers` and `keyart norms`: who gets far more or less than usual, and what is usual."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from keyart import session
from keyart.cli import query_options as o
from keyart.cli import tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import conditions
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.insights.norms import Norm
from keyart.insights.outliers import Finding, Outliers

OUTLIERS_EXAMPLE = example(
    "keyart outliers my.keyart",
    "keyart outliers my.keyart --against title --where country=DE",
    "keyart outliers my.keyart --title t0042 --json",
)
NORMS_EXAMPLE = example(
    "keyart norms my.keyart --title t0042",
    "keyart norms my.keyart --asset t0042a01 --where country=DE",
)

MOST_ROWS = 30
"""So many are listed unless --limit says otherwise; --json has all."""

Title = Annotated[
    str | None, typer.Option(metavar="ID", help="Only this title's assets, among each other.")
]
Level = Annotated[
    str | None, typer.Option(metavar="LEVEL", help="Judge only each asset, or only each title.")
]
Against = Annotated[
    str | None,
    typer.Option(metavar="WHOM", help="Hold assets against their kind, or their title's others."),
]
Measure = Annotated[str, typer.Option(metavar="NAME", help="The rate that is judged.")]
Q = Annotated[
    float, typer.Option("--q", metavar="Q", help="Share of findings that may be false on average.")
]
Effect = Annotated[
    float, typer.Option(metavar="SHARE", help="The least difference from the norm that matters.")
]
People = Annotated[
    int, typer.Option("--min-people", metavar="N", help="Judge nobody whom fewer people saw.")
]
Takes = Annotated[
    float, typer.Option("--min-takes", metavar="N", help="Nor of whom fewer takes are expected.")
]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="List at most so many.")]
OfTitle = Annotated[
    str | None, typer.Option("--title", metavar="ID", help="All assets of this title.")
]
OfAsset = Annotated[str | None, typer.Option("--asset", metavar="ID", help="Only this asset.")]


def outliers(
    store: Store,
    title: Title = None,
    level: Level = None,
    against: Against = None,
    measure: Measure = "take_rate",
    where: o.Where = None,
    audience: o.Audience = None,
    since: o.Since = None,
    until: o.Until = None,
    tz: o.Zone = None,
    q: Q = 0.1,
    effect: Effect = 0.1,
    min_people: People = 200,
    min_takes: Takes = 25,
    limit: Limit = MOST_ROWS,
    as_json: AsJson = False,
) -> None:
    """Find what gets far more, or far less, than its like.

    Assets and titles are held against their kind, shown as often in the same placements, markets
    and ages.
    """
    remark_on_compiling("native")
    with session.open(store) as opened:
        found = opened.outliers(
            title=title,
            level=level,
            against=against,
            measure=measure,
            where=conditions(where or (), "--where"),
            audience=audience,
            since=since,
            until=until,
            tz=tz or "UTC",
            q=q,
            effect=effect,
            min_people=min_people,
            min_takes=min_takes,
        )
    if as_json:
        show_json(found.to_dict())
        return
    _show_findings(found, limit)
    _remark(found.notes)


def norms(
    store: Store,
    asset: OfAsset = None,
    title: OfTitle = None,
    measure: Measure = "take_rate",
    where: o.Where = None,
    audience: o.Audience = None,
    since: o.Since = None,
    until: o.Until = None,
    tz: o.Zone = None,
    limit: Limit = MOST_ROWS,
    as_json: AsJson = False,
) -> None:
    """Say what an asset's kind usually gets.

    And how far above or below that the asset is, and where that puts it among its like.
    """
    remark_on_compiling("native")
    with session.open(store) as opened:
        found = opened.norms(
            asset=asset,
            title=title,
            measure=measure,
            where=conditions(where or (), "--where"),
            audience=audience,
            since=since,
            until=until,
            tz=tz or "UTC",
        )
    if as_json:
        show_json(found.to_dict())
        return
    if found.rows:
        show(_norms_table(found.rows[:limit]))
    _remark_on_more(len(found.rows), limit)
    _remark(found.notes)


def _show_findings(found: Outliers, limit: int) -> None:
    if found.findings:
        show(_findings_table(found.findings[:limit]))
    else:
        show("No outlier was found.")
    _remark_on_more(len(found.findings), limit)


def _findings_table(findings: Sequence[Finding]) -> Table:
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


def _remark_on_more(count: int, limit: int) -> None:
    if count > limit:
        remark(f"{count - limit:,} more not shown: see --limit or --json.")


def _remark(notes: Sequence[str]) -> None:
    for note in notes:
        remark(note)
