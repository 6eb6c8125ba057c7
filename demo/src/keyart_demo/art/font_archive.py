"""The fonts in the package, reduced to the letters that the demo's words need.

`font_making` makes `faces.zip`. It has a font for each part of Unicode, such as
`inter/500-normal/latin.ttf`, and the licence of each package, such as `inter/LICENSE`.
"""

from functools import cache
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from keyart_demo.art.fontbook import Face

PLACE: Final = Path(__file__).with_name("faces.zip")


def fonts_of(face: Face) -> tuple[bytes, ...]:
    """Return the sfnt files of a face, one for each part of Unicode."""
    with ZipFile(PLACE) as archive:
        return tuple(archive.read(name) for name in _names().get(f"{face.package}/{face.cut}", ()))


@cache
def _names() -> dict[str, list[str]]:
    """Return the names of fonts by folder, plain letters first."""
    fonts: dict[str, list[str]] = {}
    with ZipFile(PLACE) as archive:
        for name in sorted(archive.namelist(), key=lambda name: Path(name).stem):
            fonts.setdefault(name.rpartition("/")[0], []).append(name)
    return fonts
