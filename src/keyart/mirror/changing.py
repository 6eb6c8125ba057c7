"""Replacing what Druid holds of facts, and making sure that it holds all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keyart.core.druid import DruidSettings
from keyart.core.errors import DruidError
from keyart.core.fact_files import key_fingerprint
from keyart.core.facts import Family
from keyart.core.progress import Progress
from keyart.mirror.chunks import Interval, interval, merged
from keyart.scale.druid import layout, lookups, segments, tasks
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import Replacement, Table, specification
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

    table: Table
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


def replace_chunks(
    druid: Druid, changes: Changes, settings: DruidSettings, progress: Progress
) -> None:
    """Let Druid take the files of what is new, and let go of what is gone.

    Raises `DruidError` with Druid's own words when a task fails.
    """
    running: list[str] = []
    for change in changes.values():
        if change.new:
            running.append(tasks.submit(druid, _task(change, settings)))
        elif change.chunks:
            for gone in change.gone:
                segments.unuse_interval(druid, change.table.datasource, gone)
        elif change.gone:
            segments.unuse(druid, change.table.datasource)
    if running:
        rows = sum(chunk.rows for change in changes.values() for chunk in change.new)
        progress.begin("load into Druid", rows)
        tasks.finish(druid, running, progress)


def _task(change: Change, settings: DruidSettings) -> dict[str, object]:
    new = Replacement(
        intervals=merged([*change.gone, *(interval(chunk.name) for chunk in change.new)]),
        chunk=change.unit,
        files=tuple(file for chunk in change.new for file in chunk.files),
        is_parquet=change.is_parquet,
        rows_per_segment=settings.rows_per_segment,
        tasks=settings.tasks,
    )
    return specification(change.table, new)


def require_whole(druid: Druid, changes: Changes) -> None:
    """Wait until questions see all facts; raises `DruidError` if Druid holds fewer or more."""
    for change in changes.values():
        datasource = change.table.datasource
        if not change.chunks:
            segments.await_gone(druid, datasource)
            continue
        segments.await_served(druid, datasource, change.table.columns)
        facts, _ = segments.counts(druid, datasource)
        if facts != change.rows:
            raise DruidError(
                f"Druid holds {facts:,} of the {change.rows:,} facts of {datasource}.",
                hint="Load with --full; if it stays so, look at the task's log.",
            )
