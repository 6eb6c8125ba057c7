"""The frame that stands for a clip until it plays."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from keyart.media.kinds import Kind, NotMedia

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
