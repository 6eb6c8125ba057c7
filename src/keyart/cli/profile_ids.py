"""Profile ids from a file: lines of text, or a column of a table."""

import sys
from pathlib import Path

from keyart.core.errors import BadInput, MissingColumn
from keyart.ingest.formats.blocks import Input, Wanted
from keyart.ingest.formats.sources import inputs
from keyart.ingest.values.text import decoded, readable

COLUMN = "profile_id"
LINES = ("", ".txt", ".ids")
"""The ends of names of files that hold an id on each line."""


def read_ids(file: Path) -> list[object]:
    """Return the profile ids in `file`; `-` reads lines of stdin.

    Raises `MissingColumn` for a table without `profile_id` (a table of one column needs no such
    name), and `BadInput` for what cannot be read.
    """
    if str(file) == "-":
        return _lines(sys.stdin.read())
    if file.is_file() and file.suffix.lower() in LINES:
        try:
            return _lines(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise BadInput(f"{file} is not UTF-8.", hint="Save it as UTF-8 text.") from error
    return [profile for item in inputs(file) for profile in _column(item)]


def _lines(text: str) -> list[object]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _column(item: Input) -> list[object]:
    columns = item.header().columns
    name = next(iter(columns)) if len(columns) == 1 else COLUMN
    if name not in columns:
        raise MissingColumn(
            f"{item.name} has no column {COLUMN!r}. It has {', '.join(map(repr, columns))}.",
            hint=f"Name the column of ids {COLUMN}.",
        )
    ids: list[object] = []
    for block in item.blocks(Wanted((name,))):
        clean = readable(block)
        if clean.broken:
            raise BadInput(clean.broken[0].message, hint=f"Mend {item.name}.")
        ids += decoded(clean.columns[name]).drop_null().to_pylist()
    return ids
