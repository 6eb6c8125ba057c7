"""Files and folders wherever they lie: on this machine, or in whatever store pyarrow can open."""

import fnmatch
import glob
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pyarrow import ArrowException, fs

from keyart.core.errors import BadInput
from keyart.ingest.sources import inputs


def is_remote(place: str) -> bool:
    """Return whether a place is something else than a path of this machine."""
    return "://" in place and not place.startswith("file://")


def opened(place: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of a place, and the path in it; raises `BadInput`.

    Hadoop's `s3a` and `s3n` are what pyarrow calls `s3`.
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
    """Return a `file://` URI as the path that it means, and a path as it is."""
    return place.removeprefix("file://")


def for_tasks(place: str) -> str:
    """Return a place as tasks find it, whose working folders are others: no path is relative."""
    return place if is_remote(place) else str(Path(local_path(place)).absolute())


def files_of(source: Iterable[str]) -> list[str]:
    """Return the files that paths, globs, folders and URIs stand for, in the order of their names.

    Raises `BadInput` for one that stands for none.
    """
    found: dict[str, None] = {}
    for place in source:
        names = (
            _remote_files(place)
            if is_remote(place)
            else [item.name for item in inputs(local_path(place))]
        )
        found |= dict.fromkeys(names)
    return list(found)


def _remote_files(place: str) -> list[str]:
    system, path = opened(place)
    scheme = place.split("://", 1)[0]
    parts = PurePosixPath(path).parts
    fixed = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    base = str(PurePosixPath(*parts[:fixed]))
    info = system.get_file_info(base)
    if info.type == fs.FileType.File:
        return [place]
    listed = system.get_file_info(fs.FileSelector(base, allow_not_found=True, recursive=True))
    names = sorted(item.path for item in listed if item.type == fs.FileType.File)
    wanted = [name for name in names if _matches(name, parts, fixed)]
    if not wanted:
        raise BadInput(f"No file matches {place}.", hint="Check the URI, and quote it.")
    return [f"{scheme}://{name.lstrip('/') if scheme != 'hdfs' else name}" for name in wanted]


def _matches(name: str, pattern: tuple[str, ...], fixed: int) -> bool:
    """Return whether a file is below the pattern, and shown: no part of its name is hidden."""
    parts = PurePosixPath(name).parts
    beyond = parts[fixed:]
    if any(part.startswith((".", "_")) for part in beyond) or len(parts) < len(pattern):
        return False
    return all(map(fnmatch.fnmatchcase, parts, pattern))


@contextmanager
def fetched(place: str) -> Generator[str]:
    """Give the path of a file on this machine, bringing it here for as long as that takes."""
    if not is_remote(place):
        yield place
        return
    system, path = opened(place)
    with tempfile.TemporaryDirectory(prefix="keyart-") as folder:
        target = Path(folder) / PurePosixPath(path).name
        with system.open_input_stream(path, compression=None) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 22)
        yield str(target)
