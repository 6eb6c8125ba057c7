"""Removing what no version needs: old versions that nobody reads, and what a crash left behind."""

import shutil
import sqlite3
from contextlib import ExitStack

from keyart.store import catalog
from keyart.store.paths import FOLDERS, Paths
from keyart.store.version_lock import unread


def sweep_versions(paths: Paths, connection: sqlite3.Connection) -> None:
    """Remove every version but the newest that nobody reads, with its files.

    The caller holds the writer's lock. The catalogue forgets the files first: what a crash leaves
    after that are files without a name.
    """
    *old, _ = catalog.versions(connection)
    with ExitStack() as held:
        locks = {row.version: paths.version_lock(row.version) for row in old}
        free = [v for v, lock in locks.items() if held.enter_context(unread(lock))]
        for name in catalog.delete_versions(connection, free):
            paths.file(name).unlink(missing_ok=True)
        for version in free:
            locks[version].unlink(missing_ok=True)


def sweep_leftovers(paths: Paths, connection: sqlite3.Connection) -> None:
    """Remove files that the catalogue does not name: those of writers that died.

    The caller holds the writer's lock, so that nobody is writing such files now.
    """
    named = catalog.file_names(connection)
    for folder in sorted(set(FOLDERS.values())):
        for path in paths.file(folder).iterdir():
            if f"{folder}/{path.name}" not in named:
                path.unlink()
    known = {paths.version_lock(row.version).name for row in catalog.versions(connection)}
    for path in paths.versions.iterdir():
        if path.name not in known:
            path.unlink()
    for path in paths.scratch.iterdir():
        shutil.rmtree(path)
