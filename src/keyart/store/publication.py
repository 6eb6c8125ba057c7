"""Publications: every change of a store is one, and becomes visible at once."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import DiskFull, StoreError
from keyart.core.fact_files import key_fingerprint
from keyart.core.facts import Family
from keyart.core.report import Report
from keyart.core.vocabulary import Vocabulary
from keyart.store.catalogue import accounts, database
from keyart.store.catalogue.connections import connect
from keyart.store.catalogue.database import FileRow, VersionRow
from keyart.store.catalogue.draft import VersionDraft
from keyart.store.catalogue.locks import (
    mark_published,
    sweep_leftovers,
    sweep_versions,
    writer_lock,
)
from keyart.store.events.quarantine import QuarantineWriter
from keyart.store.events.update import EventUpdate
from keyart.store.files.disk import NO_ROOM, force_all, system_error
from keyart.store.metadata.audiences import Definition
from keyart.store.metadata.tables import ImportedParts
from keyart.store.metadata.update import MetadataUpdate
from keyart.store.paths import FileKind, Paths
from keyart.store.profiles.dictionary import (
    Dictionary,
    Keys,
    Ordinals,
    published_runs,
    save_dictionary,
)
from keyart.store.segments.compaction import compact, ordered_columns, put_segment
from keyart.store.segments.pairs import DaysByTable, HiddenRows, PairSet
from keyart.store.segments.runs import FreshRun, with_reasons
from keyart.store.snapshot import Snapshot, load_config, open_snapshot

NO_VOCABULARIES: Mapping[str, Vocabulary] = {}


@contextmanager
def publication(
    root: Path, *, command: str, now: datetime, wait: float = 60.0, sweep: bool = True
) -> Generator["Publication"]:
    """Hold the writer's lock and collect one publication; nothing happens without its `commit`.

    With `sweep`, unread old versions are removed before and after, and leftovers of crashes before.
    Raises `StoreBusy` if another process writes for more than `wait` seconds.
    """
    paths = Paths(Path(root))
    with connect(paths) as connection:
        database.require_format(connection, paths)
    paths.require_writable()
    durable = load_config(paths).settings.fsync
    try:
        with writer_lock(paths.writer_lock, command, now, wait):
            if sweep:
                with connect(paths, durable=durable) as connection:
                    sweep_versions(paths, connection)
                    sweep_leftovers(paths, connection)
            yield from _open_publication(paths, VersionRow(0, now, command, 0, None))
            if sweep:
                with connect(paths, durable=durable) as connection:
                    sweep_versions(paths, connection)
    except OSError as error:
        if not _is_about_store(error, paths):
            raise
        if error.errno in NO_ROOM:
            raise DiskFull(
                f"The disk is full: {paths.root} cannot be written.",
                hint="Nothing is damaged. Make room, and try again.",
            ) from error
        raise system_error(f"{paths.root} cannot be written", error) from error


def _is_about_store(error: OSError, paths: Paths) -> bool:
    """Return whether an error is about the store, not about a file that is loaded.

    Errors of Arrow name files only in their text.
    """
    name = error.filename
    if isinstance(name, str | bytes):
        return Path(os.fsdecode(name)).absolute().is_relative_to(paths.root.absolute())
    return str(paths.root) in str(error) or error.errno in NO_ROOM


def _open_publication(paths: Paths, plan: VersionRow) -> Generator["Publication"]:
    work = paths.scratch / secrets.token_hex(4)
    work.mkdir()
    try:
        with open_snapshot(paths.root) as base:
            opened = Publication(paths, base, work, plan)
            try:
                yield opened
            finally:
                opened.close()
    finally:
        shutil.rmtree(work)


class Publication:
    """A version in the making; used through `publication`.

    `base` is the version before it, `work` a folder for intermediate files that is removed at the
    end, `batch` the number of its events and accounts.
    """

    def __init__(self, paths: Paths, base: Snapshot, work: Path, plan: VersionRow) -> None:
        self.base = base
        self.work = work
        self._paths = paths
        self._plan = plan
        with connect(paths) as connection:
            self.batch = accounts.next_batch(connection)
            self._draft = VersionDraft(paths, base.state, database.next_file_id(connection))
        self._dictionary = Dictionary(published_runs(self._draft), base.profiles)
        self._events = EventUpdate(self._draft, work, self.batch)
        self._hidden = HiddenRows(self._draft, paths.data)
        self._metadata = MetadataUpdate(self._draft, base)
        self._quarantine = QuarantineWriter(self._draft, self.batch)
        self._key_bits = base.key_bits
        self._report: Report | None = None
        self._until = base.data_until
        self._open = True
        self._salt: str | None = None

    @property
    def salt(self) -> str:
        """The salt of the profiles' keys; raises as `Snapshot.salt` does."""
        if self._salt is None:
            self._salt = self.base.salt
        return self._salt

    @property
    def is_key_unproven(self) -> bool:
        """Whether profiles were looked up with a key that may be another store's."""
        return self._salt is not None and not self._is_proven()

    def _is_proven(self) -> bool:
        """Return whether the key is certainly that of the store's profiles.

        It was compared with the fingerprint, if there is one. In an older store a profile that
        came again proves it; and while no profile has a key, any key is right.
        """
        return (
            self.base.key.fingerprint is not None
            or self._dictionary.has_matched
            or not self.base.files(FileKind.DICTIONARY)
        )

    @property
    def profiles(self) -> int:
        """How many ordinals there are, with those of this publication."""
        return self._dictionary.profiles

    def ordinals(self, keys: Keys) -> tuple[Ordinals, npt.NDArray[np.bool_]]:
        """Return the ordinals of keys and which are new; see `Dictionary.ordinals`."""
        return self._dictionary.ordinals(keys)

    def add_anonymous(self, count: int) -> Ordinals:
        """Return `count` new ordinals without a dictionary entry."""
        return self._dictionary.add_anonymous(count)

    def profile_text(self, ordinals: Ordinals) -> list[str]:
        """Return the keys of ordinals as text, which is independent of the order of arrival."""
        return self._dictionary.hex_keys(ordinals)

    def key_bits(self) -> npt.NDArray[np.uint8]:
        """Return the top eight key bits of every ordinal, with those of this publication."""
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

    def add_contested_ids(self, table: str, hashes: npt.NDArray[np.uint64]) -> None:
        """Keep hashes of ids that events of several profiles, titles or assets have."""
        self._events.add_contested_ids(table, hashes)

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
            put_segment(self._draft, family, fresh, coded, columns)

    def hide(self, pairs: PairSet) -> DaysByTable:
        """Hide the rows of `pairs` in older segments; return the days on which they lie, by table.

        The kept events of the pairs lie on the same days.
        """
        return self._hidden.hide(pairs)

    def hide_days(self, family: Family, days: npt.NDArray[np.int32]) -> None:
        """Hide the rows of a family of imported facts on `days`, ascending, since the epoch."""
        self._hidden.hide_days(family, days)

    def put_imported(self, parts: ImportedParts) -> None:
        """Set which parts of folders of facts the version has, older ones included."""
        self._metadata.put_imported(parts)

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
        """Return the ordinals, ascending, of the profiles whose events are refused."""
        return self._metadata.no_consent()

    def no_consent_keys(self) -> Keys:
        """Return the sorted keys of the profiles whose events are refused."""
        return self._dictionary.keys(self._metadata.no_consent())

    def put_list(self, name: str, ordinals: Ordinals) -> None:
        """Add a list of profiles, or replace the one of the same name."""
        self._metadata.put_list(name, ordinals)

    def remove_list(self, name: str) -> None:
        """Remove a list; raises `UnknownName`."""
        self._metadata.remove_list(name)

    def define_segment(self, name: str, text: str, note: str | None, owner: str | None) -> None:
        """Set the definition of segment `name`; earlier ones stay as its history."""
        self._metadata.define(Definition(name, 0, text, note, owner, self._plan.created, 0))

    def remove_segment(self, name: str, owner: str | None) -> None:
        """Remove segment `name`; its history stays."""
        self._metadata.define(Definition(name, 0, None, None, owner, self._plan.created, 0))

    def put_fit(self, number: int, members: pa.Table, model: pa.Table, most: int) -> None:
        """Add a fit of affinities, as tables of `metadata.audiences`; keep the newest `most`."""
        self._metadata.put_fit(number, members, model, most)

    def put_fit_model(self, number: int, model: pa.Table) -> None:
        """Replace the model of a fit, as after a change of names."""
        self._metadata.put_fit_model(number, model)

    def put_campaign(self, name: str, campaign: Mapping[str, Any]) -> None:
        """Add a campaign, as JSON data, or replace what is stored of it."""
        self._metadata.put_campaign(name, campaign)

    def put_campaign_members(self, name: str, members: pa.Table) -> None:
        """Set who is in a campaign, as `campaign_members_table` returns them."""
        self._metadata.put_campaign_members(name, members)

    def quarantine(self, table: str, rejected: pa.Table, *, final: bool = False) -> None:
        """Keep rejected rows, with the columns `quarantine.REJECTED` at least.

        Rows with a code of `schema.RETRIED` keep all their columns, for `take_retried`, unless
        they are rejected for good: `final`.
        """
        self._quarantine.write(table, rejected, final=final)

    def drop_quarantine(self, table: str, batches: Collection[int]) -> None:
        """Remove the rows of `table` that `batches` rejected for good."""
        for file in self._draft.files(FileKind.QUARANTINE, table):
            if file.batch in batches:
                self._draft.end(file)

    def take_retried(self, table: str) -> Iterator[pa.Table]:
        """Take the rows of `table` that are to be tried again out of quarantine, with all columns.

        The caller passes those that are still rejected to `quarantine` again.
        """
        files = self._draft.files(FileKind.RETRY, table)
        for file in files:
            self._draft.end(file)
        return (rows for file in files for rows in self._draft.map_file(file).read_groups())

    def set_report(self, report: Report) -> None:
        """Set the account of this batch."""
        self._report = report

    def extend_until(self, ts: int) -> None:
        """Let the data last at least until `ts` (µs since the epoch), even if no event is kept."""
        self._until = max(ts, self._until or ts)

    def commit(self) -> int:
        """Make everything visible as one new version, and return its number."""
        # 1. Write the changes that are in memory.
        self._quarantine.close(keep=True)
        self._events.save()
        self._metadata.save(self._dictionary.profiles)
        save_dictionary(self._draft, self._dictionary)
        # 2. Limit the number of segments and of hidden rows.
        settings = self.base.config.settings
        for family in Family:
            compact(self._draft, self._paths.data, family, settings.max_segments)
        # 3. Force every file to disk before a version names it.
        lock = self._paths.version_lock(self._draft.version)
        lock.touch()
        if settings.fsync:
            names = (file.name for file in self._draft.added.values())
            force_all([lock, *map(self._paths.file, names)])
        # 4. Publish.
        sums = self._draft.compute_missing_sums()
        with connect(self._paths, durable=settings.fsync) as connection:
            self._publish(connection, sums)
        self._open = False
        mark_published(lock)
        return self._draft.version

    def _publish(self, connection: sqlite3.Connection, sums: Iterable[FileRow]) -> None:
        version = self._version()
        connection.execute("BEGIN IMMEDIATE")
        database.add_later_tables(connection)
        if database.latest_version(connection) != self.base.version:
            raise StoreError(
                f"{self.base.root} was changed by another writer, despite the lock.",
                hint="Is the store on a network file system, or was its lock file removed?",
            )
        database.insert_version(connection, version)
        database.insert_files(connection, self._draft.added.values())
        database.insert_blocks(connection, sums)
        database.end_files(connection, self._draft.ended, version.version)
        database.seal_version(connection, version, self._draft.current)
        if self._salt is not None and self._is_proven():
            database.put_fingerprint(connection, key_fingerprint(self._salt))
        if self._report is not None or self._events.last_ts is not None:
            accounts.save(connection, self.batch, version, self._report or Report())
        connection.execute("COMMIT")

    def _version(self) -> VersionRow:
        if self._events.last_ts is not None:
            self.extend_until(self._events.last_ts)
        return VersionRow(
            version=self._draft.version,
            created=self._plan.created,
            command=self._plan.command,
            profiles=self._dictionary.profiles,
            data_until=self._until,
        )

    def close(self) -> None:
        """Remove what was written, unless it was published."""
        if self._open:
            self._quarantine.close(keep=False)
            self._draft.abandon()
        self._draft.remove_discarded()
