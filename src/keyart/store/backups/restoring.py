"""Restoring a store from a backup, all or nothing; what was killed goes on where it stopped."""

import os
from collections.abc import Iterable
from pathlib import Path

from keyart.core.errors import StoreDamaged, StoreExists
from keyart.core.progress import Progress, Silent
from keyart.store.backups.making import require_intact
from keyart.store.backups.place import (
    DATA,
    OTHERS,
    Backup,
    BackupPlace,
    DataFile,
    OtherFile,
    Summed,
    pieces_of,
)
from keyart.store.catalogue.locks import mark_published
from keyart.store.creation import MOUNTS, refuse_network
from keyart.store.files.disk import force, system_error
from keyart.store.paths import FOLDERS, Paths

UNFINISHED = ".restoring"
"""Of the folder beside the store in which it is restored."""


def restore_backup(
    address: str, root: Path, version: int | None = None, progress: Progress | None = None
) -> Backup:
    """Restore a store into the folder `root`, from the newest backup or that of a version.

    Every byte is compared with its checksum. Raises `StoreExists` unless `root` is missing or
    empty, `StoreError` without such a backup, `StoreDamaged` for one that is damaged.
    """
    place = BackupPlace(address)
    backup = place.backup(version)
    root = Path(root)
    shown = progress or Silent()
    try:
        if root.exists() and not (root.is_dir() and not any(root.iterdir())):
            raise StoreExists(f"{root} is not empty.", hint="Restore into a new folder.")
        refuse_network(root, MOUNTS.read_text() if MOUNTS.exists() else "")
        unfinished = root.with_name(f"{root.name}{UNFINISHED}")
        _write(place, backup, Paths(unfinished), shown)
        if root.exists():
            root.rmdir()
        unfinished.rename(root)
        force(root.absolute().parent)
    except OSError as error:
        raise system_error(f"{root} cannot be written", error) from error
    return backup


def _write(place: BackupPlace, backup: Backup, paths: Paths, progress: Progress) -> None:
    for folder in (paths.scratch, paths.versions, *map(paths.file, FOLDERS.values())):
        folder.mkdir(parents=True, exist_ok=True)
    _remove_others(paths, backup)
    progress.begin("restore", backup.size)
    for file in backup.data:
        _take(place, f"{DATA}/{file.name}", paths.file(file.name), file, progress)
    for file in backup.others:
        path = paths.root / file.path
        if not path.absolute().is_relative_to(paths.root.absolute()):
            raise StoreDamaged(
                f"{place.address} names a file outside of the store: {file.path}.",
                hint="Restore another backup.",
            )
        _take(place, f"{OTHERS}/{file.hash}", path, file, progress)
        path.chmod(file.mode)
    inbox = paths.root / "inbox"
    if inbox.exists():
        inbox.chmod(0o700)
    lock = paths.version_lock(backup.version)
    lock.touch()
    mark_published(lock)
    paths.writer_lock.touch()
    for folder, _, names in os.walk(paths.root):
        _force([Path(folder) / name for name in names])
        force(Path(folder))


def _remove_others(paths: Paths, backup: Backup) -> None:
    """Remove what an attempt with another backup left."""
    named = {paths.file(file.name) for file in backup.data}
    named |= {paths.root / file.path for file in backup.others}
    for folder, _, names in os.walk(paths.root):
        for path in (Path(folder) / name for name in names):
            if path not in named:
                path.unlink()


def _force(paths: Iterable[Path]) -> None:
    for path in paths:
        force(path)


def _take(
    place: BackupPlace, name: str, path: Path, file: DataFile | OtherFile, progress: Progress
) -> None:
    """Write a file of a backup, unless it is there already."""
    if _is_there(path, file):
        progress.advance(file.bytes)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    summed = Summed(place.pieces(name), progress)
    with os.fdopen(descriptor, "wb") as out:
        for piece in summed:
            out.write(piece)
    require_intact(f"{place.address}/{name}", summed, file)
    if isinstance(file, DataFile):
        path.chmod(0o644)


def _is_there(path: Path, file: DataFile | OtherFile) -> bool:
    if not path.exists() or path.stat().st_size != file.bytes:
        return False
    try:
        require_intact(str(path), Summed(pieces_of(path, file.bytes)).drained(), file)
    except StoreDamaged:
        return False
    return True
