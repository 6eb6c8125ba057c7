"""Which column of an input is which field: found before anything is read, or said what to write."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice

from keyart.core.config import Config
from keyart.core.errors import BadInput, MissingColumn, UnknownName
from keyart.core.schema import Table
from keyart.ingest.fields import Field
from keyart.ingest.synonyms import synonyms


def check_names(table: Table, config: Config, fields: Sequence[Field]) -> None:
    """Raise `UnknownName` if the mapping names a column that Keyart does not know."""
    known = [field.label for field in fields]
    for name in config.map(table.name).columns:
        if name not in known:
            raise UnknownName(
                f"column of {table.name}",
                name,
                known,
                hint=f"[map.{table.name}] is to be read: our name = your name.",
            )


def check_columns(
    table: Table, fields: Iterable[Field], columns: Collection[str], name: str
) -> None:
    """Raise `MissingColumn` if an input has no column for a required field."""
    absent = [f for f in fields if f.required and f.source not in columns]
    if not absent:
        return
    field = absent[0]
    near = nearest(field, columns)
    wanted = repr(field.source)
    if field.source != field.label:
        wanted += f" (which [map.{table.name}] gives for {field.label})"
    line = f'{field.label} = "{near[0] if near else "YOUR_NAME"}"'
    raise MissingColumn(
        f"{name} has no column {wanted}. It has {_listed(columns)}.",
        hint=f"Write under [map.{table.name}] in keyart.toml: {line}",
    )


def check_once(fields: Iterable[Field], repeated: Collection[str], name: str) -> None:
    """Raise `BadInput` if an input has a field's column more than once."""
    for field in fields:
        if field.source in repeated:
            raise BadInput(
                f"{name} has several columns {field.source!r}.", hint="Rename all but one."
            )


MOST_COMPARED = 500
"""Columns at most among which like names are looked for; the names that are known are always."""


def nearest(field: Field, columns: Iterable[str]) -> list[str]:
    """Return the columns that may hold `field`, the likeliest first."""
    simple = {_simple(column): column for column in columns}
    known = [simple[name] for name in map(_simple, synonyms(field.label)) if name in simple]
    compared = islice(simple, MOST_COMPARED)
    close = get_close_matches(_simple(field.label), compared, n=3, cutoff=0.6)
    return list(dict.fromkeys([*known, *(simple[name] for name in close)]))


def _simple(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _listed(columns: Collection[str]) -> str:
    if not columns:
        return "none"
    shown = [repr(column[:40]) for column in list(columns)[:12]]
    return ", ".join(shown) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")


def notes_on(
    table: Table, fields: Iterable[Field], inputs: Mapping[str, Collection[str]], *, keep: bool
) -> list[str]:
    """Return what the user may want to know of the columns of all inputs (by name).

    With `keep`, unknown columns are kept, and so not worth a note.
    """
    fields = list(fields)
    present = {column for columns in inputs.values() for column in columns}
    sources = {field.source for field in fields}
    notes: list[str] = []
    unknown = sorted(c for c in present - sources if c and not c.startswith("__index_level_"))
    if unknown and not keep:
        how = " [dimensions] in keyart.toml declares them." if table.name == "impressions" else ""
        notes.append(f"{table.name}: ignored the columns {_listed(unknown)}.{how}")
    notes += [
        f"{table.name}: [map.{table.name}] says {field.label} is {field.source!r}, "
        f"and no input has such a column."
        for field in fields
        if field.source != field.label and field.source not in present and present
    ]
    return notes
