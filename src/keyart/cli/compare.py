"""`keyart compare`: which asset wins, whether that is more than chance, and whether to trust it."""

from typing import Annotated

import typer

from keyart import session
from keyart.cli import comparison as shown
from keyart.cli import query_options as o
from keyart.cli.arguments import AsJson, Store, example, share
from keyart.cli.asking import conditions, expressions, names
from keyart.cli.terminal import remark_on_compiling, show_json
from keyart.query.units import Crossover

EXAMPLE = example(
    "keyart compare my.keyart --title heist",
    "keyart compare my.keyart --asset poster-blue,poster-red --where country=DE,LU",
    "keyart compare my.keyart --test heist-artwork --measure watch_time_share --json",
)

Asset = Annotated[
    list[str] | None,
    typer.Option(metavar="A,B", help="The assets to compare; may come several times."),
]
Test = Annotated[
    str | None, typer.Option(metavar="TEST", help="A test on record: its arms, shares and period.")
]
Title = Annotated[
    str | None,
    typer.Option(metavar="ID", help="A title's artworks; its test if it has one."),
]
AssetType = Annotated[
    str | None, typer.Option("--asset-type", metavar="TYPE", help="With --title: of this type.")
]
Measure = Annotated[
    str, typer.Option(metavar="NAME", help="What to win: any rate, or watch_time_share.")
]
Guardrails = Annotated[
    str | None,
    typer.Option(metavar="A,B|none", help="What must not get worse; else completion, short plays."),
]
Baseline = Annotated[
    str | None, typer.Option(metavar="ID", help="Compare with this asset; else every two.")
]
Audiences = Annotated[
    str | None,
    typer.Option(metavar="A,B|none", help="Which audiences to tell apart; else all affinities."),
]
Level = Annotated[float, typer.Option(parser=share, metavar="SHARE", help="How sure to be.")]
Margin = Annotated[
    float, typer.Option(parser=share, metavar="SHARE", help="A difference that does not matter.")
]
Met = Annotated[
    Crossover, typer.Option(help="People who met several arms: of their first, left out, of all.")
]
EveryCrossover = Annotated[
    bool, typer.Option("--every-crossover", help="Show the differences under all three rules.")
]
Fixed = Annotated[
    bool, typer.Option("--fixed", help="Intervals for a single look that was planned beforehand.")
]


Horizon = Annotated[
    int | None,
    typer.Option(metavar="DAYS", help="The planned end, in days: intervals are narrowest there."),
]


def compare(
    store: Store,
    asset: Asset = None,
    test: Test = None,
    title: Title = None,
    asset_type: AssetType = None,
    measure: Measure = "take_rate",
    guardrails: Guardrails = None,
    baseline: Baseline = None,
    where: o.Where = None,
    audience: o.Audience = None,
    audiences: Audiences = None,
    since: o.Since = None,
    until: o.Until = None,
    tz: o.Zone = None,
    level: Level = 0.95,
    margin: Margin = 0.05,
    crossover: Met = Crossover.FIRST,
    every_crossover: EveryCrossover = False,
    fixed: Fixed = False,
    horizon: Horizon = None,
    as_json: AsJson = False,
) -> None:
    """Say which asset wins, and whether to trust that.

    People count by their first exposure. Look as often as you like: intervals stay true.
    """
    given = {
        "assets": [name for text in asset or () for name in names(text) or ()],
        "test": test,
        "title": title,
        "asset_type": asset_type,
        "measure": measure,
        "guardrails": _list(names(guardrails)),
        "baseline": baseline,
        "where": conditions(where or (), "--where"),
        "audience": audience,
        "audiences": _list(expressions(audiences)),
        "since": since,
        "until": until,
        "tz": tz,
        "level": level,
        "margin": margin,
        "crossover": crossover,
        "every_crossover": every_crossover,
        "fixed": fixed,
        "horizon": horizon,
    }
    remark_on_compiling("units")
    with session.open(store) as opened:
        found = opened.compare(**{name: one for name, one in given.items() if one is not None})
    if as_json:
        show_json(found.to_dict())
    else:
        shown.show_comparison(found)


def _list(given: list[str] | None) -> list[str] | None:
    """Return a list that was given; `none` alone is the empty one."""
    return [] if given == ["none"] else given
