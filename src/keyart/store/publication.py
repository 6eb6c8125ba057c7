"""Publishing: everything that changes a store goes through here, and becomes visible at once."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import DiskFull, StoreError
from keyart.core.fact_files import key_fingerprint
from keyart.core.facts import Family
from keyart.core.report import Report
from keyart.core.vocabulary import Vocabulary
from keyart.store import accounts, catalog
from keyart.store.catalog import FileRow, VersionRow
from keyart.store.compaction import compact, ordered_columns, put_segment
from keyart.store.definitions import Definition
from keyart.store.dictionary import Dictionary, Keys, Ordinals
from keyart.store.dictionary_update import published_runs, save_dictionary
from keyart.store.event_update import EventUpdate
from keyart.store.files import NO_ROOM, force_all, in_words
from keyart.store.hiding import Days, HiddenUpdate
from keyart.store.imported import Parts, parts_table
from keyart.store.metadata_update import MetadataUpdate
from keyart.store.paths import Kind, Paths
from keyart.store.pending import Pending
from keyart.store.quarantine import QuarantineWriter, read_whole
from keyart.store.reading_only import require_writable
from keyart.store.runs import FreshRun, with_reasons
from keyart.store.snapshot import Snapshot, load_config, open_snapshot
from keyart.store.sweeping import sweep_leftovers, sweep_versions
from keyart.store.touched import Touched
from keyart.store.version_lock import mark_published
from keyart.store.writer_lock import writing

NO_VOCABULARIES: Mapping[str, Vocabulary] = {}


@contextmanager
def publication(
    root: Path, *, command: str, now: datetime, wait: float = 60.0, sweep: bool = True
) -> Generator["Publication"]:
    """Hold the writer's lock and collect one publication; nothing happens without its `commit`.

    Before and after, `sweep` removes old versions that nobody reads, and what a crash left behind.
    Raises `StoreBusy` when somebody else writes for more than `wait` seconds.
    """
    paths = Paths(Path(root))
    with catalog.connect(paths) as connection:
        catalog.require_format(connection, paths)
    require_writable(paths.root)
    durable = load_config(paths).settings.fsync
    try:
        with writing(paths.writer_lock, command, now, wait):
            if sweep:
                with catalog.connect(paths, durable=durable) as connection:
                    sweep_versions(paths, connection)
                    sweep_leftovers(paths, connection)
            yield from _publishing(paths, VersionRow(0, now, command, 0, None))
            if sweep:
                with catalog.connect(paths, durable=durable) as connection:
                    sweep_versions(paths, connection)
    except OSError as error:
        if not _is_ours(error, paths):
            raise
        if error.errno in NO_ROOM:
            raise DiskFull(
                f"There is no room left for {paths.root}.",
                hint="Nothing of it is damaged. Make room, and try again.",
            ) from error
        raise in_words(f"{paths.root} cannot be written", error) from error


def _is_ours(error: OSError, paths: Paths) -> bool:
    """Return whether an error is about the store: not about a file that somebody loads.

    Arrow says nothing of files but in the error's text.
    """
    name = error.filename
    if isinstance(name, str | bytes):
        return Path(os.fsdecode(name)).absolute().is_relative_to(paths.root.absolute())
    return str(paths.root) in str(error) or error.errno in NO_ROOM


def _publishing(paths: Paths, plan: VersionRow) -> Generator["Publication"]:
    work = paths.scratch / secrets.token_hex(4)
    work.mkdir()
    try:
        with open_snapshot(paths.root) as base:
            publishing = Publication(paths, base, work, plan)
            try:
                yield publishing
            finally:
                publishing.close()
    finally:
        shutil.rmtree(work)


class Publication:
    """One version in the making; used through `publication`.

    `base` is the version that it changes, `work` a folder for intermediate files that is removed
    at the end, `batch` the number under which events and accounts are kept.
    """

    def __init__(self, paths: Paths, base: Snapshot, work: Path, plan: VersionRow) -> None:
        self.base = base
        self.work = work
        self._paths = paths
        self._plan = plan
        with catalog.connect(paths) as connection:
            self.batch = accounts.next_batch(connection)
            self._pending = Pending(paths, base.state, catalog.next_file_id(connection))
        self._dictionary = Dictionary(published_runs(self._pending), base.profiles)
        self._events = EventUpdate(self._pending, work, self.batch)
        self._hidden = HiddenUpdate(self._pending, paths.data)
        self._metadata = MetadataUpdate(self._pending, base)
        self._quarantine = QuarantineWriter(self._pending, self.batch)
        self._key_bits = base.key_bits
        self._report: Report | None = None
        self._until = base.data_until
        self._open = True
        self._salt: str | None = None

    @property
    def salt(self) -> str:
        """The salt of the profiles' keys; raises `StoreDamaged` and `WrongKey` as a snapshot's."""
        if self._salt is None:
            self._salt = self.base.salt
        return self._salt

    @property
    def key_in_doubt(self) -> bool:
        """Whether profiles were looked for by a key that may be another store's."""
        return self._salt is not None and not self._is_proven()

    def _is_proven(self) -> bool:
        """Return whether the key is known to be that of the profiles that the store has.

        In a store that has a fingerprint it was compared. In an older one it is proven by a
        profile that came again, or as long as no profile has a key.
        """
        return (
            self.base.key.fingerprint is not None
            or self._dictionary.met
            or not self.base.files(Kind.DICTIONARY)
        )

    @property
    def profiles(self) -> int:
        """How many ordinals have been given, by this publication too."""
        return self._dictionary.profiles

    def ordinals(self, keys: Keys) -> tuple[Ordinals, npt.NDArray[np.bool_]]:
        """Return the ordinals of keys and which are new; see `Dictionary.ordinals`."""
        return self._dictionary.ordinals(keys)

    def anonymous(self, count: int) -> Ordinals:
        """Return `count` new ordinals without a dictionary entry."""
        return self._dictionary.anonymous(count)

    def profile_text(self, ordinals: Ordinals) -> list[str]:
        """Return the keys of ordinals as text, which does not depend on the order of arrival."""
        return self._dictionary.texts(ordinals)

    def key_bits(self) -> npt.NDArray[np.uint8]:
        """Return the top eight key bits of every ordinal, those given just now too."""
        if len(self._key_bits) < self.profiles:
            self._key_bits = np.concatenate([self.base.key_bits, self._dictionary.new_bits()])
        return self._key_bits

    def keys(self, ordinals: Ordinals) -> Keys:
        """Return the sorted keys of ordinals; anonymous ones have none."""
        return self._dictionary.keys(ordinals)

    def add_events(
        self,
        table: str,
        events: Iterable[pa.Table],
        vocabularies: Mapping[str, Vocabulary] = NO_VOCABULARIES,
    ) -> None:
        """Keep events of `impressions` or `plays`; each table, usually a part, becomes a file.

        Columns of `vocabularies` that hold int32 codes become text. Safe for threads.
        """
        for part in events:
            self._events.add(table, part, vocabularies)

    def contest(self, table: str, hashes: npt.NDArray[np.uint64]) -> None:
        """Remember hashes of event ids that came with several profiles, titles or assets."""
        self._events.contest(table, hashes)

    def add_segment(
        self,
        family: Family,
        runs: Sequence[Path | pa.Table],
        vocabularies: Mapping[str, Vocabulary],
    ) -> None:
        """Write facts as a segment.

        `runs` (tables, or uncompressed Arrow IPC files) are facts with codes of `vocabularies`,
        each sorted by (title code, profile, …), all with the same columns.
        """
        vocabularies = with_reasons(vocabularies)
        fresh = [FreshRun(run, vocabularies) for run in runs]
        fresh = [run for run in fresh if len(run.titles.codes)]
        if fresh:
            columns = ordered_columns(family, set(fresh[0].columns))
            coded = {n: v.array() for n, v in vocabularies.items() if n in columns}
            put_segment(self._pending, family, fresh, coded, columns)

    def hide(self, touched: Touched) -> Days:
        """Hide the touched rows of older segments; return the days on which they lie, by table.

        Those are the days on which the kept events of the touched pairs lie.
        """
        return self._hidden.hide(touched)

    def hide_days(self, family: Family, days: npt.NDArray[np.int32]) -> None:
        """Hide the rows of a family on `days` since the epoch, ascending; all of imported facts."""
        self._hidden.hide_days(family, days)

    def put_imported(self, parts: Parts) -> None:
        """Say what of folders of facts the version has; all that it has, those known before too."""
        self._metadata.put_imported(parts_table(parts))

    def put_metadata(self, table: str, rows: pa.Table) -> None:
        """Put rows into `titles`, `assets`, `availability` or `tests`; see `merge_metadata`."""
        self._metadata.put(table, rows)

    def metadata(self, table: str) -> pa.Table:
        """Return a metadata table as the new version will have it."""
        return self._metadata.table(table)

    def put_profiles(self, ordinals: Ordinals, rows: pa.Table) -> None:
        """Set consent, is_minor and attributes; row i is of profile `ordinals[i]`."""
        self._metadata.put_profiles(ordinals, rows, self._dictionary.profiles)

    def no_consent(self) -> Ordinals:
        """Return the ordinals, ascending, of the profiles whose events are refused, as of now."""
        return self._metadata.no_consent()

    def no_consent_keys(self) -> Keys:
        """Return the sorted keys of the profiles whose events are refused, as of now."""
        return self._dictionary.keys(self._metadata.no_consent())

    def put_list(self, name: str, ordinals: Ordinals) -> None:
        """Put a list of profiles in the place of that of the same name."""
        self._metadata.put_list(name, ordinals)

    def remove_list(self, name: str) -> None:
        """Remove a list; raises `UnknownName`."""
        self._metadata.remove_list(name)

    def define(self, name: str, text: str, note: str | None, owner: str | None) -> None:
        """Say what segment `name` is from now on; what was said before stays as its history."""
        self._metadata.define(Definition(name, 0, text, note, owner, self._plan.created, 0))

    def undefine(self, name: str, owner: str | None) -> None:
        """Say that segment `name` is removed."""
        self._metadata.define(Definition(name, 0, None, None, owner, self._plan.created, 0))

    def put_fit(self, number: int, members: pa.Table, model: pa.Table, most: int) -> None:
        """Put a fit of affinities, as `fits` makes its tables; `most` fits stay, the newest."""
        self._metadata.put_fit(number, members, model, most)

    def put_fit_model(self, number: int, model: pa.Table) -> None:
        """Put the model of a fit in the place of its older one, as after a change of names."""
        self._metadata.put_fit_model(number, model)

    def quarantine(self, table: str, rejected: pa.Table, *, final: bool = False) -> None:
        """Keep rejected rows, with the columns `quarantine.REJECTED` at least.

        Rows with a code of `schema.RETRIED` keep all their columns, for `take_retried`, unless
        they are rejected for good, whatever their code: `final`.
        """
        self._quarantine.write(table, rejected, final=final)

    def drop_quarantine(self, table: str, batches: Collection[int]) -> None:
        """Forget the rows of `table` that earlier batches rejected for good."""
        for file in self._pending.files(Kind.QUARANTINE, table):
            if file.batch in batches:
                self._pending.end(file)

    def take_retried(self, table: str) -> Iterator[pa.Table]:
        """Take the rows of `table` that wait to be tried again out of quarantine, whole.

        Those that are still rejected are put there again by `quarantine`.
        """
        files = self._pending.files(Kind.RETRY, table)
        for file in files:
            self._pending.end(file)
        return (rows for file in files for rows in read_whole(self._pending.mapped(file)))

    def account(self, report: Report) -> None:
        """Keep the account of this batch."""
        self._report = report

    def seen_until(self, ts: int) -> None:
        """Say that there was an event at `ts` (µs since the epoch), even if none is kept."""
        self._until = max(ts, self._until or ts)

    def commit(self) -> int:
        """Make everything visible as one new version, and return its number."""
        # 1. Write what was collected in memory.
        self._quarantine.close(keep=True)
        self._events.save()
        self._metadata.save(self._dictionary.profiles)
        save_dictionary(self._pending, self._dictionary)
        # 2. Keep the number of segments, and of hidden rows, within bounds.
        settings = self.base.config.settings
        for family in Family:
            compact(self._pending, self._paths.data, family, settings.max_segments)
        # 3. Let every file reach the disk before a version names it.
        lock = self._paths.version_lock(self._pending.version)
        lock.touch()
        if settings.fsync:
            names = (file.name for file in self._pending.added.values())
            force_all([lock, *map(self._paths.file, names)])
        # 4. Publish.
        sums = self._pending.add_missing_sums()
        with catalog.connect(self._paths, durable=settings.fsync) as connection:
            self._publish(connection, sums)
        self._open = False
        mark_published(lock)
        return self._pending.version

    def _publish(self, connection: sqlite3.Connection, sums: Iterable[FileRow]) -> None:
        version = self._version()
        connection.execute("BEGIN IMMEDIATE")
        catalog.add_later_tables(connection)
        if catalog.latest_version(connection) != self.base.version:
            raise StoreError(
                f"{self.base.root} has changed under the writer's lock.",
                hint="Is the store on a network file system, or was its lock file removed?",
            )
        catalog.insert_version(connection, version)
        catalog.insert_files(connection, self._pending.added.values())
        catalog.insert_blocks(connection, sums)
        catalog.end_files(connection, self._pending.ended, version.version)
        catalog.seal_version(connection, version, self._pending.current)
        if self._salt is not None and self._is_proven():
            catalog.put_fingerprint(connection, key_fingerprint(self._salt))
        if self._report is not None or self._events.last_ts is not None:
            accounts.save(connection, self.batch, version, self._report or Report())
        connection.execute("COMMIT")

    def _version(self) -> VersionRow:
        if self._events.last_ts is not None:
            self.seen_until(self._events.last_ts)
        return VersionRow(
            version=self._pending.version,
            created=self._plan.created,
            command=self._plan.command,
            profiles=self._dictionary.profiles,
            data_until=self._until,
        )

    def close(self) -> None:
        """Remove what was written in vain."""
        if self._open:
            self._quarantine.close(keep=False)
            self._pending.abandon()
        self._pending.remove_discarded()
