"""`keyart export policies`: what home pages are to show, or what each person is shown."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import typer

from keyart import session
from keyart.cli import figures
from keyart.cli.arguments import Store, example
from keyart.cli.ids import COLUMN, read_ids
from keyart.cli.terminal import remark, to_json
from keyart.cli.writing import write_parquet, write_text
from keyart.core.errors import BadQuestion, UnknownName
from keyart.decisions import shares_table
from keyart.session import Store as OpenStore

EXAMPLE = example(
    "keyart export policies my.keyart --out policies.json",
    "keyart export policies my.keyart --match crm.csv --id-column id --out choices.parquet",
)


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
IdColumn = Annotated[
    str, typer.Option("--id-column", metavar="NAME", help="The column of ids in that file.")
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
    with session.open(store) as opened:
        if match is not None:
            table = _choices(opened, read_ids(match, id_column), title)
            rows: Any = table.to_pylist() if _format(form, out) is PolicyFormat.JSON else None
        else:
            standing = opened.decisions.policies()
            kept = [one for one in standing if title in {None, one["title"]}]
            if title is not None and not kept:
                raise UnknownName("title with a policy", title, [one["title"] for one in standing])
            table, rows = shares_table(kept), {"policies": kept}
    if _format(form, out) is PolicyFormat.JSON:
        write_text(to_json(rows) + "\n", out)
    else:
        write_parquet(table, out)


def _choices(store: OpenStore, ids: Sequence[object], title: str | None) -> pa.Table:
    """Return what each person is shown, each once; remarks say what was odd."""
    if not ids:
        raise BadQuestion("The file has no ids.", hint="Give at least one.")
    chosen = store.decisions.choose([*dict.fromkeys(ids)], title=title)
    if not chosen.table.num_rows:
        remark("No policy stands yet: decide, then record the decision.")
    if chosen.unknown:
        people = figures.count(chosen.ids, "id")
        count = f"{chosen.unknown:,} of {people}"
        remark(f"Unknown to the store: {count}. They get what everyone else does.")
    for note in chosen.notes:
        remark(note)
    return chosen.table


def _format(form: PolicyFormat | None, out: Path | None) -> PolicyFormat:
    by_suffix = {".parquet": PolicyFormat.PARQUET}
    return form or by_suffix.get(out.suffix.lower() if out else "", PolicyFormat.JSON)
