"""The inbox: the notices of a store, for people."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.errors import BadQuestion, StoreError
from keyart.core.notice import Delivery, Notice, Notices, NoticesRequest
from keyart.notify.database import NOTICES
from keyart.notify.records import read_condition
from keyart.query import Access
from keyart.store import Finding, Snapshot
from keyart.store.paths import Paths
from keyart.store.side_database import transaction

ALL = "SELECT id, condition, opened, opened_version, resolved, resolved_version, seen FROM incident"


@dataclass(frozen=True)
class NoticeTotals:
    """How many notices there are."""

    open: int
    unseen: int
    """Open ones that nobody has seen."""
    judged: int | None = None
    """The version of the store that was judged last; None before the first judgement."""


def find_notices(snapshot: Snapshot, access: Access, request: NoticesRequest) -> Notices:
    """Return the notices of the store of a snapshot, the newest first."""
    del access
    return Notices(tuple(notices(snapshot.root, request)))


def notices(root: Path, request: NoticesRequest | None = None) -> list[Notice]:
    """Return the notices of the store at `root`, by default all, the newest first."""
    if not NOTICES.path(root).exists():
        return []
    with NOTICES.connect(root) as connection:
        deliveries = _deliveries(connection)
        rows = connection.execute(f"{ALL} ORDER BY id DESC")
        all_notices = [_notice(row, deliveries.get(row[0], ())) for row in rows]
    selection = request or NoticesRequest()
    return [
        notice
        for notice in all_notices
        if selection.state in {None, notice.state} and selection.kind in {None, notice.kind}
    ]


def count(root: Path) -> NoticeTotals:
    """Return how many notices are open, how many of them nobody has seen, and as of when."""
    if not NOTICES.path(root).exists():
        return NoticeTotals(0, 0)
    with NOTICES.connect(root) as connection:
        ((count_open, unseen),) = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE seen IS NULL) FROM incident"
            " WHERE resolved IS NULL"
        )
        row = connection.execute("SELECT version FROM judged").fetchone()
    return NoticeTotals(count_open, unseen, None if row is None else row[0])


def see(root: Path, ids: Iterable[int] | None, now: datetime) -> int:
    """Mark notices as seen, all of them if `ids` is None; return how many were unseen.

    Raises `BadQuestion`, and changes nothing, if an id is unknown.
    """
    if not NOTICES.path(root).exists():
        _refuse_unknown(ids)
        return 0
    Paths(root).require_writable()
    with NOTICES.connect(root) as connection, transaction(connection):
        existing = {id_ for (id_,) in connection.execute("SELECT id FROM incident")}
        selected = existing if ids is None else set(ids)
        _refuse_unknown(selected - existing)
        query = "UPDATE incident SET seen = ? WHERE id = ? AND seen IS NULL"
        at = now.isoformat()
        return sum(connection.execute(query, (at, id_)).rowcount for id_ in sorted(selected))


def _refuse_unknown(unknown: Iterable[int] | None) -> None:
    for id_ in sorted(unknown or ()):
        raise BadQuestion(f"There is no notice {id_}.", hint="List them: keyart notices list.")


def _deliveries(connection: sqlite3.Connection) -> dict[int, list[Delivery]]:
    """Return the deliveries of each incident, in the order of their messages."""
    deliveries: dict[int, list[Delivery]] = {}
    rows = connection.execute(
        "SELECT incident, told.about, name, state, attempts, error"
        " FROM told JOIN delivery USING (message) ORDER BY message, name, address"
    )
    for incident, *rest in rows:
        deliveries.setdefault(incident, []).append(Delivery(*rest))
    return deliveries


def _notice(row: tuple[Any, ...], sent: Sequence[Delivery]) -> Notice:
    id_, text, opened, version, resolved, resolved_version, seen_at = row
    return Notice(
        **asdict(read_condition(text)),
        id=id_,
        state="open" if resolved is None else "resolved",
        opened=datetime.fromisoformat(opened),
        opened_version=version,
        resolved=_parse_time(resolved),
        resolved_version=resolved_version,
        seen=_parse_time(seen_at),
        deliveries=tuple(sent),
    )


def _parse_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def check_notices(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with the database of notices."""
    found = list(NOTICES.check(root))
    yield from found
    if not found:
        try:
            notices(root)
        except StoreError as error:
            yield Finding(str(NOTICES.path(root).relative_to(root)), str(error))
