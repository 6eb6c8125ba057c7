"""Estimate text widths and fit text, without a font; estimates are never too narrow."""

import re
import unicodedata
from functools import lru_cache

BOLD = 1.12
"""The width of bold text, relative to regular."""

ELLIPSIS = "…"

# Hundredths of an em, rounded up, in DejaVu Sans: the widest of the usual screen fonts, so text
# that fits in it fits in any of them.
_EM = {
    28: "'ijl",
    32: " ,.IJ’·",
    36: "/:;\\f|",
    40: "()-[]t",
    44: "!r",
    48: '"',
    52: "*_`–“”",
    56: "?Lcsz",
    60: "Fkvxy",
    64: "$0123456789EPSTYabdeghnopqu{}€£",
    68: "K",
    72: "ABCRVXZ",
    76: "HNU",
    80: "&DGOQ",
    84: "#+<=>^w~−±×→←≤≥",
    88: "M",
    96: "%",
    100: "@Wm…",
}
_WIDTHS = {char: hundredths / 100 for hundredths, chars in _EM.items() for char in chars}
_LETTER = 0.72
"""The width in em of letters of other alphabets, including the wider Cyrillic and Arabic ones."""

# Characters that XML 1.0 cannot hold, and marks that would reverse the text beside them.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x7f-\x9f]")


def clean(text: str) -> str:
    """Return `text` in one line, without characters that an image cannot hold."""
    return " ".join(_TURNING.sub("", _FORBIDDEN.sub("", text)).split())


def width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """Return the approximate width of `text` in pixels at `size` pixels, rather too wide."""
    return sum(map(_em, text)) * size * (BOLD if bold else 1)


def clip(text: str, room: float, size: float = 12, *, bold: bool = False) -> str:
    """Return as much of `text` as fits into `room` pixels, with an ellipsis if cut."""
    text = clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, size, bold=bold) > room:
        kept = _shorter(kept)
    return kept.rstrip() + ELLIPSIS if kept or width(ELLIPSIS, size, bold=bold) <= room else ""


def wrap(
    text: str, room: float, size: float = 12, *, bold: bool = False, lines: int = 2
) -> list[str]:
    """Return `text` in at most `lines` lines of `room` pixels; the last one is clipped."""
    wrapped: list[str] = []
    words = clean(text).split(" ")
    while words and words != [""] and len(wrapped) < lines - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size, bold=bold) <= room:
            count += 1
        wrapped.append(clip(" ".join(words[:count]), room, size, bold=bold))
        words = words[count:]
    rest = " ".join(words)
    return [*wrapped, clip(rest, room, size, bold=bold)] if rest else wrapped


def _shorter(text: str) -> str:
    """Return `text` without its last letter and that letter's accents."""
    text = text[:-1]
    while text and unicodedata.combining(text[-1]):
        text = text[:-1]
    return text


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    wide = unicodedata.east_asian_width(char) in {"W", "F"} or unicodedata.category(char) == "So"
    return 1.0 if wide else _LETTER
