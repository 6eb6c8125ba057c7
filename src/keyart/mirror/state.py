"""What Druid holds of a store, and dropping it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.mirror.changes import is_foreign
from keyart.mirror.content import lookup_names
from keyart.scale.druid import layout, lookups, segments, tasks
from keyart.scale.druid.client import PARQUET, SKETCHES, Druid
from keyart.scale.druid.layout import Manifest
from keyart.store import Snapshot


@dataclass(frozen=True)
class FamilyState:
    """What Druid holds of one family of facts.

    Attributes:
        datasource: Its name.
        facts: The number of facts loaded.
        rows: The number of rows after roll-up.
        segments: The number of segments.
        bytes: Their size.
        since: The start of the first segment.
        until: The end of the last one.
        available: The share of segments that answer queries, 0 to 1.
    """

    datasource: str
    facts: int
    rows: int
    segments: int
    bytes: int
    since: datetime
    until: datetime
    available: float


@dataclass(frozen=True)
class MirrorState:
    """A cluster of Druid, and what it holds of a store.

    Attributes:
        url: The address of its router.
        druid: Its version.
        sketches: Whether it has `druid-datasketches` and so can count people.
        parquet: Whether it reads Parquet; otherwise loads are written as JSON.
        store_version: The newest version of the store.
        store_data_until: The time of its newest event.
        manifest: The manifest of the last load, None if there is none.
        served_since: The start of the facts that Druid keeps; None if it keeps all.
        families: The state of each family that has facts.
        lookups: The number of lookups loaded.
        lookups_served: The number of lookups that every service has.
    """

    url: str
    druid: str
    sketches: bool
    parquet: bool
    store_version: int
    store_data_until: datetime | None
    manifest: Manifest | None
    served_since: datetime | None
    families: Mapping[Family, FamilyState]
    lookups: int
    lookups_served: int

    @property
    def behind(self) -> int | None:
        """How many versions the store is ahead; None if nothing was loaded."""
        return None if self.manifest is None else self.store_version - self.manifest.version

    @property
    def data_until(self) -> datetime | None:
        """The time of the newest event that Druid holds."""
        return None if self.manifest is None else _instant(self.manifest.data_until)

    @property
    def lag(self) -> float | None:
        """Seconds of events that Druid lacks; None if either has none."""
        if self.store_data_until is None or self.data_until is None:
            return None
        return (self.store_data_until - self.data_until).total_seconds()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        derived = {"behind": self.behind, "data_until": self.data_until, "lag_seconds": self.lag}
        return {**asdict(self), **derived}


def read_state(
    snapshot: Snapshot, druid: Druid, settings: DruidSettings, now: datetime | None = None
) -> MirrorState:
    """Return what Druid holds of a store, by default now; raises `DruidUnavailable`."""
    moment = now or datetime.now(UTC)
    cluster = druid.cluster()
    manifest = lookups.read_manifest(druid, settings.prefix)
    names = () if manifest is None else manifest.lookups
    tables = druid.tables()
    sources = {family: layout.datasource(settings.prefix, family) for family in Family}
    served = {f: _read_family(druid, name) for f, name in sources.items() if name in tables}
    return MirrorState(
        url=druid.url,
        druid=cluster.version,
        sketches=cluster.has(SKETCHES),
        parquet=cluster.has(PARQUET),
        store_version=snapshot.version,
        store_data_until=_instant(snapshot.data_until),
        manifest=manifest,
        served_since=None if manifest is None else _instant(manifest.served_from(moment)),
        families={family: state for family, state in served.items() if state is not None},
        lookups=len(names),
        lookups_served=len(lookups.loaded(druid) & set(names)),
    )


def _read_family(druid: Druid, datasource: str) -> FamilyState | None:
    """Return the state of a family, None if it has no rows."""
    present = [s for s in segments.current_segments(druid, datasource) if not s.is_tombstone]
    if not present:
        return None
    facts, rows = segments.counts(druid, datasource)
    return FamilyState(
        datasource=datasource,
        facts=facts,
        rows=rows,
        segments=len(present),
        bytes=sum(segment.bytes for segment in present),
        since=min(segment.start for segment in present),
        until=max(segment.end for segment in present),
        available=segments.served_share(druid, datasource),
    )


def _instant(microseconds: int | None) -> datetime | None:
    if microseconds is None:
        return None
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(
        microsecond=microseconds % 1_000_000
    )


@dataclass(frozen=True)
class Dropped:
    """What was dropped; `foreign` if it was of another store, under the same prefix."""

    datasources: tuple[str, ...]
    lookups: tuple[str, ...]
    foreign: bool = False


def find_held(snapshot: Snapshot, druid: Druid, settings: DruidSettings) -> Dropped:
    """Return what `drop` would drop."""
    prefix = settings.prefix
    manifest = lookups.read_manifest(druid, prefix)
    names = {layout.manifest_lookup(prefix), layout.chunks_lookup(prefix)}
    names |= lookup_names(snapshot, prefix)  # also those of a load that did not finish
    names |= set(() if manifest is None else manifest.lookups)
    stored = segments.stored_datasources(druid)
    sources = [*(layout.datasource(prefix, family) for family in Family), layout.asset_days(prefix)]
    return Dropped(
        datasources=tuple(name for name in sources if name in stored),
        lookups=tuple(name for name in lookups.names(druid) if name in names),
        foreign=is_foreign(lookups.read(druid, layout.chunks_lookup(prefix)) or {}, snapshot),
    )


def drop(
    snapshot: Snapshot, druid: Druid, settings: DruidSettings, progress: Progress | None = None
) -> Dropped:
    """Drop the datasources of a store from Druid with their files, rules and lookups.

    Raises `DruidError` if Druid refuses or fails, and `DruidUnavailable`.
    """
    progress = progress or Silent()
    dropped = find_held(snapshot, druid, settings)
    manifest = layout.manifest_lookup(settings.prefix)
    # The manifest goes first: it makes the load visible.
    lookups.remove(druid, [name for name in dropped.lookups if name == manifest])
    lookups.remove(druid, [name for name in dropped.lookups if name != manifest])
    progress.begin("drop from Druid", None)
    killing = [segments.kill(druid, name) for name in dropped.datasources]
    tasks.finish(druid, killing, progress)
    for name in dropped.datasources:
        segments.await_gone(druid, name)
    return dropped
