"""Where the files of assets may lie. What leads elsewhere, in whatever way, leads to nothing."""

from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit


def origin_of(uri: str) -> str | None:
    """Return the origin of an address of the web, such as `https://a.example`; None for others.

    An address that nothing can be made of has the origin "".
    """
    scheme, colon, _ = uri.partition(":")
    if not colon or scheme.strip().lower() not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(uri.strip())
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


class Places:
    """The folders that files may be shown from; the first one is where relative paths begin."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.roots = tuple(folder.resolve() for folder in folders)

    def find(self, uri: str) -> Path | None:
        """Return the file that an asset's `uri` names, None unless it lies within the roots.

        `uri` is a path, taken letter for letter (no percent-encoding): absolute, or from one of
        the roots, the first in which it is found. All links in it are followed before it is
        judged, so what is returned has none.
        """
        return next(filter(None, (_within(root, uri) for root in self.roots)), None)


def _within(root: Path, uri: str) -> Path | None:
    try:
        path = (root / uri).resolve(strict=True)
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # not there, a ring of links, no path at all
        return None


PAINTERS = "keyart.painters"
"""The group of entry points."""


class Painter(Protocol):
    """Who draws the media of a store at the places that its assets' `uri` name."""

    def media(self, asset_id: str) -> Path:
        """Return the file of an asset, drawn if it is missing; raises `UnknownName`."""
        ...

    def still(self, asset_id: str) -> Path:
        """Return the picture that stands for a clip until it plays; raises `UnknownName`."""
        ...


def painter_of(store: Path) -> Painter | None:
    """Return who draws the media of a store, None for most stores: their media are files."""
    for point in entry_points(group=PAINTERS):
        painter: Painter | None = point.load()(store)
        if painter is not None:
            return painter
    return None
