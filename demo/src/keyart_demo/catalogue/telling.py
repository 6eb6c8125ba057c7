"""Turns plots with choices and placeholders into sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keyart_demo.art.brief import Motif
from keyart_demo.catalogue.chance import one, some
from keyart_demo.catalogue.naming import Name
from keyart_demo.catalogue.people import people
from keyart_demo.catalogue.stories.phrases import MOTIF_WORDS, THINGS
from keyart_demo.catalogue.stories.theme import Theme

_CHOICE = re.compile(r"\[([^\]]*)\]")
_START = re.compile(r"(^|[.!?]['’]?\s+)([a-z])")
_HERS = {"she": "she", "her": "her", "him": "her", "herself": "herself"}
_HIS = {"she": "he", "her": "his", "him": "him", "herself": "himself"}
_WOMEN = re.compile(
    r"\b(wife|sister|daughter|girl|governess|lady|widow|bride|stuntwoman|grandmother"
    r"|postmistress|witch|au pair)\b"
)
_MEN = re.compile(r"\b(son|swordsman|cameraman|duke)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """The facts shared by all texts about one title: its people and places."""

    places: Mapping[str, str]
    names: tuple[str, ...]
    """The actors' names, as printed on a poster."""

    def told(self, rng: np.random.Generator, plot: str, **more: str) -> str:
        """Return a plot as sentences; `more` fills additional placeholders."""
        chosen = _CHOICE.sub(lambda match: one(rng, match[1].split("|")), plot)
        return raised(chosen.format_map({**self.places, **more}))


def telling(rng: np.random.Generator, theme: Theme, name: Name, motif: Motif) -> Telling:
    """Return the people and places of a title of a theme; a person in its name is the lead."""
    lead, other, *actors = people(rng, name.language, 6, name.lead)
    who = one(rng, [who for who in theme.people if _woman(who) in (None, lead.woman)])
    pronouns = _HERS if lead.woman else _HIS
    places = dict(pronouns)
    places |= {
        "name": lead.given,
        "other": other.given,
        "who": who.format_map(pronouns),
        "place": one(rng, theme.places).format_map(pronouns),
        "thing": THINGS[motif],
        "motif": MOTIF_WORDS[motif],
    }
    return Telling(places, tuple(actor.name for actor in actors))


def _woman(who: str) -> bool | None:
    """Return whether a described person is a woman; `None` if it may be a man as well."""
    if _WOMEN.search(who):
        return True
    return False if _MEN.search(who) else None


def moods_of(rng: np.random.Generator, theme: Theme) -> tuple[str, ...]:
    """Return two or three of a theme's moods."""
    return tuple(some(rng, theme.moods, 2 + int(rng.random() < 0.4)))


def raised(text: str) -> str:
    """Return the text with a capital first letter in each sentence."""
    return _START.sub(lambda match: match[1] + match[2].upper(), text)
