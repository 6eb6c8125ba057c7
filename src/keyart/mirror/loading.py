"""The main road: a version of a store into Druid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from keyart.core.druid import DruidSettings
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.mirror.changing import (
    Change,
    forget,
    remember,
    require_own,
    targets,
)
from keyart.mirror.chunks import spoken
from keyart.mirror.content import content_of
from keyart.mirror.publishing import keep_long_enough, publish
from keyart.mirror.replacing import replace, require_readable
from keyart.mirror.staging import Staging, days_of, folder_for, staging_root
from keyart.scale.druid import layout, lookups, segments
from keyart.scale.druid.client import PARQUET, Druid
from keyart.scale.facts.files import FactFormat
from keyart.store import Snapshot


class Why(StrEnum):
    """Why so much of a store was loaded."""

    FIRST = "first"
    """Druid held nothing of it."""
    FULL = "full"
    """All was asked for."""
    CHANGED = "changed"
    """Only chunks whose facts, audiences or columns differ from what Druid holds."""


@dataclass(frozen=True)
class FamilyLoad:
    """What became of one family.

    Attributes:
        rows: Facts that Druid holds now, before roll-up.
        loaded: Names of the chunks of time that were loaded: days or months.
        kept: Names of the chunks that Druid held already.
        dropped: Times of which the store has no facts any more.
    """

    rows: int
    loaded: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """What a load did; `since` is the first day that Druid is to hold, None for all."""

    version: int
    why: Why
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
    """Let Druid hold a version of a store, and return once questions see it.

    Raises `DruidError` for what Druid refuses or fails at, `DruidUnavailable`, `UnknownName` for
    settings that name what is not, and `StoreBusy` while another load is under way.
    """
    shown = progress or Silent()
    prefix = settings.prefix
    # 1. What Druid can do, what it is to hold, and what it holds already.
    form = FactFormat.PARQUET if druid.require_sketches().has(PARQUET) else FactFormat.JSON_LINES
    content = content_of(snapshot, settings)
    days = days_of(snapshot, settings.retention, now)
    held = lookups.read(druid, layout.chunks_lookup(prefix)) or {}
    require_own(held, snapshot, prefix)
    with folder_for(staging_root(snapshot, settings)) as folder:
        # 2. The files of the chunks that differ.
        changes: dict[Family, Change] = {}
        for family, table in content.tables.items():
            staging = Staging(snapshot, content, family, form, days.kept(family))
            there = segments.current_segments(druid, table.datasource)
            digests = {} if full else held
            changes[family] = staging.changed(folder, settings, there, digests, shown)
        # 3. Each chunk is replaced at once, for those who ask; what fails changes nothing.
        wanted = targets(changes, settings)
        require_readable(druid, wanted)
        keep_long_enough(druid, prefix, content, settings)
        forget(druid, snapshot, prefix, held, changes)
        replace(druid, wanted, shown)
    # 4. Only what is served and complete counts as held.
    remember(druid, snapshot, prefix, changes)
    # 5. What follows from ids; last the manifest, by which a load becomes visible.
    served = [family for family, change in changes.items() if change.chunks]
    published = publish(druid, snapshot, content, served, settings, days)
    why = Why.FULL if full else Why.CHANGED if held else Why.FIRST
    done = {family: _done(change) for family, change in changes.items()}
    return Load(snapshot.version, why, done, len(content.audiences), published, days.first)


def _done(change: Change) -> FamilyLoad:
    return FamilyLoad(
        rows=change.rows,
        loaded=tuple(chunk.name for chunk in change.new),
        kept=tuple(chunk.name for chunk in change.chunks if not chunk.files),
        dropped=tuple(map(spoken, change.gone)),
    )
