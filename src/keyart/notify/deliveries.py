"""Sending messages, a delivery at a time, and each at most once, even after crashes.

A delivery is marked as `sending` on disk before it starts, and its outcome is saved after. One
whose process died stays `sending` and is not repeated. One that certainly failed is tried again for
a day, with growing pauses. A resolution is not sent while its opening waits.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from keyart.notify.addresses import Address, DeliveryEnd, DeliveryOutcome, send
from keyart.notify.database import NOTICES
from keyart.notify.messages import Message
from keyart.store.side_database import transaction

FIRST_PAUSE = 10.0
"""Seconds before the second attempt; the pause triples with each attempt."""

MAX_PAUSE = 3600.0

MAX_AGE = 86400.0
"""Seconds after which a message is given up."""

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
class Attempt:
    """One attempt of a delivery."""

    message: int
    address: Address
    attempts: int
    """Including this one."""
    about: str
    text: Message
    created: float
    """The time of the message, in seconds since the epoch."""


def send_next(root: Path, addresses: Sequence[Address], now: datetime) -> DeliveryOutcome | None:
    """Send the next delivery that is due, if there is one; return its outcome."""
    attempt = start(root, addresses, now)
    if attempt is None:
        return None
    outcome = send(attempt.address, attempt.text, attempt.about)
    finish(root, attempt, outcome, now)
    return outcome


def start(root: Path, addresses: Sequence[Address], now: datetime) -> Attempt | None:
    """Mark the next delivery that is due as being sent, and return it; None if none is due."""
    by_key = {address.key: address for address in addresses}
    with NOTICES.connect(root) as connection, transaction(connection):
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
    return Attempt(message, by_key[key], attempts + 1, about, Message(subject, body), created)


def finish(root: Path, attempt: Attempt, outcome: DeliveryOutcome, now: datetime) -> None:
    """Save the outcome of an attempt, and the time of the next one if it certainly failed."""
    pause = pause_after(attempt.attempts)
    over = now.timestamp() + pause > attempt.created + MAX_AGE
    states = {
        DeliveryEnd.TAKEN: "sent",
        DeliveryEnd.UNSURE: "sending",
        DeliveryEnd.FAILED: "given_up" if over else "waiting",
    }
    row = (states[outcome.end], outcome.error, now.timestamp() + pause)
    with NOTICES.connect(root) as connection:
        connection.execute(
            "UPDATE delivery SET state = ?, error = ?, next_at = ?"
            " WHERE message = ? AND address = ?",
            (*row, attempt.message, attempt.address.key),
        )


def pause_after(attempts: int) -> float:
    """Return the pause in seconds after so many attempts."""
    return min(FIRST_PAUSE * 3 ** min(attempts - 1, 10), MAX_PAUSE)
