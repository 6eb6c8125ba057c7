"""The result: favourites."""

from dataclasses import asdict, dataclass
from typing import Any

from keyart.core.plain import plain


@dataclass(frozen=True)
class AudienceRate:
    """The take rate of an asset in one audience.

    By first exposure, in weeks shared by all assets of the title, with the same weights for all.
    """

    asset: str
    """Its id."""
    name: str
    """Its name."""
    people: int
    """How many people of the audience were shown it."""
    rate: float
    """The share of them who played."""
    low: float
    """Its lower bound, at 95%."""
    high: float
    """The upper bound."""


@dataclass(frozen=True)
class Favourite:
    """An asset of a title that an audience prefers more than other people do."""

    asset: str
    """Its id."""
    name: str
    """Its name."""
    title: str
    """The id of its title."""
    title_name: str
    """The name of its title."""
    asset_type: str | None
    """Its type."""
    audience: str
    """The audience."""
    audience_name: str
    """The name of the audience."""
    people: int
    """How many of its people were shown the title's assets of the type, counted once per asset."""
    rates: tuple[AudienceRate, ...]
    """All assets of the title and type in this audience, the favourite first."""
    usual: str
    """The id of the asset that everyone else likes best."""
    usual_name: str
    """The name of that asset."""
    difference: float
    """The favourite's rate in the audience minus that of `usual`, or of the next best if they are
    the same."""
    low: float
    """The lower bound of the difference."""
    high: float
    """The upper bound."""
    q: float
    """The share of false findings in a list that ends with it."""
    sure: str
    """The same in words."""
    probability: float
    """How probable it is that it is best with the audience, in the title's comparison."""
    gain: float
    """How many more people of the audience would play if all were shown it instead of `usual`."""
    sentence: str
    """The finding in a sentence."""


@dataclass(frozen=True)
class Favourites:
    """Which assets audiences prefer."""

    found: tuple[Favourite, ...]
    """The favourites, those that gain the most people first."""
    titles: int
    """How many titles were judged: those shown to the most people."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))
