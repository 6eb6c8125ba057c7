"""What a file is, by its first bytes: its name and whoever wrote it may claim anything.

What can carry scripts (SVG, HTML, XML) has no kind, so that it is never sent.
"""

from enum import StrEnum
from pathlib import Path

from keyart.core.errors import KeyartError

HEAD = 512
"""Bytes at a file's beginning that tell its kind."""

_MP4 = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 avc1 hvc1 av01 dash MSNV".split()
) | {b"M4V "}
_AVIF = frozenset({b"avif", b"avis"})


class Kind(StrEnum):
    """A kind of file that is shown; its value is the type that browsers are told."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    AVIF = "image/avif"
    MP4 = "video/mp4"
    WEBM = "video/webm"

    @property
    def is_video(self) -> bool:
        """Whether it plays; all others are pictures."""
        return self.startswith("video/")


class NotMedia(KeyartError):
    """A file that is no picture or clip, or one that cannot be read."""

    code = "not_media"


def kind_of(path: Path) -> Kind:
    """Return what the file at `path` is; raises `NotMedia`, and `OSError` if it cannot be read."""
    with path.open("rb") as file:
        kind = kind_of_head(file.read(HEAD))
    if kind is None:
        raise NotMedia(
            "The file is no picture or clip of a kind that is shown.",
            hint="JPEG, PNG, WebP, GIF, AVIF, MP4 and WebM are.",
        )
    return kind


def kind_of_head(head: bytes) -> Kind | None:
    """Return what a file is whose first `HEAD` bytes are `head`, None if none of the kinds."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    return _boxed(head) if head[4:8] == b"ftyp" else _matroska(head)


def _boxed(head: bytes) -> Kind | None:
    """Return the kind of a file of boxes (ISO/IEC 14496-12) by the brands that it names."""
    size = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _AVIF:
        return Kind.AVIF
    return Kind.MP4 if brands & _MP4 else None


def _matroska(head: bytes) -> Kind | None:
    """Return WebM if the EBML header (RFC 8794) names it as its document's type."""
    is_webm = head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return Kind.WEBM if is_webm else None
