"""Where the files of assets are: in allowed folders, or drawn by a package when first needed.

Such a package names a function under the entry points `keyart.painters`. The function takes the
folder of a store, and returns a `Painter` of its media, or None for other stores.
"""

from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit


def origin_of(uri: str) -> str | None:
    """Return the origin of a web address, such as `https://a.example`; None for others.

    An invalid address has the origin "".
    """
    scheme, colon, _ = uri.partition(":")
    if not colon or scheme.strip().lower() not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(uri.strip())
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


class MediaFolders:
    """The folders from which files may be shown; relative paths start at the first one."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.roots = tuple(folder.resolve() for folder in folders)

    def find(self, uri: str) -> Path | None:
        """Return the file that an asset's `uri` names, None unless it lies within the roots.

        `uri` is a literal path (no percent-encoding): absolute, or relative to the first root that
        has it. Links are resolved before the check, so the result has none.
        """
        return next(filter(None, (_find_within(root, uri) for root in self.roots)), None)


def _find_within(root: Path, uri: str) -> Path | None:
    try:
        path = (root / uri).resolve(strict=True)
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # missing, a loop of links, not a path
        return None


PAINTERS = "keyart.painters"
"""The group of entry points."""


class Painter(Protocol):
    """Draws the media of a store at the paths in its assets' `uri`."""

    def media(self, asset_id: str) -> Path:
        """Return the file of an asset, drawing it if missing; raises `UnknownName`."""
        ...

    def still(self, asset_id: str) -> Path:
        """Return the still picture of a clip; raises `UnknownName`."""
        ...


def painter_of(store: Path) -> Painter | None:
    """Return the painter of a store, None for most stores: their media are files."""
    for point in entry_points(group=PAINTERS):
        painter: Painter | None = point.load()(store)
        if painter is not None:
            return painter
    return None
