"""The type of a file by its first bytes: its name can be wrong.

Files that can contain scripts (SVG, HTML, XML) have no type, so they are never sent.
"""

from enum import StrEnum
from pathlib import Path

from keyart.core.errors import KeyartError

HEAD = 512
"""Bytes at a file's start that tell its type."""

_MP4 = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 avc1 hvc1 av01 dash MSNV".split()
) | {b"M4V "}
_AVIF = frozenset({b"avif", b"avis"})


class MediaType(StrEnum):
    """A type of file that can be shown; the value is its MIME type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    AVIF = "image/avif"
    MP4 = "video/mp4"
    WEBM = "video/webm"

    @property
    def is_video(self) -> bool:
        """Whether it is a video; all others are pictures."""
        return self.startswith("video/")


class NotMedia(KeyartError):
    """A file that is not a picture or clip, or cannot be read."""

    code = "not_media"


def media_type_of(path: Path) -> MediaType:
    """Return the type of the file at `path`; raises `NotMedia`, or `OSError` if unreadable."""
    with path.open("rb") as file:
        kind = media_type_of_head(file.read(HEAD))
    if kind is None:
        raise NotMedia(
            "The file is not a picture or clip of a supported type.",
            hint="Use JPEG, PNG, WebP, GIF, AVIF, MP4 or WebM.",
        )
    return kind


def media_type_of_head(head: bytes) -> MediaType | None:
    """Return the type of a file whose first `HEAD` bytes are `head`, None for others."""
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return MediaType.GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    return _box_file_type(head) if head[4:8] == b"ftyp" else _matroska_type(head)


def _box_file_type(head: bytes) -> MediaType | None:
    """Return the type of a file of boxes (ISO/IEC 14496-12) by its brands."""
    size = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _AVIF:
        return MediaType.AVIF
    return MediaType.MP4 if brands & _MP4 else None


def _matroska_type(head: bytes) -> MediaType | None:
    """Return WebM if the EBML header (RFC 8794) names it."""
    is_webm = head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return MediaType.WEBM if is_webm else None
