"""Verifying what is remembered about notices."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from keyart.core.errors import StoreError
from keyart.notify.database import connect, database
from keyart.notify.inbox import notices
from keyart.store import Finding


def check_notices(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with the database of notices."""
    path = database(root)
    if not path.exists():
        return
    where = str(path.relative_to(root))
    try:
        with connect(root) as connection:
            rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        for problem in rows if rows != ["ok"] else []:
            yield Finding(where, problem)
        notices(root)
    except (StoreError, sqlite3.Error) as error:
        yield Finding(where, str(error))
