"""Publishing the events of the inbox: each file exactly once, even after crashes."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from keyart import pipeline
from keyart.core.config import Config
from keyart.core.errors import BadInput, BadSettings, KeyartError, StoreBusy, StoreError
from keyart.core.report import Report
from keyart.core.schema import INPUT_TABLES
from keyart.ingest import Source
from keyart.ingest.formats.arrow_input import ArrowInput
from keyart.ingest.formats.blocks import Block, ColumnSelection, Header, Unreadable
from keyart.ingest.formats.json_input import JsonInput
from keyart.ingest.mapping.fields import event_fields
from keyart.store import Snapshot, open_snapshot
from keyart.store.inbox import (
    EventFormat,
    InboxBatch,
    WaitingFile,
    finish_batch,
    format_of,
    inbox_folder,
    recover_files,
    release_batch,
    set_aside,
    start_batch,
    unfinished_batch,
    waiting_files,
)

BATCH_BYTES = 256 << 20
"""Bytes of files per publication; a single file may be larger."""

WAIT = 60.0
"""Seconds to wait for another writer."""

ROW_ERRORS = (BadInput, ValueError, pa.ArrowException, duckdb.Error)
"""Errors of unforeseen rows: a fault of their file, not of the store."""

STORE_ERRORS = (KeyartError, OSError)

log = logging.getLogger("keyart.live")


def publish_waiting(root: Path) -> bool | None:
    """Publish waiting events; return whether there were any, None if that failed for now."""
    try:
        with open_snapshot(root) as snapshot:
            batch = _next_batch(snapshot)
        return batch is not None and _publish(root, batch)
    except StoreBusy as error:
        log.info("%s Events wait.", error)
    except STORE_ERRORS as error:
        log.warning("Events wait, because the store cannot be written: %s", error)
    return None


def warm(root: Path) -> None:
    """Import and compile what a publication needs, by a dry run."""
    now = datetime.now(UTC)
    event = {"ts": [now.isoformat()], "profile_id": ["nobody"], "title_id": ["nothing"]}
    impressions = pa.table({**event, "asset_id": ["nothing"]})
    plays = pa.table({**event, "seconds": [300.0]})
    options = pipeline.WriteOptions(now=now, wait=WAIT, dry_run=True)
    try:
        pipeline.ingest(root, {"impressions": impressions, "plays": plays}, options)
    except STORE_ERRORS as error:
        log.info("The first publication will be slow: %s", error)


def _next_batch(snapshot: Snapshot) -> InboxBatch | None:
    """Return the batch to publish next."""
    folder = inbox_folder(snapshot.root)
    # 1. Finish the batch of a producer that died.
    unfinished = unfinished_batch(folder)
    if unfinished is not None:
        if unfinished.files and not _is_published(snapshot, unfinished):
            return unfinished
        finish_batch(folder, unfinished)
    # 2. Complete the files of processes that died.
    for warning in recover_files(folder):
        log.warning("%s", warning)
    # 3. Take the oldest files first.
    files = _first_files(waiting_files(folder))
    return start_batch(folder, files, durable=snapshot.config.settings.fsync) if files else None


def _is_published(snapshot: Snapshot, batch: InboxBatch) -> bool:
    return any(published.command == _command(batch) for published in snapshot.batches())


def _command(batch: InboxBatch) -> str:
    """Return the command with which the store keeps a batch."""
    return f"{pipeline.INGEST} events {batch.name}"


def _first_files(files: list[WaitingFile]) -> list[WaitingFile]:
    chosen: list[WaitingFile] = []
    size = 0
    for file in files:
        size += file.bytes
        if chosen and size > BATCH_BYTES:
            break
        chosen.append(file)
    return chosen


def _publish(root: Path, batch: InboxBatch) -> bool:
    folder = inbox_folder(root)
    try:
        report = _ingest(root, batch)
    except (StoreError, BadSettings, OSError):
        raise
    except ROW_ERRORS as error:
        _publish_alone(root, batch, error)
        return True
    finish_batch(folder, batch)
    log.info("%s", _summary(report))
    return True


def _publish_alone(root: Path, batch: InboxBatch, error: Exception) -> None:
    """Publish the files of a failed batch one by one, and set aside those that fail."""
    folder = inbox_folder(root)
    if len(batch.files) == 1:
        where = set_aside(folder, batch)
        name = batch.files[0].path.name
        log.error("%s cannot be published, and was moved to %s: %s", name, where, error)
        return
    release_batch(folder)
    for file in batch.files:
        _publish(root, start_batch(folder, [file]))


def _ingest(root: Path, batch: InboxBatch) -> Report:
    with open_snapshot(root) as snapshot:
        config = snapshot.config
    options = pipeline.WriteOptions(now=datetime.now(UTC), wait=WAIT)
    return pipeline.ingest(root, _sources(batch.files, config), options, _command(batch))


def _summary(report: Report) -> str:
    counts = [
        f"{account.rows} {table}"
        + (f", {account.quarantined} quarantined" if account.quarantined else "")
        for table, account in report.batches.items()
    ]
    return f"Version {report.version}: {'; '.join(counts) or 'nothing'}."


@dataclass(frozen=True)
class _InboxInput:
    """A file of the inbox as an input. Its columns were checked by request when it arrived.

    So it claims to have all columns: a row that lacks a required one is rejected by itself.
    """

    file: WaitingFile
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in quarantine."""
        return f"inbox/{self.file.path.name}"

    @property
    def size(self) -> int:
        """Bytes to read."""
        return self.file.bytes

    def header(self) -> Header:
        """Return the columns; see `Input`."""
        return Header(dict.fromkeys(self.columns, "any"))

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows; see `Input`."""
        return self._input().blocks(selection)

    def _input(self) -> JsonInput | ArrowInput:
        if format_of(self.file.path.name) is EventFormat.LINES:
            return JsonInput(self.file.path)
        try:
            return ArrowInput.of(self.name, pa.ipc.open_stream(self.file.path.read_bytes()))
        except (pa.ArrowException, OSError) as error:
            raise Unreadable(
                f"{self.name} cannot be read: {error}", hint="Check the disk."
            ) from error


def _sources(files: Sequence[WaitingFile], config: Config) -> Mapping[str, Source]:
    """Return the files as sources of `pipeline.ingest`, by table."""
    inputs: dict[str, list[_InboxInput]] = {}
    for file in files:
        fields = event_fields(INPUT_TABLES[file.table], config)
        columns = tuple(field.source for field in fields)
        inputs.setdefault(file.table, []).append(_InboxInput(file, columns))
    return dict(inputs)
