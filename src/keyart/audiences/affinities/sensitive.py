"""Subjects by which nobody is grouped: they neither name nor define an affinity."""

from collections.abc import Iterable, Mapping

from keyart.audiences.affinities.words import words_of

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
        self._phrases = frozenset(f" {_plain(word)} " for word in words)

    def is_named_by(self, text: str) -> bool:
        """Return whether a tag, genre or word names a sensitive subject, alone or among words."""
        plain = f" {_plain(text)} "
        return any(phrase in plain for phrase in self._phrases)


def _plain(text: str) -> str:
    """Return the words of a text, small and with one space between."""
    return " ".join(words_of(text.casefold()))
