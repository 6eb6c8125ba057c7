"""Thumbnails of pictures and clips, as WebP.

Files can come from anyone, so their size is checked before they are decoded: a small file can
claim to be an enormous picture.
"""

import io
import struct
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from keyart.media.media_types import MediaType, NotMedia

WIDTHS = (160, 320, 640, 1280)
"""Available widths of thumbnails, pixels."""

TALLEST = 4
"""The greatest height of a thumbnail, in multiples of its width; taller pictures get narrower."""

MOST_PIXELS = 50_000_000
"""The most pixels of a picture; 50 million take 200 MB, for some types twice that."""

_QUALITY = 80
_PROFILE = 4096
"""Bytes of the largest colour profile that is kept."""

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
"""Pillow's errors for damaged files."""


def thumbnail(path: Path, kind: MediaType, width: int) -> bytes | None:
    """Return a picture at most `width` pixels wide as WebP, with the same aspect.

    For a clip it is a frame, or None if clips cannot be read; for animations the first picture.
    Raises `NotMedia` for a file that is damaged or too large.
    """
    if kind.is_video:
        frame = still(path, kind, MOST_PIXELS)
        return None if frame is None else _encode(_shrink(frame, width), None)
    try:
        return _picture_thumbnail(path, kind, width)
    except _BROKEN as error:
        raise NotMedia(
            "The picture cannot be read.", hint="Open it in another program and save it again."
        ) from error


def _picture_thumbnail(path: Path, kind: MediaType, width: int) -> bytes:
    with Image.open(path, formats=[kind.name]) as picture:
        _check_size(*picture.size)
        # JPEG is decoded at the smallest sufficient fraction of its size.
        picture.draft(None, (2 * width, 2 * width))
        picture.load()
        profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
        return _encode(_shrink(picture, width), profile)


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotMedia(
            f"The picture has {width:,} × {height:,} pixels, more than {MOST_PIXELS:,}.",
            hint="Use a smaller picture.",
        )


def _shrink(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture upright, by its EXIF data, and no wider than `width`.

    It is changed in place if possible, so that a large one is in memory once, at most twice.
    """
    ImageOps.exif_transpose(picture, in_place=True)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    converted = picture if picture.mode == mode else picture.convert(mode)
    converted.thumbnail((width, width * TALLEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return converted


def _encode(picture: Image.Image, profile: bytes | None) -> bytes:
    """Return a picture as WebP without other metadata: place, camera, author."""
    buffer = io.BytesIO()
    kept = profile if profile and len(profile) <= _PROFILE else None
    picture.save(buffer, "WEBP", quality=_QUALITY, method=4, icc_profile=kept, exif=b"", xmp=b"")
    return buffer.getvalue()


POSTER_FRAME = 10
"""The frame is taken after one tenth of the clip, since many clips start in black."""


def still(path: Path, kind: MediaType, most_pixels: int) -> Image.Image | None:
    """Return a frame of a clip, None if the package that reads clips is not installed.

    Raises `NotMedia` for a clip that is damaged or has frames of more than `most_pixels`.
    """
    try:
        import av  # noqa: PLC0415
    except ImportError:
        return None
    # The type is known: no other format is tried, and no other file or address is opened.
    options = {"protocol_whitelist": "file"}
    try:
        with av.open(str(path), format=kind.name.lower(), options=options) as clip:
            stream = clip.streams.video[0]
            if stream.width * stream.height > most_pixels:
                raise _unreadable_clip()
            stream.codec_context.thread_count = 1
            if clip.duration:
                clip.seek(clip.duration // POSTER_FRAME)
            frame = next(clip.decode(video=0))
            picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
            return picture.rotate(frame.rotation, expand=True)
    except (av.FFmpegError, LookupError, OSError, StopIteration, ValueError) as error:
        raise _unreadable_clip() from error


def _unreadable_clip() -> NotMedia:
    return NotMedia("The clip cannot be read.", hint="Convert it to MP4 (H.264) or WebM.")


@lru_cache(maxsize=8)
def placeholder(width: int) -> bytes:
    """Return the picture for a clip without a frame: a WebP of 16:9."""
    height = width * 9 // 16
    picture = Image.new("RGB", (width, height), (38, 40, 46))
    middle, side = (width / 2, height / 2), height / 5
    ImageDraw.Draw(picture).regular_polygon((*middle, side), 3, rotation=-90, fill=(148, 152, 162))
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=80)
    return buffer.getvalue()
