"""A source's columns, as a dry run shows them: how they are stored, and how Keyart reads them."""

from dataclasses import dataclass

import pyarrow as pa

from keyart.core.schema import EVENT_TABLES, INPUT_TABLES
from keyart.ingest.formats.blocks import Block, ColumnSelection, Unreadable
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.fields import Field, contract_fields, event_fields, extra_fields
from keyart.ingest.metadata import TABLES_WITH_EXTRAS
from keyart.ingest.reading import OpenedSource, ReadOptions, open_source
from keyart.ingest.values.text import clean_block, decode

_EXAMPLES = 3
_SHOWN = 40
_LOOKED_AT = 100


@dataclass(frozen=True)
class InferredColumn:
    """One column of a source.

    Attributes:
        column: its name in the source.
        stored: its type in the source (`text` for all of CSV).
        field: the field that Keyart reads it as, None if ignored.
        kind: the type that it is read as, None if ignored.
        examples: some of its first values; none for profile ids.
    """

    column: str
    stored: str
    field: str | None
    kind: str | None
    examples: tuple[str, ...]


def infer(source: Source, table: str, options: ReadOptions) -> list[InferredColumn]:
    """Return the columns of a source for `table`, in order; streams are not read."""
    opened = open_source(source)
    definition = INPUT_TABLES[table]
    if definition in EVENT_TABLES:
        fields = event_fields(definition, options.config)
    else:
        fields = contract_fields(definition, options.config)
    if table in TABLES_WITH_EXTRAS:
        fields += extra_fields(opened.all_columns, fields)
    by_source: dict[str, Field] = {field.source: field for field in fields}
    first = _first_block(opened)
    return [
        InferredColumn(
            column,
            stored,
            by_source[column].label if column in by_source else None,
            by_source[column].kind.value if column in by_source else None,
            _column_examples(first, column, by_source.get(column)),
        )
        for column, stored in _stored_types(opened).items()
    ]


def _stored_types(opened: OpenedSource) -> dict[str, str]:
    """Return the types of each column over all inputs."""
    stored: dict[str, list[str]] = {}
    for columns in opened.columns.values():
        for name, kind in columns.items():
            stored.setdefault(name, []).append(kind)
    return {name: " or ".join(dict.fromkeys(kinds)) for name, kinds in stored.items()}


def _first_block(opened: OpenedSource) -> Block | None:
    for item in opened.inputs:
        if item.size is None:
            continue
        try:
            for block in item.blocks(ColumnSelection(tuple(opened.all_columns))):
                if len(block.rows):
                    return clean_block(block)
        except Unreadable:
            continue
    return None


def _column_examples(block: Block | None, column: str, field: Field | None) -> tuple[str, ...]:
    if block is None or column not in block.columns or (field and field.label == "profile_id"):
        return ()
    values = decode(block.columns[column].slice(0, _LOOKED_AT))
    examples = dict.fromkeys(_example_text(values, row) for row in range(len(values)))
    return tuple(text for text in examples if text is not None)[:_EXAMPLES]


def _example_text(values: pa.Array, row: int) -> str | None:
    """Return a value as text, None if it is missing or Python cannot represent it."""
    try:
        value = values[row].as_py()
    except (ValueError, OverflowError, ArithmeticError):  # dates beyond the year 9999
        return None
    return None if value is None else str(value)[:_SHOWN]
