"""Recording a judgement: its incidents and the messages to send, in one transaction."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from keyart.core.notice import NoticeCondition
from keyart.core.rebuild import rebuild
from keyart.notify.database import NOTICES
from keyart.notify.incidents import IncidentChanges, OpenIncident, compare
from keyart.notify.messages import MAX_SEPARATE, Message, opening, openings, resolution, resolutions
from keyart.store.side_database import transaction

JUDGE_AGAIN = timedelta(hours=1)
"""The same version is judged again after this time: events may have stopped."""


@dataclass(frozen=True)
class Judgement:
    """The conditions found in one version of a store."""

    version: int
    conditions: tuple[NoticeCondition, ...]
    now: datetime


@dataclass(frozen=True)
class Channel:
    """The recipients of messages, and the start of links.

    `addresses` are names by key; without any, nothing is sent.
    """

    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    base: str = ""


@dataclass(frozen=True)
class _Announcement:
    """A message and its incidents."""

    about: str
    message: Message
    incidents: tuple[int, ...]


def is_due(root: Path, version: int, now: datetime) -> bool:
    """Return whether a version is due: it was not judged last, or its judgement is too old."""
    with NOTICES.connect(root) as connection:
        return _is_due(_last_judged(connection), version, now)


def give_up_others(root: Path, addresses: Mapping[str, str]) -> None:
    """Give up deliveries that wait for other addresses than these (by key)."""
    if not NOTICES.path(root).exists():
        return
    with NOTICES.connect(root) as connection:
        connection.execute(
            "UPDATE delivery SET state = 'given_up', error = 'This address was removed.'"
            " WHERE state = 'waiting' AND address NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(addresses)),),
        )


def record(root: Path, judgement: Judgement, channel: Channel) -> IncidentChanges | None:
    """Record a judgement and the messages about it; return what changed.

    If it is not due, change nothing and return None. Raises `StoreError`.
    """
    with NOTICES.connect(root) as connection, transaction(connection):
        before = _last_judged(connection)
        if not _is_due(before, judgement.version, judgement.now):
            return None
        changes = compare(_open_incidents(connection), judgement.conditions)
        # 1. Update the incidents.
        ids = [_insert(connection, condition, judgement) for condition in changes.opened]
        _update(connection, changes, judgement)
        # 2. Queue the messages.
        opened = dict(zip(ids, changes.opened, strict=True))
        announcements = [
            *_openings(opened, channel, first=before is None),
            *_resolutions(changes.resolved, channel),
        ]
        for announcement in announcements:
            _queue(connection, announcement, channel, judgement.now)
        # 3. Note that the version was judged.
        row = (judgement.version, judgement.now.isoformat())
        connection.execute("INSERT OR REPLACE INTO judged VALUES (1, ?, ?)", row)
        return changes


def _last_judged(connection: sqlite3.Connection) -> tuple[int, datetime] | None:
    """Return the version that was judged last, and the time."""
    row = connection.execute("SELECT version, at FROM judged").fetchone()
    return None if row is None else (row[0], datetime.fromisoformat(row[1]))


def _is_due(last: tuple[int, datetime] | None, version: int, now: datetime) -> bool:
    return last is None or last[0] != version or now - last[1] >= JUDGE_AGAIN


def _open_incidents(connection: sqlite3.Connection) -> list[OpenIncident]:
    rows = connection.execute(
        "SELECT id, condition, opened, missed FROM incident WHERE resolved IS NULL ORDER BY id"
    )
    return [
        OpenIncident(id_, read_condition(text), datetime.fromisoformat(opened), missed)
        for id_, text, opened, missed in rows
    ]


def read_condition(text: str) -> NoticeCondition:
    """Return a condition from its text in the database."""
    return rebuild(NoticeCondition, json.loads(text))


def _to_text(condition: NoticeCondition) -> str:
    return json.dumps(asdict(condition), ensure_ascii=False)


def _insert(
    connection: sqlite3.Connection, condition: NoticeCondition, judgement: Judgement
) -> int:
    row = (*condition.identity, _to_text(condition), judgement.now.isoformat(), judgement.version)
    inserted = connection.execute(
        "INSERT INTO incident (kind, subject, condition, opened, opened_version)"
        " VALUES (?, ?, ?, ?, ?)",
        row,
    )
    assert inserted.lastrowid is not None
    return inserted.lastrowid


def _update(connection: sqlite3.Connection, changes: IncidentChanges, judgement: Judgement) -> None:
    connection.executemany(
        "UPDATE incident SET condition = ?, missed = ? WHERE id = ?",
        [(_to_text(i.condition), i.missed, i.id) for i in (*changes.held, *changes.missed)],
    )
    connection.executemany(
        "UPDATE incident SET resolved = ?, resolved_version = ? WHERE id = ?",
        [(judgement.now.isoformat(), judgement.version, i.id) for i in changes.resolved],
    )


def _openings(
    opened: Mapping[int, NoticeCondition], channel: Channel, *, first: bool
) -> Iterator[_Announcement]:
    if len(opened) > (1 if first else MAX_SEPARATE):
        message = openings([*opened.values()], channel.base, first=first)
        yield _Announcement("opened", message, tuple(opened))
        return
    for id_, condition in opened.items():
        yield _Announcement("opened", opening(condition, channel.base), (id_,))


def _resolutions(resolved: Sequence[OpenIncident], channel: Channel) -> Iterator[_Announcement]:
    if len(resolved) > MAX_SEPARATE:
        message = resolutions(resolved, channel.base)
        yield _Announcement("resolved", message, tuple(i.id for i in resolved))
        return
    for incident in resolved:
        yield _Announcement("resolved", resolution(incident, channel.base), (incident.id,))


def _queue(
    connection: sqlite3.Connection, announcement: _Announcement, channel: Channel, now: datetime
) -> None:
    """Queue a message for each address, if there are any.

    Addresses that did not get the opening of an incident do not get its resolution.
    """
    addresses = dict(channel.addresses)
    if announcement.about == "resolved":
        keys = _opening_addresses(connection, announcement.incidents)
        addresses = {key: name for key, name in addresses.items() if key in keys}
    if not addresses:
        return
    at = now.timestamp()
    message = announcement.message
    row = (announcement.about, message.subject, message.body, at)
    message_id = connection.execute(
        "INSERT INTO message (about, subject, body, created) VALUES (?, ?, ?, ?)", row
    ).lastrowid
    connection.executemany(
        "INSERT INTO told VALUES (?, ?, ?)",
        [(incident, announcement.about, message_id) for incident in announcement.incidents],
    )
    connection.executemany(
        "INSERT INTO delivery (message, address, name, state, next_at)"
        " VALUES (?, ?, ?, 'waiting', ?)",
        [(message_id, key, name, at) for key, name in addresses.items()],
    )


def _opening_addresses(connection: sqlite3.Connection, incidents: Sequence[int]) -> set[str]:
    """Return the addresses that get, or got, the opening of one of these incidents."""
    addresses: set[str] = set()
    for incident in incidents:
        rows = connection.execute(
            "SELECT address FROM delivery JOIN told USING (message)"
            " WHERE incident = ? AND about = 'opened'",
            (incident,),
        )
        addresses |= {address for (address,) in rows}
    return addresses
