"""`keyart export policies`: what home pages are to show, or what each person is shown."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from keyart import session
from keyart.cli import figures
from keyart.cli.arguments import Store, example
from keyart.cli.ids import COLUMN, IdColumn, read_ids
from keyart.cli.terminal import remark, to_json
from keyart.cli.writing import write_parquet, write_parquet_parts, write_text
from keyart.core.errors import BadQuestion, UnknownName
from keyart.decisions import CHOICES, shares_table
from keyart.session import Store as OpenStore

EXAMPLE = example(
    "keyart export policies my.keyart --out policies.json",
    "keyart export policies my.keyart --match crm.csv --id-column id --out choices.parquet",
)


PEOPLE_AT_ONCE = 100_000
"""Choices for so many people are held in memory."""


class PolicyFormat(StrEnum):
    """The format of exported policies."""

    JSON = "json"
    PARQUET = "parquet"


Format = Annotated[
    PolicyFormat | None,
    typer.Option("--format", help="The format; by default that of --out's suffix, or json."),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The file to write; stdout by default.")
]
Match = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Write what each of these people is shown. Their ids: one per line (- reads stdin), "
        "or a column of a Parquet, CSV or JSON lines file.",
    ),
]
Title = Annotated[str | None, typer.Option(metavar="ID", help="Only policies of this title.")]


def policies(
    store: Store,
    form: Format = None,
    out: Out = None,
    match: Match = None,
    id_column: IdColumn = COLUMN,
    title: Title = None,
) -> None:
    """Export the policies that stand, for home pages.

    As JSON what GET /v1/policies returns; as Parquet a row for each asset of each rule. With
    --match, a row for each of your people and each policy: id, title, asset, propensity.
    """
    form = _format(form, out)
    with session.open(store) as opened:
        if match is not None:
            parts = _choices(opened, read_ids(match, id_column), title)
            if form is PolicyFormat.PARQUET:
                write_parquet_parts(parts, CHOICES, out)
            else:
                rows = [row for part in parts for row in part.to_pylist()]
                write_text(to_json(rows) + "\n", out)
            return
        standing = opened.decisions.policies()
    kept = [one for one in standing if title in {None, one["title"]}]
    if title is not None and not kept:
        raise UnknownName("title with a policy", title, [one["title"] for one in standing])
    if form is PolicyFormat.PARQUET:
        write_parquet(shares_table(kept), out)
    else:
        write_text(to_json({"policies": kept}) + "\n", out)


def _choices(store: OpenStore, ids: Sequence[object], title: str | None) -> Iterator[pa.Table]:
    """Yield what each person is shown, each once; remarks say what was odd."""
    if not ids:
        raise BadQuestion("The file has no ids.", hint="Give at least one.")
    each, unknown, notes = [*dict.fromkeys(ids)], 0, dict[str, None]()
    for first in range(0, len(each), PEOPLE_AT_ONCE):
        chosen = store.decisions.choose(each[first : first + PEOPLE_AT_ONCE], title=title)
        unknown += chosen.unknown
        notes |= dict.fromkeys(chosen.notes)
        if not chosen.table.num_rows:
            notes["No policy stands yet: decide, then record the decision."] = None
        yield chosen.table
    if unknown:
        count = f"{unknown:,} of {figures.count(len(each), 'id')}"
        remark(f"Unknown to the store: {count}. They get what everyone else does.")
    for note in notes:
        remark(note)


def _format(form: PolicyFormat | None, out: Path | None) -> PolicyFormat:
    by_suffix = {".parquet": PolicyFormat.PARQUET}
    return form or by_suffix.get(out.suffix.lower() if out else "", PolicyFormat.JSON)
