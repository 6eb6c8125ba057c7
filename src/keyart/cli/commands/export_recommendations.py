"""`keyart export recommendations`: what to recommend to each of your people."""

from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures
from keyart.cli.arguments import Store, example, share
from keyart.cli.ids import COLUMN, IdColumn, Match, read_ids
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, remark_on_compiling
from keyart.cli.writing import write_rows
from keyart.core.errors import BadQuestion

EXAMPLE = example(
    "keyart export recommendations my.keyart --match ids.parquet --id-column id -n 20"
    " --out recs.parquet"
)

Number = Annotated[
    int, typer.Option("-n", metavar="N", min=1, max=100, help="How many titles for each.")
]
Country = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="The country of all of them; by default each one's own."),
]
ExcludeSeen = Annotated[
    bool,
    typer.Option(
        "--exclude-seen/--no-exclude-seen", help="Leave out titles that a person has watched."
    ),
]
Diversity = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        parser=share,
        help="How much a title's score is lowered for being like those above it.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The file to write: Parquet if its name ends in .parquet, otherwise CSV.",
    ),
]


def recommendations(
    store: Store,
    match: Match,
    id_column: IdColumn = COLUMN,
    n: Number = 20,
    country: Country = None,
    exclude_seen: ExcludeSeen = True,
    diversity: Diversity = 0.3,
    out: Out = None,
) -> None:
    """Export what to recommend to each of your people, by your own ids.

    A row for each of them and each title: id, rank, title, score. Nothing else leaves the store.
    """
    ids = read_ids(match, id_column)
    if not ids:
        raise BadQuestion("The file has no ids.", hint="Give at least one.")
    remark_on_compiling("native")
    with session.open(store) as opened, shown_progress() as progress:
        found = opened.recommend_all(
            [*dict.fromkeys(ids)],
            n=n,
            country=country,
            exclude_seen=exclude_seen,
            diversity=diversity,
            progress=progress,
        )
    write_rows(found.table, out)
    remark(f"{figures.count(found.table.num_rows, 'row')} for {figures.count(found.ids, 'id')}.")
    if found.popular:
        remark(
            f"{found.popular:,} of them get what is popular in their country: they may not be "
            "profiled, or have watched too little."
        )
    if found.unknown:
        remark(f"Unknown to the store: {found.unknown:,}. They get what is popular.")
