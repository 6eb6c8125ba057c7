"""The media of a demo store: drawn when first needed, then stored as files next to the facts."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from keyart.core.errors import UnknownName
from keyart.core.progress import Progress
from keyart_demo.art.studio import Kind, Request, Studio
from keyart_demo.catalogue.build import catalogue
from keyart_demo.catalogue.model import Asset, Catalogue
from keyart_demo.painting import TRUTH
from keyart_demo.posters import brief_of, size_of
from keyart_demo.world_size import DAYS, SIZES, World

CARD = 2
"""Cards are drawn at half the size, a quarter of the work."""

NEWEST = 8
"""The newest titles, whose posters are drawn in advance: the first ones that people see."""

KINDS = {"artwork": Kind.POSTER, "video": Kind.CLIP}


def world_of(store: Path) -> World:
    """Return the world of a demo store."""
    entry = _truth(store)["world"]
    return World(SIZES[entry["size"]], entry["seed"], date.fromisoformat(entry["until"]))


def _truth(store: Path) -> Mapping[str, Any]:
    return json.loads((store / TRUTH).read_text(encoding="utf-8"))


class Gallery:
    """The artworks and clips of a demo store, at the paths in its assets' `uri`."""

    def __init__(self, store: Path, studio: Studio | None = None) -> None:
        self._store = store
        self._studio = studio or Studio()

    @cached_property
    def _world(self) -> World:
        return world_of(self._store)

    @cached_property
    def _catalogue(self) -> Catalogue:
        world = self._world
        return catalogue(world.size.titles, world.seed, world.until, DAYS)

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        return {a.asset_id: a for a in self._catalogue.assets if a.asset_type in KINDS}

    def media(self, asset_id: str) -> Path:
        """Return the file of an artwork or a clip, drawn at card size if it is missing.

        Raises `UnknownName` for any other asset.
        """
        asset = self._asset(asset_id)
        return self._placed(self._request(asset), self._store / str(asset.uri))

    def still(self, asset_id: str) -> Path:
        """Return the image that represents a clip until it plays; raises `UnknownName`."""
        asset = self._asset(asset_id)
        if asset.asset_type != "video":
            return self.media(asset_id)
        place = (self._store / str(asset.uri)).with_suffix(".webp")
        return self._placed(self._request(asset, Kind.STILL), place)

    def full(self, asset_id: str) -> Path:
        """Return an artwork or a clip in full size, drawn if it is missing.

        Such files are only in the user's cache. Raises `UnknownName`.
        """
        asset = self._asset(asset_id)
        return self._studio.file(self._request(asset, shrink=1))

    def draw_first(self, progress: Progress | None = None) -> int:
        """Draw the first posters that people see: those of the newest titles and of the stories.

        Return their number.
        """
        asset_ids = sorted({*self._posters_of_the_newest(), *self._artworks_of_stories()})
        self._studio.draw_all(
            (self._request(self._asset(asset_id)) for asset_id in asset_ids), progress
        )
        for asset_id in asset_ids:
            self.media(asset_id)
        return len(asset_ids)

    def draw_all(self, progress: Progress | None = None) -> int:
        """Draw all missing media at card size; return the number of media."""
        self._studio.draw_all(self._requests(), progress)
        for asset in self._assets.values():
            self.media(asset.asset_id)
            self.still(asset.asset_id)
        return len(self._assets)

    def _posters_of_the_newest(self) -> Iterator[str]:
        """Yield the first artwork of each of the newest titles."""
        first: dict[int, str] = {}
        for asset in self._assets.values():
            if asset.asset_type == "artwork":
                first[asset.title] = min(asset.asset_id, first.get(asset.title, asset.asset_id))
        end = datetime.combine(self._world.until, time(), UTC)
        there = [title for title in self._catalogue.titles if title.launched_at < end]
        there.sort(key=lambda title: title.launched_at, reverse=True)
        shown = [title.number for title in there if title.parent is None and title.number in first]
        yield from (first[number] for number in shown[:NEWEST])

    def _artworks_of_stories(self) -> Iterator[str]:
        for story in _truth(self._store)["stories"]:
            yield from (story["asset"], *story["against"])

    def _requests(self) -> Iterator[Request]:
        for asset in self._assets.values():
            yield self._request(asset)
            if asset.asset_type == "video":
                yield self._request(asset, Kind.STILL)

    def _asset(self, asset_id: str) -> Asset:
        if asset_id not in self._assets:
            raise UnknownName("artwork or clip", asset_id, self._assets)
        return self._assets[asset_id]

    def _request(self, asset: Asset, kind: Kind | None = None, shrink: int = CARD) -> Request:
        width, height = size_of(asset)
        brief = brief_of(self._catalogue, asset)
        return Request(kind or KINDS[asset.asset_type], brief, (width // shrink, height // shrink))

    def _placed(self, request: Request, place: Path) -> Path:
        """Return `place`, now with the file of `request`."""
        if not place.is_file():
            drawn = self._studio.file(request)
            place.parent.mkdir(exist_ok=True)
            part = place.with_name(f".{place.name}.{os.getpid()}")
            try:
                part.hardlink_to(drawn)
            except OSError:  # another file system, or one without links
                shutil.copyfile(drawn, part)
            part.replace(place)
        return place
