"""`keyart export policies`: what home pages are to show."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli.arguments import Store, example
from keyart.cli.terminal import to_json
from keyart.cli.writing import write_parquet, write_text
from keyart.decisions import shares_table

EXAMPLE = example(
    "keyart export policies my.keyart --out policies.json",
    "keyart export policies my.keyart --format parquet --out policies.parquet",
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


def policies(store: Store, form: Format = None, out: Out = None) -> None:
    """Export the policies that stand, for home pages.

    As JSON what GET /v1/policies returns; as Parquet a row for each asset of each rule.
    """
    with session.open(store) as opened:
        standing = opened.decisions.policies()
    if _format(form, out) is PolicyFormat.JSON:
        write_text(to_json({"policies": standing}) + "\n", out)
    else:
        write_parquet(shares_table(standing), out)


def _format(form: PolicyFormat | None, out: Path | None) -> PolicyFormat:
    by_suffix = {".parquet": PolicyFormat.PARQUET}
    return form or by_suffix.get(out.suffix.lower() if out else "", PolicyFormat.JSON)
