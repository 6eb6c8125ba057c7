"""Creation of a new, empty store."""

import os
from datetime import datetime
from pathlib import Path

from keyart.core import config as config_file
from keyart.core.errors import StoreError, StoreExists
from keyart.core.fact_files import key_fingerprint
from keyart.core.ids import new_salt
from keyart.store.catalogue import database
from keyart.store.files.disk import force, force_all, system_error
from keyart.store.key_file import KeyFile
from keyart.store.paths import FOLDERS, Paths

MOUNTS = Path("/proc/mounts")

NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.s3fs", "fuse.sshfs", "gfs2", "glusterfs"}
    | {"lustre", "nfs", "nfs4", "ncpfs", "ocfs2", "smb2", "smb3", "smbfs"}
)
"""File systems without reliable locks and shared memory, which SQLite and our locks need."""


def create(
    root: Path,
    *,
    now: datetime,
    config_text: str = config_file.DEFAULT_TEXT,
    salt: str | None = None,
) -> None:
    """Make an empty store in the folder `root`, which must not exist or be empty.

    `salt` is for the profiles' keys, by default a random one. An earlier attempt that was killed
    is completed. Raises `StoreExists`, and `StoreError` for a folder on a network file system or
    where nothing can be written.
    """
    paths = Paths(Path(root))
    try:
        _require_free(paths)
        refuse_network(paths.root, MOUNTS.read_text() if MOUNTS.exists() else "")
        _make(paths, now, config_text, salt)
    except OSError as error:
        raise system_error(f"{paths.root} cannot be made", error) from error


def _make(paths: Paths, now: datetime, config_text: str, salt: str | None) -> None:
    for folder in (paths.scratch, paths.versions, *map(paths.file, FOLDERS.values())):
        folder.mkdir(parents=True, exist_ok=True)
    paths.writer_lock.touch()
    paths.version_lock(0).touch()
    if not paths.config.exists():
        paths.config.write_text(config_text, encoding="utf-8")
    durable = config_file.load(paths.config).settings.fsync
    key = _write_key(paths.key, salt)
    if durable:
        force_all([paths.config, paths.key, paths.version_lock(0)])
    _write_catalog(paths, now, key_fingerprint(key), durable=durable)


def _require_free(paths: Paths) -> None:
    if paths.catalog.exists():
        raise StoreExists(f"{paths.root} is a store already.", hint="Choose another name.")
    if paths.root.exists() and not paths.root.is_dir():
        raise StoreExists(f"{paths.root} is a file.", hint="Choose another name.")
    ours = {paths.config, paths.key, paths.data, paths.writer_lock, _draft(paths)}
    if paths.root.exists() and any(path not in ours for path in paths.root.iterdir()):
        raise StoreExists(f"{paths.root} is not empty.", hint="A store needs its own folder.")


def refuse_network(root: Path, mounts: str) -> None:
    """Raise `StoreError` if `root` lies on a network file system.

    `mounts` is the text of /proc/mounts: device, mount point, type, … on each line.
    """
    place = root.resolve()
    best, kind = Path(), ""
    for line in mounts.splitlines():
        _, point, file_system, *_ = line.split()
        mounted = Path(point.replace("\\040", " "))
        if place.is_relative_to(mounted) and len(mounted.parts) >= len(best.parts):
            best, kind = mounted, file_system
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{root} is on a network file system ({kind}), where file locks are unreliable.",
            hint="Put the store on a local disk.",
        )


def _write_key(path: Path, salt: str | None) -> str:
    """Write the key, unless an earlier attempt has written it, and return it."""
    if salt is None and path.exists() and path.read_text(errors="replace"):
        return KeyFile(path, None).read()
    path.unlink(missing_ok=True)
    key = salt or new_salt()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def _draft(paths: Paths) -> Path:
    return paths.root / "catalog.new"


def _write_catalog(paths: Paths, now: datetime, key: str, *, durable: bool) -> None:
    """Write the catalogue under another name first: once it is renamed, the store exists."""
    draft = _draft(paths)
    for leftover in paths.root.glob(f"{draft.name}*"):
        leftover.unlink()
    database.initialise(draft, now, key, durable=durable)
    draft.rename(paths.catalog)
    if durable:
        force(paths.root)
