"""The copy of a store that Druid holds: where it is, and what is in it."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from keyart.core.druid import DruidSettings
from keyart.core.errors import DruidError
from keyart.core.facts import Family
from keyart.query.druid_engine.refusals import unsupported
from keyart.scale.druid.client import Druid
from keyart.scale.druid.http import Login
from keyart.scale.druid.layout import Manifest, datasource
from keyart.scale.druid.lookups import read_manifest


@dataclass(frozen=True)
class Copy:
    """What Druid holds of a store, as its manifest says."""

    prefix: str
    manifest: Manifest

    def datasource(self, family: Family) -> str:
        """Return the name of a family's datasource."""
        return datasource(self.prefix, family)


class Place:
    """Where a store's copy is. Safe for threads.

    What it holds is kept; whoever finds that it is no longer true says so by `forget`.
    """

    def __init__(self, settings: DruidSettings) -> None:
        login = Login(settings.user, settings.password, settings.token)
        self.druid = Druid(settings.url, login)
        self._prefix = settings.prefix
        self._copy: Copy | None = None
        self._lock = Lock()

    def copy(self) -> Copy:
        """Return what Druid holds; raises `UnsupportedByEngine` where that is nothing yet."""
        with self._lock:
            if self._copy is None:
                self._copy = self._read()
            return self._copy

    def forget(self, copy: Copy) -> None:
        """Look anew the next time, unless somebody has since `copy` was returned."""
        with self._lock:
            if self._copy is copy:
                self._copy = None

    def _read(self) -> Copy:
        manifest = read_manifest(self.druid, self._prefix)
        if manifest is None:
            raise nothing(self._prefix)
        return Copy(self._prefix, manifest)


def nothing(prefix: str) -> DruidError | Exception:
    """Return the refusal of a question to a Druid that holds nothing of the store."""
    return unsupported(
        f"Druid holds nothing of this store yet (prefix {prefix!r}).",
        'Run: keyart druid load. Or ask engine="native".',
    )


def place_of(settings: DruidSettings) -> Place:
    """Return where the copy is of a store with these settings.

    Raises `UnsupportedByEngine` where they name no Druid.
    """
    if not settings.url:
        raise unsupported(
            "This store has no Druid.", "Say where it is: keyart druid init STORE --url URL."
        )
    return _place_of(settings)


_place_of = lru_cache(16)(Place)
