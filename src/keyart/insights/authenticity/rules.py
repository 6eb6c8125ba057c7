"""What must hold before anything is said, and the words for what is said."""

from dataclasses import dataclass
from enum import StrEnum

from keyart.core.ranges import PEOPLE, Range


@dataclass(frozen=True)
class Rules:
    """When an asset is judged, and what counts as a finding; raises `BadQuestion` for nonsense.

    Attributes:
        q: the share of false findings among all that is found, at most, on average.
        least_effect: relative difference from which on a drawn difference matters, on both axes.
        least_people: profiles that met the asset first, and as many its title's others, on the
            same days.
        least_plays: plays that this led to, and as many those of the others.
        sure: how likely an effect has the sign that it seems to have, for a place on an axis.
    """

    q: float = 0.1
    least_effect: float = 0.1
    least_people: int = 500
    least_plays: int = 50
    sure: float = 0.95

    def __post_init__(self) -> None:
        """Check each number."""
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
    CLICKBAIT = "effective_not_authentic"
    GEM = "not_effective_authentic"
    NEITHER = "neither"
    UNCLEAR = "no_clear_place"
    NOT_JUDGED = "not_judged"


class Kind(StrEnum):
    """What is found."""

    CLICKBAIT = "clickbait"
    HIDDEN_GEM = "hidden_gem"

    @property
    def words(self) -> str:
        """As one says it."""
        return self.value.replace("_", " ")
