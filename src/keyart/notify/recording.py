"""From what was found in a version to what is remembered and will be sent: one transaction."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from keyart.core.notice import Condition
from keyart.core.rebuild import rebuilt
from keyart.notify.changes import Changes, Open, changes
from keyart.notify.database import connect, database, transaction
from keyart.notify.messages import MOST_ALONE, Message, ending, many_ended, many_opened, opening

AGAIN = timedelta(hours=1)
"""When a version is judged again if none is newer: events may have stopped coming."""


@dataclass(frozen=True)
class Judgement:
    """What was found in one version of a store."""

    version: int
    conditions: tuple[Condition, ...]
    now: datetime


@dataclass(frozen=True)
class Channel:
    """Who is told, and what links begin with.

    `addresses` are names, by the key that tells them apart; with none, nobody is sent anything.
    """

    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    base: str = ""


@dataclass(frozen=True)
class _About:
    """A message, and the incidents that it is about."""

    about: str
    message: Message
    incidents: tuple[int, ...]


def is_due(root: Path, version: int, now: datetime) -> bool:
    """Return whether a version is to be judged: it was not judged last, or long ago."""
    with connect(root) as connection:
        return _is_due(_last_judged(connection), version, now)


def give_up_others(root: Path, addresses: Mapping[str, str]) -> None:
    """Give up what waits for addresses, by their keys, that are not told any more."""
    if not database(root).exists():
        return
    with connect(root) as connection:
        connection.execute(
            "UPDATE delivery SET state = 'given_up', error = 'This address is told no more.'"
            " WHERE state = 'waiting' AND address NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(addresses)),),
        )


def record(root: Path, judgement: Judgement, channel: Channel) -> Changes | None:
    """Remember a judgement, and what is to be sent because of it; return what it changed.

    One that is not due changes nothing: None. Raises `StoreError`.
    """
    with connect(root) as connection, transaction(connection):
        before = _last_judged(connection)
        if not _is_due(before, judgement.version, judgement.now):
            return None
        made = changes(_open(connection), judgement.conditions)
        # 1. What is known of each condition.
        ids = [_insert(connection, one, judgement) for one in made.opened]
        _update(connection, made, judgement)
        # 2. What is said of it, and to whom.
        news = [
            *_openings(dict(zip(ids, made.opened, strict=True)), channel, first=before is None),
            *_endings(made.resolved, channel),
        ]
        for one in news:
            _send(connection, one, channel, judgement.now)
        # 3. That it was judged.
        said = (judgement.version, judgement.now.isoformat())
        connection.execute("INSERT OR REPLACE INTO judged VALUES (1, ?, ?)", said)
        return made


def _last_judged(connection: sqlite3.Connection) -> tuple[int, datetime] | None:
    """Return which version was judged last, and when."""
    row = connection.execute("SELECT version, at FROM judged").fetchone()
    return None if row is None else (row[0], datetime.fromisoformat(row[1]))


def _is_due(last: tuple[int, datetime] | None, version: int, now: datetime) -> bool:
    return last is None or last[0] != version or now - last[1] >= AGAIN


def _open(connection: sqlite3.Connection) -> list[Open]:
    rows = connection.execute(
        "SELECT id, condition, opened, missed FROM incident WHERE resolved IS NULL ORDER BY id"
    )
    return [
        Open(id_, read_condition(text), datetime.fromisoformat(opened), missed)
        for id_, text, opened, missed in rows
    ]


def read_condition(text: str) -> Condition:
    """Return a condition as it stands in the database."""
    return rebuilt(Condition, json.loads(text))


def _text(condition: Condition) -> str:
    return json.dumps(asdict(condition), ensure_ascii=False)


def _insert(connection: sqlite3.Connection, condition: Condition, of: Judgement) -> int:
    row = (*condition.identity, _text(condition), of.now.isoformat(), of.version)
    done = connection.execute(
        "INSERT INTO incident (kind, subject, condition, opened, opened_version)"
        " VALUES (?, ?, ?, ?, ?)",
        row,
    )
    assert done.lastrowid is not None
    return done.lastrowid


def _update(connection: sqlite3.Connection, made: Changes, of: Judgement) -> None:
    connection.executemany(
        "UPDATE incident SET condition = ?, missed = ? WHERE id = ?",
        [(_text(one.condition), one.missed, one.id) for one in (*made.held, *made.missed)],
    )
    connection.executemany(
        "UPDATE incident SET resolved = ?, resolved_version = ? WHERE id = ?",
        [(of.now.isoformat(), of.version, one.id) for one in made.resolved],
    )


def _openings(
    opened: Mapping[int, Condition], channel: Channel, *, first: bool
) -> Iterator[_About]:
    if len(opened) > (1 if first else MOST_ALONE):
        message = many_opened([*opened.values()], channel.base, first=first)
        yield _About("opened", message, tuple(opened))
        return
    for id_, condition in opened.items():
        yield _About("opened", opening(condition, channel.base), (id_,))


def _endings(resolved: Sequence[Open], channel: Channel) -> Iterator[_About]:
    if len(resolved) > MOST_ALONE:
        message = many_ended(resolved, channel.base)
        yield _About("resolved", message, tuple(one.id for one in resolved))
        return
    for one in resolved:
        yield _About("resolved", ending(one, channel.base), (one.id,))


def _send(connection: sqlite3.Connection, one: _About, channel: Channel, now: datetime) -> None:
    """Remember a message and that it waits to be sent, unless there is nobody to tell.

    Who was not told that something was found is not told that it is resolved.
    """
    addresses = dict(channel.addresses)
    if one.about == "resolved":
        told = _told(connection, one.incidents)
        addresses = {key: name for key, name in addresses.items() if key in told}
    if not addresses:
        return
    at = now.timestamp()
    row = (one.about, one.message.subject, one.message.body, at)
    message = connection.execute(
        "INSERT INTO message (about, subject, body, created) VALUES (?, ?, ?, ?)", row
    ).lastrowid
    connection.executemany(
        "INSERT INTO told VALUES (?, ?, ?)",
        [(incident, one.about, message) for incident in one.incidents],
    )
    connection.executemany(
        "INSERT INTO delivery (message, address, name, state, next_at)"
        " VALUES (?, ?, ?, 'waiting', ?)",
        [(message, key, name, at) for key, name in addresses.items()],
    )


def _told(connection: sqlite3.Connection, incidents: Sequence[int]) -> set[str]:
    """Return the addresses that were told, or will be, that one of these was found."""
    found: set[str] = set()
    for incident in incidents:
        rows = connection.execute(
            "SELECT address FROM delivery JOIN told USING (message)"
            " WHERE incident = ? AND about = 'opened'",
            (incident,),
        )
        found |= {address for (address,) in rows}
    return found
