"""The chunks of a store's facts that differ from those in Druid, by digests kept in Druid."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keyart.core.druid import DruidSettings
from keyart.core.errors import DruidError
from keyart.core.fact_files import key_fingerprint
from keyart.core.facts import Family
from keyart.mirror.replacement import Interval, Sending, Target, interval, merge_intervals
from keyart.scale.druid import layout, lookups
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import FactTable, IntervalReplacement, replace_task
from keyart.store import Snapshot


@dataclass(frozen=True)
class FactChunk:
    """The facts of a chunk of time, in files.

    Attributes:
        name: `2026-03-01` or `2026-03`.
        digest: The digest of the facts and of the columns that Druid makes of them.
        rows: The number of facts.
        files: Their files; none if Druid already holds the facts.
    """

    name: str
    digest: str
    rows: int
    files: tuple[Path, ...]


@dataclass(frozen=True)
class FamilyChange:
    """What a load changes in one family.

    Attributes:
        table: The datasource of the family.
        unit: The size of chunks, `DAY` or `MONTH`.
        chunks: All chunks of the store.
        stale: Intervals of segments in Druid that are not chunks of the store.
    """

    table: FactTable
    unit: str
    is_parquet: bool
    chunks: tuple[FactChunk, ...]
    stale: tuple[Interval, ...]

    @property
    def rows(self) -> int:
        """Facts of all chunks."""
        return sum(chunk.rows for chunk in self.chunks)

    @property
    def new(self) -> tuple[FactChunk, ...]:
        """The chunks that are loaded."""
        return tuple(chunk for chunk in self.chunks if chunk.files)


Changes = Mapping[Family, FamilyChange]


def require_same_store(held: Mapping[str, str], snapshot: Snapshot, prefix: str) -> None:
    """Raise `DruidError` if Druid holds another store under a prefix."""
    if is_foreign(held, snapshot):
        raise DruidError(
            f"Druid holds another store under the prefix {prefix!r}.",
            hint="Choose another prefix: keyart druid init STORE --url URL --prefix NAME.",
        )


def is_foreign(held: Mapping[str, str], snapshot: Snapshot) -> bool:
    """Return whether the profiles in Druid have other keys than the store's."""
    return held.get(layout.KEYS) not in {None, key_fingerprint(snapshot.salt)}


def forget_digests(
    druid: Druid, snapshot: Snapshot, prefix: str, held: Mapping[str, str], changes: Changes
) -> None:
    """Remove the digests of chunks that are about to change from Druid.

    So after a load that was killed, the next one loads those chunks again.
    """
    digests = {key: held[key] for key in _digests(changes) if key in held}
    for family, change in changes.items():
        for chunk in change.new:
            digests.pop(_key(family, chunk), None)
    digests[layout.KEYS] = key_fingerprint(snapshot.salt)
    if digests != held:
        lookups.put(druid, {layout.chunks_lookup(prefix): digests})


def save_digests(druid: Druid, snapshot: Snapshot, prefix: str, changes: Changes) -> None:
    """Save the digests of all chunks in Druid."""
    now = {**_digests(changes), layout.KEYS: key_fingerprint(snapshot.salt)}
    lookups.put_changed(druid, {layout.chunks_lookup(prefix): now})


def _digests(changes: Changes) -> dict[str, str]:
    return {
        _key(family, chunk): chunk.digest
        for family, change in changes.items()
        for chunk in change.chunks
    }


def _key(family: Family, chunk: FactChunk) -> str:
    return f"{family}/{chunk.name}"


def targets(changes: Changes, settings: DruidSettings) -> list[Target]:
    """Return what Druid's datasources should hold, and what is loaded for it."""
    return [_target(change, settings) for change in changes.values()]


def _target(change: FamilyChange, settings: DruidSettings) -> Target:
    return Target(
        datasource=change.table.datasource,
        columns=change.table.columns,
        chunks=frozenset(interval(chunk.name) for chunk in change.chunks),
        rows=change.rows,
        sending=_sending(change, settings) if change.new else None,
    )


def _sending(change: FamilyChange, settings: DruidSettings) -> Sending:
    chunks = tuple(interval(chunk.name) for chunk in change.new)
    files = tuple(file for chunk in change.new for file in chunk.files)
    new = IntervalReplacement(
        intervals=merge_intervals(chunks),
        chunk=change.unit,
        files=files,
        is_parquet=change.is_parquet,
        rows_per_segment=settings.rows_per_segment,
        tasks=settings.tasks,
    )
    return Sending(
        task=replace_task(change.table, new),
        file=files[0],
        columns=change.table.sent,
        chunks=chunks,
        rows=sum(chunk.rows for chunk in change.new),
    )
