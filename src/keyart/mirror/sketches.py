"""Loading Spark's sketches of people by asset and day into their own datasource."""

import base64
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.druid import DruidSettings
from keyart.core.errors import BadInput
from keyart.core.fact_files import ABOUT, TIME, About, key_fingerprint
from keyart.core.progress import Progress, Silent
from keyart.mirror.replacement import (
    MONTH,
    Sending,
    Target,
    chunk_name,
    interval,
    merge_intervals,
    replace,
    require_readable,
)
from keyart.mirror.staging import folder_for, staging_root
from keyart.scale.druid import layout
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import IntervalReplacement, merge_task
from keyart.store import Snapshot

DAYS = Path("sketches/days")
ASSET, SKETCHES = "asset", ("reach", "viewers")

ROWS_PER_SEGMENT = 30_000
"""A row has two sketches of 16 kB, so a segment is about 500 MB."""


@dataclass(frozen=True)
class Sketches:
    """The result of a load: rows of one asset and day each."""

    datasource: str
    rows: int
    days: int


def load_sketches(
    snapshot: Snapshot,
    druid: Druid,
    settings: DruidSettings,
    folder: Path,
    progress: Progress | None = None,
) -> Sketches:
    """Load the sketches in a folder that Spark wrote, replacing all earlier ones.

    Raises `BadInput` for a folder without sketches or with profile keys of another store,
    and `DruidError` if Druid refuses or fails.
    """
    progress = progress or Silent()
    days = _find_files(snapshot, folder)
    datasource = layout.asset_days(settings.prefix)
    with folder_for(staging_root(snapshot, settings)) as staged:
        progress.begin("write sketches", len(days))
        rows, files = 0, list[Path]()
        for day, sources in days.items():
            files.append(staged / f"{day}.json.gz")
            rows += _write_day(files[-1], day, sources)
            progress.advance(1)
        chunks = tuple(sorted({interval(chunk_name(day, MONTH)) for day in days}))
        new = IntervalReplacement(
            intervals=merge_intervals(chunks),
            chunk=MONTH,
            files=tuple(files),
            is_parquet=False,
            rows_per_segment=ROWS_PER_SEGMENT,
            tasks=settings.tasks,
        )
        task = merge_task(datasource, ASSET, SKETCHES, settings.lg_k, new)
        sending = Sending(task, files[0], (TIME, ASSET, *SKETCHES), chunks, rows)
        columns = ("__time", ASSET, *SKETCHES)
        to_replace = [Target(datasource, columns, frozenset(chunks), rows, sending)]
        require_readable(druid, to_replace)
        replace(druid, to_replace, progress)
    return Sketches(datasource, rows, len(days))


def _find_files(snapshot: Snapshot, folder: Path) -> dict[date, Sequence[Path]]:
    """Return the files of each day, ascending."""
    files: dict[date, list[Path]] = {}
    for path in sorted((folder / DAYS).glob("day=*/*.parquet")):
        files.setdefault(date.fromisoformat(path.parent.name.removeprefix("day=")), []).append(path)
    if not files:
        raise BadInput(f"{folder / DAYS} has no sketches.", hint="keyart spark build writes them.")
    about = About.from_text((folder / ABOUT).read_text(encoding="utf-8"))
    if about.keys != key_fingerprint(snapshot.salt):
        raise BadInput(
            f"The profile keys in {folder} are not those of the store.",
            hint="Build with the store's key: keyart spark build --salt-file STORE/store.key.",
        )
    return dict(files)


def _write_day(path: Path, day: date, sources: Sequence[Path]) -> int:
    """Write a day's rows as lines of JSON, and return how many there are."""
    instant = datetime.combine(day, time(), UTC).timestamp() * 1000
    rows = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for batch in _batches(sources):
            for row in batch.to_pylist():
                sketches = {name: _base64(row[name]) for name in SKETCHES}
                line = {TIME: int(instant), ASSET: row[ASSET], **sketches}
                file.write(json.dumps(line) + "\n")
                rows += 1
    return rows


def _batches(sources: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    for source in sources:
        with pq.ParquetFile(source) as file:
            yield from file.iter_batches(1024, columns=[ASSET, *SKETCHES])


def _base64(sketch: bytes | None) -> str | None:
    return None if sketch is None else base64.b64encode(sketch).decode()
