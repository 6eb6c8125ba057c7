"""Reading facts and profiles of a fact folder, with the store's codes and ordinals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.batch.batch import OpenBatch, Ordinals
from keyart.batch.parts import write_run
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.fact_files import AUDIENCE, PROFILE_HIGH, PROFILE_LOW, TIME
from keyart.core.facts import REASONS, SLOT_MICROSECONDS, Family
from keyart.core.schema import CONSENTS
from keyart.core.vocabulary import Vocabulary
from keyart.ingest import distinct_keys
from keyart.scale.facts.checks import FactChecker
from keyart.scale.facts.folder import AGAIN, FactFiles

RUN_ROWS = 1 << 20
"""Facts that are sorted together, as a run."""


@dataclass
class ColumnNotes:
    """Columns of the files that differ from the store's."""

    further: set[str] = field(default_factory=set[str])
    """Columns that the store does not declare."""
    absent: set[str] = field(default_factory=set[str])
    """Custom columns that a file lacks."""


class FactReader:
    """Reads the files of a family's days into sorted runs, and counts their facts."""

    def __init__(self, batch: OpenBatch, family: Family, column_notes: ColumnNotes) -> None:
        config = batch.reading.config
        custom = (config.dimensions, config.custom_sums) if family is Family.EXPOSURE else ((), ())
        self._batch = batch
        self._family = family
        self._column_notes = column_notes
        self._refused = batch.p.no_consent()
        self._vocabularies = {**batch.coded, "reason": Vocabulary(REASONS)}
        self.checks = FactChecker(family, *custom)
        self.rows: dict[date, int] = {}
        """The number of facts that count, by day."""

    def runs(self, days: Mapping[date, FactFiles]) -> Iterator[Path]:
        """Yield the facts of days in sorted runs of about `RUN_ROWS` rows."""
        waiting: list[pa.Table] = []
        number = 0
        for rows in self._read_rows(days):
            waiting.append(rows)
            if sum(table.num_rows for table in waiting) >= RUN_ROWS:
                yield self._write_sorted(waiting, number)
                waiting, number = [], number + 1
        if waiting:
            yield self._write_sorted(waiting, number)

    def _read_rows(self, days: Mapping[date, FactFiles]) -> Iterator[pa.Table]:
        for day, files in days.items():
            self.rows[day] = 0
            for path, rows in files.batches(self.checks.text_columns):
                names = rows.schema.names
                self._column_notes.further |= set(self.checks.further(names)) - {AUDIENCE}
                self._column_notes.absent |= set(self.checks.absent(names))
                coded = self._encode(self.checks.sound(path, day, rows))
                self.rows[day] += coded.num_rows
                self._batch.reading.progress.advance(rows.num_rows)
                if coded.num_rows:
                    yield coded

    def _encode(self, facts: pa.Table) -> pa.Table:
        """Return facts with ordinals and codes, without those of profiles without consent."""
        if facts.num_rows == 0:
            return facts
        profiles = profile_ordinals(self._batch, facts)
        slots = facts.column(TIME).cast(pa.int64()).to_numpy() // SLOT_MICROSECONDS
        self._batch.p.extend_until(int(slots.max()) * SLOT_MICROSECONDS)
        columns: dict[str, pa.Array | pa.ChunkedArray] = {
            "title": self._encode_column(facts, "title"),
            "profile": pa.array(profiles),
            "slot": pa.array(slots.astype(np.uint32)),
        }
        for name in facts.schema.names:
            if name not in {*columns, PROFILE_HIGH, PROFILE_LOW, TIME}:
                coded = name in self.checks.text_columns
                columns[name] = self._encode_column(facts, name) if coded else facts.column(name)
        table = pa.table(columns)
        if not len(self._refused):
            return table
        return table.filter(pa.array(~np.isin(profiles, self._refused)))

    def _encode_column(self, facts: pa.Table, name: str) -> pa.Array:
        return pa.array(self._vocabularies[name].encode(facts.column(name)))

    def _write_sorted(self, tables: list[pa.Table], number: int) -> Path:
        rows = pa.concat_tables(tables).combine_chunks()
        title, profile = (rows.column(n).to_numpy().astype(np.uint64) for n in ("title", "profile"))
        order = np.argsort((title << np.uint64(32)) | profile, kind="stable")
        return write_run(self._batch, rows.take(pa.array(order)), f"{self._family}-{number}")


def profile_ordinals(batch: OpenBatch, rows: pa.Table) -> Ordinals:
    """Return the ordinal of each row's profile, by its key's halves; new profiles get one."""
    halves = (rows.column(name).to_numpy().view(np.uint64) for name in (PROFILE_HIGH, PROFILE_LOW))
    keys, numbers = distinct_keys(*map(np.ascontiguousarray, halves))
    return batch.p.ordinals(keys)[0][numbers]


HALVES = (PROFILE_HIGH, PROFILE_LOW)
CONSENT, MINOR = "consent", "is_minor"


def profile_rows(batch: OpenBatch, files: FactFiles) -> Iterator[tuple[Ordinals, pa.Table]]:
    """Yield (ordinals, consent, is_minor and attributes) of the profiles in `files`, in pieces.

    Raises `MissingColumn`, and `BadInput` for an invalid value.
    """
    for path, rows in files.batches():
        for name in HALVES:
            if name not in rows.schema.names:
                raise MissingColumn(f"{path} has no column {name}.", hint=AGAIN)
        if rows.num_rows:
            keys = pa.table({name: _check_halves(path, name, rows.column(name)) for name in HALVES})
            others = [name for name in rows.schema.names if name not in HALVES]
            values = pa.table({n: _check_profile_values(path, n, rows.column(n)) for n in others})
            yield profile_ordinals(batch, keys), values


def _check_halves(path: Path, name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if values.type != pa.int64() or values.null_count:
        raise BadInput(f"{path} must have a 64-bit integer in {name} in every row.", hint=AGAIN)
    return values


def _check_profile_values(path: Path, name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if name == MINOR:
        if values.type != pa.bool_():
            raise BadInput(f"{path} has {name} as {values.type} instead of bool.", hint=AGAIN)
        return values
    try:
        text = values.cast(pa.string())
    except pa.ArrowException as error:
        raise BadInput(
            f"{path} has values of {name} that are not text ({error}).", hint=AGAIN
        ) from error
    if name == CONSENT:
        allowed = pc.is_in(text, value_set=pa.array([*CONSENTS, None], pa.string()))
        if not pc.all(allowed).as_py():
            example = text.filter(pc.invert(allowed))[0].as_py()
            raise BadInput(
                f"{path} has the unknown consent {example!r}.",
                hint=f"It must be one of {', '.join(CONSENTS)}.",
            )
    return text
