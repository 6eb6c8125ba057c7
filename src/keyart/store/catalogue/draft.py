"""The files of a version in the making; nobody sees them before the commit."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from keyart.store.catalogue.database import FileRow, VersionState
from keyart.store.files.arrow import write_table
from keyart.store.files.block_sums import file_sums
from keyart.store.files.disk import checksum
from keyart.store.files.mapped import MappedFile
from keyart.store.paths import FileKind, Paths, new_name


@dataclass(frozen=True)
class Contents:
    """What the catalogue notes of a file's contents; see `FileKind` for what they mean."""

    rows: int
    first: int | None = None
    last: int | None = None
    parent: int | None = None
    batch: int | None = None


class VersionDraft:
    """The files of the next version. Safe for threads."""

    def __init__(self, paths: Paths, base: VersionState, next_id: int) -> None:
        self._paths = paths
        self._next_id = next_id
        self._files = {file.id: file for file in base.files}
        self._lock = threading.Lock()
        self.version = base.version.version + 1
        self.added: dict[int, FileRow] = {}
        """New files that are part of the version."""
        self.ended: set[int] = set()
        """Files of the base version that are not part of the new one."""
        self._discarded: list[Path] = []

    def files(self, kind: FileKind, subject: str | None = None) -> list[FileRow]:
        """Return the files of one kind (and subject) as the new version will have them."""
        return [f for f in self.current if f.kind is kind and subject in {None, f.subject}]

    @property
    def current(self) -> tuple[FileRow, ...]:
        """All files of the new version, oldest first."""
        with self._lock:
            return tuple(self._files.values())

    def new_name(self, kind: FileKind, subject: str, suffix: str = ".arrow") -> str:
        """Return a free name for a new file, relative to the data folder."""
        return new_name(kind, subject, self.version, suffix)

    def path(self, name: str) -> Path:
        """Return the path of a file, by its name."""
        return self._paths.file(name)

    def map_table(self, file: FileRow) -> pa.Table:
        """Return the contents of an Arrow file, mapped and verified."""
        return self.map_file(file).table()

    def map_file(self, file: FileRow) -> MappedFile:
        """Return a file of the version, mapped."""
        return MappedFile(self.path(file.name), file)

    def add(self, kind: FileKind, subject: str, name: str, contents: Contents) -> FileRow:
        """Add a finished file to the version."""
        sealed = checksum(self.path(name))
        sums = file_sums(self.path(name)).tobytes()
        with self._lock:
            file = FileRow(
                id=self._next_id,
                kind=kind,
                subject=subject,
                name=name,
                parent=contents.parent,
                rows=contents.rows,
                first=contents.first,
                last=contents.last,
                batch=contents.batch,
                bytes=sealed.bytes,
                checksum=sealed.checksum,
                begin=self.version,
                sums=sums,
            )
            self._next_id += 1
            self._files[file.id] = self.added[file.id] = file
        return file

    def add_table(self, kind: FileKind, subject: str, label: str, rows: pa.Table) -> None:
        """Write a table as a new file, with `label` in its name, and add it to the version."""
        name = self.new_name(kind, label)
        write_table(self.path(name), rows)
        self.add(kind, subject, name, Contents(rows.num_rows))

    def replace_table(self, kind: FileKind, subject: str, label: str, rows: pa.Table) -> None:
        """Write a table as the only file of its kind and subject."""
        older = self.files(kind, subject)
        self.add_table(kind, subject, label, rows)
        for file in older:
            self.end(file)

    def end(self, file: FileRow) -> None:
        """Take a file out of the version: an older one, or one that has just been added."""
        with self._lock:
            del self._files[file.id]
            if self.added.pop(file.id, None) is None:
                self.ended.add(file.id)
            else:
                self._discarded.append(self.path(file.name))

    def compute_missing_sums(self) -> list[FileRow]:
        """Return the files of the base version without sums of blocks, with them.

        They are verified first. Raises `StoreDamaged`.
        """
        without = [file for file in self.current if file.sums is None]
        for file in without:
            self.map_file(file).verify_all()
        return [replace(f, sums=file_sums(self.path(f.name)).tobytes()) for f in without]

    def remove_discarded(self) -> None:
        """Delete files that were added and taken out again."""
        for path in self._discarded:
            path.unlink(missing_ok=True)
        self._discarded.clear()

    def abandon(self) -> None:
        """Delete everything that was added."""
        self.remove_discarded()
        for file in self.added.values():
            self.path(file.name).unlink(missing_ok=True)
