"""The catalogue of one version: titles and assets by id, or by words in any script.

Typos are tolerated. To search, texts are cut into words, and words into pairs of characters, the
first of which stands alone behind a blank. Names that share pairs are candidates. The best of
these, and all names that contain the words as they are, are compared closely, word by word: each
word that is searched for counts as much as the most similar beginning of a word of the name. So
scripts without blanks between words are found as well, and so is what somebody is still typing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import ASSETS, TITLES
from keyart.insights.catalogue.entries import asset_entries, title_entries
from keyart.query.memo import memo
from keyart.store import Snapshot

CANDIDATES = 64
"""Names that are looked at closely."""

LIKE = 0.78
"""How similar a name must be, from 0 to 1: one slip in five letters is 0.8, in four 0.75."""

ACCENTS = "[\u0300-\u036f]"
"""Marks of Latin, Greek and Cyrillic letters. Those of other scripts are vowels and sounds."""

LONGEST = 200
"""Characters of what is looked for that count."""

Ints = npt.NDArray[np.int64]


def _without_accents(text: str) -> str:
    """Return a text without case and accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return re.sub(ACCENTS, "", unicodedata.normalize("NFKD", folded))


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    bare = _without_accents(text)
    if bare.isascii():
        return re.findall(r"[a-z0-9]+", bare)
    spaced = (c if unicodedata.category(c)[0] in "LMN" else " " for c in bare)
    return unicodedata.normalize("NFC", "".join(spaced)).split()


def _pairs(words: Iterable[str]) -> set[str]:
    return {a + b for word in words for a, b in pairwise(f" {word}")}


class WordSearch:
    """The names in which to search, each with its place in their list."""

    def __init__(self, names: Sequence[str]) -> None:
        self._words = [words_of(name) for name in names]
        places_by_pair: dict[str, list[int]] = {}
        for place, words in enumerate(self._words):
            for pair in _pairs(words):
                places_by_pair.setdefault(pair, []).append(place)
        self._places = {pair: np.array(places, np.int64) for pair, places in places_by_pair.items()}

        self._texts = pa.array([" ".join(words) for words in self._words], pa.string())

    def find(self, text: str) -> list[int]:
        """Return the places of the names that `text` may mean, the likeliest first.

        Names that contain all searched words are all found, typos only in the best candidates.
        """
        searched = words_of(text[:LONGEST])
        places = {*self._candidates(searched), *self._containing(searched)}
        scored = [
            (-_likeness(searched, self._words[place]), sum(map(len, self._words[place])), place)
            for place in places
        ]
        return [place for score, _, place in sorted(scored) if -score >= LIKE]

    def _containing(self, searched: Sequence[str]) -> list[int]:
        """Return the places of the names that contain all searched words."""
        if not searched:
            return []
        contain = [pc.match_substring(self._texts, word) for word in searched]
        return np.flatnonzero(np.logical_and.reduce([np.asarray(one) for one in contain])).tolist()

    def _candidates(self, searched: Sequence[str]) -> list[int]:
        """Return the places of the names most like the searched words; rare pairs count more."""
        score = np.zeros(len(self._words))
        for pair in sorted(_pairs(searched)):
            places = self._places.get(pair)
            if places is not None:
                score[places] += np.log(1 + len(self._words) / places.size)
        best = np.lexsort((np.arange(score.size), -score))[:CANDIDATES]
        return [int(place) for place in best if score[place] > 0]


def _likeness(searched: Sequence[str], words: Sequence[str]) -> float:
    """Return how much of the searched words is in a name, from 0 to 1."""
    best = [_best(word, words) for word in searched]
    return sum(best) / len(best) if best else 0.0


def _best(searched: str, words: Sequence[str]) -> float:
    """Return how like a searched word the most similar word is, from 0 to 1."""
    if any(word.startswith(searched) for word in words):
        return 1.0
    if any(searched in word for word in words):
        return 0.95
    return max((_alike(searched, word) for word in words), default=0.0)


def _alike(searched: str, word: str) -> float:
    beginnings = {word[: len(searched)], word[: len(searched) + 1], word}
    return max(
        SequenceMatcher(None, searched, beginning, autojunk=False).ratio()
        for beginning in beginnings
    )


@dataclass(frozen=True)
class Entries:
    """The rows of one metadata table. Rows are read when asked for; nothing is kept of them."""

    table: pa.Table
    key: str
    """The column that tells rows apart."""
    contract: frozenset[str]
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

    def extra_columns(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the columns of a row that the contract does not name."""
        return {n: v for n, v in row.items() if n not in self.contract and v is not None}


@dataclass(frozen=True)
class Catalogue:
    """Titles and assets of one version."""

    titles: Entries
    assets: Entries

    @cached_property
    def _by_title(self) -> Mapping[str, Sequence[str]]:
        ids_by_title: dict[str, list[str]] = {}
        owners = self.assets.table.column("title_id").to_pylist()
        for key, title in zip(self.assets.ids, owners, strict=True):
            ids_by_title.setdefault(title, []).append(key)
        return ids_by_title

    @cached_property
    def _types(self) -> Mapping[str, str | None]:
        types = self.assets.table.column("asset_type").to_pylist()
        return dict(zip(self.assets.ids, types, strict=True))

    @cached_property
    def content_types(self) -> Mapping[str, str | None]:
        """The types of titles by id."""
        types = self.titles.table.column("content_type").to_pylist()
        return dict(zip(self.titles.ids, types, strict=True))

    @cached_property
    def launched_titles(self) -> list[str]:
        """The ids of titles with a launch, newest first, then by id."""
        dated = self.titles.table.filter(self.titles.table.column("launched_at").is_valid())
        order = [("launched_at", "descending"), ("title_id", "ascending")]
        return dated.sort_by(order).column("title_id").to_pylist()

    @cached_property
    def by_name(self) -> list[str]:
        """The ids of titles by name, without case and accents, then by id."""
        names = self.titles.table.column("name").to_pylist()
        pairs = zip(names, self.titles.ids, strict=True)
        return [
            key for _, key in sorted((_without_accents(name or key), key) for name, key in pairs)
        ]

    def assets_of(self, title: str, asset_type: str | None = None) -> list[str]:
        """Return the ids of a title's assets, of one type if that is given."""
        title_assets = self._by_title.get(title, ())
        return [key for key in title_assets if asset_type is None or self._types[key] == asset_type]

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
        launches = [(at, key) for at, key in zip(when, keys, strict=True) if at is not None]
        return sorted(launches, key=lambda launch: (-launch[0], launch[1]))


def catalogue_of(snapshot: Snapshot) -> Catalogue:
    """Return the catalogue of a version, made at the first call."""
    return memo(snapshot, Catalogue, lambda: _catalogue(snapshot))


def _catalogue(snapshot: Snapshot) -> Catalogue:
    titles = Entries(title_entries(snapshot), "title_id", frozenset(TITLES.names))
    assets = Entries(asset_entries(snapshot), "asset_id", frozenset(ASSETS.names))
    return Catalogue(titles, assets)
