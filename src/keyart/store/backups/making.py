"""Making a backup of a store, also while it is written and served.

What the store's data are made of never changes, and a reader's lock keeps it. The databases are
copied by SQLite. Events that wait in the inbox are copied first: each is in them or in the version,
or in both, which counts it once.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from keyart.core.errors import BadSettings, StoreDamaged, StoreError
from keyart.core.progress import Progress, Silent
from keyart.store.backups.place import (
    BACKUPS,
    DATA,
    OTHERS,
    Backup,
    BackupPlace,
    DataFile,
    OtherFile,
    Summed,
    pieces_of,
)
from keyart.store.catalogue import database
from keyart.store.catalogue.connections import connect
from keyart.store.catalogue.locks import writer_lock
from keyart.store.files.disk import Sealed, system_error
from keyart.store.inbox.files import DRAFT, FOLDER
from keyart.store.paths import Paths
from keyart.store.snapshot import Snapshot, open_snapshot

NOTE = "backups.json"
"""The file in the store's folder that says where backups are: the newest of each place."""

LEFT_OUT = frozenset(
    {"data", "feed", "findings", "thumbnails", "druid", "catalog.sqlite", "verified.json", NOTE}
)
"""What is copied otherwise, or made again."""

LEFT_OUT_SUFFIXES = (".lock", "-wal", "-shm", DRAFT)
ATTEMPTS = 100


@dataclass(frozen=True, kw_only=True)
class BackupOptions:
    """How to make a backup: how many to keep (None: all), and whether to read all of it back."""

    now: datetime
    keep: int | None = None
    verify: bool = False
    wait: float = 60.0
    progress: Progress = field(default_factory=Silent)


def make_backup(root: Path, address: str, options: BackupOptions) -> Backup:
    """Back a store up; files that are there already are not written again.

    Raises `StoreBusy` if another backup is being made, `StoreDamaged` for a file that is not as it
    was written, and `StoreError` if the place cannot be used or holds backups of another store.
    """
    paths = Paths(Path(root))
    if options.keep is not None and options.keep < 1:
        raise BadSettings("At least one backup must be kept.", hint="Give --keep 1 or more.")
    with connect(paths) as connection:
        database.require_format(connection, paths)
    place = BackupPlace(address)
    _require_apart(paths, place)
    with _one_at_a_time(paths, options), TemporaryDirectory(prefix="keyart-backup-") as scratch:
        # 1. What is not in the data: settings, key, inbox, databases; the catalogue last.
        writer = _Writer(place, options.progress)
        others = [writer.other(paths.root, path, Path(scratch)) for path in _others(paths)]
        with _newest(paths, Path(scratch) / "catalog.sqlite") as (snapshot, catalogue):
            _require_same_store(place, snapshot)
            others.append(writer.blob("catalog.sqlite", catalogue, 0o644))
            # 2. The version's files.
            rows = snapshot.state.files
            files = [DataFile(row.name, row.bytes, row.checksum) for row in rows]
            writer.data(paths, files)
            kept = tuple(one for one in others if one is not None)
            backup = Backup(
                name=f"{snapshot.version:06d}-{options.now:%Y%m%dT%H%M%S}",
                version=snapshot.version,
                published=snapshot.created,
                made=options.now,
                data_until=snapshot.data_until,
                key=snapshot.key.fingerprint,
                size=sum(file.bytes for file in [*files, *kept]),
                written=writer.written,
                data=tuple(files),
                others=kept,
            )
        # 3. The file that makes it a backup.
        place.settle()
        if options.verify:
            verify_backup(place, backup, options.progress)
        place.put(f"{BACKUPS}/{backup.name}.json", [backup.to_json()])
        place.settle()
        if options.keep is not None:
            _prune(place, options.keep)
        _note(paths, place, backup)
    return backup


def verify_backup(place: BackupPlace, backup: Backup, progress: Progress) -> None:
    """Read all of a backup; raises `StoreDamaged` for a file that is not as it was written."""
    progress.begin("verify", backup.size)
    data = [(f"{DATA}/{file.name}", file) for file in backup.data]
    others = [(f"{OTHERS}/{file.hash}", file) for file in backup.others]
    for name, file in [*data, *others]:
        summed = Summed(place.pieces(name), progress).drained()
        require_intact(f"{place.address}/{name}", summed, file)


def require_intact(where: str, summed: Summed, file: DataFile | OtherFile) -> None:
    """Raise `StoreDamaged` unless the bytes are those of the file."""
    if isinstance(file, OtherFile):
        intact = summed.hash == file.hash
    else:
        intact = summed.sealed == Sealed(file.bytes, file.checksum)
    if not intact:
        raise StoreDamaged(
            f"{where} is not as it was written.",
            hint="Remove it and make a new backup of the store, or restore another backup.",
        )


def last_backups(root: Path) -> dict[str, tuple[int, datetime]]:
    """Return the version and time of the newest backup in each place, by its address."""
    try:
        noted = json.loads((Path(root) / NOTE).read_text(encoding="utf-8"))
        return {
            str(address): (int(version), datetime.fromisoformat(made))
            for address, (version, made) in noted.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _note(paths: Paths, place: BackupPlace, backup: Backup) -> None:
    """Note in the store where the backup is, if anything can be written there."""
    if paths.is_read_only:
        return
    noted = {
        address: (version, made.isoformat())
        for address, (version, made) in last_backups(paths.root).items()
    }
    noted[place.address] = (backup.version, backup.made.isoformat())
    draft = paths.root / f"{NOTE}.new"
    try:
        draft.write_text(json.dumps(noted, indent=1), encoding="utf-8")
        draft.replace(paths.root / NOTE)
    except OSError as error:
        raise system_error(f"{paths.root / NOTE} cannot be written", error) from error


def _require_apart(paths: Paths, place: BackupPlace) -> None:
    if "://" in place.address:
        return
    where = Path(place.address).resolve()
    if where.is_relative_to(paths.root.resolve()):
        raise StoreError(
            f"{place.address} is in the store itself.", hint="Choose a folder on another disk."
        )


def _require_same_store(place: BackupPlace, snapshot: Snapshot) -> None:
    keys = {place.key(), snapshot.key.fingerprint} - {None}
    if len(keys) > 1:
        raise StoreError(
            f"{place.address} holds backups of another store.",
            hint="Give each store a place of its own.",
        )


@contextmanager
def _one_at_a_time(paths: Paths, options: BackupOptions) -> Generator[None]:
    if paths.is_read_only:
        yield
        return
    with writer_lock(paths.root / "backup.lock", "backup", options.now, options.wait):
        yield


def _others(paths: Paths) -> Iterator[Path]:
    """Yield the files beside the data; those that wait in the inbox first."""
    for path in sorted(paths.root.iterdir(), key=lambda path: (path.name != FOLDER, path.name)):
        if path.name in LEFT_OUT:
            continue
        if not path.is_dir():
            yield path
        for folder, _, names in os.walk(path):
            yield from (Path(folder) / name for name in sorted(names))


@contextmanager
def _newest(paths: Paths, copy: Path) -> Generator[tuple[Snapshot, Path]]:
    """Copy the catalogue, and open the newest version that is in the copy.

    The copy has no other version.
    """
    for _ in range(ATTEMPTS):
        with connect(paths) as connection, closing(sqlite3.connect(copy)) as target:
            connection.backup(target)
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            *older, newest = database.versions(target)
            with suppress(StoreError):
                snapshot = open_snapshot(paths.root, newest.version, any_key=True)
                break
    else:
        raise StoreError(f"No version of {paths.root} could be locked.", hint="Try again.")
    with snapshot:
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            database.delete_versions(target, [row.version for row in older])
            target.execute("VACUUM")
        yield snapshot, copy


@dataclass
class _Writer:
    """Writes what a place does not have yet."""

    place: BackupPlace
    progress: Progress
    written: int = 0

    def data(self, paths: Paths, files: Collection[DataFile]) -> None:
        """Write files of the store's data."""
        there = self.place.sizes(DATA)
        new = [file for file in files if there.get(file.name) != file.bytes]
        self.progress.begin("back up", sum(file.bytes for file in new))
        for file in new:
            path = paths.file(file.name)
            summed = Summed(pieces_of(path, file.bytes), self.progress)
            try:
                self.place.put(f"{DATA}/{file.name}", summed)
            except FileNotFoundError as error:
                raise system_error(f"{path} cannot be read", error) from error
            if summed.sealed != Sealed(file.bytes, file.checksum):
                self.place.remove([f"{DATA}/{file.name}"])
                raise StoreDamaged(
                    f"{path} is not as it was written, so it was not backed up.",
                    hint="List all damage with `keyart check STORE`.",
                )
            self.written += file.bytes

    def other(self, root: Path, path: Path, scratch: Path) -> OtherFile | None:
        """Write another file; None if it is gone, or none that anybody needs."""
        name = str(path.relative_to(root))
        if path.name.endswith(LEFT_OUT_SUFFIXES) or path.is_symlink():
            return None
        try:
            mode = path.stat().st_mode & 0o777
            if path.suffix != ".sqlite":
                return self.blob(name, path, mode)
            copy = scratch / "side.sqlite"
            with (
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            written = self.blob(name, copy, mode)
            copy.unlink()
        except FileNotFoundError:
            return None
        except sqlite3.Error as error:
            raise StoreDamaged(
                f"{path} cannot be copied: {error}.", hint="Run `keyart check STORE`."
            ) from error
        return written

    def blob(self, name: str, path: Path, mode: int) -> OtherFile:
        """Write a file under its hash; what is appended to it meanwhile belongs to the next one."""
        size = path.stat().st_size
        hash_ = Summed(pieces_of(path, size)).drained().hash
        if self._blobs.get(hash_) != size:
            written = Summed(pieces_of(path, size))
            self.place.put(f"{OTHERS}/{hash_}", written)
            if written.hash != hash_:
                self.place.remove([f"{OTHERS}/{hash_}"])
                raise StoreError(f"{path} has changed while it was read.", hint="Try again.")
            self._blobs[hash_] = size
            self.written += size
        return OtherFile(name, size, hash_, mode)

    def __post_init__(self) -> None:
        """List what is there."""
        self._blobs = self.place.sizes(OTHERS)


def _prune(place: BackupPlace, keep: int) -> None:
    """Remove all but the newest backups, and then the files that none of the rest names."""
    backups = sorted(place.backups(), key=lambda one: (one.made, one.version))
    place.remove(f"{BACKUPS}/{one.name}.json" for one in backups[:-keep])
    kept = backups[-keep:]
    data = {file.name for one in kept for file in one.data}
    others = {file.hash for one in kept for file in one.others}
    place.remove(f"{DATA}/{name}" for name in place.sizes(DATA) if name not in data)
    place.remove(f"{OTHERS}/{name}" for name in place.sizes(OTHERS) if name not in others)
