"""Names composed of parts that have a word in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from keyart_demo.art.brief import Motif, Setting
from keyart_demo.catalogue.chance import one
from keyart_demo.catalogue.languages.gloss import (
    GENITIVES,
    MOTIFS,
    NOUNS,
    PLACES,
    SUFFIXES,
    THINGS,
)
from keyart_demo.catalogue.languages.known import ENGLISH, LANGUAGES
from keyart_demo.catalogue.languages.language import Tone

NOUNS_OF = {motif: noun for noun, motif in MOTIFS.items()}
_OPEN = (*PLACES, *THINGS)
_TRIES = 400


class Pattern(Enum):
    """How the parts are combined."""

    OF = "of"
    BOTH = "both"
    LAST = "last"
    SUFFIX = "suffix"


@dataclass(frozen=True, slots=True)
class Composition:
    """Keys of the parts of a name (`languages/gloss.py`)."""

    pattern: Pattern
    noun: str
    other: str = ""
    """The second noun, genitive or suffix; none after "last"."""

    @property
    def motif(self) -> Motif | None:
        """The motif of an object poster."""
        return MOTIFS.get(self.noun)

    @property
    def setting(self) -> Setting | None:
        """The setting that the name mentions."""
        return PLACES.get(self.noun)

    def text(self, language: str) -> str | None:
        """Return the name in a language, None if it does not have the pattern."""
        if language == ENGLISH:
            return self._english()
        vocabulary = LANGUAGES[language]
        suffixes = vocabulary.suffixes or {}
        pattern = {
            Pattern.OF: vocabulary.of,
            Pattern.BOTH: vocabulary.both,
            Pattern.LAST: vocabulary.last,
            Pattern.SUFFIX: vocabulary.with_suffix,
        }[self.pattern]
        if not pattern:
            return None
        name = pattern.format(
            a=vocabulary.nouns[self.noun],
            b=vocabulary.nouns.get(self.other),
            x=vocabulary.genitives.get(self.other),
            s=suffixes.get(self.other),
        )
        return name[0].upper() + name[1:]

    def _english(self) -> str:
        noun = self.noun.title()
        match self.pattern:
            case Pattern.OF if GENITIVES[self.other][0].startswith("My "):
                return f"{GENITIVES[self.other][0]}'s {noun}"
            case Pattern.OF:
                return f"The {noun} of {GENITIVES[self.other][0]}"
            case Pattern.BOTH:
                return f"The {noun} and the {self.other.title()}"
            case Pattern.LAST:
                return f"The Last {noun}"
            case Pattern.SUFFIX:
                return SUFFIXES[self.other][0].format(a=noun)

    def abroad(self) -> dict[str, str]:
        """Return the name by language, in all languages that have the pattern."""
        names = {code: self.text(code) for code in (ENGLISH, *LANGUAGES)}
        return {code: text for code, text in names.items() if text}


def composed(
    rng: np.random.Generator, language: str, tone: Tone, motifs: Sequence[Motif]
) -> Composition:
    """Return a name for a title of one tone, with a motif from `motifs` for its posters."""
    patterns = _patterns(language)
    for _ in range(_TRIES):
        noun = NOUNS_OF[one(rng, motifs)] if rng.random() < 0.65 else one(rng, _OPEN)
        pattern = one(rng, patterns)
        other = _other(rng, pattern, noun, tone)
        if other is not None:
            return Composition(pattern, noun, other)
    raise AssertionError("each tone has genitives")


def _patterns(language: str) -> tuple[Pattern, ...]:
    """Return a language's patterns, repeated by how common they are."""
    ways = [Pattern.OF] * 5 + [Pattern.LAST]
    vocabulary = LANGUAGES.get(language)
    if vocabulary is None or vocabulary.both:
        ways += [Pattern.BOTH] * 2
    if vocabulary is None or vocabulary.with_suffix:
        ways += [Pattern.SUFFIX] * 4
    return tuple(ways)


def _other(rng: np.random.Generator, pattern: Pattern, noun: str, tone: Tone) -> str | None:
    match pattern:
        case Pattern.OF:
            return one(rng, _fitting(GENITIVES, tone))
        case Pattern.SUFFIX:
            return None if noun in PLACES else one(rng, _fitting(SUFFIXES, tone))
        case Pattern.LAST:
            return ""
        case Pattern.BOTH:
            second = one(rng, NOUNS)
            return second if second != noun else None


def _fitting(parts: dict[str, tuple[str, tuple[Tone, ...]]], tone: Tone) -> list[str]:
    return [key for key, (_, tones) in parts.items() if tone in tones]
