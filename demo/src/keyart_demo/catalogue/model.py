"""What a catalogue is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from keyart_demo.art.brief import Concept, Lead, Motif, Script, Setting, Style


@dataclass(frozen=True, slots=True)
class Taste:
    """A taste that viewers have: what titles it is drawn to."""

    number: int
    name: str
    """As a strategist would say it: Character Drama."""
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    """The leading one first."""


@dataclass(frozen=True, slots=True)
class Title:
    """A film, series, episode, live event or game; `number` is its place in the catalogue."""

    number: int
    title_id: str
    name: str
    """In its own script."""
    latin_name: str
    """The same in Latin letters, or the name itself."""
    language: str
    """BCP 47."""
    script: Script
    content_type: str
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    moods: tuple[str, ...]
    synopsis: str
    maturity: str
    runtime_seconds: int
    """0 for what has no length of its own: a series (its episodes have) and a game."""
    launched_at: datetime
    """UTC, on a full hour."""
    countries: tuple[str, ...]
    """Where it is licensed."""
    tastes: Mapping[int, float]
    """How much each taste (by number) is drawn to it: 0..1; tastes left out are not drawn."""
    appeal: float
    """How popular it is beside others; mean 1 over what can be shown."""
    licensed_until: datetime | None = None
    """After the world's last day; licences begin with the launch."""
    parent: int | None = None
    """The number of an episode's series."""
    tagline: str = ""
    names: tuple[str, ...] = ()
    """Of its people, invented."""
    look: int = 0
    style: Style = Style.DRAMA
    setting: Setting = Setting.CITY
    motif: Motif = Motif.MOON
    lead: Lead = Lead.SHORT_HAIR
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    """Its name in other languages (BCP 47), where it has one."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One piece of promotional media; artworks of one `idea` are crops and languages of it."""

    number: int
    asset_id: str
    title: int
    """The number of its title."""
    asset_type: str
    """`artwork`, `video` or `synopsis`."""
    name: str
    idea: str
    """What the column `concept` holds: the same for all crops and languages of one idea."""
    concept: Concept | None
    """What an artwork shows, and what a clip is cut from; `None` for a synopsis."""
    created_at: datetime
    """Not shown before; mostly days before its title's launch, now and then weeks after."""
    uri: str | None = None
    text: str | None = None
    aspect: str | None = None
    """`2:3`, `16:9` or `1:1`."""
    locale: str | None = None
    tags: tuple[str, ...] = ()
    seconds: float | None = None
    """How long a clip runs."""
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """A test: which share of the explore phase each of a title's assets should get."""

    name: str
    title: int
    shares: Mapping[int, float]
    """By the assets' numbers; they add up to 1."""
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it; `titles[i].number == i` and `assets[i].number == i`."""

    tastes: tuple[Taste, ...]
    titles: tuple[Title, ...]
    assets: tuple[Asset, ...]
    tests: tuple[Test, ...] = field(default=())
