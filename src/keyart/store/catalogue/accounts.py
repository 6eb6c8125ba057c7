"""Accounts of batches: how many of their rows were accepted, duplicate or quarantined."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from keyart.core.report import Account, Report
from keyart.store.catalogue import database
from keyart.store.catalogue.database import VersionRow

Row = tuple[Any, ...]

_BATCHES = "SELECT batch, version, created, command, released, notes, plays_by_reason FROM batch"

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
    about = (
        batch,
        version.version,
        version.created.isoformat(),
        version.command,
        report.released,
        json.dumps(report.notes),
        json.dumps(report.plays_by_reason),
    )
    figures = [
        (batch, table, *(getattr(account, name) for name in FIGURES), json.dumps(account.reasons))
        for table, account in report.batches.items()
    ]
    connection.execute("INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?)", about)
    connection.executemany("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", figures)
    database.put_seal(connection, "batch", batch, _seal(about, figures))


def _seal(about: Row, figures: Iterable[Row]) -> str:
    return database.seal([about, *sorted(figures, key=lambda row: str(row[1]))])


def load(connection: sqlite3.Connection, version: int) -> list[Batch]:
    """Return the batches of `version` and earlier ones, oldest first."""
    tables = {
        batch: {
            table: Account(*figures, reasons=json.loads(reasons))
            for _, table, *figures, reasons in rows
        }
        for batch, rows in _account_rows(connection).items()
    }
    batches = connection.execute(f"{_BATCHES} WHERE version <= ? ORDER BY batch", (version,))
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


def require_seals(connection: sqlite3.Connection) -> None:
    """Raise `ValueError` if the account of a batch is not as it was written."""
    wrong = wrong_seals(connection)
    if wrong:
        raise ValueError(f"the account of batch {wrong[0]} is not as it was written")


def wrong_seals(connection: sqlite3.Connection) -> list[int]:
    """Return the batches whose accounts have changed since they were written."""
    if not database.has_later_tables(connection):
        return []
    seals = dict(connection.execute("SELECT number, seal FROM seal WHERE what = 'batch'"))
    figures = _account_rows(connection)
    return [
        batch[0]
        for batch in connection.execute(f"{_BATCHES} ORDER BY batch")
        if seals.get(batch[0]) not in {None, _seal(batch, figures.get(batch[0], ()))}
    ]


def _account_rows(connection: sqlite3.Connection) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = {}
    for row in connection.execute("SELECT * FROM account ORDER BY batch, table_name"):
        rows.setdefault(row[0], []).append(row)
    return rows


def next_batch(connection: sqlite3.Connection) -> int:
    """Return the number that the next batch will have."""
    return int(connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM batch").fetchone()[0])
