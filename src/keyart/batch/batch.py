"""The state of a batch from step to step."""

import os
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import EventTable
from keyart.core.facts import IMPRESSION_TEXT, MISSING, custom_dimension, events_schema
from keyart.core.memory import free_memory, require_memory
from keyart.core.report import SAMPLES, Account, RejectedRow, Report
from keyart.core.vocabulary import Codes, Vocabularies, Vocabulary
from keyart.ingest import (
    EventCatalogue,
    ReadOptions,
    Spool,
    Stage,
    choose_part_count,
    estimate_memory,
    part_of,
)
from keyart.store import Publication

EVENT_TABLES: tuple[EventTable, ...] = ("impressions", "plays")

KEY_COLUMNS = ("key_high", "key_low")

LESS_MEMORY = "Close other programs, raise that limit, or load fewer files at once."

Ordinals = npt.NDArray[np.uint32]


@dataclass
class OpenBatch:
    """A batch being loaded: its events, in parts by the first bits of their profiles' keys.

    There is one part until `divide` is called.
    """

    p: Publication
    reading: ReadOptions
    report: Report
    parts: int = field(init=False)
    coded: Vocabularies = field(init=False)
    old: dict[EventTable, Spool] = field(init=False)
    """Kept events of earlier batches that are processed again."""
    _title_of_asset: Codes = field(init=False, default_factory=lambda: np.empty(0, np.int32))

    def __post_init__(self) -> None:
        custom = map(custom_dimension, self.reading.config.dimensions)
        self.coded = {name: Vocabulary() for name in (*IMPRESSION_TEXT, *custom)}
        self.divide(0)

    def divide(self, rows: int) -> None:
        """Split a batch of about `rows` events, new and old, so that each part fits into memory.

        Call it before events are staged or put back. It uses at most `ingest_memory`, or the free
        memory if that is less. Raises `TooLittleMemory` if that is not enough.
        """
        settings, free = self.reading.config.settings, free_memory()
        threads = settings.threads or os.cpu_count() or 1
        memory = settings.ingest_memory if free is None else min(settings.ingest_memory, free.bytes)
        self.parts = choose_part_count(rows, memory, threads)
        require_memory("This batch", estimate_memory(rows, self.parts, threads), LESS_MEMORY, free)
        self.old = {
            table: Spool(
                self.p.work, f"old-{table}", self.parts, _with_key_column(self.schema(table))
            )
            for table in EVENT_TABLES
        }

    def schema(self, table: str) -> pa.Schema:
        """Return the schema of a table's events."""
        config = self.reading.config
        return events_schema(table, config.dimensions, config.custom_sums)

    def numbered(self, table: EventTable, events: pa.Table) -> pa.Table:
        """Return events of this batch with its number, in the columns of the table's schema."""
        number = np.full(events.num_rows, self.p.batch, np.int32)
        schema = self.schema(table)
        return events.append_column("batch", pa.array(number)).select(schema.names).cast(schema)

    def open_stage(self) -> Stage:
        """Return a stage for new events, with the current catalogue."""
        assets = self.p.metadata("assets")
        catalogue = EventCatalogue(
            assets.column("asset_id").combine_chunks(),
            assets.column("title_id").combine_chunks(),
            self.p.no_consent_keys(),
        )
        config = self.reading.config
        return Stage(config, self.coded, catalogue, self.p.work, self.parts)

    def put_back(self, table: EventTable, events: pa.Table) -> pa.Table:
        """Put kept events into the parts of their profiles; return them coded.

        Events that consent or catalogue now exclude are dropped here, before the row of an event
        that counts is chosen: another row of it may still be valid.
        """
        coded = self._encode(table, events)
        bits = self.bits(coded).astype(np.uint64)
        keyed = coded.append_column("key_high", pa.array(bits << np.uint64(56)))
        good = self._is_countable(coded)
        self.old[table].add(keyed if good.all() else keyed.filter(pa.array(good)))
        return coded

    def _is_countable(self, events: pa.Table) -> npt.NDArray[np.bool_]:
        refused = np.zeros(self.p.profiles, np.bool_)
        refused[self.p.no_consent()] = True
        good = ~refused[events.column("profile").to_numpy()]
        if "asset" in events.column_names:
            owner = self._asset_titles()[events.column("asset").to_numpy()]
            good &= (owner == MISSING) | (owner == events.column("title").to_numpy())
        return good

    def _asset_titles(self) -> Codes:
        """Return the title of each asset code, `MISSING` for assets without metadata."""
        coded = self.coded["asset"]
        if len(coded) != len(self._title_of_asset):
            assets = self.p.metadata("assets")
            at = pc.index_in(coded.array(), value_set=assets.column("asset_id").combine_chunks())
            titles = assets.column("title_id").combine_chunks().take(at)
            self._title_of_asset = self.coded["title"].encode(titles)
        return self._title_of_asset

    def old_events(self, table: EventTable, part: int) -> pa.Table:
        """Return the kept events of a part."""
        return self.old[table].part(part).drop_columns(["key_high"])

    def bits(self, events: pa.Table) -> npt.NDArray[np.uint8]:
        """Return the first eight bits of the key of each row's profile."""
        return self.p.key_bits()[events.column("profile").to_numpy()]

    def part_of(self, events: pa.Table) -> npt.NDArray[np.uint8]:
        """Return the part of each row."""
        return part_of(self.bits(events).astype(np.uint64) << np.uint64(56), self.parts)

    def _encode(self, table: EventTable, events: pa.Table) -> pa.Table:
        """Return events with codes of this batch instead of text.

        Custom columns change with `keyart.toml`: those that were not kept are missing.
        """
        schema = self.schema(table)
        columns: dict[str, pa.Array | pa.ChunkedArray] = {}
        for name in schema.names:
            if name not in events.column_names:
                missing = MISSING if name.startswith("x_") else 0
                columns[name] = pa.array(np.full(events.num_rows, missing))
            elif name in self.coded:
                columns[name] = pa.array(self.coded[name].encode(events.column(name)))
            else:
                columns[name] = events.column(name)
        return pa.table(columns).cast(schema)

    def account(self, table: str) -> Account:
        """Return the account of a table, opening it at the first row."""
        return self.report.batches.setdefault(table, Account())

    def reject(self, table: str, rejected: pa.Table) -> None:
        """Quarantine rows, count them, and keep the first of each code as examples."""
        if rejected.num_rows == 0:
            return
        self.p.quarantine(table, rejected)
        codes = rejected.column("code")
        for count in codes.value_counts().to_pylist():
            self.account(table).reject(count["values"], count["counts"])
        samples = self.report.samples.setdefault(table, [])
        for code in codes.unique().to_pylist():
            missing = SAMPLES - sum(row.code == code for row in samples)
            if missing > 0:
                of_code = rejected.filter(pc.equal(codes, code))
                samples += [_to_rejected_row(row) for row in of_code.slice(0, missing).to_pylist()]


def _with_key_column(schema: pa.Schema) -> pa.Schema:
    return schema.append(pa.field("key_high", pa.uint64()))


def _to_rejected_row(row: dict[str, object]) -> RejectedRow:
    return RejectedRow(
        file=str(row["file"]),
        row=int(str(row["row"])),
        code=str(row["code"]),
        column=None if row["column"] is None else str(row["column"]),
        message=str(row["message"]),
        data=str(row["data"] or ""),
    )
