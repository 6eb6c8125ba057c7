"""Rows of events and facts in Spark: text instead of codes, keys instead of ordinals.

Impressions and plays share one table with the columns of both; `TABLE` tells them apart. Tasks
encode them again (`CodedEvents`) for `keyart.attribute`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import EventTable
from keyart.core.config import Config
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW
from keyart.core.facts import MISSING, events_schema
from keyart.core.vocabulary import Codes, Vocabularies, Vocabulary
from keyart.ingest import distinct_keys
from keyart.ingest.values.keyed_hash import Keys, key_hex

EVENT_TABLES: tuple[EventTable, ...] = ("impressions", "plays")

TABLE, BATCH, DAY = "table", "batch", "day"
"""Extra columns of kept events: their table, the build that added them, the day of `ts`."""

HALVES = (PROFILE_HIGH, PROFILE_LOW)

BATCH_ROWS = 65_536
"""Rows in a batch from a task to Spark."""

_SQL_TYPES = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.timestamp("us", "UTC"): "timestamp",
    pa.list_(pa.string()): "array<string>",
}


def sql_schema(schema: pa.Schema) -> str:
    """Return an Arrow schema in Spark's syntax."""
    return ", ".join(f"{quoted(f.name)} {_SQL_TYPES[f.type]}" for f in schema)


def quoted(name: str) -> str:
    """Return a name quoted for Spark."""
    return "`" + name.replace("`", "``") + "`"


def schema_of(table: str, config: Config) -> pa.Schema:
    """Return the columns of a table's events."""
    fields = [pa.field(name, pa.int64()) for name in HALVES]
    for field in events_schema(table, config.dimensions, config.custom_sums):
        if field.name not in ("profile", BATCH):
            text = field.type == pa.int32()
            fields.append(pa.field(field.name, pa.string()) if text else field)
    return pa.schema(fields)


def wide_schema(config: Config) -> pa.Schema:
    """Return the columns of the events of both tables together, without `BATCH` and `DAY`."""
    both = [schema_of(table, config) for table in EVENT_TABLES]
    fields = {field.name: field for schema in both for field in schema}
    return pa.schema([pa.field(TABLE, pa.string()), *fields.values()])


def fill_columns(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows with the columns of `schema`; missing ones are null."""
    columns = [
        rows.column(f.name).cast(f.type)
        if f.name in rows.column_names
        else pa.nulls(rows.num_rows, f.type)
        for f in schema
    ]
    return pa.table(columns, schema=schema)


def add_constant(rows: pa.Table, name: str, value: str) -> pa.Table:
    """Return rows with another column of one value."""
    return rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))


def batches(rows: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield rows as batches for Spark."""
    yield from rows.combine_chunks().to_batches(BATCH_ROWS)


def collect_rows(pieces: Iterable[pa.RecordBatch]) -> pa.Table | None:
    """Return all rows of a task as one table, None if there are none."""
    filled = [piece for piece in pieces if piece.num_rows]
    return pa.Table.from_batches(filled).combine_chunks() if filled else None


def decode_codes(codes: Codes, vocabulary: Vocabulary) -> pa.Array:
    """Return the texts of codes, null for `MISSING`."""
    return vocabulary.array().take(pa.array(codes, mask=codes == MISSING))


def signed_halves(keys: Keys) -> dict[str, pa.Array]:
    """Return the halves of keys as signed numbers of the same bits, by column."""
    halves = (np.ascontiguousarray(keys[half]).view(np.int64) for half in ("high", "low"))
    return dict(zip(HALVES, map(pa.array, halves), strict=True))


@dataclass(frozen=True)
class CodedEvents:
    """Events of some profiles, coded for `keyart.attribute`.

    Attributes:
        tables: the events of each table, with the columns of `core.facts.events_schema`.
        keys: sorted; an event's `profile` is an index into them.
        vocabularies: by coded column.
    """

    tables: Mapping[EventTable, pa.Table]
    keys: Keys
    vocabularies: Vocabularies

    def profile_text(self, profiles: np.ndarray) -> list[str]:
        """Return the keys of profiles as text, in a store's form."""
        return key_hex(self.keys[profiles])

    def decode(self, table: EventTable, events: pa.Table, config: Config) -> pa.Table:
        """Return coded events as text, with the columns of `schema_of` and `BATCH`."""
        profiles = events.column("profile").to_numpy()
        columns = {**signed_halves(self.keys[profiles]), BATCH: events.column(BATCH)}
        for name in events.column_names:
            if name in self.vocabularies:
                columns[name] = decode_codes(
                    events.column(name).to_numpy(), self.vocabularies[name]
                )
            else:
                columns.setdefault(name, events.column(name))
        schema = schema_of(table, config).append(pa.field(BATCH, pa.int32()))
        return pa.table([columns[name] for name in schema.names], schema=schema)


def encode_events(rows: pa.Table, config: Config) -> CodedEvents:
    """Return wide rows (`TABLE`, `BATCH` and the columns of events) as coded events."""
    high, low = (rows.column(name).to_numpy().view(np.uint64) for name in HALVES)
    keys, numbers = distinct_keys(high, low)
    numbered = rows.append_column("profile", pa.array(numbers.astype(np.uint32)))
    vocabularies: Vocabularies = {}
    tables: dict[EventTable, pa.Table] = {
        table: _encode_table(numbered, table, config, vocabularies) for table in EVENT_TABLES
    }
    return CodedEvents(tables, keys, vocabularies)


def _encode_table(
    rows: pa.Table, table: str, config: Config, vocabularies: Vocabularies
) -> pa.Table:
    rows = rows.filter(pc.equal(rows.column(TABLE), table))
    columns: list[pa.Array | pa.ChunkedArray] = []
    schema = events_schema(table, config.dimensions, config.custom_sums)
    for field in schema:
        values = rows.column(field.name)
        if pa.types.is_string(values.type) and field.type == pa.int32():
            vocabulary = vocabularies.setdefault(field.name, Vocabulary())
            columns.append(pa.array(vocabulary.encode(values)))
        elif field.type == pa.float64():
            columns.append(pc.fill_null(values, np.nan))
        elif field.type == pa.int64():
            columns.append(pc.fill_null(values, 0))
        else:
            columns.append(values)
    return pa.table(columns, schema=schema)
