"""The files of a load, where Druid can read them; only of chunks that it does not hold already."""

import fcntl
import hashlib
import shutil
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path

from keyart.core.druid import DruidSettings
from keyart.core.errors import StoreBusy
from keyart.core.facts import Family
from keyart.core.progress import Progress
from keyart.mirror.changing import Change, Chunk
from keyart.mirror.chunks import Interval, chunk_name, interval, merged, overlap, unit_for
from keyart.mirror.content import Content, attached
from keyart.scale.druid.ingestion import FactTable
from keyart.scale.druid.segments import DruidSegment
from keyart.scale.facts.files import FactFile, FactFormat, FactSelection, fact_days, fact_files
from keyart.store import Snapshot

LOCK = "load.lock"

STAGING = "druid"
"""The folder within a store for files that Druid reads."""


def staging_root(snapshot: Snapshot, settings: DruidSettings) -> Path:
    """Return the folder for the files of a store's loads, as all services of Druid know it."""
    return Path(settings.input_folder or snapshot.root / STAGING).absolute() / settings.prefix


@contextmanager
def folder_for(root: Path) -> Generator[Path]:
    """Give an empty folder below `root` for the files of one load, and clear it afterwards.

    Raises `StoreBusy` while another load has it.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(
                f"Another load is under way: it has {root}.", hint="Try again when it is done."
            ) from None
        folder = root / "files"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Days:
    """The days (UTC) of a store's facts, each with how many there are, by family.

    Attributes:
        stored: All of them.
        first: The first that Druid is to hold; None for all.
    """

    stored: Mapping[Family, Mapping[date, int]]
    first: date | None

    def kept(self, family: Family) -> Mapping[date, int]:
        """Return the days of which Druid is to hold facts."""
        days = self.stored[family]
        return {d: n for d, n in days.items() if self.first is None or d >= self.first}

    @property
    def earliest(self) -> date | None:
        """The first day of which the store has facts."""
        return min((day for days in self.stored.values() for day in days), default=None)


def days_of(snapshot: Snapshot, retention: float, now: datetime) -> Days:
    """Return the days of a store's facts, `retention` being for how many seconds they are kept."""
    stored = {family: fact_days(snapshot, family) for family in Family}
    return Days(stored, (now - timedelta(seconds=retention)).date() if retention else None)


@dataclass(frozen=True)
class Staging:
    """A family's files: of which facts they are made, and how.

    Attributes:
        days: The days that Druid is to hold, each with how many facts there are.
    """

    snapshot: Snapshot
    content: Content
    family: Family
    form: FactFormat
    days: Mapping[date, int]

    @property
    def table(self) -> FactTable:
        """The datasource that they are for."""
        return self.content.tables[self.family]

    @cached_property
    def _made(self) -> bytes:
        """What Druid makes of a file's rows: part of what is held, beside the rows."""
        return f"{self.table!r} {self.form}".encode()

    def changed(
        self,
        folder: Path,
        settings: DruidSettings,
        there: Iterable[DruidSegment],
        held: Mapping[str, str],
        progress: Progress,
    ) -> Change:
        """Write the files of what Druid does not hold below `folder`, and return what differs.

        Args:
            folder: Where to write.
            settings: How large segments are to be.
            there: What Druid holds of the datasource.
            held: The digests of the chunks in Druid, by family and name.
            progress: Who is told of rows written.
        """
        unit = unit_for(self.days, settings.rows_per_segment)
        names = {chunk_name(day, unit) for day in self.days}
        served = {(own.start, own.end) for own in there if not own.is_tombstone}
        gone = served - {interval(name) for name in names}
        kept = {name for name in names if _is_served(interval(name), served, gone)}
        wanted = FactSelection(
            days=frozenset(self.days),
            columns=self.content.facts[self.family],
            attached=attached(self.snapshot, self.content, self.family) if self.days else (),
            form=self.form,
        )
        files = fact_files(self.snapshot, self.family, folder, wanted, progress)
        chunks = tuple(
            self._chunk(name, own, held.get(f"{self.family}/{name}") if name in kept else None)
            for name, own in groupby(files, lambda file: chunk_name(file.day, unit))
        )
        return Change(self.table, unit, self.form is FactFormat.PARQUET, chunks, merged(gone))

    def _chunk(self, name: str, files: Iterator[FactFile], held: str | None) -> Chunk:
        """Return a chunk with its files, or without them if Druid holds just that."""
        digest, own = hashlib.sha256(self._made), list[FactFile]()
        for file in files:
            with file.path.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
            own.append(file)
        found, rows = digest.hexdigest(), sum(file.rows for file in own)
        if held != found:
            return Chunk(name, found, rows, tuple(file.path for file in own))
        for file in own:
            file.path.unlink()
        return Chunk(name, found, rows, ())


def _is_served(chunk: Interval, served: set[Interval], gone: set[Interval]) -> bool:
    """Return whether Druid has segments of just this chunk, and nothing else there."""
    return chunk in served and not any(overlap(chunk, other) for other in gone)
