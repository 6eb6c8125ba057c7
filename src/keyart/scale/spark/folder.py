"""The folder that a build writes: what stands in it, and how files come and go."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from keyart.scale.spark.places import is_remote, opened

AT_ONCE = 16
"""Files that are moved at the same time."""


class Folder:
    """A folder on any file system; names within it are relative, with `/`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._system, self._root = opened(place)
        self._made: set[str] = set()

    def uri(self, *names: str) -> str:
        """Return what Spark calls a place in the folder."""
        if is_remote(self.place):
            return "/".join([self.place.rstrip("/"), *names])
        return "/".join([f"file://{self._root}", *names])

    def files(self, name: str = "") -> list[str]:
        """Return the names of all files below `name`, hidden ones too, in their order."""
        selector = fs.FileSelector(self._at(name), allow_not_found=True, recursive=True)
        found = self._system.get_file_info(selector)
        paths = (PurePosixPath(item.path) for item in found if item.type == fs.FileType.File)
        root = PurePosixPath(self._root)
        return sorted(str(path.relative_to(root)) for path in paths)

    def holds(self, name: str) -> bool:
        """Return whether there is a file or folder of that name."""
        return self._system.get_file_info(self._at(name)).type != fs.FileType.NotFound

    def read(self, name: str) -> bytes:
        """Return what stands in a file."""
        with self._system.open_input_stream(self._at(name), compression=None) as file:
            return file.read()

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all where the file system can rename."""
        self._make_parent(name)
        if is_remote(self.place):
            with self._system.open_output_stream(self._at(name)) as file:
                file.write(content)
            return
        path = Path(self._at(name))
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(content)
        draft.replace(path)

    def read_table(self, name: str) -> pa.Table:
        """Return the rows of one Parquet file."""
        with self._system.open_input_file(self._at(name)) as file:
            return pq.read_table(file)

    def write_table(self, name: str, rows: pa.Table) -> None:
        """Write rows as one Parquet file."""
        self._make_parent(name)
        with tempfile.TemporaryDirectory(prefix="keyart-") as folder:
            draft = Path(folder) / "table.parquet"
            pq.write_table(rows, draft, compression="zstd")
            with (
                draft.open("rb") as source,
                self._system.open_output_stream(self._at(name)) as sink,
            ):
                shutil.copyfileobj(source, sink, 1 << 22)

    def move_all(self, moves: Mapping[str, str]) -> None:
        """Move files, several at a time: elsewhere each takes a while."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(self._move, moves.keys(), moves.values()))

    def _move(self, source: str, target: str) -> None:
        """Move a file over whatever has the name; nothing happens if it has been moved."""
        if self.holds(source):
            self._make_parent(target)
            self._system.move(self._at(source), self._at(target))

    def remove(self, names: Iterable[str]) -> None:
        """Remove files or folders, and the folders that are empty without them."""
        for name in names:
            kind = self._system.get_file_info(self._at(name)).type
            if kind == fs.FileType.Directory:
                self._system.delete_dir(self._at(name))
            elif kind == fs.FileType.File:
                self._system.delete_file(self._at(name))
            self._remove_empty(PurePosixPath(name).parent)

    def _remove_empty(self, name: PurePosixPath) -> None:
        if is_remote(self.place):
            return
        with contextlib.suppress(OSError):
            while name.name:
                Path(self._at(str(name))).rmdir()
                name = name.parent

    def _make_parent(self, name: str) -> None:
        parent = str(PurePosixPath(self._at(name)).parent)
        if parent in self._made:
            return
        self._system.create_dir(parent, recursive=True)
        if is_remote(self.place):  # where folders stay, and each is a request or several
            self._made.add(parent)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root
