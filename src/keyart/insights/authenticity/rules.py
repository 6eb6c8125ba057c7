"""What must hold before anything is said, and the words for what is said."""

from dataclasses import dataclass
from enum import StrEnum

from keyart.core.ranges import PEOPLE, Range


@dataclass(frozen=True)
class AuthenticityRules:
    """How strictly assets are judged."""

    q: float = 0.1
    """The share of false findings among all that is found, at most, on average."""
    least_effect: float = 0.1
    """The relative difference from which on a likely difference matters, on both axes."""
    least_people: int = 500
    """Profiles that met the asset first, and as many its title's others, on the same days."""
    least_plays: int = 50
    """Plays that this led to, and as many those of the others."""
    sure: float = 0.95
    """How likely an effect has the sign that it seems to have, for a place on an axis."""

    def __post_init__(self) -> None:
        """Check each number; raises `BadQuestion`."""
        for name, allowed in (
            ("q", Range(0, 1)),
            ("least_effect", Range(0, 0.99)),
            ("least_people", Range(2, PEOPLE.most)),
            ("least_plays", Range(2, PEOPLE.most)),
            ("sure", Range(0.5, 1)),
        ):
            allowed.check(name, getattr(self, name))


class Place(StrEnum):
    """Where an asset stands on the two axes."""

    BOTH = "effective_authentic"
    """It wins plays, and keeps its viewers."""
    CLICKBAIT = "effective_not_authentic"
    """It wins plays, and loses viewers."""
    HIDDEN_GEM = "not_effective_authentic"
    """Few take it, and they stay."""
    NEITHER = "neither"
    """Few take it, and they leave."""
    UNCLEAR = "no_clear_place"
    """On one axis or both it is not clear."""
    NOT_JUDGED = "not_judged"
    """There is too little data."""


class FindingKind(StrEnum):
    """What is found."""

    CLICKBAIT = "clickbait"
    """It wins plays that are left again."""
    HIDDEN_GEM = "hidden_gem"
    """Few take it, and they stay."""

    @property
    def words(self) -> str:
        """As one says it."""
        return self.value.replace("_", " ")
