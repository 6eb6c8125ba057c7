"""The files of a load, where Druid can read them, of the chunks that it does not hold."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path

from keyart.core.druid import DruidSettings
from keyart.core.errors import StoreBusy
from keyart.core.facts import Family
from keyart.core.progress import Progress
from keyart.mirror.changes import FactChunk, FamilyChange
from keyart.mirror.content import Content, derived_columns
from keyart.mirror.replacement import (
    Interval,
    chunk_name,
    interval,
    merge_intervals,
    overlap,
    unit_for,
)
from keyart.scale.druid.ingestion import FactTable
from keyart.scale.druid.segments import DruidSegment
from keyart.scale.facts.files import FactFile, FactFormat, FactSelection, fact_days, fact_files
from keyart.store import Snapshot

LOCK = "load.lock"

STAGING = "druid"
"""The folder within a store for files that Druid reads."""


def staging_root(snapshot: Snapshot, settings: DruidSettings) -> Path:
    """Return the folder for the files of a store's loads, which all services of Druid can read."""
    return Path(settings.input_folder or snapshot.root / STAGING).absolute() / settings.prefix


@contextmanager
def folder_for(root: Path) -> Generator[Path]:
    """Make an empty folder below `root` for the files of one load, and clear it afterwards.

    Raises `StoreBusy` while another load uses it.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(
                f"Another load is running: it uses {root}.", hint="Try again when it has finished."
            ) from None
        folder = root / "files"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class StoredDays:
    """The number of a store's facts by day (UTC) and family.

    Attributes:
        stored: All days.
        first: The first day that Druid should hold; None for all.
    """

    stored: Mapping[Family, Mapping[date, int]]
    first: date | None

    def retained(self, family: Family) -> Mapping[date, int]:
        """Return the days that Druid should hold."""
        days = self.stored[family]
        return {d: n for d, n in days.items() if self.first is None or d >= self.first}

    @property
    def earliest(self) -> date | None:
        """The first day with facts in the store."""
        return min((day for days in self.stored.values() for day in days), default=None)


def fact_days_of(snapshot: Snapshot, retention: float, now: datetime) -> StoredDays:
    """Return the days of a store's facts; `retention` is how many seconds Druid keeps them."""
    stored = {family: fact_days(snapshot, family) for family in Family}
    return StoredDays(stored, (now - timedelta(seconds=retention)).date() if retention else None)


@dataclass(frozen=True)
class Staging:
    """The facts of a family's files, and their format.

    Attributes:
        days: The number of facts of each day that Druid should hold.
    """

    snapshot: Snapshot
    content: Content
    family: Family
    form: FactFormat
    days: Mapping[date, int]

    @property
    def table(self) -> FactTable:
        """The datasource of the files."""
        return self.content.tables[self.family]

    @cached_property
    def _layout(self) -> bytes:
        """The layout of the datasource, which digests include in addition to the rows."""
        return json.dumps([*astuple(self.table), self.form]).encode()

    def write_changes(
        self,
        folder: Path,
        settings: DruidSettings,
        present: Iterable[DruidSegment],
        held: Mapping[str, str],
        progress: Progress,
    ) -> FamilyChange:
        """Write the files of the chunks that Druid lacks below `folder`, and return what changes.

        Args:
            folder: Where to write.
            settings: The size of segments.
            present: The segments of the datasource in Druid.
            held: The digests of the chunks in Druid, by family and name.
            progress: Receives the number of rows written.
        """
        unit = unit_for(self.days, settings.rows_per_segment)
        names = {chunk_name(day, unit) for day in self.days}
        served = {(s.start, s.end) for s in present if not s.is_tombstone}
        stale = served - {interval(name) for name in names}
        complete = {name for name in names if _is_served(interval(name), served, stale)}
        selection = FactSelection(
            days=frozenset(self.days),
            columns=self.content.facts[self.family],
            attached=derived_columns(self.snapshot, self.content, self.family) if self.days else (),
            form=self.form,
        )
        files = fact_files(self.snapshot, self.family, folder, selection, progress)
        chunks = tuple(
            self._chunk(
                name, group, held.get(f"{self.family}/{name}") if name in complete else None
            )
            for name, group in groupby(files, lambda file: chunk_name(file.day, unit))
        )
        return FamilyChange(
            self.table, unit, self.form is FactFormat.PARQUET, chunks, merge_intervals(stale)
        )

    def _chunk(self, name: str, files: Iterator[FactFile], held: str | None) -> FactChunk:
        """Return a chunk with its files, or without them if Druid holds the same facts."""
        hashed, chunk_files = hashlib.sha256(self._layout), list[FactFile]()
        for file in files:
            with file.path.open("rb") as content:
                hashed.update(hashlib.file_digest(content, "sha256").digest())
            chunk_files.append(file)
        digest, rows = hashed.hexdigest(), sum(file.rows for file in chunk_files)
        if held != digest:
            return FactChunk(name, digest, rows, tuple(file.path for file in chunk_files))
        for file in chunk_files:
            file.path.unlink()
        return FactChunk(name, digest, rows, ())


def _is_served(chunk: Interval, served: set[Interval], stale: set[Interval]) -> bool:
    """Return whether Druid has segments of exactly this chunk, and no others there."""
    return chunk in served and not any(overlap(chunk, other) for other in stale)
