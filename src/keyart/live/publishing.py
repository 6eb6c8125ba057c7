"""Publishing what waits in the inbox: each file once, whatever dies when."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from keyart import pipeline
from keyart.core.errors import BadInput, BadSettings, KeyartError, StoreBusy, StoreError
from keyart.core.report import Report
from keyart.live.sources import sources
from keyart.store import Snapshot, open_snapshot
from keyart.store.inbox import (
    InboxBatch,
    WaitingFile,
    finish_batch,
    inbox_folder,
    recover_files,
    release_batch,
    set_aside,
    start_batch,
    unfinished_batch,
    waiting_files,
)

BATCH_BYTES = 256 << 20
"""Bytes of files that are published at once at most, but for a single larger file."""

WAIT = 60.0
"""Seconds to wait for somebody else who writes."""

OF_ROWS = (BadInput, ValueError, pa.ArrowException, duckdb.Error)
"""What is raised if rows are such as nobody foresaw: their file is to blame, not the store."""

OF_STORE = (KeyartError, OSError)

log = logging.getLogger("keyart.live")


def publish_waiting(root: Path) -> bool | None:
    """Publish what waits; return whether there was anything, None if that failed for now."""
    try:
        with open_snapshot(root) as snapshot:
            batch = _next_batch(snapshot)
        return batch is not None and _publish(root, batch)
    except StoreBusy as error:
        log.info("%s Events wait.", error)
    except OF_STORE as error:
        log.warning("Events wait, since the store cannot be written: %s", error)
    return None


def warm(root: Path) -> None:
    """Load what a publication needs, which takes longer than one does, by a dry run."""
    now = datetime.now(UTC)
    event = {"ts": [now.isoformat()], "profile_id": ["nobody"], "title_id": ["nothing"]}
    shown = pa.table({**event, "asset_id": ["nothing"]})
    played = pa.table({**event, "seconds": [300.0]})
    options = pipeline.WriteOptions(now=now, wait=WAIT, dry_run=True)
    try:
        pipeline.ingest(root, {"impressions": shown, "plays": played}, options)
    except OF_STORE as error:
        log.info("The producer starts cold: %s", error)


def _next_batch(snapshot: Snapshot) -> InboxBatch | None:
    """Return the files to publish next, under the name of their batch."""
    folder = inbox_folder(snapshot.root)
    # 1. What was under way when an earlier producer died is finished first.
    left = unfinished_batch(folder)
    if left is not None:
        if not left.files or _is_published(snapshot, left):
            finish_batch(folder, left)
        else:
            return left
    # 2. Files of processes that died are whole now.
    for sentence in recover_files(folder):
        log.warning("%s", sentence)
    # 3. The oldest files first.
    files = _some(waiting_files(folder))
    return start_batch(folder, files, durable=snapshot.config.settings.fsync) if files else None


def _is_published(snapshot: Snapshot, batch: InboxBatch) -> bool:
    return any(known.command == _command(batch) for known in snapshot.batches())


def _command(batch: InboxBatch) -> str:
    """Return what the store remembers a batch by."""
    return f"{pipeline.INGEST} events {batch.name}"


def _some(files: list[WaitingFile]) -> list[WaitingFile]:
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
    except OF_ROWS as error:
        _publish_alone(root, batch, error)
        return True
    finish_batch(folder, batch)
    log.info("%s", _said(report))
    return True


def _publish_alone(root: Path, batch: InboxBatch, error: Exception) -> None:
    """Publish each file of a batch that failed on its own, and set aside the one that cannot be."""
    folder = inbox_folder(root)
    if len(batch.files) == 1:
        where = set_aside(folder, batch)
        name = batch.files[0].path.name
        log.error("%s cannot be published, and lies in %s now: %s", name, where, error)
        return
    release_batch(folder)
    for file in batch.files:
        _publish(root, start_batch(folder, [file]))


def _ingest(root: Path, batch: InboxBatch) -> Report:
    with open_snapshot(root) as snapshot:
        config = snapshot.config
    options = pipeline.WriteOptions(now=datetime.now(UTC), wait=WAIT)
    return pipeline.ingest(root, sources(batch.files, config), options, _command(batch))


def _said(report: Report) -> str:
    counts = [
        f"{account.rows} {table}"
        + (f", {account.quarantined} quarantined" if account.quarantined else "")
        for table, account in report.batches.items()
    ]
    return f"Version {report.version}: {'; '.join(counts) or 'nothing'}."
