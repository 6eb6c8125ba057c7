"""Names of affinities, built from their traits as a strategist would choose them.

A name consists of, in this order:

1. the most informative tag, if very informative: alone if it has several words or is a genre
   (Nordic Noir), else before the genre (Heist Thrillers);
2. the most informative genre, with another if many titles have both (Romantic Comedy), and with the
   period of most of the titles if few others are from it (1980s Horror, Thrillers since 2010);
3. the most informative words of the synopses;
4. the period alone (The 1990s, Classics before 1980);
5. a slightly informative genre or tag;
6. the two most important titles.

If two affinities would have the same name, the one with weaker traits gets its next candidate.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.titles import GENRE, PERIOD, TAG, WORD, FitTitles
from keyart.audiences.affinities.traits import TELLING, Trait, counts, information, shares
from keyart.audiences.affinities.words import (
    BARE,
    LOOSE,
    NO_GENRES,
    adjective,
    form,
    genre_key,
    has_noun,
    noun,
    spoken,
    titled,
)

F64 = npt.NDArray[np.float64]

TELLS = 0.2
"""The nats of a very informative trait: half of the titles have it, a third of the others."""
COVERS = 0.3
"""The minimum part of an affinity's titles, by weight, that have a very informative trait."""
TELLS_A_LITTLE, COVERS_A_LITTLE = 0.03, 0.1
AS_MUCH = 0.5
"""A tag must be this many times as informative as the best genre, or the genre is used; a pair of
genres this many times as informative as the first genre, or that is used alone."""
NEARLY_AS_MUCH = 0.75
"""Among tags this many times as informative as the best one, the most common one is used."""
PERIOD_COVERS, PERIOD_TELLS, PERIOD_COVERS_LEAST = 0.6, 0.6, 0.35
"""The minimum part of the titles, by weight, from a period in a name; the last, lower value is
enough for a period that is as informative as the middle one;"""
PERIOD_USUAL = 0.45
"""and the maximum part of other titles: a decade with half of a catalogue is never used."""
PLAIN_PERIOD = 0.9
"""A decade is preferred to other periods if it is this many times as informative."""
CLASSIC_YEARS = 15
"""Titles this many years older than the newest one are called classic."""


class AffinityNames:
    """Gives affinities their names.

    `weight` is each title's weight in each affinity, [k, m].
    """

    def __init__(self, titles: FitTitles, weight: F64, marks: Sequence[Sequence[Trait]]) -> None:
        self._titles, self._weight, self._marks = titles, weight, marks
        self._together = _Together(titles, counts(weight))

    def of_all(self) -> list[str]:
        """Return a unique name for each affinity; those with the strongest traits choose first."""
        best = [max((mark.tells for mark in marks), default=0.0) for marks in self._marks]
        order: list[int] = np.lexsort((-self._weight.sum(axis=1), -np.array(best))).tolist()
        used_names: set[str] = set()
        names = {k: self.free(k, used_names) for k in order}
        return [names[k] for k in range(len(self._marks))]

    def free(self, k: int, used_names: set[str]) -> str:
        """Return the best name of an affinity that is not taken, and add it to `used_names`.

        `used_names` has names in lower case (`str.casefold`).
        """
        order: list[int] = np.argsort(-self._weight[k], kind="stable")[:2].tolist()
        important = [spoken(self._titles.titles[j].name) for j in order if self._weight[k, j] > 0]
        marks = _Marks(self._marks[k], self._together, k, self._titles.newest_year)
        name = next(n for n in _candidates(marks, important) if n.casefold() not in used_names)
        used_names.add(name.casefold())
        return name


class _Together:
    """How informative pairs of genres are for an affinity."""

    def __init__(self, titles: FitTitles, count: F64) -> None:
        genres = [f for f in titles.features if f.kind == GENRE]
        self._genres = [f for f in genres if f.text.casefold() not in NO_GENRES]
        self._has = {f.text: f.has for f in self._genres}
        self._count = count

    def pairs(self, k: int, first: str) -> list[tuple[float, str]]:
        """Return how informative each genre is together with `first`, the best pair first."""
        others = [f for f in self._genres if f.text != first]
        if not others:
            return []
        share, usual = shares(
            self._count, np.column_stack([self._has[first] * f.has for f in others])
        )
        pairs = [
            (information(float(share[k, i]), float(usual[k, i])), f.text)
            for i, f in enumerate(others)
            if share[k, i] >= COVERS_A_LITTLE
        ]
        return sorted(pairs, key=lambda pair: -pair[0])


class _Marks:
    """The traits that may name one affinity."""

    def __init__(
        self, marks: Sequence[Trait], together: _Together, k: int, newest: int | None
    ) -> None:
        self._together, self._k, self._newest = together, k, newest
        named = [m for m in marks if m.kind != GENRE or m.text.casefold() not in NO_GENRES]
        self._telling = [m for m in named if m.score > TELLING and m.tells >= TELLS_A_LITTLE]
        self.forms = [m.text for m in named if m.kind == GENRE and m.share >= COVERS]
        """Genres that many titles have, whether informative or not."""

    def much(self, kind: str) -> list[Trait]:
        """Return the very informative traits of a kind, best first."""
        return [
            m for m in self._telling if m.kind == kind and m.tells >= TELLS and m.share >= COVERS
        ]

    def little(self) -> list[Trait]:
        """Return tags and genres that are at least slightly informative."""
        return [m for m in self._telling if m.kind in {TAG, GENRE} and m.share >= COVERS_A_LITTLE]

    def tags(self) -> list[str]:
        """Return the very informative tags, also compared with genres, best first."""
        best = max((m.tells for m in self.much(GENRE)), default=0.0)
        able = [m for m in self.much(TAG) if m.tells >= AS_MUCH * best]
        if not able:
            return []
        near = [m for m in able if m.tells >= NEARLY_AS_MUCH * able[0].tells]
        near.sort(key=lambda m: -m.share)
        return [m.text for m in (*near, *able[len(near) :])]

    def genres(self) -> list[str]:
        """Return names from genres, best first."""
        much = self.much(GENRE)
        if not much:
            return []
        first = much[0]
        pairs = self._together.pairs(self._k, first.text)
        close = [text for tells, text in pairs if tells >= AS_MUCH * first.tells]
        rest = [text for tells, text in pairs if TELLS_A_LITTLE <= tells < AS_MUCH * first.tells]
        return [
            *(_pair(first.text, text) for text in close),
            noun(first.text),
            *(_pair(first.text, text) for text in rest),
        ]

    def period(self) -> str | None:
        """Return the most informative period; a decade is preferred to similar ones."""
        able = [
            m for m in self._telling
            if m.kind == PERIOD and m.tells >= TELLS and m.usual <= PERIOD_USUAL
            and m.share >= (PERIOD_COVERS if m.tells < PERIOD_TELLS else PERIOD_COVERS_LEAST)
        ]  # fmt: skip
        if not able:
            return None
        near = [m for m in able if m.tells >= PLAIN_PERIOD * able[0].tells]
        return next((m.text for m in near if m.text.endswith("s")), able[0].text)

    def is_classic(self, period: str) -> bool:
        """Return whether a period ended long before the newest title."""
        word, _, year = period.partition(" ")
        newest = self._newest
        return word == "before" and newest is not None and int(year) <= newest - CLASSIC_YEARS


def _candidates(marks: _Marks, important: Sequence[str]) -> Iterator[str]:
    """Yield names, best first, forever."""
    plain_names = list(_plain_names(marks))
    yield from plain_names
    base = plain_names[0] if plain_names else "Viewers"
    if important:
        yield (
            f"{base} like {important[0]}"
            if plain_names
            else f"Viewers of {' and '.join(important)}"
        )
    number = 2
    while True:
        yield f"{base} {number}"
        number += 1


def _plain_names(marks: _Marks) -> Iterator[str]:
    yield from (_with_genre(tag, marks.forms) for tag in marks.tags())
    genres, period = marks.genres(), marks.period()
    if period is not None:
        yield from (_of_period(marks, period, genre) for genre in genres)
    yield from genres
    words = [m.text for m in marks.much(WORD)]
    if words:
        yield " and ".join(titled(word) for word in words[:2])
    if period is not None:
        yield _period_alone(marks, period)
    little = [noun(m.text) if m.kind == GENRE else titled(m.text) for m in marks.little()]
    if period is not None:
        yield from (_of_period(marks, period, text) for text in little)
    yield from little


def _of_period(marks: _Marks, period: str, genre: str) -> str:
    """Return the name for titles of a genre and a period."""
    if marks.is_classic(period):
        return f"Classic {genre}"
    return f"{genre} {period}" if " " in period else f"{period} {genre}"


def _period_alone(marks: _Marks, period: str) -> str:
    if marks.is_classic(period):
        return f"Classics {period}"
    if period.endswith("s"):
        return f"The {period}"
    return f"Titles {period}" if " " in period else f"Titles of {period}"


def _with_genre(tag: str, genres: Sequence[str]) -> str:
    """Return a tag as a name, followed by a genre if it needs one."""
    others = [genre for genre in genres if genre.casefold() != tag.casefold()]
    if len(tag.split()) > 1 or has_noun(tag) or not others or others[0].casefold() in BARE:
        return titled(tag)
    forms = [genre for genre in others if form(genre)]
    strict = [genre for genre in forms if genre_key(genre) not in LOOSE]
    return f"{titled(tag)} {noun([*strict, *forms, *others][0])}"


def _pair(first: str, second: str) -> str:
    """Return two genres as a name, the form last."""
    front, behind = (second, first) if form(first) > form(second) else (first, second)
    return f"{adjective(front)} {noun(behind)}"
