"""What is known of the titles that were watched: what affinities are named after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.sensitive import Sensitive
from keyart.audiences.affinities.words import words_of

F64 = npt.NDArray[np.float64]

LETTERS = 4
"""A word of a synopsis has so many letters or more."""
COMMON = 0.2
"""A word that stands in more than this share of synopses says nothing."""


@dataclass(frozen=True)
class TitleInfo:
    """One title that stands for itself and its episodes."""

    id: str
    name: str
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    synopsis: str = ""
    year: int | None = None


@dataclass(frozen=True, eq=False)
class Feature:
    """Something that titles have: a tag, a genre, a decade, or a word of the synopsis.

    `has` says which titles have it, by number: float64 [m] of 0 and 1.
    """

    kind: str
    text: str
    has: F64


TAG, GENRE, DECADE, WORD = "tag", "genre", "decade", "word"


class Titles:
    """The titles of a fit, by number, and what they have."""

    def __init__(self, titles: Sequence[TitleInfo], sensitive: Sensitive) -> None:
        self.titles = tuple(titles)
        self.sensitive = sensitive

    def __len__(self) -> int:
        """Return how many titles there are."""
        return len(self.titles)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """What two titles or more have and may name an affinity."""
        of_title = [self._features(title) for title in self.titles]
        owners: dict[tuple[str, str], list[int]] = {}
        for number, own in enumerate(of_title):
            for feature in own:
                owners.setdefault(feature, []).append(number)
        most = max(2, COMMON * len(self.titles))
        found: list[Feature] = []
        for (kind, text), numbers in sorted(owners.items()):
            if len(numbers) < 2 or (kind == WORD and len(numbers) > most):
                continue
            has = np.zeros(len(self.titles))
            has[numbers] = 1
            found.append(Feature(kind, text, has))
        return tuple(found)

    def _features(self, title: TitleInfo) -> set[tuple[str, str]]:
        found = {(TAG, tag) for tag in title.tags} | {(GENRE, genre) for genre in title.genres}
        found = {pair for pair in found if not self.sensitive.is_named_by(pair[1])}
        if title.year is not None:
            found.add((DECADE, f"{title.year // 10 * 10}s"))
        words = {word.lower() for word in words_of(title.synopsis) if len(word) >= LETTERS}
        return found | {(WORD, w) for w in words if not self.sensitive.is_named_by(w)}

    @cached_property
    def is_sensitive(self) -> npt.NDArray[np.bool_]:
        """Which titles have a tag or genre that is sensitive, [m]."""
        return np.array(
            [any(map(self.sensitive.is_named_by, (*t.tags, *t.genres))) for t in self.titles],
            np.bool_,
        )
