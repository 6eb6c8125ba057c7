"""What Druid holds of a store, against the store."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.scale.druid import layout, lookups, segments
from keyart.scale.druid.client import PARQUET, SKETCHES, Druid
from keyart.scale.druid.layout import Manifest
from keyart.store import Snapshot


@dataclass(frozen=True)
class FamilyState:
    """What Druid holds of one family.

    Attributes:
        datasource: Its name.
        facts: Of how many facts it is made.
        rows: How many rows they are rolled up to.
        segments: In how many segments.
        bytes: How large these are.
        since: Where the first segment begins.
        until: Where the last one ends.
        available: The share of segments that can be asked, 0 to 1.
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
class State:
    """What a cluster is, and what it holds of a store.

    Attributes:
        url: The address of its router.
        druid: Its version.
        sketches: Whether it can count people: has loaded `druid-datasketches`.
        parquet: Whether it reads Parquet; else loads are written as JSON.
        store_version: The newest version of the store.
        store_data_until: The time of its newest event.
        manifest: What was loaded last, None if nothing was.
        served_since: From when on Druid has all facts, because it lets older ones go; None if it
            has those of all time.
        families: What is there of each family; those without are absent.
        lookups: How many lookups were loaded.
        lookups_served: How many of them every service has.
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
        """Seconds of events that the store has and Druid has not; None where neither can say."""
        if self.store_data_until is None or self.data_until is None:
            return None
        return (self.store_data_until - self.data_until).total_seconds()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        found = asdict(self)
        further = {"behind": self.behind, "data_until": self.data_until, "lag_seconds": self.lag}
        return {**found, **further}


def state(
    snapshot: Snapshot, druid: Druid, settings: DruidSettings, now: datetime | None = None
) -> State:
    """Return what Druid holds of a store, by default at this moment; raises `DruidUnavailable`."""
    moment = now or datetime.now(UTC)
    cluster = druid.cluster()
    manifest = lookups.read_manifest(druid, settings.prefix)
    names = () if manifest is None else manifest.lookups
    there = druid.tables()
    sources = {family: layout.datasource(settings.prefix, family) for family in Family}
    served = {f: _family(druid, name) for f, name in sources.items() if name in there}
    return State(
        url=druid.url,
        druid=cluster.version,
        sketches=cluster.has(SKETCHES),
        parquet=cluster.has(PARQUET),
        store_version=snapshot.version,
        store_data_until=_instant(snapshot.data_until),
        manifest=manifest,
        served_since=None if manifest is None else _instant(manifest.served_from(moment)),
        families={family: found for family, found in served.items() if found is not None},
        lookups=len(names),
        lookups_served=len(lookups.loaded(druid) & set(names)),
    )


def _family(druid: Druid, datasource: str) -> FamilyState | None:
    """Return what is there of a family, None if that is nothing but empty time."""
    own = [one for one in segments.current_segments(druid, datasource) if not one.is_tombstone]
    if not own:
        return None
    facts, rows = segments.counts(druid, datasource)
    return FamilyState(
        datasource=datasource,
        facts=facts,
        rows=rows,
        segments=len(own),
        bytes=sum(segment.bytes for segment in own),
        since=min(segment.start for segment in own),
        until=max(segment.end for segment in own),
        available=segments.served_share(druid, datasource),
    )


def _instant(microseconds: int | None) -> datetime | None:
    if microseconds is None:
        return None
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(
        microsecond=microseconds % 1_000_000
    )
