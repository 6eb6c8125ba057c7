"""What a service prints about a title, and its other angles as assets to test."""

from dataclasses import dataclass, field

import numpy as np

from keyart.demo.catalogue.chance import one
from keyart.demo.catalogue.deals import FILM, GAME, LIVE
from keyart.demo.catalogue.languages.known import ENGLISH, LANGUAGES
from keyart.demo.catalogue.languages.language import Tone
from keyart.demo.catalogue.model import Title
from keyart.demo.catalogue.stories import phrases
from keyart.demo.catalogue.stories.theme import Theme
from keyart.demo.catalogue.telling import Telling

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CLOSED = 0.3
"""How often a film's or series' plot is followed by one more sentence."""


@dataclass
class Plots:
    """Deals out each theme's plots in random order, all of them before any comes again."""

    rng: np.random.Generator
    _decks: dict[tuple[str, str], list[str]] = field(
        default_factory=dict[tuple[str, str], list[str]]
    )

    def next(self, theme: Theme, kind: str) -> str:
        """Return a plot for a title of a kind."""
        games = (*theme.game_plots * 3, *phrases.GAME_PLOTS)
        plots = {LIVE: theme.live_plots, GAME: games}.get(kind, theme.plots)
        deck = self._decks.setdefault((theme.name, kind if kind in (LIVE, GAME) else ""), [])
        if not deck:
            deck.extend(plots[int(i)] for i in self.rng.permutation(len(plots)))
        return deck.pop()


def synopsis(plots: Plots, theme: Theme, kind: str, tell: Telling) -> str:
    """Return one to three sentences in English."""
    rng = plots.rng
    plot = tell.told(rng, plots.next(theme, kind), tag=theme.tags[0])
    if kind == GAME:
        return f"{plot} {one(rng, phrases.GAME_CLOSINGS)}"
    if kind == FILM and plot.count(". ") < 2 and rng.random() < _CLOSED:
        return f"{plot} {one(rng, phrases.FILM_CLOSINGS[theme.tone])}"
    return plot


def counted(rng: np.random.Generator, plot: str, tone: Tone, episodes: int) -> str:
    """Return a series' synopsis, which may say how many episodes it has."""
    if plot.count(". ") >= 2 or rng.random() >= _CLOSED:
        return plot
    closing = one(rng, phrases.SERIES_CLOSINGS[tone]).format(count=COUNTS[episodes])
    return f"{plot} {closing[0].upper()}{closing[1:]}"


def character(rng: np.random.Generator, tone: Tone, tell: Telling) -> str:
    """Return the angle of the lead."""
    return tell.told(rng, one(rng, phrases.CHARACTER[tone]))


def mood(rng: np.random.Generator, title: Title, tone: Tone, tell: Telling) -> str:
    """Return the angle of how it feels."""
    first, second = title.moods[:2]
    moods = phrases.LIVE_MOOD if title.content_type == LIVE else phrases.MOOD[tone]
    return tell.told(
        rng,
        one(rng, moods),
        mood=first,
        a_mood=f"{'an' if first[0] in 'aeiou' else 'a'} {first}",
        Mood=first[0].upper() + first[1:],
        mood2=second,
        tag=title.tags[0],
        genre=title.genres[0],
    )


def native(rng: np.random.Generator, language: str, tone: Tone) -> str | None:
    """Return how it feels in a title's own language; none for English."""
    return None if language == ENGLISH else one(rng, LANGUAGES[language].sentences[tone])


def episode_synopsis(rng: np.random.Generator, tone: Tone, tell: Telling) -> str:
    """Return an episode's sentence."""
    return tell.told(rng, one(rng, phrases.EPISODES[tone]))
