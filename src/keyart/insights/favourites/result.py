"""What is said of favourites, as data."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Rated:
    """An asset in one audience: `rate` of its `people` took it, `low` to `high` at 95%.

    They are those whose first exposure it was, in weeks that all assets of the title had; the rate
    weighs weeks alike for all of them.
    """

    asset: str
    name: str
    people: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class Favourite:
    """An asset that an audience takes more than all others of its title, more than others do.

    Attributes:
        rates: all assets of its title and type in this audience, the favourite first.
        usual: the asset that everybody else takes most.
        difference, low, high: the favourite's rate in the audience less that of `usual`; of the
            next best where they are the same.
        q: the share of false ones in a list that ends with it; `sure` says the same in words.
        gain: how many more people of the audience take it than would take `usual`, had all of
            them been shown it.
    """

    asset: str
    name: str
    title: str
    title_name: str
    asset_type: str | None
    audience: str
    audience_name: str
    people: int
    rates: tuple[Rated, ...]
    usual: str
    usual_name: str
    difference: float
    low: float
    high: float
    q: float
    sure: str
    gain: float
    sentence: str


@dataclass(frozen=True)
class Favourites:
    """Favourites, those that most people hang on first, and what the asker should know.

    `titles` is how many were judged, those that most people were shown.
    """

    found: tuple[Favourite, ...]
    titles: int
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return asdict(self)
