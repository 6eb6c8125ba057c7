"""Line breaks of titles."""

import re
from collections.abc import Iterator
from typing import Final

from keyart_demo.art.brief import Script

SMALL_WORDS: Final = frozenset(
    "a an and at by das de del den der des di do dos du e el et for i im in la las le les los o of "
    "on os the to und ve von y и в на о с у к из за по не का की के में से को पर और في من على".split()
)
"""Words that may be set small, but never alone at the end of a line."""

_TURKISH: Final = frozenset("ığşİĞŞ")
_BLOCKS: Final = (
    (Script.CYRILLIC, "\u0400", "\u052f"),
    (Script.ARABIC, "\u0600", "\u08ff"),
    (Script.DEVANAGARI, "\u0900", "\u097f"),
    (Script.HANGUL, "\uac00", "\ud7a3"),
    (Script.HAN, "\u3040", "\u9fff"),
)

_HAN_UNIT: Final = re.compile(r"(?:[A-Za-z0-9]+|\S)[：、。，！？・ー]*\s*")


def capitals(text: str) -> str:
    """Return a title in capitals, with a dotted one if it is Turkish."""
    if _TURKISH & set(text):
        text = text.replace("i", "İ")
    return text.upper()


def script_of(text: str) -> Script:
    """Return the script of a text: the script of its first non-Latin letter."""
    for char in text:
        for script, low, high in _BLOCKS:
            if low <= char <= high:
                return script
    return Script.LATIN


def units(title: str, script: Script) -> list[str]:
    """Return the parts between which a line may break, with the spaces that follow them.

    These are words; in Han, single characters, except in numbers, Latin words and before marks.
    """
    if script is Script.HAN:
        return _HAN_UNIT.findall(title)
    return re.findall(r"\S+\s*", title)


def partings(parts: list[str], most: int) -> Iterator[list[str]]:
    """Yield every way to split parts, in order, into one to `most` lines."""
    if not parts:
        yield []
        return
    if most == 0:
        return
    for count in range(1, len(parts) + 1):
        head = "".join(parts[:count]).strip()
        for tail in partings(parts[count:], most - 1):
            yield [head, *tail]


def ends_badly(line: str) -> bool:
    """Return whether a line of several words ends with a small one."""
    *before, last = line.lower().split()
    return bool(before) and last in SMALL_WORDS
