"""The data of a language: its words for names, and sentences for synopses.

Names are composed of parts that need no agreement: a noun with a genitive, two nouns, or a noun
with the adjective "last", whose matching form is listed with it. All parts have an English key
(`languages/gloss.py`), so a composed name exists in any language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from keyart_demo.art.brief import Script


class Tone(StrEnum):
    """The tone of a name or a sentence; each style has one."""

    DARK = "dark"
    WARM = "warm"
    GRAND = "grand"
    LIGHT = "light"
    REAL = "real"


Written = Mapping[Tone, tuple[tuple[str, str], ...]]
"""Whole names with their English: `(name, English)`."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language. In patterns, `a` is a noun's form, `b` another noun's, and `x` a genitive.

    `nouns` and `genitives` are by English key; forms are in lower case if the script has cases, and
    a finished name gets a capital first letter. `suffixes` follow a noun's first form (`bare +
    suffix`). A pattern that a language does not have is empty.
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
    """The mood of a title, in one or two sentences that suit any title of the tone."""
    suffixes: Mapping[str, str] | None = None
    with_suffix: str = ""
    """The noun is `a`, the suffix `s`."""
