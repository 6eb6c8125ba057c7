"""The result: recommended titles, each with its reason."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa

from keyart.core.errors import TooFewPeople
from keyart.core.plain import plain
from keyart.query import Access
from keyart.recommendations.request import RecommendRequest
from keyart.store import Snapshot

RECOMMENDED = pa.schema(
    {
        "id": pa.string(),
        "rank": pa.int16(),
        "title": pa.dictionary(pa.int32(), pa.string()),
        "score": pa.float32(),
    }
)
"""A row for each person and title."""


class ReasonKind(StrEnum):
    """Why a title is recommended."""

    WATCHED = "watched"
    """Those who watch it also watch titles that they watched."""
    AFFINITY = "affinity"
    """It is typical of an affinity that they have."""
    POPULAR = "popular"
    """It is popular in the country."""


@dataclass(frozen=True)
class RecommendationReason:
    """Why a title is recommended."""

    kind: ReasonKind
    """What it rests on."""
    words: str
    """The reason in words."""
    titles: tuple[str, ...]
    """The ids of the titles behind it, most important first."""
    affinity: str | None
    """The affinity behind it."""


@dataclass(frozen=True)
class Recommendation:
    """One recommended title."""

    title: str
    """Its id; a series stands for its episodes."""
    name: str
    """Its name."""
    score: float
    """How strongly it is recommended, relative to the first by score, 0 to 1; with diversity, the
    order may differ from that of scores."""
    reason: RecommendationReason
    """Why."""
    new_to_them: float | None
    """The share of them that has not watched it; null where too few have for it to be shown."""


@dataclass(frozen=True)
class Recommendations:
    """What to recommend, the best first."""

    audience: str | None
    """The audience."""
    country: str | None
    """The country whose titles were considered; null is all."""
    people: int
    """How many people they are for."""
    personalised: bool
    """Whether they rest on what these people watched."""
    rows: tuple[Recommendation, ...]
    """The titles."""
    notes: tuple[str, ...]
    """Notes for the reader."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))


@dataclass(frozen=True, eq=False)
class ExportedRecommendations:
    """Recommendations by the caller's own ids."""

    table: pa.Table
    """A row of `RECOMMENDED` for each id and title, in the order of the ids, the best title first:
    scores are relative to that of a person's best title."""
    ids: int
    """How many ids there are."""
    unknown: int
    """How many of them the store doesn't know: they get what is popular."""
    popular: int
    """How many others get what is popular, too: they may not be profiled, or have watched too
    little."""


def visible_recommendations(
    snapshot: Snapshot, access: Access, request: RecommendRequest, whole: Recommendations
) -> Recommendations:
    """Return recommendations for enough people; raises `TooFewPeople` otherwise.

    A profile is one person: only who may see everything can ask about it.
    """
    del snapshot
    if request.profile_id is not None or whole.people < access.min_cell:
        raise TooFewPeople
    return whole
