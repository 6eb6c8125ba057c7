"""What is said of favourites, as data."""

from dataclasses import asdict, dataclass
from typing import Any

from keyart.core.plain import plain


@dataclass(frozen=True)
class AudienceRate:
    """How one audience takes an asset.

    By first exposure, in weeks that all assets of the title had; weeks weigh alike for all of them.
    """

    asset: str
    """Its id."""
    name: str
    """Its name."""
    people: int
    """How many people of the audience were shown it."""
    rate: float
    """The share of them that took it."""
    low: float
    """The lower bound of that, at 95%."""
    high: float
    """The upper bound."""


@dataclass(frozen=True)
class Favourite:
    """An asset that an audience takes more than its title's others, and more than others do."""

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
    """How many people of it were shown the title's assets of the type; who was shown several counts
    for each."""
    rates: tuple[AudienceRate, ...]
    """All assets of the title and type in this audience, the favourite first."""
    usual: str
    """The id of the asset that everybody else takes most."""
    usual_name: str
    """The name of that asset."""
    difference: float
    """The favourite's rate in the audience less that of `usual`; of the next best where they are
    the same."""
    low: float
    """The lower bound of the difference."""
    high: float
    """The upper bound."""
    q: float
    """The share of false findings in a list that ends with it."""
    sure: str
    """The same in words."""
    gain: float
    """How many more people of the audience take it than would take `usual`, had all of them been
    shown it."""
    sentence: str
    """The finding in a sentence."""


@dataclass(frozen=True)
class Favourites:
    """Which assets audiences prefer."""

    found: tuple[Favourite, ...]
    """The favourites, those that most people hang on first."""
    titles: int
    """How many titles were judged: those that most people were shown."""
    notes: tuple[str, ...]
    """What a reader should know."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))
