"""The database of notices: SQLite, in the store's folder.

An incident is a condition from when it was found until it was resolved. A message is about one
incident or several. The key of `told` ensures that each incident has at most one message about its
opening, and one about its end.
"""

from keyart.store.side_database import SideDatabase

_SCHEMA = """
CREATE TABLE IF NOT EXISTS judged (
    id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS incident (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, condition TEXT NOT NULL,
    opened TEXT NOT NULL, opened_version INTEGER NOT NULL, missed INTEGER NOT NULL DEFAULT 0,
    resolved TEXT, resolved_version INTEGER, seen TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS incident_open ON incident (kind, subject)
    WHERE resolved IS NULL;
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, about TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS told (
    incident INTEGER NOT NULL REFERENCES incident, about TEXT NOT NULL,
    message INTEGER NOT NULL REFERENCES message, PRIMARY KEY (incident, about)
) STRICT;
CREATE INDEX IF NOT EXISTS told_message ON told (message);
CREATE TABLE IF NOT EXISTS delivery (
    message INTEGER NOT NULL REFERENCES message, address TEXT NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL, error TEXT,
    PRIMARY KEY (message, address)
) STRICT;
CREATE INDEX IF NOT EXISTS delivery_waiting ON delivery (next_at) WHERE state = 'waiting';
"""

NOTICES = SideDatabase(
    "notices",
    _SCHEMA,
    format=1,
    loss="The store does not need the file: move it away to start with no notices.",
)
