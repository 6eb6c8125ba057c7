"""The studio: draws media on request, once, and stores them.

A file's name is the digest of everything that determines its content, so a file is never stale, may
be drawn by two processes at once, and may be deleted at any time. Files appear complete or not at
all.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from keyart.core.errors import BadSettings, KeyartError
from keyart.core.progress import Progress, Silent
from keyart_demo.art.brief import Brief
from keyart_demo.art.cache import cache_folder

ART_VERSION: Final = 2
"""Increase this when a brief is drawn differently, so that no old picture is used."""

_ATTEMPTS: Final = 3
"""Attempts to draw the rest after a worker was killed."""
_ABANDONED: Final = 3600
"""Seconds after which an unfinished file counts as abandoned."""

Pixels = tuple[int, int]
"""Width and height."""


class Kind(StrEnum):
    """A kind of file drawn from a brief."""

    POSTER = "poster"
    CLIP = "clip"
    STILL = "still"
    """The image that represents a clip before it plays."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to draw."""

    kind: Kind
    brief: Brief
    size: Pixels

    @property
    def digest(self) -> str:
        """The digest of everything that determines the file's content."""
        inputs = [ART_VERSION, self.kind, list(self.size), asdict(self.brief)]
        text = json.dumps(inputs, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:40]


class ArtFailed(KeyartError):
    """Media could not be drawn."""

    code = "art_failed"


class Studio:
    """Draws files missing from its cache; safe to use from several threads and processes."""

    def __init__(self, cache: Path | None = None, processes: int | None = None) -> None:
        """Store files in a folder (default: the user's cache), drawn by `processes` processes."""
        self._cache = cache if cache is not None else cache_folder() / "media"
        self._processes = processes or os.cpu_count() or 1
        _sweep(self._cache)

    def poster(self, brief: Brief, size: Pixels) -> Path:
        """Return the artwork of a brief as a WebP file."""
        return self.file(Request(Kind.POSTER, brief, size))

    def clip(self, brief: Brief, size: Pixels) -> Path:
        """Return the clip of a brief as a file that browsers play."""
        return self.file(Request(Kind.CLIP, brief, size))

    def still(self, brief: Brief, size: Pixels) -> Path:
        """Return the poster frame of a brief's clip as a WebP file."""
        return self.file(Request(Kind.STILL, brief, size))

    def place(self, request: Request) -> Path:
        """Return the path of a file, drawn or not."""
        digest = request.digest
        suffix = ".mp4" if request.kind is Kind.CLIP else ".webp"
        return self._cache / digest[:2] / f"{digest}{suffix}"

    def file(self, request: Request) -> Path:
        """Return a file, drawn now if it is missing.

        Raises:
            BadSettings: The cache can't be written.
            MissingExtra: It is a clip, and the package that makes videos is not installed.
        """
        path = self.place(request)
        if not path.is_file():
            with _arriving(path) as part:
                _write(request, part)
        return path

    def draw_all(self, requests: Iterable[Request], progress: Progress | None = None) -> None:
        """Draw all missing files, small ones first, in several processes.

        Raises:
            ArtFailed: Workers were killed repeatedly.
            BadSettings: The cache can't be written.
        """
        shown = progress or Silent()
        by_path = {self.place(request): request for request in requests}
        missing = [request for path, request in by_path.items() if not path.is_file()]
        missing.sort(key=lambda request: (request.kind is Kind.CLIP, request.size))
        shown.begin("drawing", len(missing))
        for _ in range(_ATTEMPTS):
            try:
                self._draw_side_by_side(missing, shown)
            except BrokenProcessPool:
                missing = [r for r in missing if not self.place(r).is_file()]
            else:
                return
        raise ArtFailed(
            f"Drawing stopped: its processes were ended from outside, {len(missing)} files are"
            " missing.",
            hint="Is there too little memory? Draw with fewer processes.",
        )

    def _draw_side_by_side(self, missing: Sequence[Request], progress: Progress) -> None:
        count = min(self._processes, len(missing))
        if count <= 1:
            for request in missing:
                self.file(request)
                progress.advance(1)
            return
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            queue = iter(missing)
            while batch := list(islice(queue, 16 * count)):
                waiting = [pool.submit(_draw_one, self._cache, request) for request in batch]
                for done in as_completed(waiting):
                    done.result()
                    progress.advance(1)


def _draw_one(cache: Path, request: Request) -> None:
    """Draw one file in a worker process."""
    Studio(cache, processes=1).file(request)


def _write(request: Request, path: Path) -> None:
    """Draw a file; import the drawing packages only now, since that takes a moment."""
    from keyart_demo.art import artists  # noqa: PLC0415
    from keyart_demo.art.canvas import Size  # noqa: PLC0415

    write = {
        Kind.POSTER: artists.write_poster,
        Kind.CLIP: artists.write_clip,
        Kind.STILL: artists.write_still,
    }[request.kind]
    write(request.brief, Size(*request.size), path)


@contextmanager
def _arriving(path: Path) -> Generator[Path]:
    """Yield the path of an unfinished file; it gets its final name if the block succeeds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".part", dir=path.parent)
    except OSError as error:
        raise BadSettings(
            f"The cache of pictures {path.parent} can't be written: {error.strerror}.",
            hint="Set KEYART_CACHE to a folder that can.",
        ) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sweep(cache: Path) -> None:
    """Remove unfinished files of processes that were killed long ago."""
    before = time.time() - _ABANDONED
    for part in cache.glob("*/*.part"):
        try:
            if part.stat().st_mtime < before:
                part.unlink()
        except OSError:
            continue
