"""What is known of a language: its words for names, and sentences for synopses.

Names are composed of parts that need no agreement: a noun with a genitive, two nouns, or a noun
with the one adjective "last", whose right form stands beside it. All parts have an English key
(`languages/gloss.py`), so that a composed name can be said in any language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from keyart_demo.art.brief import Script


class Tone(StrEnum):
    """What a name or a sentence sounds like; each style has one."""

    DARK = "dark"
    WARM = "warm"
    GRAND = "grand"
    LIGHT = "light"
    REAL = "real"


Written = Mapping[Tone, tuple[tuple[str, str], ...]]
"""Whole names with their English: `(name, English)`."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language. The patterns see a noun's forms as `a`, another noun's as `b`, a genitive as `x`.

    `nouns` and `genitives` are by English key; forms are in lower case where a script has cases,
    and the first letter of a finished name is raised. `suffixes` follow a noun's first form
    (`bare + suffix`). A pattern that a language lacks is empty.
    """

    code: str
    """BCP 47."""
    endonym: str
    script: Script
    nouns: Mapping[str, tuple[str, ...]]
    genitives: Mapping[str, str]
    of: str
    both: str
    last: str
    written: Written
    sentences: Mapping[Tone, tuple[str, ...]]
    """How a title feels, in one or two sentences that any title of the tone may carry."""
    suffixes: Mapping[str, str] | None = None
    with_suffix: str = ""
    """Sees the noun as `a`, the suffix as `s`."""
