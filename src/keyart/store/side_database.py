"""Databases beside the events of a store: notices, decisions. SQLite, each in a folder of its own.

No version names them: what people did with the answers changes apart from the events.
"""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from keyart.core.errors import StoreDamaged, StoreError, UnsupportedStore
from keyart.store.catalogue.connections import open_read_only
from keyart.store.checks.contents import Finding
from keyart.store.files.disk import system_error
from keyart.store.paths import Paths

BUSY_SECONDS = 30.0


@dataclass(frozen=True)
class SideDatabase:
    """One kind of database; every store may have one."""

    name: str
    """What it holds, in the plural: the folder's name, and the file's."""
    schema: str
    """Statements that make its tables, where they are not there yet."""
    format: int
    """Increased whenever an older program would misread what a newer one wrote."""
    loss: str
    """What moving a damaged file away means."""

    def path(self, root: Path) -> Path:
        """Return the file of the store at `root`."""
        return root / self.name / f"{self.name}.sqlite"

    @contextmanager
    def connect(self, root: Path) -> Generator[sqlite3.Connection]:
        """Open it for one short task; make it if there is none yet.

        The caller starts transactions, which are on disk when they end. Raises `StoreError`, and
        `StoreDamaged` for what cannot be read.
        """
        path = self.path(root)
        try:
            if Paths(root).is_read_only:
                with open_read_only(path) as connection:
                    yield connection
                return
            path.parent.mkdir(exist_ok=True)
            with closing(
                sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            ) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                self._create_tables(connection, path)
                yield connection
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot be used: {error}.",
                hint="Check that the disk has space and that this user may write there. "
                f"{self.loss}",
            ) from error
        except (ValueError, TypeError, KeyError) as error:  # a row that is not what it should be
            raise StoreDamaged(f"{path} is damaged: {error}.", hint=self.loss) from error
        except OSError as error:
            raise system_error(f"{path} cannot be used", error) from error

    def _create_tables(self, connection: sqlite3.Connection, path: Path) -> None:
        ((version,),) = connection.execute("PRAGMA user_version")
        if version > self.format:
            raise UnsupportedStore(
                f"{path} was written by a newer version of Keyart.", hint="Update Keyart."
            )
        if version < self.format:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(
                f"BEGIN IMMEDIATE; {self.schema} PRAGMA user_version = {self.format}; COMMIT;"
            )

    def check(self, root: Path) -> Iterator[Finding]:
        """Yield what is wrong with it."""
        path = self.path(root)
        if not path.exists():
            return
        where = str(path.relative_to(root))
        try:
            with self.connect(root) as connection:
                rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        except (StoreError, sqlite3.Error) as error:
            rows = [str(error)]
        for problem in rows if rows != ["ok"] else []:
            yield Finding(where, problem)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """Run the block as one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
