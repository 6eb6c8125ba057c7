"""A service's text about a title, and alternative angles as assets to test."""

from dataclasses import dataclass, field

import numpy as np

from keyart_demo.catalogue.chance import one, some
from keyart_demo.catalogue.deals import GAME, LIVE, SERIES
from keyart_demo.catalogue.languages.known import ENGLISH, LANGUAGES
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.model import Title
from keyart_demo.catalogue.stories import phrases
from keyart_demo.catalogue.stories.theme import Theme
from keyart_demo.catalogue.telling import Telling

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CLOSED = 0.3
"""How often a plot gets a closing sentence."""
_TRIES = 6


@dataclass
class Plots:
    """Deals each theme's plots in random order, all of them once before any repeats."""

    rng: np.random.Generator
    told: set[str] = field(default_factory=set[str])
    """The synopses used so far."""
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
    """Return one to three sentences in English, different for each title as far as possible."""
    text = _plot(plots, theme, kind, tell, _CLOSED)
    for _ in range(_TRIES):
        if text not in plots.told:
            break
        text = _plot(plots, theme, kind, tell, 1)
    plots.told.add(text)
    return text


def _plot(plots: Plots, theme: Theme, kind: str, tell: Telling, closed: float) -> str:
    """Return a plot, with a closing sentence as often as `closed` says, and always for games."""
    rng = plots.rng
    plot = tell.told(rng, plots.next(theme, kind), tag=theme.tags[0])
    closings = {LIVE: phrases.LIVE_CLOSINGS, GAME: phrases.GAME_CLOSINGS}.get(
        kind, phrases.FILM_CLOSINGS[theme.tone]
    )
    if kind == SERIES or (kind != GAME and (plot.count(". ") > 1 or rng.random() >= closed)):
        return plot
    return f"{plot} {one(rng, closings)}"


def counted(rng: np.random.Generator, plot: str, tone: Tone, episodes: int) -> str:
    """Return a series' synopsis, which may mention its number of episodes."""
    if plot.count(". ") >= 2 or rng.random() >= _CLOSED:
        return plot
    closing = one(rng, phrases.SERIES_CLOSINGS[tone]).format(count=COUNTS[episodes])
    return f"{plot} {closing[0].upper()}{closing[1:]}"


def character(rng: np.random.Generator, tone: Tone, tell: Telling) -> str:
    """Return a synopsis about the lead."""
    return tell.told(rng, one(rng, phrases.CHARACTER[tone]))


def mood(rng: np.random.Generator, title: Title, tone: Tone, tell: Telling) -> str:
    """Return a synopsis about the mood."""
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
    """Return the mood in a title's own language; none for English."""
    return None if language == ENGLISH else one(rng, LANGUAGES[language].sentences[tone])


def episode_synopses(rng: np.random.Generator, tone: Tone, tell: Telling, count: int) -> list[str]:
    """Return a sentence for each of up to ten episodes, all different."""
    return [tell.told(rng, plot) for plot in some(rng, phrases.EPISODES[tone], count)]
