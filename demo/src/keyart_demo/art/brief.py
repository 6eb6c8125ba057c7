"""The brief for an artist: everything that a poster or clip is drawn from."""

from dataclasses import dataclass
from enum import StrEnum

CLIP_SECONDS = 8.0


class Concept(StrEnum):
    """The idea of an artwork: the main thing it shows."""

    LEAD = "lead"
    """One face, large."""
    ENSEMBLE = "ensemble"
    OBJECT = "object"
    """One object that represents the story."""
    ACTION = "action"
    LANDSCAPE = "landscape"
    TYPE = "type"
    """Only the title's lettering."""


class Script(StrEnum):
    """The writing system of a title."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    HANGUL = "hangul"
    DEVANAGARI = "devanagari"
    ARABIC = "arabic"
    HAN = "han"


class Style(StrEnum):
    """The look of a genre: palette, light, lettering."""

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
    """The place of the story."""

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
    """The object that represents the story."""

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
    """The main character: the parts of their head."""

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

    `look` is a seed shared by all artworks of a title, so that they have the same palette, people
    and light; `variant` distinguishes the artworks of one title. `subtitle` is the title in Latin
    letters if `title` is not, else empty.
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
    """The people in the billing, in Latin letters; the first two or three appear at the top."""
    seconds: float = CLIP_SECONDS
    """The length of its clip."""
