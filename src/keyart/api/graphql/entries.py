"""The catalogue of one version, laid out so that any title or asset is found at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from keyart.api.graphql.word_search import WordSearch
from keyart.core.schema import ASSETS, TITLES
from keyart.query.memo import memo
from keyart.store import Snapshot


@dataclass(frozen=True)
class Entries:
    """The rows of one metadata table. Rows are read when asked for; nothing is kept of them."""

    table: pa.Table
    key: str
    """The column that tells rows apart."""
    known: frozenset[str]
    """The columns of the contract."""

    @cached_property
    def ids(self) -> list[str]:
        """The ids, in the order of the table: of their bytes."""
        return self.table.column(self.key).to_pylist()

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.ids)}

    @cached_property
    def _search(self) -> WordSearch:
        names = self.table.column("name").to_pylist()
        pairs = zip(names, self.ids, strict=True)
        return WordSearch([f"{name or ''} {key}" for name, key in pairs])

    def row(self, key: str) -> Mapping[str, Any] | None:
        """Return the row of an id, None if there is none."""
        place = self._places.get(key)
        return None if place is None else self.table.slice(place, 1).to_pylist()[0]

    def find(self, text: str) -> list[str]:
        """Return the ids of what `text` may mean, by name or id, the likeliest first."""
        return [self.ids[place] for place in self._search.find(text)]

    def further(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return what a row says beyond the contract's columns."""
        return {n: v for n, v in row.items() if n not in self.known and v is not None}


@dataclass(frozen=True)
class Catalogue:
    """Titles and assets of one version."""

    titles: Entries
    assets: Entries

    @cached_property
    def _by_title(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        owners = self.assets.table.column("title_id").to_pylist()
        for key, title in zip(self.assets.ids, owners, strict=True):
            found.setdefault(title, []).append(key)
        return found

    @cached_property
    def _types(self) -> Mapping[str, str | None]:
        types = self.assets.table.column("asset_type").to_pylist()
        return dict(zip(self.assets.ids, types, strict=True))

    def assets_of(self, title: str, asset_type: str | None = None) -> list[str]:
        """Return the ids of a title's assets, of one type if that is given."""
        own = self._by_title.get(title, ())
        return [key for key in own if asset_type is None or self._types[key] == asset_type]

    def launched(self, until: int | None) -> Sequence[str]:
        """Return the titles launched by an instant (µs since 1970), the newest first.

        Titles that are part of others are left to these.
        """
        return [key for when, key in self._launches if until is not None and when <= until]

    @cached_property
    def _launches(self) -> Sequence[tuple[int, str]]:
        table = self.titles.table
        whole = table.filter(table.column("parent_title_id").is_null())
        when = whole.column("launched_at").cast(pa.int64()).to_pylist()
        keys = whole.column("title_id").to_pylist()
        known = [(at, key) for at, key in zip(when, keys, strict=True) if at is not None]
        return sorted(known, key=lambda one: (-one[0], one[1]))


def catalogue_of(snapshot: Snapshot) -> Catalogue:
    """Return the catalogue of a version, made at the first call."""
    return memo(snapshot, Catalogue, lambda: _catalogue(snapshot))


def _catalogue(snapshot: Snapshot) -> Catalogue:
    titles = Entries(snapshot.titles, "title_id", frozenset(TITLES.names))
    assets = Entries(snapshot.assets, "asset_id", frozenset(ASSETS.names))
    return Catalogue(titles, assets)
