"""Sending what waits, a delivery at a time; each at most once, whatever dies when.

That a delivery begins is on disk before it does, and how it ended after: one that a dead process
began stays `sending`, and nobody begins it again. One that failed for certain is tried again for a
day, with pauses that grow. That something is resolved is not sent while that it was found waits.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from keyart.notify.addresses import Address, End, Outcome, send
from keyart.notify.database import connect, transaction
from keyart.notify.messages import Message

FIRST_PAUSE = 10.0
"""Seconds before the second attempt; three times as many before each next one."""

MOST_PAUSE = 3600.0

LONGEST = 86400.0
"""Seconds from a message's making after which it is not tried any more."""

DUE = """
SELECT delivery.message, address, attempts, about, subject, body, created
FROM delivery JOIN message ON message.id = delivery.message
WHERE state = 'waiting' AND next_at <= ?
AND address IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
    SELECT 1 FROM told AS own
    JOIN told AS older ON older.incident = own.incident AND older.message < own.message
    JOIN delivery AS before
        ON before.message = older.message AND before.address = delivery.address
    WHERE own.message = delivery.message AND before.state = 'waiting'
)
ORDER BY next_at, delivery.message LIMIT 1
"""


@dataclass(frozen=True)
class Due:
    """A delivery that was begun."""

    message: int
    address: Address
    attempts: int
    """This one included."""
    about: str
    text: Message
    created: float
    """When the message was made, in seconds since the epoch."""


def send_next(root: Path, addresses: Sequence[Address], now: datetime) -> Outcome | None:
    """Send what is due next, if anything is; return what came of it."""
    due = begin(root, addresses, now)
    if due is None:
        return None
    outcome = send(due.address, due.text, due.about)
    end(root, due, outcome, now)
    return outcome


def begin(root: Path, addresses: Sequence[Address], now: datetime) -> Due | None:
    """Take what is due next, so that nobody else ever does; None if nothing is."""
    by_key = {one.key: one for one in addresses}
    with connect(root) as connection, transaction(connection):
        keys = json.dumps(list(by_key))
        row = connection.execute(DUE, (now.timestamp(), keys)).fetchone()
        if row is None:
            return None
        message, key, attempts, about, subject, body, created = row
        connection.execute(
            "UPDATE delivery SET state = 'sending', attempts = ?, error = NULL"
            " WHERE message = ? AND address = ?",
            (attempts + 1, message, key),
        )
    return Due(message, by_key[key], attempts + 1, about, Message(subject, body), created)


def end(root: Path, due: Due, outcome: Outcome, now: datetime) -> None:
    """Remember what came of a delivery, and when to try again if it failed for certain."""
    pause = pause_after(due.attempts)
    over = now.timestamp() + pause > due.created + LONGEST
    states = {
        End.TAKEN: "sent",
        End.UNSURE: "sending",
        End.FAILED: "given_up" if over else "waiting",
    }
    said = (states[outcome.end], outcome.error, now.timestamp() + pause)
    with connect(root) as connection:
        connection.execute(
            "UPDATE delivery SET state = ?, error = ?, next_at = ?"
            " WHERE message = ? AND address = ?",
            (*said, due.message, due.address.key),
        )


def pause_after(attempts: int) -> float:
    """Return the seconds to wait after so many attempts."""
    return min(FIRST_PAUSE * 3 ** min(attempts - 1, 10), MOST_PAUSE)
