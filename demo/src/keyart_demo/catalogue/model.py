"""The data of a catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from keyart_demo.art.brief import Concept, Lead, Motif, Script, Setting, Style


@dataclass(frozen=True, slots=True)
class Taste:
    """A taste of viewers: the kind of titles they like."""

    number: int
    name: str
    """As a strategist would say it: Character Drama."""
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    """The leading tag is first."""


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
    """0 for titles without a fixed length: a series (its episodes have one) or a game."""
    launched_at: datetime
    """UTC, on a full hour."""
    countries: tuple[str, ...]
    """Where it is licensed."""
    tastes: Mapping[int, float]
    """How much each taste (by number) likes it: 0..1; other tastes do not."""
    appeal: float
    """Popularity relative to others; mean 1 over titles that can be shown."""
    licensed_until: datetime | None = None
    """After the world's last day; licences begin with the launch."""
    parent: int | None = None
    """The number of an episode's series."""
    tagline: str = ""
    names: tuple[str, ...] = ()
    """The names of its people, invented."""
    look: int = 0
    style: Style = Style.DRAMA
    setting: Setting = Setting.CITY
    motif: Motif = Motif.MOON
    lead: Lead = Lead.SHORT_HAIR
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    """Its name in other languages (BCP 47), if it has one."""


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
    """The value of the column `concept`: the same for all crops and languages of one idea."""
    concept: Concept | None
    """What an artwork shows, or what a clip is cut from; `None` for a synopsis."""
    created_at: datetime
    """Not shown before; mostly days before its title's launch, sometimes weeks after."""
    uri: str | None = None
    text: str | None = None
    aspect: str | None = None
    """`2:3`, `16:9` or `1:1`."""
    locale: str | None = None
    tags: tuple[str, ...] = ()
    seconds: float | None = None
    """The length of a clip."""
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """A test: the planned share of the explore phase for each of a title's assets."""

    name: str
    title: int
    shares: Mapping[int, float]
    """By the assets' numbers; they sum to 1."""
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue; `titles[i].number == i` and `assets[i].number == i`."""

    tastes: tuple[Taste, ...]
    titles: tuple[Title, ...]
    assets: tuple[Asset, ...]
    tests: tuple[Test, ...] = field(default=())
