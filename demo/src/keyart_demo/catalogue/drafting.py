"""Turns a deal into a title: its name, story, people and looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keyart_demo.art.brief import Lead, Setting, Style
from keyart_demo.catalogue.chance import Purpose, one, some, stream
from keyart_demo.catalogue.deals import FILM, GAME, LIVE, SERIES, Deal
from keyart_demo.catalogue.languages.known import SCRIPTS
from keyart_demo.catalogue.licences import countries_of, licence_end
from keyart_demo.catalogue.model import Title
from keyart_demo.catalogue.naming import Name, Namer
from keyart_demo.catalogue.stories.phrases import TOPICAL_TASTES, TOPICS
from keyart_demo.catalogue.stories.taglines import GAME_TAGLINES, TAGLINES
from keyart_demo.catalogue.stories.theme import Theme
from keyart_demo.catalogue.synopses import Plots, counted, synopsis
from keyart_demo.catalogue.tastes import NUMBERS, TASTES, THEMES
from keyart_demo.catalogue.telling import Telling, moods_of, telling

MINUTE = 60
RUNTIMES = {FILM: (80, 151), LIVE: (60, 181)}
"""Minutes: from, up to but not including."""
TOPICAL = 0.12
"""Share of films and series of suitable tastes with a delicate subject."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A title, and the input for its assets and episodes."""

    title: Title
    theme: Theme
    tell: Telling
    episodes: int
    """0 except for a series."""


class Drafter:
    """Drafts titles one after another; each concern has its own stream of random numbers."""

    def __init__(self, seed: int, end: datetime) -> None:
        """Take the seed and the world's end."""
        self._end = end
        self._namer = Namer(stream(seed, Purpose.NAMES))
        self._plots = Plots(stream(seed, Purpose.STORIES))
        self._people = stream(seed, Purpose.PEOPLE)
        self._looks = stream(seed, Purpose.LOOKS)
        self._licences = stream(seed, Purpose.LICENCES)
        self._topics = stream(seed, Purpose.TOPICS)

    def draft(self, number: int, deal: Deal, launched_at: datetime, appeal: float) -> Draft:
        """Return the draft of a title that can be shown."""
        theme = THEMES[deal.taste]
        rng = self._looks
        style = Style.GAME if deal.kind == GAME else one(rng, theme.styles)
        name = self._name(theme, deal)
        motif = name.motif or one(rng, theme.motifs)
        episodes = int(rng.integers(2, 11)) if deal.kind == SERIES else 0
        tell = telling(self._people, theme, name, motif)
        text = synopsis(self._plots, theme, deal.kind, tell)
        if episodes:
            text = counted(self._plots.rng, text, theme.tone, episodes)
        topic, text = self._topic(theme, deal.kind, text)
        tastes = _tastes(rng, theme)
        title = Title(
            number=number,
            title_id=f"t{number:04d}",
            name=name.text,
            latin_name=name.latin,
            language=name.language,
            script=SCRIPTS[name.language],
            content_type=deal.kind,
            genres=theme.genres,
            tags=_tags(rng, theme, tastes) + topic,
            moods=moods_of(rng, theme),
            synopsis=text,
            maturity=one(rng, theme.maturities),
            runtime_seconds=_runtime(rng, deal.kind),
            launched_at=launched_at,
            countries=countries_of(self._licences, name.language),
            tastes=tastes,
            appeal=appeal,
            licensed_until=licence_end(self._licences, launched_at, self._end),
            tagline=one(rng, GAME_TAGLINES if deal.kind == GAME else TAGLINES[theme.name]),
            names=() if deal.kind in (LIVE, GAME) else tell.names,
            look=int(rng.integers(1 << 31)),
            style=style,
            setting=_setting(rng, name, theme),
            motif=motif,
            lead=_lead(rng, theme, tell),
            elsewhere=name.elsewhere,
        )
        return Draft(title, theme, tell, episodes)

    def _name(self, theme: Theme, deal: Deal) -> Name:
        if deal.kind == LIVE:
            return self._namer.live(theme)
        if deal.kind == GAME:
            return self._namer.game(theme, deal.language)
        return self._namer.story(theme, deal.language)

    def _topic(self, theme: Theme, kind: str, text: str) -> tuple[tuple[str, ...], str]:
        """Return a delicate tag, if any, and the synopsis that mentions it."""
        apt = theme.name in TOPICAL_TASTES and kind in (FILM, SERIES)
        if self._topics.random() >= TOPICAL or not apt:
            return (), text
        tag, sentences = one(self._topics, TOPICS)
        return (tag,), f"{text} {one(self._topics, sentences)}"


def _tastes(rng: np.random.Generator, theme: Theme) -> dict[int, float]:
    """Return the theme's own taste and up to two of its neighbours'."""
    strengths = {NUMBERS[theme.name]: round(0.85 + 0.15 * float(rng.random()), 2)}
    count = int(rng.choice(3, p=(0.45, 0.4, 0.15)))
    for name in some(rng, theme.neighbours, count):
        strengths[NUMBERS[name]] = round(0.3 + 0.3 * float(rng.random()), 2)
    return strengths


def _tags(rng: np.random.Generator, theme: Theme, tastes: dict[int, float]) -> tuple[str, ...]:
    """Return the leading tags of all its tastes, then two or three of the theme's."""
    leading = [TASTES[number].tags[0] for number in tastes]
    return (*leading, *some(rng, theme.tags[1:], 2 + int(rng.integers(2))))


def _runtime(rng: np.random.Generator, kind: str) -> int:
    if kind not in RUNTIMES:
        return 0
    return int(rng.integers(*RUNTIMES[kind])) * MINUTE


def _setting(rng: np.random.Generator, name: Name, theme: Theme) -> Setting:
    """Return the setting in the name if the theme has it, else one of the theme's."""
    if name.setting is not None and name.setting in theme.settings:
        return name.setting
    return one(rng, theme.settings)


_MEN = (Lead.BEARD,)
_WOMEN = (Lead.LONG_HAIR, Lead.BOB)


def _lead(rng: np.random.Generator, theme: Theme, tell: Telling) -> Lead:
    """Return a head that suits the lead of the synopsis."""
    unlike: Sequence[Lead] = _MEN if tell.places["she"] == "she" else _WOMEN
    return one(rng, [lead for lead in theme.leads if lead not in unlike])
