"""The fields to read from an input: the contract's columns and the user's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from keyart.core.config import Config
from keyart.core.facts import custom_dimension, custom_sum
from keyart.core.schema import Kind, Table

CODED_COLUMNS = frozenset(
    "title_id asset_id country device placement phase parent_title_id content_type asset_type "
    "concept consent locale maturity".split()
)
"""Columns with few distinct texts."""


@dataclass(frozen=True)
class Field:
    """One value of a row.

    Attributes:
        name: its internal name, such as `ts` or `x_experiment`.
        label: its name for users: the contract's, or their own.
        source: the column of the input that holds it.
        kind: its type.
        required: whether a row without it is rejected.
        few: whether it has few distinct texts.
    """

    name: str
    label: str
    source: str
    kind: Kind
    required: bool = False
    few: bool = False


def contract_fields(table: Table, config: Config) -> tuple[Field, ...]:
    """Return the contract's fields, in its order, with the source columns of the mapping."""
    names = config.map(table.name).columns
    return tuple(
        Field(
            column.name,
            column.name,
            names.get(column.name, column.name),
            column.kind,
            column.required,
            column.name in CODED_COLUMNS,
        )
        for column in table.columns
    )


def event_fields(table: Table, config: Config) -> tuple[Field, ...]:
    """Return the fields of an event table: the contract's, custom dimensions and custom sums."""
    fields = contract_fields(table, config)
    if table.name != "impressions":
        return fields
    names = config.map(table.name).columns
    dimensions = (
        Field(custom_dimension(d), d, names.get(d, d), Kind.STR, few=True)
        for d in config.dimensions
    )
    sums = (Field(custom_sum(s), s, names.get(s, s), Kind.FLOAT) for s in config.custom_sums)
    return (*fields, *dimensions, *sums)


_RESERVED = {"key_high", "key_low", "ordinal", ""}


def extra_fields(columns: Iterable[str], fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return the columns of a metadata table beyond the contract's, kept as text."""
    reserved = {name for field in fields for name in (field.source, field.name)} | _RESERVED
    names = (
        name for name in columns if name not in reserved and not name.startswith("__index_level_")
    )
    return tuple(Field(name, name, name, Kind.STR) for name in names)
