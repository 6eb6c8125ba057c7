"""What is known of the titles that were watched: what affinities are named after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.words import words_of

F64 = npt.NDArray[np.float64]

LETTERS = 4
"""A word of a synopsis has so many letters or more."""
COMMON = 0.2
"""A word that stands in more than this share of synopses says nothing."""


WORDS: Mapping[str, tuple[str, ...]] = {
    "faith": (
        "faith", "religion", "religious", "church", "christian", "christianity", "catholic",
        "islam", "islamic", "muslim", "jewish", "judaism", "hindu", "hinduism", "buddhist",
        "buddhism", "bible", "atheism", "atheist", "spirituality", "worship", "gospel",
    ),
    "sexuality": (
        "sexuality", "sexual orientation", "lgbt", "lgbtq", "lgbtqia", "gay", "lesbian", "queer",
        "bisexual", "homosexual", "homosexuality", "transgender", "trans", "coming out", "drag",
    ),
    "health": (
        "health", "mental health", "illness", "disease", "cancer", "hiv", "aids", "depression",
        "addiction", "alcoholism", "disability", "disabled", "autism", "eating disorder",
        "suicide", "pregnancy", "abortion",
    ),
    "politics": (
        "politics", "political", "election", "elections", "activism", "activist", "communism",
        "socialism", "fascism", "conservative", "liberal", "trade union", "far right", "far left",
    ),
    "ethnicity": (
        "ethnicity", "ethnic", "race", "racism", "black", "african american", "latino", "latina",
        "latinx", "hispanic", "asian american", "indigenous", "native american", "roma",
        "immigrant", "immigrants", "immigration", "refugee", "refugees",
    ),
}  # fmt: skip
"""What each subject of the default is also called, in lower case."""


class Sensitive:
    """The sensitive subjects of a store: those of the setting `sensitive_tags`.

    One that stands in `WORDS` means all of its words, any other just itself.
    """

    def __init__(self, subjects: Iterable[str]) -> None:
        self.subjects = tuple(subjects)
        words = {w for s in self.subjects for w in WORDS.get(s.casefold(), (s,))}
        self._phrases = frozenset(f" {_normalize(word)} " for word in words)

    def is_named_by(self, text: str) -> bool:
        """Return whether a tag, genre or word names a sensitive subject, alone or among words."""
        plain = f" {_normalize(text)} "
        return any(phrase in plain for phrase in self._phrases)


def _normalize(text: str) -> str:
    """Return the words of a text, small and with one space between."""
    return " ".join(words_of(text.casefold()))


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
    """Something that titles have: a tag, a genre, a period, or a word of the synopsis.

    `has` says which titles have it, by number: float64 [m] of 0 and 1.
    """

    kind: str
    text: str
    has: F64


TAG, GENRE, PERIOD, WORD = "tag", "genre", "period", "word"


class FitTitles:
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
        decades = sorted({_decade(title.year) for title in self.titles if title.year is not None})
        of_title = [self._features(title, decades) for title in self.titles]
        owners: dict[tuple[str, str], list[int]] = {}
        for number, own in enumerate(of_title):
            for feature in own:
                owners.setdefault(feature, []).append(number)
        most = max(2, COMMON * len(self.titles))
        said = {w for kind, text in owners if kind in {TAG, GENRE} for w in _words(text)}
        found: list[Feature] = []
        for (kind, text), numbers in sorted(owners.items()):
            if len(numbers) < 2 or (kind == WORD and (len(numbers) > most or text in said)):
                continue
            has = np.zeros(len(self.titles))
            has[numbers] = 1
            found.append(Feature(kind, text, has))
        return tuple(found)

    def _features(self, title: TitleInfo, decades: Sequence[int]) -> set[tuple[str, str]]:
        found = {(TAG, tag) for tag in title.tags} | {(GENRE, genre) for genre in title.genres}
        found = {pair for pair in found if not self.sensitive.is_named_by(pair[1])}
        if title.year is not None:
            found |= {(PERIOD, text) for text in _periods(title.year, decades)}
        words = {word for word in _words(title.synopsis) if len(word) >= LETTERS}
        return found | {(WORD, w) for w in words if not self.sensitive.is_named_by(w)}

    @cached_property
    def newest_year(self) -> int | None:
        """The year of the newest title; None if no title has one."""
        return max((title.year for title in self.titles if title.year is not None), default=None)

    @cached_property
    def is_sensitive(self) -> npt.NDArray[np.bool_]:
        """Which titles have a tag or genre that is sensitive, [m]."""
        return np.array(
            [any(map(self.sensitive.is_named_by, (*t.tags, *t.genres))) for t in self.titles],
            np.bool_,
        )


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in words_of(text))


def _decade(year: int) -> int:
    return year // 10 * 10


def _periods(year: int, decades: Sequence[int]) -> Iterator[str]:
    """Yield the periods that a year belongs to: itself, its decade, from or up to each decade."""
    yield f"{year}"
    yield f"{_decade(year)}s"
    for first in decades:
        yield f"since {first}" if year >= first else f"before {first}"
