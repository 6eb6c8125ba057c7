"""Loading a version of a store into Druid: files, lookups, the manifest, and retention."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import replace as change
from datetime import UTC, date, datetime, time
from enum import StrEnum
from math import inf

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.mirror.changes import (
    FamilyChange,
    forget_digests,
    require_same_store,
    save_digests,
    targets,
)
from keyart.mirror.content import Content, content_of, lookups_of
from keyart.mirror.replacement import format_interval, replace, require_readable
from keyart.mirror.staging import Staging, StoredDays, fact_days_of, folder_for, staging_root
from keyart.scale.druid import layout, lookups, segments
from keyart.scale.druid.client import PARQUET, Druid
from keyart.scale.druid.layout import MANIFEST, Manifest, manifest_lookup
from keyart.scale.facts.files import FactFormat
from keyart.store import Snapshot


class LoadReason(StrEnum):
    """Why a load was full or partial."""

    FIRST = "first"
    """Druid held nothing of the store."""
    FULL = "full"
    """A full load was requested."""
    CHANGED = "changed"
    """Only chunks whose facts, audiences or columns differ from those in Druid."""


@dataclass(frozen=True)
class FamilyLoad:
    """The result of a load for one family.

    Attributes:
        rows: The number of facts in Druid now, before roll-up.
        loaded: The chunks that were loaded: days or months.
        kept: The chunks that Druid already had.
        dropped: Intervals in which the store no longer has facts.
    """

    rows: int
    loaded: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """The result of a load; `since` is the first day that Druid should hold, None for all."""

    version: int
    why: LoadReason
    families: Mapping[Family, FamilyLoad]
    audiences: int
    lookups: int
    since: date | None = None


def load(
    snapshot: Snapshot,
    druid: Druid,
    settings: DruidSettings,
    *,
    now: datetime,
    full: bool = False,
    progress: Progress | None = None,
) -> Load:
    """Load a version of a store into Druid, and return once queries see it.

    Raises `DruidError` if Druid refuses or fails, `DruidUnavailable`, `UnknownName` for unknown
    names in the settings, and `StoreBusy` while another load is running.
    """
    progress = progress or Silent()
    prefix = settings.prefix
    # 1. Find out what Druid supports, should hold, and holds.
    form = FactFormat.PARQUET if druid.require_sketches().has(PARQUET) else FactFormat.JSON_LINES
    content = content_of(snapshot, settings)
    days = fact_days_of(snapshot, settings.retention, now)
    held = lookups.read(druid, layout.chunks_lookup(prefix)) or {}
    require_same_store(held, snapshot, prefix)
    with folder_for(staging_root(snapshot, settings)) as folder:
        # 2. Write the files of the chunks that differ.
        changes: dict[Family, FamilyChange] = {}
        for family, table in content.tables.items():
            staging = Staging(snapshot, content, family, form, days.retained(family))
            present = segments.current_segments(druid, table.datasource)
            digests = {} if full else held
            changes[family] = staging.write_changes(folder, settings, present, digests, progress)
        # 3. Replace each chunk in one step; a failure changes nothing.
        to_replace = targets(changes, settings)
        require_readable(druid, to_replace)
        _extend_retention(druid, prefix, content, settings)
        forget_digests(druid, snapshot, prefix, held, changes)
        replace(druid, to_replace, progress)
    # 4. Save the digests, now that everything is served and complete.
    save_digests(druid, snapshot, prefix, changes)
    # 5. Publish the lookups; and last the manifest, which makes the load visible.
    served = [family for family, item in changes.items() if item.chunks]
    published = _publish(druid, snapshot, content, served, settings, days)
    why = LoadReason.FULL if full else LoadReason.CHANGED if held else LoadReason.FIRST
    loads = {family: _family_load(item) for family, item in changes.items()}
    return Load(snapshot.version, why, loads, len(content.audiences), published, days.first)


def _family_load(change: FamilyChange) -> FamilyLoad:
    return FamilyLoad(
        rows=change.rows,
        loaded=tuple(chunk.name for chunk in change.new),
        kept=tuple(chunk.name for chunk in change.chunks if not chunk.files),
        dropped=tuple(map(format_interval, change.stale)),
    )


def _extend_retention(druid: Druid, prefix: str, content: Content, settings: DruidSettings) -> None:
    """Make Druid keep facts long enough, before any are loaded.

    Where retention is shorter than before, nothing changes yet: see `_publish`.
    """
    held = lookups.read_manifest(druid, prefix)
    before = None if held is None else held.retention
    if before is not None and _seconds_kept(before) >= _seconds_kept(settings.retention):
        return
    for table in content.tables.values():
        segments.keep_for(druid, table.datasource, settings.retention)


def _seconds_kept(retention: float) -> float:
    return retention or inf


def _publish(
    druid: Druid,
    snapshot: Snapshot,
    content: Content,
    served: Collection[Family],
    settings: DruidSettings,
    days: StoredDays,
) -> int:
    """Put lookups, compaction, the manifest, and retention; return the number of lookups.

    `served` are the families with facts in Druid. Retention comes last: by then queries know it.
    """
    prefix = settings.prefix
    before = lookups.read_manifest(druid, prefix)
    entries = lookups_of(snapshot, prefix)
    lookups.put_changed(druid, entries)
    for family in served:
        segments.compact(druid, content.tables[family].datasource, settings.rows_per_segment)
    lookups.await_loaded(druid, [*entries, layout.chunks_lookup(prefix)])
    manifest = change(
        _manifest(snapshot, content, served, settings, tuple(entries)),
        retention=settings.retention,
        facts_from=_day_start(days.earliest),
        loaded_from=_day_start(days.first),
    )
    lookups.put_changed(druid, {manifest_lookup(prefix): {MANIFEST: manifest.to_text()}})
    lookups.await_loaded(druid, [manifest_lookup(prefix)])
    for table in content.tables.values():
        segments.keep_for(druid, table.datasource, settings.retention)
    if before is not None:
        lookups.remove(druid, set(before.lookups) - set(entries))
    return len(entries)


def _day_start(day: date | None) -> int | None:
    """Return the start of a day, µs since 1970."""
    if day is None:
        return None
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000


def _manifest(
    snapshot: Snapshot,
    content: Content,
    served: Collection[Family],
    settings: DruidSettings,
    names: tuple[str, ...],
) -> Manifest:
    tables = {family: content.tables[family] for family in served}
    return Manifest(
        version=snapshot.version,
        audiences_version=snapshot.fit.number if snapshot.fit is not None else 0,
        lg_k=settings.lg_k,
        granularity_seconds=settings.granularity_seconds,
        audiences=content.audiences,
        attributes=content.attributes,
        dimensions={family: table.dimensions for family, table in tables.items()},
        sums={family: table.sums for family, table in tables.items()},
        guards={family: table.guards for family, table in tables.items()},
        lookups=names,
        data_until=snapshot.data_until,
    )
