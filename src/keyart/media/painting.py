"""Media that are drawn when they are first wanted, by packages beside Keyart.

Such a package names a function under the entry points `keyart.painters`. It is given the folder
of a store, and returns a `Painter` of its media, or None where the store is not one of its own.
"""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

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
