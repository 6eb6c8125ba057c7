"""Small pictures of pictures and clips, as WebP.

Files come from anybody, so what they may cost is limited before they are read: a small file can
claim to be an enormous picture.
"""

import io
import struct
from pathlib import Path

from PIL import Image, ImageOps

from keyart.media.kinds import Kind, NotMedia
from keyart.media.stills import still

WIDTHS = (160, 320, 640, 1280)
"""Pixels: how wide thumbnails can be asked for."""

TALLEST = 4
"""Times its width that a thumbnail may be high; what is taller gets narrower."""

MOST_PIXELS = 50_000_000
"""Pictures with more pixels are not read; 50 million take 200 MB, some kinds twice that."""

_QUALITY = 80
_PROFILE = 4096
"""Bytes of the largest colour profile that is carried along."""

_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for files that are not as they should be."""


def thumbnail(path: Path, kind: Kind, width: int) -> bytes | None:
    """Return a picture `width` pixels wide as WebP, its aspect kept; smaller ones stay as small.

    Of a clip it is a frame; None where clips cannot be read. Of what moves otherwise it is the
    first picture. Raises `NotMedia` for a file that is broken or too large.
    """
    if kind.is_video:
        frame = still(path, kind, MOST_PIXELS)
        return None if frame is None else _encoded(_shrunk(frame, width), None)
    try:
        return _of_picture(path, kind, width)
    except _BROKEN as error:
        raise NotMedia(
            "The picture cannot be read.", hint="Open it in another program and save it anew."
        ) from error


def _of_picture(path: Path, kind: Kind, width: int) -> bytes:
    with Image.open(path, formats=[kind.name]) as picture:
        _check_size(*picture.size)
        # JPEG is read at the least fraction of its size that is enough.
        picture.draft(None, (2 * width, 2 * width))
        picture.load()
        profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
        return _encoded(_shrunk(picture, width), profile)


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotMedia(
            f"The picture has {width:,} × {height:,} pixels, more than {MOST_PIXELS:,}.",
            hint="Give a smaller one.",
        )


def _shrunk(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture upright, as its EXIF data say, and no wider than `width`.

    It is changed in place where that can be: a large one is in memory once, at most twice.
    """
    ImageOps.exif_transpose(picture, in_place=True)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    plain = picture if picture.mode == mode else picture.convert(mode)
    plain.thumbnail((width, width * TALLEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return plain


def _encoded(picture: Image.Image, profile: bytes | None) -> bytes:
    """Return a picture as WebP without what else its file said: place, camera, author."""
    written = io.BytesIO()
    kept = profile if profile and len(profile) <= _PROFILE else None
    picture.save(written, "WEBP", quality=_QUALITY, method=4, icc_profile=kept, exif=b"", xmp=b"")
    return written.getvalue()
