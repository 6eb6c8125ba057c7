"""From text to codes, and from one stream to parts: the last step before attribution.

`Stage.add` takes rows from the readers, encodes their text with the publication's vocabularies,
rejects what the catalogue does not allow, and writes the rest to parts.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from keyart.core.config import Config
from keyart.core.facts import IMPRESSION_TEXT, MISSING, PLAY_TEXT, events_schema
from keyart.core.vocabulary import Codes, Vocabularies, Vocabulary
from keyart.ingest.catalogue import (
    ACCEPTED,
    CatalogueChecker,
    EventCatalogue,
    Verdicts,
    reject_events,
)
from keyart.ingest.parts import Spool
from keyart.ingest.reading import CheckedRows
from keyart.ingest.values.keyed_hash import keys_of_table
from keyart.ingest.values.text import decode

_CODES = {"title": "title_id", "asset": "asset_id"}
"""Coded columns with another name in the input."""

TABLES = ("impressions", "plays")

_KEY = (("key_high", pa.uint64()), ("key_low", pa.uint64()))


def staged_schema(table: str, config: Config) -> pa.Schema:
    """Return the columns of staged events, with keys instead of profiles."""
    events = events_schema(table, config.dimensions, config.custom_sums)
    return pa.schema(
        [*_KEY, *(field for field in events if field.name not in ("profile", "batch"))]
    )


class Stage:
    """Collects the events of one publication."""

    def __init__(
        self,
        config: Config,
        vocabularies: Vocabularies,
        catalogue: EventCatalogue,
        folder: Path,
        parts: int = 1,
    ) -> None:
        """Start a stage.

        Args:
            config: declares custom dimensions and sums.
            vocabularies: by coded column; new texts and missing vocabularies are added.
            catalogue: the store's assets and refusing profiles.
            folder: for parts that do not stay in memory; `close` removes its files.
            parts: a power of two, see `choose_part_count`.
        """
        self.number_of_parts = parts
        self._vocabularies = vocabularies
        self._schemas = {table: staged_schema(table, config) for table in TABLES}
        for name in self._coded_columns("impressions"):
            vocabularies.setdefault(name, Vocabulary())
        self._examiner = CatalogueChecker(catalogue, vocabularies["title"], vocabularies["asset"])
        self._config = config
        self._spools = {
            table: Spool(folder, table, parts, schema) for table, schema in self._schemas.items()
        }

    def add(self, table: str, checked: CheckedRows) -> pa.Table:
        """Take the accepted rows; return those that the catalogue rejects (schema `REJECTED`)."""
        verdicts = self.sift(table, checked.accepted)
        return reject_events(self._config, checked, verdicts)

    def sift(self, table: str, events: pa.Table) -> Verdicts:
        """Take the rows that the catalogue accepts; return the verdict on each row."""
        keys = keys_of_table(events)
        columns = {name: self._encode(events, name) for name in self._coded_columns(table)}
        if table == "impressions":
            verdicts, columns["title"] = self._examiner.impressions(
                keys, columns["title"], columns["asset"]
            )
        else:
            verdicts = self._examiner.plays(keys)
        staged = self._staged_table(table, events, columns)
        good = verdicts == ACCEPTED
        self._spools[table].add(staged if good.all() else staged.filter(pa.array(good)))
        return verdicts

    def table(self, table: str, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Return one table of a part, in the order in which its events were added.

        `columns` selects columns. No more events can be added.
        """
        return self._spools[table].part(number, columns)

    def finish(self) -> None:
        """Accept no more events: from now on any thread may read parts."""
        for spool in self._spools.values():
            spool.finish()

    def close(self) -> None:
        """Remove the files of the parts."""
        for spool in self._spools.values():
            spool.close()

    def _coded_columns(self, table: str) -> list[str]:
        fixed = IMPRESSION_TEXT if table == "impressions" else PLAY_TEXT
        return [*fixed, *(n for n in self._schemas[table].names if n.startswith("x_"))]

    def _encode(self, events: pa.Table, name: str) -> Codes:
        column = events.column(_CODES.get(name, name))
        if column.null_count == len(column):
            return np.full(len(column), MISSING, np.int32)
        return self._vocabularies[name].encode(column)

    def _staged_table(self, table: str, events: pa.Table, codes: Mapping[str, Codes]) -> pa.Table:
        schema = self._schemas[table]
        arrays = [
            pa.array(codes[field.name]) if field.name in codes else _plain_column(events, field)
            for field in schema
        ]
        return pa.Table.from_arrays(arrays, schema=schema)


def _plain_column(events: pa.Table, field: pa.Field) -> pa.Array:
    column = events.column(field.name)
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if pa.types.is_floating(field.type):
        return array.fill_null(np.nan)
    return decode(array)
