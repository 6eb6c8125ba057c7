"""What completes a load: lookups, how long facts are kept, and the manifest."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time
from math import inf

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.mirror.content import Content
from keyart.mirror.lookup_values import lookups_of
from keyart.mirror.staging import Days
from keyart.scale.druid import layout, lookups, segments
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import MANIFEST, Manifest, manifest_lookup
from keyart.store import Snapshot


def keep_long_enough(druid: Druid, prefix: str, content: Content, settings: DruidSettings) -> None:
    """Let Druid keep facts for as long as is wanted now, before it is sent any.

    Where that is shorter than before, nothing changes yet: see `publish`.
    """
    held = lookups.read_manifest(druid, prefix)
    before = None if held is None else held.retention
    if before is not None and _forever(before) >= _forever(settings.retention):
        return
    for table in content.tables.values():
        segments.keep_for(druid, table.datasource, settings.retention)


def _forever(retention: float) -> float:
    return retention or inf


def publish(
    druid: Druid,
    snapshot: Snapshot,
    content: Content,
    served: Collection[Family],
    settings: DruidSettings,
    days: Days,
) -> int:
    """Put lookups, compaction, the manifest, and retention; return how many lookups.

    `served` are the families of which Druid holds facts. What lets facts go comes last: by then
    questions know of it.
    """
    prefix = settings.prefix
    before = lookups.read_manifest(druid, prefix)
    entries = lookups_of(snapshot, prefix)
    lookups.put_changed(druid, entries)
    for family in served:
        segments.compact(druid, content.tables[family].datasource, settings.rows_per_segment)
    lookups.await_loaded(druid, [*entries, layout.chunks_lookup(prefix)])
    manifest = replace(
        _manifest(snapshot, content, served, settings, tuple(entries)),
        retention=settings.retention,
        facts_from=_start(days.earliest),
        loaded_from=_start(days.first),
    )
    lookups.put_changed(druid, {manifest_lookup(prefix): {MANIFEST: manifest.to_text()}})
    lookups.await_loaded(druid, [manifest_lookup(prefix)])
    for table in content.tables.values():
        segments.keep_for(druid, table.datasource, settings.retention)
    if before is not None:
        lookups.remove(druid, set(before.lookups) - set(entries))
    return len(entries)


def _start(day: date | None) -> int | None:
    """Return when a day begins, µs since 1970."""
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
    own = {family: content.tables[family] for family in served}
    return Manifest(
        version=snapshot.version,
        audiences_version=snapshot.fit.number if snapshot.fit is not None else 0,
        lg_k=settings.lg_k,
        granularity_seconds=settings.granularity_seconds,
        audiences=content.audiences,
        attributes=content.attributes,
        dimensions={family: table.dimensions for family, table in own.items()},
        sums={family: table.sums for family, table in own.items()},
        guards={family: table.guards for family, table in own.items()},
        lookups=names,
        data_until=snapshot.data_until,
    )
