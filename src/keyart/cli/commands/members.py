"""`keyart export members`: who of your people gets which asset of a campaign."""

from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli.arguments import Store, example
from keyart.cli.ids import COLUMN, IdColumn, Match, read_ids
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark
from keyart.cli.writing import write_rows

EXAMPLE = example(
    "keyart export members my.keyart spring-heist --match crm.csv --id-column id --out members.csv"
)

Campaign = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="The campaign's name.", show_default=False)
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The file to write: Parquet if its name ends in .parquet, otherwise CSV.",
    ),
]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who hands them over (free text).")]


def members(
    store: Store,
    campaign: Campaign,
    match: Match,
    id_column: IdColumn = COLUMN,
    out: Out = None,
    by: By = None,
) -> None:
    """Export who of your people gets which asset of a running campaign.

    A row for each of them: id, asset. Those who are held out are not among them. What is handed
    over is logged: who, when, how many, and for what.
    """
    ids = read_ids(match, id_column)
    with session.open(store) as opened, publishing(store):
        found = opened.campaigns.members(campaign, ids, by=by)
    write_rows(found.table, out)
    remark(
        f"{found.table.num_rows:,} of {found.ids:,} ids get an asset; {found.unknown:,} are "
        "unknown to the store."
    )
