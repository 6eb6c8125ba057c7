"""A snapshot: one published version of a store, which writers do not change."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core import config as config_file
from keyart.core.config import Config
from keyart.core.errors import StoreDamaged, StoreError, UnknownName
from keyart.core.facts import Family
from keyart.store.catalogue import accounts, database
from keyart.store.catalogue.accounts import Batch
from keyart.store.catalogue.connections import connect
from keyart.store.catalogue.database import FileRow, VersionState
from keyart.store.catalogue.locks import HeldLock, lock_version, published_version
from keyart.store.events.quarantine import quarantine_pieces, read_quarantine
from keyart.store.files.arrow import column
from keyart.store.files.disk import system_error
from keyart.store.files.mapped import MappedFile
from keyart.store.key_file import KeyFile
from keyart.store.metadata.audiences import Definitions, Fit, read_definitions
from keyart.store.metadata.campaigns import Stored, read_campaigns
from keyart.store.metadata.tables import ImportedPart, PartState, empty_metadata, read_parts
from keyart.store.paths import FileKind, Paths
from keyart.store.profiles.attributes import ProfileAttribute, ProfileTable
from keyart.store.segments.segment import Segment, segment_files

OPEN_ATTEMPTS = 100
"""How often a version may be removed between finding and locking it."""


@dataclass(frozen=True)
class EventFile:
    """A Parquet file of kept events."""

    path: Path
    rows: int
    bytes: int
    batch: int | None
    """The batch of the events; None if they are of several."""
    first_ts: int
    """µs since the epoch."""
    last_ts: int
    row: FileRow = field(repr=False)
    """What the catalogue notes of it."""

    def open(self) -> MappedFile:
        """Map the file; nothing of it is verified yet."""
        return MappedFile(self.path, self.row)


class Snapshot:
    """One version of a store. Everything is opened at its first use and kept.

    Holds a shared lock on its version until `close`, so that no file of it is removed.
    """

    def __init__(
        self, paths: Paths, state: VersionState, lock: HeldLock, config: Config, key: KeyFile
    ) -> None:
        self._paths = paths
        self.key = key
        self._lock = lock
        self.state = state
        self.root = paths.root
        self.config = config
        self.version = state.version.version
        self.created: datetime = state.version.created
        self.profiles = state.version.profiles
        self.data_until = state.version.data_until
        self._chosen_fit: int | None = None

    @property
    def salt(self) -> str:
        """The salt of the profiles' keys.

        Raises `StoreDamaged` if its file is missing, `WrongKey` if it is another store's.
        """
        return self.key.read()

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written in the store."""
        return self._paths.is_read_only

    def is_newest(self) -> bool:
        """Return whether no newer version has been published."""
        with connect(self._paths) as connection:
            return database.latest_version(connection) == self.version

    def close(self) -> None:
        """Release the version; what was read from it must not be used any more."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def files(self, kind: FileKind, subject: str | None = None) -> list[FileRow]:
        """Return the version's files of one kind (and subject), oldest first."""
        return [f for f in self._by_kind.get(kind, []) if subject in {None, f.subject}]

    def path(self, file: FileRow) -> Path:
        """Return the path of a file."""
        return self._paths.file(file.name)

    def map_table(self, file: FileRow) -> pa.Table:
        """Return the contents of an Arrow file, mapped and verified."""
        return self.map_file(file).table()

    def map_file(self, file: FileRow) -> MappedFile:
        """Map a file; nothing of it is verified yet."""
        return MappedFile(self.path(file), file)

    @cached_property
    def _by_kind(self) -> Mapping[FileKind, list[FileRow]]:
        kinds: dict[FileKind, list[FileRow]] = {}
        for file in self.state.files:
            kinds.setdefault(file.kind, []).append(file)
        return kinds

    @cached_property
    def _segments(self) -> Mapping[Family, tuple[Segment, ...]]:
        files = segment_files(self.state.files)
        return {
            family: tuple(
                Segment(self._paths.data, f) for f in files if f.segment.subject == family
            )
            for family in Family
        }

    def segments(self, family: Family) -> tuple[Segment, ...]:
        """Return the segments of a fact family, oldest first."""
        return self._segments[Family(family)]

    def metadata(self, table: str) -> pa.Table:
        """Return a metadata table, typed as `metadata.metadata_schema` says, sorted by key."""
        if table not in self._metadata:
            files = self.files(FileKind.METADATA, table)
            self._metadata[table] = self.map_table(files[-1]) if files else empty_metadata(table)
        return self._metadata[table]

    @cached_property
    def _metadata(self) -> dict[str, pa.Table]:
        return {}

    @property
    def titles(self) -> pa.Table:
        """The titles: one row for each `title_id`."""
        return self.metadata("titles")

    @property
    def assets(self) -> pa.Table:
        """The assets: one row for each `asset_id`."""
        return self.metadata("assets")

    @property
    def availability(self) -> pa.Table:
        """Where and when titles could be watched."""
        return self.metadata("availability")

    @property
    def tests(self) -> pa.Table:
        """The tests' assets and intended shares."""
        return self.metadata("tests")

    @cached_property
    def profile_table(self) -> ProfileTable:
        """Consent and attributes of the profiles, for all ordinals of this version."""
        files = self.files(FileKind.PROFILES)
        return ProfileTable(self.map_table(files[-1]) if files else None, self.profiles)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of the profiles' attributes."""
        return self.profile_table.attributes

    def attribute(self, name: str) -> ProfileAttribute:
        """Return an attribute of the profiles; raises `UnknownName`."""
        return self.profile_table.attribute(name)

    @cached_property
    def protected(self) -> npt.NDArray[np.bool_]:
        """Which profiles are counted but never segmented: no_profiling or minors. [profiles]."""
        return self.profile_table.protected

    @cached_property
    def no_consent(self) -> npt.NDArray[np.bool_]:
        """Which profiles' events are refused: consent `none`. [profiles]."""
        return self.profile_table.no_consent

    @cached_property
    def lists(self) -> Mapping[str, npt.NDArray[np.uint32]]:
        """The uploaded lists and the affinities: ordinals, ascending, by full name."""
        files = self.files(FileKind.LIST)
        uploaded = {f.subject: column(self.map_table(f), "profile", np.uint32) for f in files}
        fit = self.fit
        return MappingProxyType({**uploaded, **(fit.profiles if fit else {})})

    @property
    def fits(self) -> tuple[int, ...]:
        """The numbers of the fits of affinities that are kept, ascending."""
        return tuple(sorted(int(file.subject) for file in self.files(FileKind.FIT_MODEL)))

    @property
    def fit(self) -> Fit | None:
        """The current fit of affinities: the newest, unless `with_fit` chose another."""
        number = self._chosen_fit or (self.fits[-1] if self.fits else None)
        return None if number is None else self.stored_fit(number)

    def stored_fit(self, number: int) -> Fit:
        """Return a fit of affinities; raises `UnknownName` for one that is not kept."""
        if number not in self.fits:
            numbers = [str(fit) for fit in self.fits]
            hint = f"The store keeps {', '.join(numbers)}." if numbers else "There is no fit yet."
            raise UnknownName("version of the audiences", str(number), numbers, hint=hint)
        if number not in self._fits:
            model, members = (
                self.map_table(self.files(kind, str(number))[-1])
                for kind in (FileKind.FIT_MODEL, FileKind.FIT_MEMBERS)
            )
            self._fits[number] = Fit(number, model, members)
        return self._fits[number]

    @cached_property
    def _fits(self) -> dict[int, Fit]:
        return {}

    def with_fit(self, number: int) -> "Snapshot":
        """Return this version with the affinities of another fit; raises `UnknownName`.

        It has the files of this snapshot: use it only while this one is open.
        """
        if self.fit is self.stored_fit(number):
            return self
        if number not in self._by_fit:
            other = copy(self)
            vars(other)["_chosen_fit"] = number
            vars(other).pop("lists", None)
            self._by_fit[number] = other
        return self._by_fit[number]

    @cached_property
    def _by_fit(self) -> "dict[int, Snapshot]":
        return {}

    @cached_property
    def definitions(self) -> Definitions:
        """The definitions of segments, with their history."""
        files = self.files(FileKind.DEFINITIONS)
        return read_definitions(self.map_table(files[-1])) if files else Definitions()

    @cached_property
    def campaigns(self) -> Stored:
        """What is stored of each campaign, as JSON data, by name; the oldest first."""
        files = self.files(FileKind.CAMPAIGNS)
        return read_campaigns(self.map_table(files[-1])) if files else MappingProxyType({})

    def campaign_members(self, name: str) -> pa.Table | None:
        """Return who is in a campaign (`CAMPAIGN_MEMBERS_SCHEMA`); None before it started."""
        files = self.files(FileKind.CAMPAIGN_MEMBERS, name)
        return self.map_table(files[-1]) if files else None

    @cached_property
    def key_bits(self) -> npt.NDArray[np.uint8]:
        """The top eight bits of each profile's keyed hash, uint8 [profiles]."""
        parts = [
            column(self.map_table(file), "bits", np.uint8) for file in self.files(FileKind.KEY_BITS)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.uint8), *parts])

    def batches(self) -> list[Batch]:
        """Return the batches up to this version with their accounts, oldest first."""
        with connect(self._paths) as connection:
            accounts.require_seals(connection)
            return accounts.load(connection, self.version)

    def quarantine(self, limit: int | None = None, code: str | None = None) -> pa.Table:
        """Return rejected rows, newest batch first; see `quarantine.QUARANTINE_SCHEMA`.

        With `code`, only those rejected for that reason.
        """
        files = [*self.files(FileKind.QUARANTINE), *self.files(FileKind.RETRY)]
        return read_quarantine([(f, self.map_file(f)) for f in files], limit, code)

    def quarantine_pieces(self) -> Iterator[pa.Table]:
        """Yield all rejected rows in pieces, oldest first, with the columns of `quarantine`."""
        files = [*self.files(FileKind.QUARANTINE), *self.files(FileKind.RETRY)]
        return quarantine_pieces([(f, self.map_file(f)) for f in files])

    @cached_property
    def imported(self) -> Mapping[ImportedPart, PartState] | None:
        """The imported parts of folders of facts; None if the facts are of events."""
        files = self.files(FileKind.IMPORTED)
        return MappingProxyType(read_parts(self.map_table(files[-1]))) if files else None

    def event_files(self, table: str) -> tuple[EventFile, ...]:
        """Return the files of kept events of `impressions` or `plays`, oldest first."""
        return tuple(
            EventFile(self.path(f), f.rows, f.bytes, f.batch, f.first or 0, f.last or 0, f)
            for f in self.files(FileKind.EVENTS, table)
        )


def open_snapshot(root: Path, version: int | None = None, *, any_key: bool = False) -> Snapshot:
    """Open a version of the store at `root`, the newest one unless `version` says which.

    With `any_key`, the key may be another store's, as long as it is not used.

    Raises `NotAStore`, `UnsupportedStore`, `StoreDamaged`, `WrongKey`, and `StoreError` for a
    version that does not exist or has been removed.
    """
    paths = Paths(Path(root))
    try:
        return _open(paths, version, any_key=any_key)
    except OSError as error:
        raise system_error(f"{paths.root} cannot be read", error) from error


def _open(paths: Paths, version: int | None, *, any_key: bool) -> Snapshot:
    with connect(paths) as connection:
        database.require_format(connection, paths)
        key = KeyFile(paths.key, database.fingerprint(connection))
        if not any_key:
            key.require()
        config = load_config(paths)
        state, lock = _hold_state(connection, paths, version)
    return Snapshot(paths, state, lock, config, key)


def load_config(paths: Paths) -> Config:
    """Return the configuration of a store; raises `BadSettings` and `StoreError`."""
    if not paths.config.exists():
        raise StoreDamaged(
            f"{paths.config} is missing.",
            hint="Restore it from a backup, or make an empty file if the store needs no settings.",
        )
    try:
        return config_file.load(paths.config)
    except OSError as error:
        raise system_error(f"{paths.config} cannot be read", error) from error


def _newest(connection: sqlite3.Connection, paths: Paths) -> int:
    """Return the number of the newest version; raises `StoreDamaged` if the catalogue lost it."""
    newest = database.latest_version(connection)
    published = published_version(paths.versions)
    if published > newest and published > database.latest_version(connection):
        raise StoreDamaged(
            f"{paths.catalog} has lost version {published}, which was published: a part of its "
            f"log ({paths.catalog.name}-wal) is damaged or missing.",
            hint="Restore the whole store from a backup.",
        )
    return newest


def _hold_state(
    connection: sqlite3.Connection, paths: Paths, version: int | None
) -> tuple[VersionState, HeldLock]:
    for _ in range(OPEN_ATTEMPTS):
        number = _newest(connection, paths) if version is None else version
        lock = lock_version(paths.version_lock(number))
        if lock is not None:
            state = database.load(connection, paths, number)
            if state is not None:
                return state, lock
            lock.release()
        if version is not None:
            break
        time.sleep(0.01)
    raise StoreError(
        f"{paths.root} has no version {version}."
        if version is not None
        else f"No version of {paths.root} could be locked.",
        hint="Open the newest version instead, or try again.",
    )
