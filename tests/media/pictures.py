"""Pictures and clips whose content is plain by construction."""

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from keyart.media import MediaType

RED, BLUE = (220, 20, 20), (20, 20, 220)


def halves(width: int = 600, height: int = 400) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", (width, height), BLUE)
    picture.paste(RED, (0, 0, width // 2, height))
    return picture


def encoded(kind: MediaType, picture: Image.Image | None = None, **options: Any) -> bytes:
    """Return a picture as a file of some kind."""
    written = io.BytesIO()
    (picture or halves()).save(written, kind.name, **options)
    return written.getvalue()


def write_clip(path: Path, codec: str, size: tuple[int, int] = (320, 180)) -> Path:
    """Write a clip of a second whose frames are red on the left and blue on the right."""
    frame = np.asarray(halves(*size))
    with av.open(str(path), "w", path.suffix[1:], {}) as film:
        stream = film.add_stream(codec, 10, {})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(10):
            film.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        film.mux(stream.encode(None))
    return path


def opened(content: bytes) -> Image.Image:
    """Return a thumbnail, which must be WebP."""
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    return picture.convert("RGB")


def is_like(picture: Image.Image, place: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    """Return whether a picture has about a colour at a place, given as shares of its sides."""
    at = int(picture.width * place[0]), int(picture.height * place[1])
    found: Any = picture.getpixel(at)
    return all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))
