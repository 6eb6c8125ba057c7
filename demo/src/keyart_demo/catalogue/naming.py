"""A unique name for each title: first from whole names, then composed ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from keyart_demo.art.brief import Motif, Setting
from keyart_demo.catalogue.chance import one
from keyart_demo.catalogue.composing import NOUNS_OF, composed
from keyart_demo.catalogue.evoking import motif_of, setting_of
from keyart_demo.catalogue.fitting import fits
from keyart_demo.catalogue.languages import english as words
from keyart_demo.catalogue.languages import events
from keyart_demo.catalogue.languages.known import ENGLISH, LANGUAGES, SCRIPTS
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.people import Person, person
from keyart_demo.catalogue.stories.theme import Theme

_TRIES = 2_000


@dataclass(frozen=True, slots=True)
class Name:
    """A title's name, and what it reveals about the title."""

    text: str
    latin: str
    language: str
    motif: Motif | None = None
    setting: Setting | None = None
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    """By language, if the name has other words there."""
    lead: Person | None = None
    """The person it names."""


class Namer:
    """Gives names, each only once."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Set the stream of random numbers for names."""
        self._rng = rng
        self._given: set[str] = set()

    def story(self, theme: Theme, language: str) -> Name:
        """Return the name of a film or series."""
        rng, tone = self._rng, theme.tone
        ways: tuple[tuple[float, Callable[[], Name | None]], ...] = (
            (0.62, lambda: _written(rng, theme, tone, language)),
            (1.0, lambda: _composed(rng, theme, tone, language)),
        )
        if language == ENGLISH:
            ways = (
                (0.55, lambda: _english(one(rng, theme.names))),
                (0.72, lambda: _patterned(rng, theme)),
                (0.84, lambda: _described(rng, theme, tone)),
                ways[-1],
            )
        return self._new(lambda: _drawn(rng, ways))

    def live(self, theme: Theme) -> Name:
        """Return the name of a live event, which determines its language."""
        make = _LIVE.get(theme.name, _concert)
        return self._new(lambda: make(self._rng))

    def game(self, theme: Theme, language: str) -> Name:
        """Return the name of a game."""
        if language != ENGLISH:
            tone = Tone.GRAND if self._rng.random() < 0.8 else Tone.LIGHT
            return self._new(lambda: _composed(self._rng, theme, tone, language))
        return self._new(lambda: _game(self._rng, theme))

    def _new(self, make: Callable[[], Name | None]) -> Name:
        for _ in range(_TRIES):
            name = make()
            if name is not None and self._is_new(name):
                return name
        raise AssertionError("names are composed of thousands of pairs")

    def _is_new(self, name: Name) -> bool:
        keys = {name.text.casefold(), name.latin.casefold()}
        if keys & self._given:
            return False
        self._given |= keys
        return True


def _filled(rng: np.random.Generator, pattern: str, theme: Theme, lead: Person) -> str:
    """Return an English pattern filled with a person's names and invented places."""
    text = pattern.format(
        family=lead.family,
        given=lead.given,
        given2=person(rng, ENGLISH).given,
        town=one(rng, words.TOWNS),
        world=one(rng, words.WORLDS),
        realm=one(rng, words.REALMS),
        peak=one(rng, words.PEAKS),
        animal=one(rng, words.ANIMALS),
        artist=one(rng, words.ARTISTS),
        club=one(rng, events.CLUBS[ENGLISH]),
        number=one(rng, words.NUMBERS),
        month=one(rng, words.MONTHS),
        motif=NOUNS_OF[one(rng, theme.motifs)].title(),
    )
    return text[0].upper() + text[1:]


def _drawn(
    rng: np.random.Generator, ways: tuple[tuple[float, Callable[[], Name | None]], ...]
) -> Name | None:
    """Return a name made in one of the ways; each has the probability of it or an earlier one."""
    draw = rng.random()
    return next(way for chance, way in ways if draw < chance)()


def _patterned(rng: np.random.Generator, theme: Theme) -> Name:
    pattern, lead = one(rng, words.PATTERNS[theme.name]), person(rng, ENGLISH)
    named = lead if "{given}" in pattern else None
    return _english(_filled(rng, pattern, theme, lead), named)


def _described(rng: np.random.Generator, theme: Theme, tone: Tone) -> Name:
    noun = NOUNS_OF[one(rng, theme.motifs)].title()
    return _english(f"The {one(rng, words.ADJECTIVES[tone])} {noun}")


def _written(rng: np.random.Generator, theme: Theme, tone: Tone, language: str) -> Name | None:
    written = LANGUAGES[language].written.get(tone, ())
    names = [(name, gloss) for name, gloss in written if fits(gloss, tone, theme.name)]
    return _translated(*one(rng, names), language) if names else None


def _composed(rng: np.random.Generator, theme: Theme, tone: Tone, language: str) -> Name:
    parts = composed(rng, language, tone, theme.motifs)
    elsewhere = parts.abroad()
    text = elsewhere.pop(language)
    latin = text if SCRIPTS[language] is SCRIPTS[ENGLISH] else elsewhere[ENGLISH]
    others = {code: other for code, other in elsewhere.items() if other != text}
    return Name(text, latin, language, parts.motif, parts.setting, others)


def _english(text: str, lead: Person | None = None) -> Name:
    return Name(text, text, ENGLISH, motif_of(text), setting_of(text), lead=lead)


def _translated(text: str, gloss: str, language: str) -> Name:
    latin = text if SCRIPTS[language] is SCRIPTS[ENGLISH] else gloss
    return Name(text, latin, language, motif_of(gloss), setting_of(gloss), {ENGLISH: gloss})


def _match(rng: np.random.Generator) -> Name:
    language = one(rng, ("en", "en", *events.CLUBS))
    home, away = (events.CLUBS[language][int(i)] for i in rng.permutation(8)[:2])
    text = f"{home} v {away}"
    return Name(text, text, language, Motif.TROPHY, Setting.STADIUM)


def _concert(rng: np.random.Generator) -> Name:
    if rng.random() < 0.2:
        return _abroad(rng, ("ko", "ja", "es", "pt", "ar"))
    return _english(f"{one(rng, words.ARTISTS)}: {one(rng, events.TOURS)}")


def _gala(rng: np.random.Generator) -> Name:
    if rng.random() < 0.5:
        return _abroad(rng, ("hi",))
    return _at(rng, events.GALAS)


def _abroad(rng: np.random.Generator, languages: Sequence[str]) -> Name:
    language = one(rng, languages)
    return _translated(*one(rng, events.CONCERTS[language]), language)


def _set(rng: np.random.Generator) -> Name:
    somebody = person(rng, ENGLISH)
    return _english(f"{somebody.given} {somebody.family}: {one(rng, events.SETS)}", somebody)


def _bout(rng: np.random.Generator) -> Name:
    red, blue = person(rng, ENGLISH).family, person(rng, ENGLISH).family
    return _english(f"{one(rng, events.BOUTS)}: {red} v {blue}")


def _feast(rng: np.random.Generator) -> Name:
    return _at(rng, events.FEASTS)


def _watch(rng: np.random.Generator) -> Name:
    return _at(rng, events.WATCHES)


def _at(rng: np.random.Generator, names: Sequence[str]) -> Name:
    return _english(f"{one(rng, names)}: {one(rng, words.TOWNS)}")


_LIVE: dict[str, Callable[[np.random.Generator], Name]] = {
    "Football Nights": _match,
    "Stand-up Comedy": _set,
    "Martial Arts": _bout,
    "Kitchen Stories": _feast,
    "Song and Dance": _gala,
    "Wild Nature": _watch,
}


def _game(rng: np.random.Generator, theme: Theme) -> Name:
    draw = rng.random()
    if draw < 0.4:
        return _english(one(rng, events.GAMES[theme.name]))
    noun = NOUNS_OF[one(rng, theme.motifs)].title()
    if draw < 0.65:
        return _english(noun + one(rng, events.GAME_ENDINGS))
    second = one(rng, [other for other in NOUNS_OF.values() if other.title() != noun])
    return _english(one(rng, events.GAME_PATTERNS).format(noun=noun, noun2=second.title()))
