"""Finding names by words, with slips of the pen, in any script.

Names and what is looked for are cut into words, and words into pairs of characters, the first of
which stands alone behind a blank. Names that share pairs are candidates; of these the best are
looked at closely, word by word: each word that is looked for counts as much as the most similar
beginning of a word of the name. So scripts without blanks between words are found as well, and
so is what somebody is still typing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import numpy.typing as npt

CANDIDATES = 64
"""Names that are looked at closely."""

LIKE = 0.78
"""How similar a name must be, from 0 to 1: one slip in five letters is 0.8, in four 0.75."""

ACCENTS = "[\u0300-\u036f]"
"""Marks of Latin, Greek and Cyrillic letters. Those of other scripts are vowels and sounds."""

LONGEST = 200
"""Characters of what is looked for that count."""

Ints = npt.NDArray[np.int64]


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    folded = text.casefold()
    if folded.isascii():
        return re.findall(r"[a-z0-9]+", folded)
    bare = re.sub(ACCENTS, "", unicodedata.normalize("NFKD", folded))
    spaced = (c if unicodedata.category(c)[0] in "LMN" else " " for c in bare)
    return unicodedata.normalize("NFC", "".join(spaced)).split()


def _pairs(words: Iterable[str]) -> set[str]:
    return {a + b for word in words for a, b in pairwise(f" {word}")}


class WordSearch:
    """The names in which to search, each with its place in their list."""

    def __init__(self, names: Sequence[str]) -> None:
        self._words = [words_of(name) for name in names]
        found: dict[str, list[int]] = {}
        for place, words in enumerate(self._words):
            for pair in _pairs(words):
                found.setdefault(pair, []).append(place)
        self._places = {pair: np.array(places, np.int64) for pair, places in found.items()}

    def find(self, text: str) -> list[int]:
        """Return the places of the names that `text` may mean, the likeliest first."""
        wanted = words_of(text[:LONGEST])
        scored = [
            (-_likeness(wanted, self._words[place]), sum(map(len, self._words[place])), place)
            for place in self._candidates(wanted)
        ]
        return [place for score, _, place in sorted(scored) if -score >= LIKE]

    def _candidates(self, wanted: Sequence[str]) -> list[int]:
        """Return the names that share most with what is wanted; rare pairs count for more."""
        score = np.zeros(len(self._words))
        for pair in sorted(_pairs(wanted)):
            places = self._places.get(pair)
            if places is not None:
                score[places] += np.log(1 + len(self._words) / places.size)
        best = np.lexsort((np.arange(score.size), -score))[:CANDIDATES]
        return [int(place) for place in best if score[place] > 0]


def _likeness(wanted: Sequence[str], words: Sequence[str]) -> float:
    """Return how much of what is wanted is in a name, from 0 to 1."""
    best = [max((_alike(word, other) for other in words), default=0.0) for word in wanted]
    return sum(best) / len(best) if best else 0.0


def _alike(wanted: str, word: str) -> float:
    if wanted in word:
        return 1.0 if word.startswith(wanted) else 0.95
    beginnings = {word[: len(wanted)], word[: len(wanted) + 1], word}
    return max(SequenceMatcher(None, wanted, one, autojunk=False).ratio() for one in beginnings)
