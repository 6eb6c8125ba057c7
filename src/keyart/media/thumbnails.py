"""Small pictures of pictures and clips, as WebP.

Files come from anybody, so what they may cost is limited before they are read: a small file can
claim to be an enormous picture.
"""

import io
import struct
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from keyart.media.media_types import Kind, NotMedia

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


POSTER_FRAME = 10
"""The frame is taken after one part in so many of the clip: many begin in black."""


def still(path: Path, kind: Kind, most_pixels: int) -> Image.Image | None:
    """Return a frame of a clip, None where the package that reads clips is not installed.

    Raises `NotMedia` for a clip that is broken or has frames of more than `most_pixels`.
    """
    try:
        import av  # noqa: PLC0415
    except ImportError:
        return None
    # The kind is known: nothing else is tried, and no other file or address is ever opened.
    options = {"protocol_whitelist": "file"}
    try:
        with av.open(str(path), format=kind.name.lower(), options=options) as clip:
            stream = clip.streams.video[0]
            if stream.width * stream.height > most_pixels:
                raise _unreadable()
            stream.codec_context.thread_count = 1
            if clip.duration:
                clip.seek(clip.duration // POSTER_FRAME)
            frame = next(clip.decode(video=0))
            picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
            return picture.rotate(frame.rotation, expand=True)
    except (av.FFmpegError, LookupError, OSError, StopIteration, ValueError) as error:
        raise _unreadable() from error


def _unreadable() -> NotMedia:
    return NotMedia("The clip cannot be read.", hint="Convert it to MP4 (H.264) or WebM.")


@lru_cache(maxsize=8)
def placeholder(width: int) -> bytes:
    """Return what stands for a clip of which no frame can be had: a WebP of 16:9."""
    height = width * 9 // 16
    picture = Image.new("RGB", (width, height), (38, 40, 46))
    middle, side = (width / 2, height / 2), height / 5
    ImageDraw.Draw(picture).regular_polygon((*middle, side), 3, rotation=-90, fill=(148, 152, 162))
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=80)
    return written.getvalue()
