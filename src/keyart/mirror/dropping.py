"""Taking out of Druid all that it holds of a store."""

from dataclasses import dataclass

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.mirror.changing import is_foreign
from keyart.mirror.lookup_values import lookup_names
from keyart.scale.druid import layout, lookups, segments, tasks
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot


@dataclass(frozen=True)
class Dropped:
    """What was taken out; `foreign` if it was of another store, under the same prefix."""

    datasources: tuple[str, ...]
    lookups: tuple[str, ...]
    foreign: bool = False


def held(snapshot: Snapshot, druid: Druid, settings: DruidSettings) -> Dropped:
    """Return what `drop` would take out."""
    prefix = settings.prefix
    manifest = lookups.read_manifest(druid, prefix)
    own = {layout.manifest_lookup(prefix), layout.chunks_lookup(prefix)}
    own |= lookup_names(snapshot, prefix)  # also those of a load that never ended
    own |= set(() if manifest is None else manifest.lookups)
    there = segments.stored_datasources(druid)
    sources = [*(layout.datasource(prefix, family) for family in Family), layout.asset_days(prefix)]
    return Dropped(
        datasources=tuple(name for name in sources if name in there),
        lookups=tuple(name for name in lookups.names(druid) if name in own),
        foreign=is_foreign(lookups.read(druid, layout.chunks_lookup(prefix)) or {}, snapshot),
    )


def drop(
    snapshot: Snapshot, druid: Druid, settings: DruidSettings, progress: Progress | None = None
) -> Dropped:
    """Take out of Druid the datasources of a store with their files, rules and lookups.

    Raises `DruidError` for what Druid refuses or fails at, and `DruidUnavailable`.
    """
    shown = progress or Silent()
    found = held(snapshot, druid, settings)
    manifest = layout.manifest_lookup(settings.prefix)
    # What says that there is something goes first.
    lookups.remove(druid, [name for name in found.lookups if name == manifest])
    lookups.remove(druid, [name for name in found.lookups if name != manifest])
    shown.begin("drop from Druid", None)
    killing = [segments.kill(druid, name) for name in found.datasources]
    tasks.finish(druid, killing, shown)
    for name in found.datasources:
        segments.await_gone(druid, name)
    return found
