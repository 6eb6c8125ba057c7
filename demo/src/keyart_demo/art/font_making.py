"""Making `faces.zip`: `python -m keyart_demo.art.font_making`, after words or faces have changed.

Fonts of whole scripts take 38 MB. Each font keeps the letters in a catalogue's words, with all that
shaping them needs. The same fonts and words give the same bytes.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import uharfbuzz as hb

from keyart_demo import catalogue
from keyart_demo.art.font_archive import PLACE
from keyart_demo.art.font_packages import PACKAGES
from keyart_demo.art.font_store import LICENCE, FontStore
from keyart_demo.art.fontbook import every_face

ALWAYS = (
    *(range(0x20, 0x7F), range(0xA0, 0x180), range(0x2010, 0x2028)),
    *(range(0x660, 0x66A), range(0x966, 0x970), range(0x3001, 0x3003), range(0xFF01, 0xFF20)),
)
"""Letters of the languages in Latin script, numerals, and punctuation."""

NAMES = (0, 13, 14)
"""The font names to keep: copyright and licence, but no claim to be the whole font."""

_SUBSETTING: Any = hb
"""The types of `uharfbuzz` do not include this part of it."""


def make(place: Path = PLACE) -> None:
    """Write the archive; raises `FontsUnavailable`."""
    store = FontStore()
    with ZipFile(place, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(_entries(store)):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, data)


def _entries(store: FontStore) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file."""
    faces = every_face()
    for name in sorted({face.package for face in faces}):
        yield f"{name}/{LICENCE}", (store.folder(PACKAGES[name]) / LICENCE).read_bytes()
    for face in faces:
        before, after = f"{face.package}-", f"-{face.cut}.ttf"
        for file in store.folder(PACKAGES[face.package]).glob(f"{before}*{after}"):
            data = _reduced(file.read_bytes())
            if data is not None:
                part = file.name.removeprefix(before).removesuffix(after)
                yield f"{face.package}/{face.cut}/{part}.ttf", data


def _reduced(data: bytes) -> bytes | None:
    """Return a font with only the letters that words need, None if it has none of them."""
    whole = hb.Face(hb.Blob(data))
    kept = letters() & set(whole.unicodes)
    if not kept:
        return None
    wish = _SUBSETTING.SubsetInput()
    wish.unicode_set.update(kept)
    wish.name_id_set.clear()
    wish.name_id_set.update(NAMES)
    wish.flags = _SUBSETTING.SubsetFlags.NO_HINTING
    return bytes(_SUBSETTING.subset(whole, wish).blob.data)


@cache
def letters() -> frozenset[int]:
    """Return the code points of everything a catalogue writes, in capitals and small letters."""
    code_points = {code for several in ALWAYS for code in several}
    for text in _source_texts():
        code_points.update(map(ord, text + text.upper() + text.lower()))
    return frozenset(code_points)


def _source_texts() -> Iterator[str]:
    """Yield all texts in the sources of the catalogue, from which its words are built."""
    assert catalogue.__file__ is not None
    for source in sorted(Path(catalogue.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


if __name__ == "__main__":
    make()
