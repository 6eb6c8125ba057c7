"""The taste, kind and language of each title, in the numbers that a catalogue promises."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from keyart_demo.art.brief import Script
from keyart_demo.catalogue.chance import one, weighted
from keyart_demo.catalogue.languages.known import ENGLISH, SCRIPTS
from keyart_demo.catalogue.stories.theme import Theme
from keyart_demo.catalogue.tastes import THEMES

FILM, SERIES, EPISODE, LIVE, GAME = "film", "series", "episode", "live", "game"

SERIES_SHARE, LIVE_SHARE, GAME_SHARE = 0.35, 0.1, 0.1
"""The remaining titles are films."""
_KINDS: tuple[tuple[str, float, Callable[[Theme], float], float], ...] = (
    (LIVE, LIVE_SHARE, lambda theme: theme.live, 0.7),
    (GAME, GAME_SHARE, lambda theme: theme.games, 0.5),
    (SERIES, SERIES_SHARE, lambda theme: theme.series, 1.0),
)
"""Kind, its share, how much it suits a theme, and the maximum share of a taste that is not films.
"""
EVENLY = 0.72
"""The share of titles spread evenly over the tastes; the rest follows popularity."""

LANGUAGE_WEIGHTS = {
    "en": 38,
    "es": 10,
    "de": 7,
    "fr": 7,
    "pt": 6,
    "it": 4,
    "tr": 5,
    "sv": 2,
    "ru": 4,
    "uk": 3,
    "bg": 2,
    "ko": 3,
    "ja": 3,
    "zh": 3,
    "hi": 3,
    "ar": 5,
}
"""For films and series whose theme has no languages of its own."""
GAME_LANGUAGES = {"en": 62, "ja": 18, "ko": 10, "zh": 10}
LEAST_OF_SCRIPT = 0.03
"""The minimum share of each script other than Latin."""
_SPEAKERS: dict[Script, tuple[str, ...]] = {
    Script.CYRILLIC: ("ru", "uk", "bg"),
    Script.HANGUL: ("ko",),
    Script.DEVANAGARI: ("hi",),
    Script.ARABIC: ("ar",),
    Script.HAN: ("ja", "zh"),
}


@dataclass(frozen=True, slots=True)
class Deal:
    """The properties that a title should have."""

    taste: int
    kind: str
    language: str


def dealt(titles: int, rng: np.random.Generator) -> list[Deal]:
    """Return the deals of `titles` titles, in random order."""
    tastes = _tastes(titles, rng)
    kinds = _kinds(tastes, rng)
    deals = [
        Deal(taste, kind, _language(rng, THEMES[taste], kind))
        for taste, kind in zip(tastes, kinds, strict=True)
    ]
    deals = _with_all_scripts(rng, deals)
    return [deals[int(i)] for i in rng.permutation(titles)]


def _tastes(titles: int, rng: np.random.Generator) -> list[int]:
    """Return the main taste of each title."""
    each = int(EVENLY * titles / len(THEMES))
    tastes = [number for number in range(len(THEMES)) for _ in range(each)]
    popularity = [theme.popularity for theme in THEMES]
    numbers = range(len(THEMES))
    return tastes + [weighted(rng, numbers, popularity) for _ in range(titles - len(tastes))]


def _kinds(tastes: list[int], rng: np.random.Generator) -> list[str]:
    """Return the kind of each title: films, some of which become something else."""
    kinds = [FILM] * len(tastes)
    films: list[list[int]] = [[] for _ in THEMES]
    for place, taste in enumerate(tastes):
        films[taste].append(place)
    counts = [len(places) for places in films]
    for kind, share, liking, most in _KINDS:
        left = [(1 - most) * count for count in counts]
        for _ in range(round(share * len(tastes))):
            weights = [
                liking(theme) * len(places) if len(places) > least else 0.0
                for theme, places, least in zip(THEMES, films, left, strict=True)
            ]
            if any(weights):
                places = weighted(rng, films, weights)
                kinds[places.pop(int(rng.integers(len(places))))] = kind
    return kinds


def _language(rng: np.random.Generator, theme: Theme, kind: str) -> str:
    if kind == LIVE:
        return ENGLISH
    weights = GAME_LANGUAGES if kind == GAME else theme.languages
    if not weights or rng.random() * 100 >= sum(weights.values()):
        weights = LANGUAGE_WEIGHTS
    return weighted(rng, list(weights), list(weights.values()))


def _with_all_scripts(rng: np.random.Generator, deals: list[Deal]) -> list[Deal]:
    """Return the deals with enough of each script, replacing English ones."""
    mended = list(deals)
    for script, speakers in _SPEAKERS.items():
        has = sum(SCRIPTS[deal.language] is script for deal in mended)
        for _ in range(int(LEAST_OF_SCRIPT * len(deals)) + 1 - has):
            free = [
                i
                for i, deal in enumerate(mended)
                if deal.language == ENGLISH and deal.kind in (FILM, SERIES)
            ]
            if free:
                place = one(rng, free)
                mended[place] = replace(mended[place], language=one(rng, speakers))
    return mended
