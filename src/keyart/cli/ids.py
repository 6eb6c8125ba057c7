"""Profile ids that users give in files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from keyart.core.errors import BadInput, MissingColumn
from keyart.ingest.formats.blocks import ColumnSelection, Input
from keyart.ingest.formats.sources import open_inputs
from keyart.ingest.values.text import clean_block, decode

COLUMN = "profile_id"
LINES = ("", ".txt", ".ids")
"""Suffixes of files with one id per line."""

Match = Annotated[
    Path,
    typer.Option(
        metavar="FILE",
        help="The ids of your people: one per line (- reads stdin), or a column of a Parquet, CSV "
        "or JSON lines file.",
        show_default=False,
    ),
]
IdColumn = Annotated[
    str, typer.Option("--id-column", metavar="NAME", help="The column of ids in that file.")
]


def read_ids(file: Path, column: str = COLUMN) -> list[object]:
    """Return the profile ids in `file`, of a table those in a column; `-` reads lines of stdin.

    Raises `MissingColumn` for a table without the column (a table of one column needs no such
    name), and `BadInput` for what cannot be read.
    """
    if str(file) == "-":
        return _lines(sys.stdin.read())
    if file.is_file() and file.suffix.lower() in LINES:
        try:
            return _lines(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise BadInput(f"{file} is not UTF-8 text.", hint="Save it as UTF-8.") from error
    return [profile for item in open_inputs(file) for profile in _column(item, column)]


def _lines(text: str) -> list[object]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _column(item: Input, column: str) -> list[object]:
    columns = item.header().columns
    name = next(iter(columns)) if len(columns) == 1 else column
    if name not in columns:
        raise MissingColumn(
            f"{item.name} has no column {column!r}. It has {', '.join(map(repr, columns))}.",
            hint=f"Rename the column of ids to {column}.",
        )
    ids: list[object] = []
    for block in item.blocks(ColumnSelection((name,))):
        clean = clean_block(block)
        if clean.broken:
            raise BadInput(clean.broken[0].message, hint=f"Fix {item.name}.")
        ids += decode(clean.columns[name]).drop_null().to_pylist()
    return ids
