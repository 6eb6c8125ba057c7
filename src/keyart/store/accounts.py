"""What became of the rows of each batch, as the catalogue keeps it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from keyart.core.report import Account, Report
from keyart.store.catalog import VersionRow

FIGURES = ("rows", "accepted", "duplicate", "updated", "conflict", "quarantined")


@dataclass(frozen=True)
class Batch:
    """A publication that brought rows, with the account of each table."""

    batch: int
    version: int
    created: datetime
    command: str
    tables: Mapping[str, Account]
    released: int
    notes: tuple[str, ...]
    plays_by_reason: Mapping[str, int]


def save(connection: sqlite3.Connection, batch: int, version: VersionRow, report: Report) -> None:
    """Add a batch and its accounts."""
    connection.execute(
        "INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            batch,
            version.version,
            version.created.isoformat(),
            version.command,
            report.released,
            json.dumps(report.notes),
            json.dumps(report.plays_by_reason),
        ),
    )
    connection.executemany(
        "INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                batch,
                table,
                *(getattr(account, name) for name in FIGURES),
                json.dumps(account.reasons),
            )
            for table, account in report.batches.items()
        ],
    )


def load(connection: sqlite3.Connection, version: int) -> list[Batch]:
    """Return the batches of `version` and earlier ones, oldest first."""
    tables: dict[int, dict[str, Account]] = {}
    for batch, table, reasons, *figures in connection.execute(
        "SELECT batch, table_name, reasons,"
        " rows, accepted, duplicate, updated, conflict, quarantined FROM account"
    ):
        tables.setdefault(batch, {})[table] = Account(*figures, reasons=json.loads(reasons))
    batches = connection.execute(
        "SELECT batch, version, created, command, released, notes, plays_by_reason FROM batch"
        " WHERE version <= ? ORDER BY batch",
        (version,),
    )
    return [
        Batch(
            batch=number,
            version=at,
            created=datetime.fromisoformat(created),
            command=command,
            tables=tables.get(number, {}),
            released=released,
            notes=tuple(json.loads(notes)),
            plays_by_reason=json.loads(reasons),
        )
        for number, at, created, command, released, notes, reasons in batches
    ]


def next_batch(connection: sqlite3.Connection) -> int:
    """Return the number that the next batch will have."""
    return int(connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM batch").fetchone()[0])
