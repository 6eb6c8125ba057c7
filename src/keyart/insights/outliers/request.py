"""What can be asked about outliers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from keyart.core.errors import BadQuestion
from keyart.core.ranges import PEOPLE, SHARE, Range
from keyart.insights.catalogue import Level
from keyart.insights.catalogue.context import ContextRequest

EFFECT = Range(0, 1000)
"""Differences from the norm, relative to it: 0.1 is 10%."""


class ComparedWith(StrEnum):
    """What units are compared with."""

    KIND = "kind"
    TITLE = "title"


@dataclass(frozen=True, kw_only=True)
class OutlierRequest(ContextRequest):
    """Find assets and titles that do far better or worse than similar ones."""

    title: str | None = None
    """Only this title's assets, compared with one another."""
    level: Literal["asset", "title"] | None = None
    """Judge assets or titles; both by default."""
    against: Literal["kind", "title"] | None = None
    """Compare assets with their kind, or with their title's other assets (the default with
    `title`)."""
    measure: str = "take_rate"
    """The rate to judge."""
    q: Annotated[float, SHARE] = 0.1
    """The average share of findings that may be false."""
    effect: Annotated[float, EFFECT] = 0.1
    """The smallest difference from the norm that counts, relative: 0.1 is 10%."""
    min_people: Annotated[int, PEOPLE] = 200
    """Skip assets and titles seen by fewer people than this."""
    min_takes: Annotated[float, PEOPLE] = 25
    """Skip assets and titles with fewer expected takes than this."""

    def __post_init__(self) -> None:
        """Check what fits together."""
        super().__post_init__()
        if self.level == Level.TITLE and self.beside is ComparedWith.TITLE:
            raise BadQuestion(
                "Titles can only be compared with their kind.",
                hint='Use level="asset" or against="kind".',
            )

    @property
    def beside(self) -> ComparedWith:
        """What assets are compared with."""
        usual = ComparedWith.KIND if self.title is None else ComparedWith.TITLE
        return usual if self.against is None else ComparedWith(self.against)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What is judged."""
        if self.level is not None:
            return (Level(self.level),)
        return (Level.ASSET,) if self.beside is ComparedWith.TITLE else tuple(Level)
