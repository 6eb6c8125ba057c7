"""The titles of a fit and their features, which name affinities; sensitive subjects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.words import words_of

F64 = npt.NDArray[np.float64]

LETTERS = 4
"""Shorter words of synopses are ignored."""
COMMON = 0.2
"""Words in more than this share of synopses are ignored."""


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
"""Words for each default subject, in lower case."""


class Sensitive:
    """The sensitive subjects of a store: those of the setting `sensitive_tags`.

    A subject in `WORDS` includes all of its words, any other only itself.
    """

    def __init__(self, subjects: Iterable[str]) -> None:
        self.subjects = tuple(subjects)
        words = {w for s in self.subjects for w in WORDS.get(s.casefold(), (s,))}
        self._phrases = frozenset(f" {_normalize(word)} " for word in words)

    def is_named_by(self, text: str) -> bool:
        """Return whether a tag, genre or word contains a sensitive subject."""
        padded = f" {_normalize(text)} "
        return any(phrase in padded for phrase in self._phrases)


def _normalize(text: str) -> str:
    """Return the words of a text in lower case, separated by single spaces."""
    return " ".join(words_of(text.casefold()))


@dataclass(frozen=True)
class TitleInfo:
    """One title, including its episodes."""

    id: str
    name: str
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    synopsis: str = ""
    year: int | None = None


@dataclass(frozen=True, eq=False)
class Feature:
    """A tag, a genre, a period, or a word from the synopsis.

    `has` is 1 for each title that has it, by number: float64 [m].
    """

    kind: str
    text: str
    has: F64


TAG, GENRE, PERIOD, WORD = "tag", "genre", "period", "word"


class FitTitles:
    """The titles of a fit, by number, and their features."""

    def __init__(self, titles: Sequence[TitleInfo], sensitive: Sensitive) -> None:
        self.titles = tuple(titles)
        self.sensitive = sensitive

    def __len__(self) -> int:
        """Return the number of titles."""
        return len(self.titles)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """The features shared by two or more titles, which may name an affinity."""
        decades = sorted({_decade(title.year) for title in self.titles if title.year is not None})
        of_title = [self._features(title, decades) for title in self.titles]
        owners: dict[tuple[str, str], list[int]] = {}
        for number, title_features in enumerate(of_title):
            for feature in title_features:
                owners.setdefault(feature, []).append(number)
        most = max(2, COMMON * len(self.titles))
        label_words = {w for kind, text in owners if kind in {TAG, GENRE} for w in _words(text)}
        features: list[Feature] = []
        for (kind, text), numbers in sorted(owners.items()):
            if len(numbers) < 2 or (kind == WORD and (len(numbers) > most or text in label_words)):
                continue
            has = np.zeros(len(self.titles))
            has[numbers] = 1
            features.append(Feature(kind, text, has))
        return tuple(features)

    def _features(self, title: TitleInfo, decades: Sequence[int]) -> set[tuple[str, str]]:
        features = {(TAG, tag) for tag in title.tags} | {(GENRE, genre) for genre in title.genres}
        features = {pair for pair in features if not self.sensitive.is_named_by(pair[1])}
        if title.year is not None:
            features |= {(PERIOD, text) for text in _periods(title.year, decades)}
        words = {word for word in _words(title.synopsis) if len(word) >= LETTERS}
        return features | {(WORD, w) for w in words if not self.sensitive.is_named_by(w)}

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
    """Yield the periods of a year: itself, its decade, and since or before each decade."""
    yield f"{year}"
    yield f"{_decade(year)}s"
    for first in decades:
        yield f"since {first}" if year >= first else f"before {first}"
