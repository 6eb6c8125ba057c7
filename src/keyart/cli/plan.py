"""`keyart plan`: how many people and days a test needs before it starts."""

from typing import Annotated

import typer

from keyart import session
from keyart.cli import query_options as o
from keyart.cli import tables
from keyart.cli.arguments import AsJson, Store, example, share
from keyart.cli.asking import conditions, names
from keyart.cli.compare import Level, Measure
from keyart.cli.figures import MISSING
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.insights.charts.figures import shown
from keyart.insights.planning import PlannedTest

EXAMPLE = example(
    "keyart plan my.keyart --title heist --arms 4 --mde 5%",
    "keyart plan my.keyart --title new-show --mde 10% --rate 6% --people-per-day 5000",
)

Title = Annotated[str, typer.Option(metavar="ID", help="Whose assets are to be tested.")]
Arms = Annotated[str, typer.Option(metavar="N|A,B", help="How many assets, or which.")]
Mde = Annotated[
    float,
    typer.Option(parser=share, metavar="SHARE", help="The relative difference to be found."),
]
Power = Annotated[
    float, typer.Option(parser=share, metavar="SHARE", help="How probably it is found if there.")
]
Once = Annotated[
    bool, typer.Option("--fixed", help="For a single look at the end; else for daily ones.")
]
Horizon = Annotated[
    bool,
    typer.Option("--horizon", help="For daily looks at a test that ends as planned."),
]
Rate = Annotated[
    float | None,
    typer.Option(parser=share, metavar="SHARE", help="The rate to expect; else as lately."),
]
PeoplePerDay = Annotated[
    float | None, typer.Option(metavar="N", help="New people a day to expect; else as lately.")
]
AssetType = Annotated[
    str, typer.Option("--asset-type", metavar="TYPE", help="Whose traffic and rate to take.")
]


def plan(
    store: Store,
    title: Title,
    arms: Arms = "2",
    mde: Mde = 0.05,
    measure: Measure = "take_rate",
    level: Level = 0.95,
    power: Power = 0.8,
    fixed: Once = False,
    horizon: Horizon = False,
    rate: Rate = None,
    people_per_day: PeoplePerDay = None,
    asset_type: AssetType = "artwork",
    where: o.Where = None,
    audience: o.Audience = None,
    as_json: AsJson = False,
) -> None:
    """Say how many people and days a test needs.

    At a title's traffic of the last 28 complete days, or at what you expect.
    """
    remark_on_compiling("units")
    with session.open(store) as opened:
        planned = opened.plan_test(
            title,
            int(arms) if arms.isdecimal() else names(arms) or (),
            mde=mde,
            measure=measure,
            level=level,
            power=power,
            sequential=not fixed,
            horizon=horizon,
            rate=rate,
            people_per_day=people_per_day,
            asset_type=asset_type,
            where=conditions(where or (), "--where"),
            audience=audience,
        )
    if as_json:
        show_json(planned.to_dict())
    else:
        _show(planned)


def _show(planned: PlannedTest) -> None:
    show(planned.sentence)
    grid = tables.plain_grid()
    impressions = MISSING if planned.impressions is None else f"{planned.impressions:,}"
    for name, figure in (
        ("people for each", f"{planned.people_per_arm:,}"),
        ("people in all", f"{planned.people:,}"),
        ("impressions", impressions),
        ("days", f"{planned.days:,}"),
        ("new people a day", f"{planned.people_per_day:,.0f}"),
    ):
        grid.add_row(name, figure)
    show()
    show(grid)
    show()
    show(_in_four_weeks(planned))
    remark("")
    for line in _origin(planned):
        remark(line)


def _in_four_weeks(planned: PlannedTest) -> str:
    if planned.in_four_weeks is None:
        return "In four weeks it would not even find a doubling."
    return f"In four weeks it would find a difference of {shown(planned.in_four_weeks, 'rate')}."


def _origin(planned: PlannedTest) -> list[str]:
    """Return what the figures rest on."""
    lines = [f"A difference that is there is found with {planned.power:.0%} probability."]
    if planned.since is not None:
        lines.append(
            f"Rate and traffic are those from {planned.since} to before {planned.until}, as far as "
            "they are not given."
        )
    if planned.explore_only:
        lines.append("They are of what was shown while exploring.")
    return lines
