"""Files and folders on this machine or in any store that pyarrow can open."""

import contextlib
import fnmatch
import glob
import shutil
import tempfile
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ArrowException, fs

from keyart.core.errors import BadInput
from keyart.ingest.formats.sources import open_inputs


def is_remote(place: str) -> bool:
    """Return whether a place is not a path of this machine."""
    return "://" in place and not place.startswith("file://")


def open_file_system(place: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of a place, and the path in it; raises `BadInput`.

    Hadoop's `s3a` and `s3n` are pyarrow's `s3`.
    """
    if not is_remote(place):
        return fs.LocalFileSystem(), str(Path(local_path(place)).expanduser().resolve())
    scheme, rest = place.split("://", 1)
    try:
        return fs.FileSystem.from_uri(f"{'s3' if scheme in {'s3a', 's3n'} else scheme}://{rest}")
    except (ArrowException, OSError, ValueError) as error:
        raise BadInput(
            f"{place} cannot be opened: {str(error).splitlines()[0]}",
            hint="Give a path, or a URI such as s3://bucket/path, gs://… or hdfs://….",
        ) from error


def local_path(place: str) -> str:
    """Return the path of a `file://` URI; a path unchanged."""
    return place.removeprefix("file://")


def absolute_place(place: str) -> str:
    """Return a place with an absolute path, since tasks have other working folders."""
    return place if is_remote(place) else str(Path(local_path(place)).absolute())


def files_of(source: Iterable[str]) -> list[str]:
    """Return the files of paths, globs, folders and URIs, in the order of their names.

    Raises `BadInput` for a source without files.
    """
    files: dict[str, None] = {}
    for place in source:
        names = (
            _list_remote_files(place)
            if is_remote(place)
            else [item.name for item in open_inputs(local_path(place))]
        )
        files |= dict.fromkeys(names)
    return list(files)


def _list_remote_files(place: str) -> list[str]:
    system, path = open_file_system(place)
    scheme = place.split("://", 1)[0]
    parts = PurePosixPath(path).parts
    fixed = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    base = str(PurePosixPath(*parts[:fixed]))
    info = system.get_file_info(base)
    if info.type == fs.FileType.File:
        return [place]
    listed = system.get_file_info(fs.FileSelector(base, allow_not_found=True, recursive=True))
    names = sorted(item.path for item in listed if item.type == fs.FileType.File)
    matching = [name for name in names if _matches(name, parts, fixed)]
    if not matching:
        raise BadInput(f"No file matches {place}.", hint="Check the URI, and quote it.")
    return [f"{scheme}://{name.lstrip('/') if scheme != 'hdfs' else name}" for name in matching]


def _matches(name: str, pattern: tuple[str, ...], fixed: int) -> bool:
    """Return whether a file matches the pattern or is below it, and is not hidden."""
    parts = PurePosixPath(name).parts
    beyond = parts[fixed:]
    if any(part.startswith((".", "_")) for part in beyond) or len(parts) < len(pattern):
        return False
    return all(map(fnmatch.fnmatchcase, parts, pattern))


@contextmanager
def fetch_file(place: str) -> Generator[str]:
    """Yield a local path of a file; remote files are downloaded for the duration of the block."""
    if not is_remote(place):
        yield place
        return
    system, path = open_file_system(place)
    with tempfile.TemporaryDirectory(prefix="keyart-") as folder:
        target = Path(folder) / PurePosixPath(path).name
        with system.open_input_stream(path, compression=None) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 22)
        yield str(target)


AT_ONCE = 16
"""Files that are moved in parallel."""


class Folder:
    """A folder on any file system; names within it are relative, with `/`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._system, self._root = open_file_system(place)
        self._made: set[str] = set()

    def uri(self, *names: str) -> str:
        """Return Spark's URI of a place in the folder."""
        if is_remote(self.place):
            return "/".join([self.place.rstrip("/"), *names])
        return "/".join([f"file://{self._root}", *names])

    def files(self, name: str = "") -> list[str]:
        """Return the names of all files below `name`, including hidden ones, sorted."""
        selector = fs.FileSelector(self._full_path(name), allow_not_found=True, recursive=True)
        listed = self._system.get_file_info(selector)
        paths = (PurePosixPath(item.path) for item in listed if item.type == fs.FileType.File)
        root = PurePosixPath(self._root)
        return sorted(str(path.relative_to(root)) for path in paths)

    def holds(self, name: str) -> bool:
        """Return whether a file or folder of that name exists."""
        return self._system.get_file_info(self._full_path(name)).type != fs.FileType.NotFound

    def read(self, name: str) -> bytes:
        """Return a file's contents."""
        with self._system.open_input_stream(self._full_path(name), compression=None) as file:
            return file.read()

    def write(self, name: str, content: bytes) -> None:
        """Write a file; atomically if the file system can rename."""
        self._make_parent(name)
        if is_remote(self.place):
            with self._system.open_output_stream(self._full_path(name)) as file:
                file.write(content)
            return
        path = Path(self._full_path(name))
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(content)
        draft.replace(path)

    def read_table(self, name: str) -> pa.Table:
        """Return the rows of one Parquet file."""
        with self._system.open_input_file(self._full_path(name)) as file:
            return pq.read_table(file)

    def write_table(self, name: str, rows: pa.Table) -> None:
        """Write rows as one Parquet file."""
        self._make_parent(name)
        with tempfile.TemporaryDirectory(prefix="keyart-") as folder:
            draft = Path(folder) / "table.parquet"
            pq.write_table(rows, draft, compression="zstd")
            with (
                draft.open("rb") as source,
                self._system.open_output_stream(self._full_path(name)) as sink,
            ):
                shutil.copyfileobj(source, sink, 1 << 22)

    def move_all(self, moves: Mapping[str, str]) -> None:
        """Move files in parallel: on remote stores each takes a while."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(self._move, moves.keys(), moves.values()))

    def _move(self, source: str, target: str) -> None:
        """Move a file, replacing any other; do nothing if it was moved before."""
        if self.holds(source):
            self._make_parent(target)
            self._system.move(self._full_path(source), self._full_path(target))

    def remove(self, names: Iterable[str]) -> None:
        """Remove files or folders, and folders that become empty."""
        for name in names:
            kind = self._system.get_file_info(self._full_path(name)).type
            if kind == fs.FileType.Directory:
                self._system.delete_dir(self._full_path(name))
            elif kind == fs.FileType.File:
                self._system.delete_file(self._full_path(name))
            self._remove_empty(PurePosixPath(name).parent)

    def _remove_empty(self, name: PurePosixPath) -> None:
        if is_remote(self.place):
            return
        with contextlib.suppress(OSError):
            while name.name:
                Path(self._full_path(str(name))).rmdir()
                name = name.parent

    def _make_parent(self, name: str) -> None:
        parent = str(PurePosixPath(self._full_path(name)).parent)
        if parent in self._made:
            return
        self._system.create_dir(parent, recursive=True)
        if is_remote(self.place):  # folders stay there, and each costs requests
            self._made.add(parent)

    def _full_path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root
