"""The files of a downloaded data set: in a folder, or in the zip file in which it came."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from keyart.core.errors import BadInput
from keyart.ingest.formats.blocks import ColumnSelection, Input
from keyart.ingest.formats.files import File, ZipMember, byte_size

DEPTH = 4
"""How many folders deep files are searched, so that a wrong path does not take forever."""

AGAIN = "Download it again."


@dataclass(frozen=True)
class Download:
    """A folder or a zip file.

    Attributes:
        path: its location.
        files: its files by relative path, ascending, with `/` between folders.
    """

    path: Path
    files: Mapping[str, File]

    def below(self, folder: str) -> dict[str, File]:
        """Return the files directly in `folder` (empty: the top folder), by name."""
        split = {name: name.rpartition("/") for name in self.files}
        return {
            base: self.files[name] for name, (parent, _, base) in split.items() if parent == folder
        }


def open_download(path: str | Path) -> Download:
    """Return the files of a folder or zip file; raises `BadInput` if it is neither."""
    path = Path(path).expanduser()
    if not path.exists():
        raise BadInput(f"Folder or zip file {path} does not exist.", hint="Check the path.")
    files = _files_in_folder(path) if path.is_dir() else _files_in_zip(path)
    return Download(path, dict(sorted(files.items())))


def _files_in_folder(folder: Path) -> dict[str, File]:
    patterns = ("/".join(["*"] * depth) for depth in range(1, DEPTH + 1))
    paths = (path for pattern in patterns for path in folder.glob(pattern) if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _files_in_zip(path: Path) -> dict[str, File]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except zipfile.BadZipFile as error:
        raise BadInput(
            f"{path} is neither a folder nor a complete zip file.",
            hint=f"Give the folder of the data set, or its zip file; {AGAIN.lower()}",
        ) from error
    return {e.filename: ZipMember(path, e.filename, e.file_size) for e in entries}


def require_whole(file: File) -> None:
    """Raise `BadInput` for a file that is empty or ends in the middle of a line.

    Files of the data sets end with a line break; zip files have checksums instead.
    """
    if byte_size(file) == 0:
        raise BadInput(f"{file} is empty.", hint=AGAIN)
    if isinstance(file, Path) and not _ends_a_line(file):
        raise BadInput(
            f"{file} ends in the middle of a line: it may be cut off.",
            hint=f"{AGAIN} If its last row is whole, end it with a line break.",
        )


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


def require_rows(rows: Input, columns: Sequence[str]) -> None:
    """Raise `BadInput` for an input without these columns or without a valid first row."""
    absent = [name for name in columns if name not in rows.header().columns]
    if absent:
        raise BadInput(
            f"{rows.name} has no column {absent[0]!r}.",
            hint=f"It must have {', '.join(columns)}. {AGAIN}",
        )
    for block in rows.blocks(ColumnSelection(tuple(columns))):
        if len(block.rows):
            return
        for broken in block.broken[:1]:
            raise BadInput(f"{rows.name}: {broken.message}", hint=AGAIN)
    raise BadInput(f"{rows.name} has no rows.", hint=AGAIN)
