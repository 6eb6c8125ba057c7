"""The studio's kinds of files: artwork, clip, and a clip's poster frame."""

from pathlib import Path
from typing import Final

from PIL import Image

from keyart_demo.art.brief import Brief
from keyart_demo.art.canvas import Size
from keyart_demo.art.clip import RATE, frames, poster_frame
from keyart_demo.art.drawing import draw
from keyart_demo.art.encoding import encode
from keyart_demo.art.finish import Bytes

_QUALITY: Final = 88
"""WebP quality: grain survives, and a poster of 720 × 1080 takes 160 to 300 kB."""


def write_poster(brief: Brief, size: Size, path: Path) -> None:
    """Write an artwork as WebP."""
    _write(draw(brief, size), path)


def write_still(brief: Brief, size: Size, path: Path) -> None:
    """Write a clip's poster frame as WebP."""
    _write(poster_frame(brief, size), path)


def write_clip(brief: Brief, size: Size, path: Path) -> None:
    """Write a clip as a video file."""
    encode(path, frames(brief, size), size, RATE)


def _write(picture: Bytes, path: Path) -> None:
    Image.fromarray(picture).save(path, "WEBP", quality=_QUALITY, method=4)
