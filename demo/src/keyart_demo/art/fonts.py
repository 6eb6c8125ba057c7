"""The available fonts, and which of them cover a text."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import skia

from keyart_demo.art.font_archive import fonts_of
from keyart_demo.art.fontbook import Face
from keyart_demo.art.sfnt import assembled
from keyart_demo.art.typeface import Typeface

_JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Characters without ink, which belong to the one before."""


class NoGlyphs(Exception):
    """No available font has all characters of a text."""


class Fonts:
    """Typefaces by name, opened when first needed."""

    def __init__(self) -> None:
        self._open: dict[Face, tuple[Typeface, ...]] = {}
        self._system: dict[str, Typeface | None] = {}

    def typefaces(self, face: Face) -> tuple[Typeface, ...]:
        """Return the typefaces of a face, one for each part of Unicode."""
        if face not in self._open:
            self._open[face] = tuple(map(Typeface, fonts_of(face)))
        return self._open[face]

    def covering(self, text: str, faces: Iterable[Face]) -> tuple[Typeface, ...]:
        """Return typefaces that together have every character of a text, preferred ones first.

        A single face if possible: a word in two faces looks broken. Raises NoGlyphs if not even the
        system's fonts help.
        """
        needed = {ord(char) for char in text if not char.isspace() and char not in _JOINERS}
        collected: list[Typeface] = []
        for face in dict.fromkeys(faces):
            typefaces = self.typefaces(face)
            if needed <= _together(typefaces):
                return typefaces
            collected += typefaces
        missing = needed - _together(collected)
        system = [self._system_face(chr(code)) for code in sorted(missing)]
        return (*collected, *(typeface for typeface in system if typeface is not None))

    def _system_face(self, char: str) -> Typeface | None:
        """Return the system's font for a character."""
        for typeface in self._system.values():
            if typeface is not None and ord(char) in typeface.characters:
                return typeface
        if char not in self._system:
            self._system[char] = _from_system(char)
        substitute = self._system[char]
        if substitute is None:
            raise NoGlyphs(f"no font has {unicodedata.name(char, repr(char))}")
        return substitute


def runs(text: str, typefaces: tuple[Typeface, ...]) -> Iterator[tuple[str, Typeface]]:
    """Split a word into the longest parts that a single typeface can set."""
    part, current = "", typefaces[0]
    for char in text:
        tied = char in _JOINERS or (unicodedata.combining(char) and ord(char) in current.characters)
        if not tied and ord(char) not in current.characters:
            if part:
                yield part, current
            part = ""
            current = next(face for face in typefaces if ord(char) in face.characters)
        part += char
    if part:
        yield part, current


@cache
def fonts() -> Fonts:
    """Return the fonts of this process."""
    return Fonts()


def _together(typefaces: Iterable[Typeface]) -> set[int]:
    characters: set[int] = set()
    return characters.union(*(typeface.characters for typeface in typefaces))


def _from_system(char: str) -> Typeface | None:
    """Return the font proposed by the system's font manager, if it really has the character."""
    style = skia.FontStyle.Bold()
    match = skia.FontMgr().matchFamilyStyleCharacter("", style, [], ord(char))
    if match is None:
        return None
    tables: dict[str, bytes] = {}
    for tag in match.getTableTags():
        name = int(tag).to_bytes(4, "big").decode("latin-1")
        tables[name] = bytes(match.getTableData(tag))
    typeface = Typeface(assembled(tables, b"OTTO" if "CFF " in tables else b"\0\1\0\0"))
    return typeface if ord(char) in typeface.characters else None
