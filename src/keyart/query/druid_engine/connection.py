"""The connection to a store's copy in Druid, and the contents of the copy."""

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
"""The most statements, in addition to each query's first, that run at the same time."""


@dataclass(frozen=True)
class DruidCopy:
    """The copy of a store in Druid, described by its manifest."""

    prefix: str
    manifest: Manifest

    def datasource(self, family: Family) -> str:
        """Return the name of a family's datasource."""
        return datasource(self.prefix, family)


class DruidConnection:
    """A connection to the Druid of a store. Thread-safe.

    The copy's manifest is read once, and again when it `has_changed`.
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
        """Return what Druid holds; raises `UnsupportedByEngine` if it holds nothing yet."""
        with self._lock:
            if self._copy is None:
                self._copy = self._read()
            return self._copy

    def has_changed(self, copy: DruidCopy) -> bool:
        """Read the manifest again, and return whether it differs from that of `copy`."""
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
    """Return the manifest of a store's copy, as the column `MANIFEST` of a statement."""
    return exp.alias_(looked_up(text(MANIFEST), manifest_lookup(prefix)), MANIFEST, quoted=True)


def explain_missing_copy(error: DruidError, prefix: str) -> KeyartError:
    """Return a refusal if the error means that Druid has no copy of a store; else the error."""
    if f"Lookup [{prefix}_" not in error.message:
        return error
    return unsupported(
        f"Druid holds nothing of this store yet (prefix {prefix!r}).",
        'Run: keyart druid load. Or ask engine="native".',
    )


def connection_of(settings: DruidSettings) -> DruidConnection:
    """Return the connection for these settings.

    Raises `UnsupportedByEngine` if they name no Druid.
    """
    if not settings.url:
        raise unsupported(
            "This store has no Druid.", "Set its address: keyart druid init STORE --url URL."
        )
    return _connection_of(settings)


@cache
def _connection_of(settings: DruidSettings) -> DruidConnection:
    place = DruidConnection(settings)
    atexit.register(place.druid.close)
    return place
