"""The copy of a store that Druid holds: where it is, and what is in it."""

import atexit
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from threading import Lock

from sqlglot import exp

from keyart.core.druid import DruidSettings
from keyart.core.errors import DruidError, KeyartError
from keyart.core.facts import Family
from keyart.query.druid_engine.errors import unsupported
from keyart.query.druid_engine.expressions import looked_up, text
from keyart.query.druid_engine.zones import Zones
from keyart.scale.druid.client import Druid
from keyart.scale.druid.http import Login
from keyart.scale.druid.layout import MANIFEST, Manifest, datasource, manifest_lookup

AT_ONCE = 16
"""Statements beside the first of each question that are asked at the same time."""


@dataclass(frozen=True)
class DruidCopy:
    """What Druid holds of a store, as its manifest says."""

    prefix: str
    manifest: Manifest

    def datasource(self, family: Family) -> str:
        """Return the name of a family's datasource."""
        return datasource(self.prefix, family)


class DruidConnection:
    """Where a store's copy is. Safe for threads.

    What it holds is read once, and again when somebody finds that it `has_changed`.
    """

    def __init__(self, settings: DruidSettings) -> None:
        login = Login(settings.user, settings.password, settings.token)
        self.druid = Druid(settings.url, login)
        self.zones = Zones(self.druid)
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="druid")
        self._prefix = settings.prefix
        self._copy: DruidCopy | None = None
        self._lock = Lock()

    def copy(self) -> DruidCopy:
        """Return what Druid holds; raises `UnsupportedByEngine` where that is nothing yet."""
        with self._lock:
            if self._copy is None:
                self._copy = self._read()
            return self._copy

    def has_changed(self, copy: DruidCopy) -> bool:
        """Look anew, and return whether Druid holds something else than `copy` by now."""
        with self._lock:
            if self._copy is copy:
                self._copy = None
                self._copy = self._read()
            return self._copy != copy

    def _read(self) -> DruidCopy:
        statement = exp.select(manifest_column(self._prefix)).sql(dialect="druid")
        try:
            rows = self.druid.sql(statement)
        except DruidError as error:
            raise explain_missing_copy(error, self._prefix) from error
        return DruidCopy(self._prefix, Manifest.from_text(rows.column(MANIFEST)[0].as_py()))


def manifest_column(prefix: str) -> exp.Expr:
    """Return what a store's copy says of itself, as the column `MANIFEST` of a statement."""
    return exp.alias_(looked_up(text(MANIFEST), manifest_lookup(prefix)), MANIFEST, quoted=True)


def explain_missing_copy(error: DruidError, prefix: str) -> KeyartError:
    """Return the refusal that an error means where Druid has nothing of a store; else the error."""
    if f"Lookup [{prefix}_" not in error.message:
        return error
    return unsupported(
        f"Druid holds nothing of this store yet (prefix {prefix!r}).",
        'Run: keyart druid load. Or ask engine="native".',
    )


def connection_of(settings: DruidSettings) -> DruidConnection:
    """Return where the copy is of a store with these settings.

    Raises `UnsupportedByEngine` where they name no Druid.
    """
    if not settings.url:
        raise unsupported(
            "This store has no Druid.", "Say where it is: keyart druid init STORE --url URL."
        )
    return _connection_of(settings)


@cache
def _connection_of(settings: DruidSettings) -> DruidConnection:
    place = DruidConnection(settings)
    atexit.register(place.druid.close)
    return place
