"""Where backups are: a folder, or a bucket of an object store.

    backups/000021-20261203T075300.json   a backup: its version, and all of its files
    data/facts/exposure-000021-….arrow    files of the store's data, shared by backups
    others/3f…e1                          all other files, by the SHA-256 of their bytes

Files of the data never change, so a backup writes those that are not there yet. What names a file
is written after it: a backup that was killed leaves files without a name, and the next one goes on
from there.
"""

import json
import os
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from keyart.core.errors import DiskFull, StoreDamaged, StoreError, UnsupportedStore
from keyart.core.progress import Progress, Silent
from keyart.store.files.disk import NO_ROOM, Sealed, force

FORMAT = 1
"""Increased whenever an older program would misread what a newer one wrote."""

PIECE = 8 << 20

BACKUPS, DATA, OTHERS = "backups", "data", "others"
UNFINISHED = ".part"


@dataclass(frozen=True)
class DataFile:
    """A file of the store's data."""

    name: str
    bytes: int
    checksum: int
    """CRC-32, as the catalogue has it."""


@dataclass(frozen=True)
class OtherFile:
    """Any other file of the store."""

    path: str
    """Within the store's folder."""
    bytes: int
    hash: str
    """SHA-256 of its bytes, in hexadecimal."""
    mode: int


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One backup."""

    name: str
    version: int
    published: datetime
    """When the version was published."""
    made: datetime
    data_until: int | None
    """The greatest timestamp of an event, in µs since 1970 UTC."""
    key: str | None
    """The fingerprint of the store's key: which store it is of."""
    size: int
    """The bytes of all of its files."""
    written: int
    """The bytes of files that were not there yet when it was made."""
    data: tuple[DataFile, ...]
    others: tuple[OtherFile, ...]

    def to_json(self) -> bytes:
        """Return it as it is stored."""
        plain = asdict(self) | {
            "published": self.published.isoformat(),
            "made": self.made.isoformat(),
            "data": [[file.name, file.bytes, file.checksum] for file in self.data],
            "others": [[file.path, file.bytes, file.hash, file.mode] for file in self.others],
        }
        return json.dumps({"format": FORMAT, **plain}, ensure_ascii=False).encode()

    @staticmethod
    def from_json(text: bytes, where: str) -> "Backup":
        """Return a stored backup; raises `StoreDamaged` and `UnsupportedStore`."""
        try:
            content = json.loads(text)
            form = content.pop("format")
            if form != FORMAT:
                raise UnsupportedStore(
                    f"{where} is a backup of format {form}; this version reads format {FORMAT}.",
                    hint="Use the version of Keyart that wrote it, or a newer one.",
                )
            for name in ("published", "made"):
                content[name] = datetime.fromisoformat(content[name])
            content["data"] = tuple(DataFile(*file) for file in content["data"])
            content["others"] = tuple(OtherFile(*file) for file in content["others"])
            return Backup(**content)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreDamaged(
                f"{where} is not a backup as it was written: {error}.",
                hint="Restore another backup of the same place.",
            ) from error


def _without_secrets(address: str) -> str:
    """Return an address as it may be shown."""
    if "://" not in address:
        return address
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class BackupPlace:
    """A folder, or `s3://bucket/prefix`, with backups of one store."""

    def __init__(self, address: str) -> None:
        """Find the place; nothing is read or written yet. Raises `StoreError`."""
        self.address = _without_secrets(address).rstrip("/")
        with self._explained("cannot be used"):
            if "://" in address:
                self._files, base = fs.FileSystem.from_uri(address)
            else:
                self._files, base = fs.LocalFileSystem(), str(Path(address).absolute())
        self._base = base.rstrip("/")
        self._is_local = isinstance(self._files, fs.LocalFileSystem)

    def backups(self) -> list[Backup]:
        """Return all backups, the oldest first."""
        return [self._backup(name) for name in self._names()]

    def backup(self, version: int | None) -> Backup:
        """Return the newest backup, of a version if one is given; raises `StoreError`."""
        names = self._names()
        versions = [int(name.partition("-")[0]) for name in names]
        wanted = [n for n, v in zip(names, versions, strict=True) if version in {None, v}]
        if not wanted:
            hint = "Make one: keyart backup STORE DEST."
            if versions:
                known = ", ".join(str(one) for one in sorted(set(versions)))
                hint = f"There are backups of the versions {known}."
            of = "" if version is None else f" of version {version}"
            raise StoreError(f"{self.address} has no backup{of}.", hint=hint)
        return self._backup(max(wanted, key=lambda name: name.partition("-")[2]))

    def key(self) -> str | None:
        """Return the fingerprint of the key of the store that is backed up here, if it is known."""
        names = self._names()
        return self._backup(names[-1]).key if names else None

    def _names(self) -> list[str]:
        """Return the names of the files that name backups, by version."""
        return sorted(name for name in self.sizes(BACKUPS) if name.endswith(".json"))

    def _backup(self, name: str) -> Backup:
        return Backup.from_json(self._read(f"{BACKUPS}/{name}"), f"{self.address}/{BACKUPS}/{name}")

    def _read(self, name: str) -> bytes:
        with self._explained("cannot be read"), self._files.open_input_stream(self._at(name)) as f:
            return f.read()

    def sizes(self, folder: str) -> dict[str, int]:
        """Return the size of each complete file below a folder, by its path within it."""
        base = self._at(folder)
        with self._explained("cannot be read"):
            found = self._files.get_file_info(
                fs.FileSelector(base, recursive=True, allow_not_found=True)
            )
        return {
            file.path.removeprefix(f"{base}/"): int(file.size)
            for file in found
            if file.type == fs.FileType.File and not file.path.endswith(UNFINISHED)
        }

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file; under its name it is complete."""
        path = self._at(name)
        draft = f"{path}{UNFINISHED}" if self._is_local else path
        with self._explained("cannot be written"):
            self._files.create_dir(path.rpartition("/")[0], recursive=True)
            with self._files.open_output_stream(draft) as out:
                for piece in pieces:
                    out.write(piece)
            if self._is_local:
                Path(draft).chmod(0o600)
                force(Path(draft))
                Path(draft).replace(path)

    def settle(self) -> None:
        """Make sure that all that was written is on disk."""
        if self._is_local:
            with self._explained("cannot be written"):
                for folder, _, _ in os.walk(self._base):
                    force(Path(folder))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces."""
        with (
            self._explained("cannot be read"),
            self._files.open_input_stream(self._at(name)) as file,
        ):
            while piece := file.read(PIECE):
                yield piece

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        with self._explained("cannot be written"):
            for name in names:
                self._files.delete_file(self._at(name))

    def _at(self, name: str) -> str:
        return f"{self._base}/{name}"

    @contextmanager
    def _explained(self, problem: str) -> Generator[None]:
        """Raise what the file system raises as `StoreError`."""
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            full = isinstance(error, OSError) and error.errno in NO_ROOM
            hint = (
                "Make room, and try again: what was written stays."
                if full
                else "Check the address, and for a bucket the credentials (AWS_ACCESS_KEY_ID, "
                "AWS_SECRET_ACCESS_KEY), the region and the endpoint "
                "(s3://bucket/prefix?region=…&endpoint_override=…)."
            )
            kind = DiskFull if full else StoreError
            raise kind(f"{self.address} {problem}: {error}", hint=hint) from error


class Summed:
    """Pieces of a file, and what they add up to once all of them were read."""

    def __init__(self, pieces: Iterable[bytes], progress: Progress | None = None) -> None:
        """Take pieces; each that is read counts as progress."""
        self._pieces = pieces
        self._progress = progress or Silent()
        self._hash = sha256()
        self._bytes = self._crc = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        for piece in self._pieces:
            self._hash.update(piece)
            self._crc = zlib.crc32(piece, self._crc)
            self._bytes += len(piece)
            self._progress.advance(len(piece))
            yield piece

    def drained(self) -> "Summed":
        """Read all pieces."""
        for _ in self:
            pass
        return self

    @property
    def sealed(self) -> Sealed:
        """The size and the CRC-32."""
        return Sealed(self._bytes, self._crc)

    @property
    def hash(self) -> str:
        """The SHA-256."""
        return self._hash.hexdigest()


def pieces_of(path: Path, size: int) -> Iterator[bytes]:
    """Yield the first `size` bytes of a file of this machine in pieces."""
    with path.open("rb", buffering=0) as file:
        while size and (piece := file.read(min(PIECE, size))):
            size -= len(piece)
            yield piece
