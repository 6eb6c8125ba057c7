"""What an artist is told: all that a poster or a clip is drawn from."""

from dataclasses import dataclass
from enum import StrEnum

CLIP_SECONDS = 8.0


class Concept(StrEnum):
    """The idea of an artwork: what it shows first."""

    LEAD = "lead"
    """One face, large."""
    ENSEMBLE = "ensemble"
    OBJECT = "object"
    """One thing that stands for the story."""
    ACTION = "action"
    LANDSCAPE = "landscape"
    TYPE = "type"
    """The title's lettering alone."""


class Script(StrEnum):
    """The writing system of a title."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    HANGUL = "hangul"
    DEVANAGARI = "devanagari"
    ARABIC = "arabic"
    HAN = "han"


class Style(StrEnum):
    """How a genre looks: palette, light, lettering."""

    THRILLER = "thriller"
    CRIME = "crime"
    HORROR = "horror"
    ROMANCE = "romance"
    DRAMA = "drama"
    ADVENTURE = "adventure"
    COMEDY = "comedy"
    SCIFI = "scifi"
    FANTASY = "fantasy"
    DOCUMENTARY = "documentary"
    FAMILY = "family"
    SPORT = "sport"
    GAME = "game"


class Setting(StrEnum):
    """Where it plays."""

    MOUNTAINS = "mountains"
    FOREST = "forest"
    CITY = "city"
    SEA = "sea"
    DESERT = "desert"
    ICE = "ice"
    SPACE = "space"
    CASTLE = "castle"
    FIELDS = "fields"
    STADIUM = "stadium"


class Motif(StrEnum):
    """The thing that stands for the story."""

    CROWN = "crown"
    DIAMOND = "diamond"
    LANTERN = "lantern"
    ROCKET = "rocket"
    TROPHY = "trophy"
    CUP = "cup"
    BOAT = "paper boat"
    KEYHOLE = "keyhole"
    UMBRELLA = "umbrella"
    DOOR = "door"
    CLOCK = "clock"
    MASK = "mask"
    MOON = "moon"
    PLANET = "planet"
    LIGHTHOUSE = "lighthouse"
    SWORD = "sword"


class Lead(StrEnum):
    """Who the story is about: the parts that a head is made of."""

    HELMET = "helmet"
    HOOD = "hood"
    HAT = "hat"
    CONICAL_HAT = "conical hat"
    SCARF = "scarf"
    CROWN = "crown"
    GLASSES = "glasses"
    MASK = "mask"
    LONG_HAIR = "long hair"
    SHORT_HAIR = "short hair"
    BOB = "bob"
    BEARD = "beard"


@dataclass(frozen=True, slots=True)
class Brief:
    """One artwork. The same brief and size give the same pixels on every machine.

    `look` is the seed that all artworks of a title share, so that palette, people and light are
    theirs; `variant` tells apart the artworks of one title. `subtitle` is the title in Latin
    letters where `title` is not, else empty.
    """

    look: int
    variant: int
    concept: Concept
    style: Style
    setting: Setting
    motif: Motif
    lead: Lead
    title: str
    script: Script
    subtitle: str = ""
    tagline: str = ""
    names: tuple[str, ...] = ()
    """Of the people in the billing, in Latin letters; the first two or three stand at the top."""
    seconds: float = CLIP_SECONDS
    """How long its clip runs."""
