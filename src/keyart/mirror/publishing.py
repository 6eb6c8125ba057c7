"""What completes a load: lookups, how long facts are kept, and the manifest."""

from collections.abc import Collection

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.mirror.content import Content
from keyart.mirror.lookup_values import lookups_of
from keyart.scale.druid import layout, lookups, segments
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import MANIFEST, Manifest, manifest_lookup
from keyart.store import Snapshot


def publish(
    druid: Druid,
    snapshot: Snapshot,
    content: Content,
    served: Collection[Family],
    settings: DruidSettings,
) -> int:
    """Put lookups, retention, compaction, and at last the manifest; return how many lookups.

    `served` are the families of which Druid holds facts.
    """
    prefix = settings.prefix
    before = lookups.read_manifest(druid, prefix)
    entries = lookups_of(snapshot, prefix)
    lookups.put_changed(druid, entries)
    for family in served:
        table = content.tables[family]
        segments.keep_for(druid, table.datasource, settings.retention)
        segments.compact(druid, table.datasource, settings.rows_per_segment)
    lookups.await_loaded(druid, [*entries, layout.chunks_lookup(prefix)])
    manifest = _manifest(snapshot, content, served, settings, tuple(entries))
    lookups.put_changed(druid, {manifest_lookup(prefix): {MANIFEST: manifest.to_text()}})
    lookups.await_loaded(druid, [manifest_lookup(prefix)])
    if before is not None:
        lookups.remove(druid, set(before.lookups) - set(entries))
    return len(entries)


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
