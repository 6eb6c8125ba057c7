"""What of a store's facts differs from what Druid holds, and which chunks it knows to have."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keyart.core.druid import DruidSettings
from keyart.core.errors import DruidError
from keyart.core.fact_files import key_fingerprint
from keyart.core.facts import Family
from keyart.mirror.chunks import Interval, interval, merged
from keyart.mirror.replacing import Sending, Target
from keyart.scale.druid import layout, lookups
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import FactTable, IntervalReplacement, replace_task
from keyart.store import Snapshot


@dataclass(frozen=True)
class Chunk:
    """The facts of a chunk of time, in files.

    Attributes:
        name: `2026-03-01` or `2026-03`.
        digest: Of the facts, and of what Druid makes of them.
        rows: How many facts there are.
        files: Where they are; none if Druid holds them already.
    """

    name: str
    digest: str
    rows: int
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Change:
    """What is to become of one family.

    Attributes:
        table: Its datasource.
        unit: `DAY` or `MONTH`: what a chunk is.
        chunks: All that the store has.
        gone: Times of which Druid has segments that are no chunk of the store.
    """

    table: FactTable
    unit: str
    is_parquet: bool
    chunks: tuple[Chunk, ...]
    gone: tuple[Interval, ...]

    @property
    def rows(self) -> int:
        """Facts of all chunks."""
        return sum(chunk.rows for chunk in self.chunks)

    @property
    def new(self) -> tuple[Chunk, ...]:
        """The chunks that are loaded."""
        return tuple(chunk for chunk in self.chunks if chunk.files)


Changes = Mapping[Family, Change]


def require_own(held: Mapping[str, str], snapshot: Snapshot, prefix: str) -> None:
    """Raise `DruidError` if what Druid holds under a prefix is of another store."""
    if is_foreign(held, snapshot):
        raise DruidError(
            f"Druid holds another store under the prefix {prefix!r}.",
            hint="Choose a prefix of its own: keyart druid init STORE --url URL --prefix NAME.",
        )


def is_foreign(held: Mapping[str, str], snapshot: Snapshot) -> bool:
    """Return whether what Druid holds is of profiles with other keys than the store's."""
    return held.get(layout.KEYS) not in {None, key_fingerprint(snapshot.salt)}


def forget(
    druid: Druid, snapshot: Snapshot, prefix: str, held: Mapping[str, str], changes: Changes
) -> None:
    """Take from the digests in Druid those of chunks that are about to change.

    A load that is killed has changed nothing, or what the next one does not take for unchanged.
    """
    stay = {key: held[key] for key in _digests(changes) if key in held}
    for family, change in changes.items():
        for chunk in change.new:
            stay.pop(_key(family, chunk), None)
    stay[layout.KEYS] = key_fingerprint(snapshot.salt)
    if stay != held:
        lookups.put(druid, {layout.chunks_lookup(prefix): stay})


def remember(druid: Druid, snapshot: Snapshot, prefix: str, changes: Changes) -> None:
    """Keep the digests of all chunks with them in Druid."""
    now = {**_digests(changes), layout.KEYS: key_fingerprint(snapshot.salt)}
    lookups.put_changed(druid, {layout.chunks_lookup(prefix): now})


def _digests(changes: Changes) -> dict[str, str]:
    return {
        _key(family, chunk): chunk.digest
        for family, change in changes.items()
        for chunk in change.chunks
    }


def _key(family: Family, chunk: Chunk) -> str:
    return f"{family}/{chunk.name}"


def targets(changes: Changes, settings: DruidSettings) -> list[Target]:
    """Return what Druid's datasources are to hold, and what they take for it."""
    return [_target(change, settings) for change in changes.values()]


def _target(change: Change, settings: DruidSettings) -> Target:
    return Target(
        datasource=change.table.datasource,
        columns=change.table.columns,
        chunks=frozenset(interval(chunk.name) for chunk in change.chunks),
        rows=change.rows,
        sending=_sending(change, settings) if change.new else None,
    )


def _sending(change: Change, settings: DruidSettings) -> Sending:
    chunks = tuple(interval(chunk.name) for chunk in change.new)
    files = tuple(file for chunk in change.new for file in chunk.files)
    new = IntervalReplacement(
        intervals=merged(chunks),
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
