"""Finds the file of an asset, and makes each thumbnail once."""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable, Generator, Hashable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from keyart.api.errors import Refused, not_found
from keyart.api.graphql.entries import catalogue_of
from keyart.api.service import Service
from keyart.core.errors import StoreError, UnknownName
from keyart.core.file_cache import FileCache
from keyart.media import (
    MediaFolders,
    MediaType,
    NotMedia,
    Painter,
    media_type_of,
    painter_of,
    thumbnail,
)
from keyart.media.places import origin_of

T = TypeVar("T")

FOLDER = "thumbnails"
"""The folder for thumbnails within a store's folder."""

ROOM = 1 << 30
"""The most bytes of thumbnails kept for a store."""

LOOKED_UP_AT_ONCE = 8
MADE_AT_ONCE = 2
"""Images that one worker draws or shrinks at the same time."""

MADE_LIKE_THIS = 1
"""Increase this when thumbnails are made differently, so that older ones are not used."""


class Once:
    """Work in progress, by key. For one event loop; finished work is not kept."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Future[Any]] = {}

    def __len__(self) -> int:
        """Return the number of items in progress."""
        return len(self._under_way)

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return the result of `make`, or of the call already in progress for another request.

        It runs to its end even if nobody is waiting any more: someone will ask again.
        """
        making = self._under_way.get(key)
        if making is None:
            making = self._under_way[key] = asyncio.ensure_future(make())
            making.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(making)

    def _forget(self, key: Hashable, done: "asyncio.Future[Any]") -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # marks the exception as retrieved, in case nobody waits


@dataclass(frozen=True)
class MediaFile:
    """A file that may be shown: its type, and its state when it was checked."""

    path: Path
    kind: MediaType
    state: os.stat_result

    @property
    def modified(self) -> str:
        """When it was changed, in the format of headers."""
        return formatdate(self.state.st_mtime, usegmt=True)

    def digest(self, width: int | None = None) -> str:
        """Return a digest that changes with the file, and differs for each width."""
        state = self.state
        identity = (str(self.path), state.st_ino, state.st_size, state.st_mtime_ns, width)
        return hashlib.sha256(repr((MADE_LIKE_THIS, identity)).encode()).hexdigest()[:40]

    def headers(self, width: int | None = None) -> dict[str, str]:
        """Return the headers that let browsers ask only for changes."""
        return {"etag": f'"{self.digest(width)}"', "last-modified": self.modified}


class MediaFinder:
    """The media of one store, for one worker. Some stores have a painter."""

    def __init__(self, service: Service) -> None:
        root, settings = service.root, service.settings
        self.service = service
        self._root = root
        self._origins = {origin.lower() for origin in settings.media_origins}
        self._places = MediaFolders((root, *map(Path, settings.media_roots)))
        self._painter = painter_of(root)
        self._kept = FileCache(root / FOLDER, ROOM)
        self._once = Once()
        self._looking = CapacityLimiter(LOOKED_UP_AT_ONCE)
        self._making = CapacityLimiter(MADE_AT_ONCE)

    async def find(self, asset_id: str, *, still: bool = False) -> MediaFile:
        """Return the file of an asset; with `still`, or the image that represents it.

        Raises `Refused` for a file that does not exist, is outside the folders, or is no image or
        clip.
        """
        # 1. The file in the assets table.
        uri = await run_sync(self._uri, asset_id, limiter=self._looking)
        # 2. If there is a painter, the file is drawn when first needed.
        if self._painter is not None:
            uri = await self._drawn(self._painter, asset_id, uri, still)
        # 3. It must be within the roots, and an image or clip by its content.
        return await run_sync(self._media_file, asset_id, uri, limiter=self._looking)

    async def thumbnail(self, file: MediaFile, width: int) -> bytes | None:
        """Return a thumbnail, made now if it is not stored; None if clips can't be read."""
        name = f"{file.digest(width)}.webp"
        kept = await run_sync(self._kept.get, name, limiter=self._looking)
        if kept is not None:
            return kept
        with _refusing():
            return await self._make(name, partial(self._thumbnail, name, file, width))

    async def _make(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return the result of `work` in a thread, run once for all current requests."""
        if len(self._once) >= self.service.settings.waiting + MADE_AT_ONCE:
            raise Refused(
                429,
                "too_busy",
                "Too many thumbnails are waiting to be made.",
                hint="Try again in a moment.",
                headers={"retry-after": "1"},
            )
        return await self._once.get(key, lambda: run_sync(work, limiter=self._making))

    def _thumbnail(self, name: str, file: MediaFile, width: int) -> bytes | None:
        made = thumbnail(file.path, file.kind, width)
        if made is not None:
            self._kept.put(name, made)
        return made

    def _uri(self, asset_id: str) -> str:
        with self.service.snapshots.newest() as snapshot:
            row = catalogue_of(snapshot).assets.row(asset_id)
        if row is None:
            raise not_found(f"asset {asset_id!r}")
        if not row["uri"]:
            raise not_found(f"file of asset {asset_id!r}", hint="The table assets has no uri.")
        origin = origin_of(row["uri"])
        if origin is not None:
            raise self._elsewhere(origin)
        return row["uri"]

    def _elsewhere(self, origin: str) -> Refused:
        hint = "Browsers load it from there: its address is the asset's uri."
        if origin not in self._origins:
            hint = f"Add {origin!r} to the setting media_origins: browsers then load it from there."
        return Refused(404, "elsewhere", "The file is on another web site.", hint=hint)

    async def _drawn(self, painter: Painter, asset_id: str, uri: str, still: bool) -> str:
        """Return the uri of the image drawn for an asset, else the one given."""
        image = PurePath(uri)
        if still and image.name:
            image = image.with_suffix(".webp")
        if not await run_sync(self._places.find, str(image), limiter=self._looking):
            draw = painter.still if still else painter.media
            place = await self._make(("draw", image), partial(_draw, draw, asset_id))
            if place != self._root / image:
                return uri
        return str(image)

    def _media_file(self, asset_id: str, uri: str) -> MediaFile:
        path = self._places.find(uri)
        missing = not_found(
            f"file of asset {asset_id!r}",
            hint="Its uri is looked for in the store's folder and in those of media_roots.",
        )
        if path is None:
            raise missing
        try:
            with _refusing():
                return MediaFile(path, media_type_of(path), path.stat())
        except OSError:
            raise missing from None


def _draw(draw: Callable[[str], Path], asset_id: str) -> Path | None:
    """Return the file drawn for an asset, None if the painter does not know the asset."""
    with suppress(UnknownName):
        try:
            return draw(asset_id)
        except OSError as error:
            raise StoreError(
                f"What was drawn cannot be kept: {error.strerror}.",
                hint="Is there room, and may the service write to the store's folder?",
            ) from error
    return None


@contextmanager
def _refusing() -> Generator[None]:
    """Answer as for a missing file if it is no image or clip."""
    try:
        yield
    except NotMedia as error:
        raise Refused(404, "not_media", error.message, hint=error.hint) from error
