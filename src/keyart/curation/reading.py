"""Questions about audiences: requests, results, functions, and what is shown of few people."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, asdict, dataclass, replace
from typing import Annotated, Any, TypeVar

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import Affinity
from keyart.core.errors import TooFewPeople, UnknownName
from keyart.core.request import REPEATED, NameOf, Request
from keyart.curation.affinities import current_fit, model_of
from keyart.curation.description import Description, describe
from keyart.curation.exploration import Exploration, explored
from keyart.curation.indexes import IndexOf
from keyart.curation.model_card import ModelCard
from keyart.query import Access
from keyart.query.membership import Members, Overlap, overlap
from keyart.query.planning.audience_names import names_of
from keyart.query.request import FITS
from keyart.query.router import ENGINES, engine
from keyart.store import Fit, Snapshot

COUNTS = ("watched", "told", "none", "too_little")
"""Of a model card: profiles that watched anything, and the three kinds of them."""


INDEX_OF = NameOf("share", IndexOf, hint="Indexes compare shares of plays or hours.")


@dataclass(frozen=True)
class AudienceListRequest(Request):
    """Name the lists, affinities and saved segments, in byte order."""


@dataclass(frozen=True)
class NamedAudiences:
    """The names of audiences."""

    audiences: tuple[str, ...]
    """Their full names, such as `list:vip`."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as data that JSON can hold."""
        return {"audiences": [*self.audiences]}


@dataclass(frozen=True)
class AudienceRequest(Request):
    """Show an audience: its size, what it is made of, and its history."""

    name: str
    """Its full name, such as segment:binge or list:vip."""


@dataclass(frozen=True)
class SizeRequest(Request):
    """Count the profiles of an audience."""

    expression: str
    """An audience expression, such as `attr:country=DE and not segment:lapsed`."""


@dataclass(frozen=True)
class AudienceSize:
    """How many profiles an audience has."""

    audience: str
    """The expression."""
    profiles: int | None
    """How many; null where they are too few to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return asdict(self)


@dataclass(frozen=True)
class OverlapRequest(Request):
    """Count the profiles that every two audiences have in common."""

    expressions: Annotated[Sequence[str], REPEATED]
    """Audience expressions; a service takes 30 at most."""


@dataclass(frozen=True)
class ExploreRequest(Request):
    """Explore an audience: what it watches more than others, its titles, and who comes back."""

    expression: str
    """An audience expression, or the name of an audience."""
    _: KW_ONLY
    tz: str = "UTC"
    """The time zone of hours of the week, and of the days of return rates."""
    of: Annotated[str, INDEX_OF] = IndexOf.PLAYS
    """What indexes compare shares of."""


@dataclass(frozen=True)
class AffinitiesRequest(Request):
    """List the affinities of a fit, the largest first."""

    version: Annotated[int | None, FITS] = None
    """The number of a fit; the newest by default."""


@dataclass(frozen=True)
class Affinities:
    """The affinities of a fit."""

    affinities: tuple[Affinity, ...]
    """The largest first; those of too few people are left out."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as data that JSON can hold."""
        return {"affinities": [affinity.to_dict() for affinity in self.affinities]}


Sized = TypeVar("Sized", AudienceSize, Description)


def members_of(snapshot: Snapshot) -> Members:
    """Return what finds the members of audiences."""
    return Members(snapshot, engine(next(iter(ENGINES))))


def fit_of(snapshot: Snapshot, version: int | None) -> Fit | None:
    """Return a fit by its number, by default the newest, if any; raises `UnknownName`."""
    return snapshot.fit if version is None else snapshot.stored_fit(version)


def list_audiences(
    snapshot: Snapshot, access: Access, request: AudienceListRequest
) -> NamedAudiences:
    """Return the names of lists, affinities and saved segments."""
    del access, request
    return NamedAudiences(tuple(names_of(snapshot).kept))


def show_audience(snapshot: Snapshot, access: Access, request: AudienceRequest) -> Description:
    """Return the description of an audience; raises `UnknownName`."""
    del access
    names = names_of(snapshot)
    if request.name not in names.known:
        hint = _removal(snapshot, request.name)
        raise UnknownName("audience", request.name, names.known, hint=hint)
    return describe(members_of(snapshot), names, request.name)


def _removal(snapshot: Snapshot, name: str) -> str:
    """Return a hint that says who removed a segment, empty if there was none."""
    history = snapshot.definitions.history(name)
    if not history:
        return ""
    last = history[-1]
    return f"It was removed by {last.owner or 'somebody'} on {last.created:%Y-%m-%d}."


def count_profiles(snapshot: Snapshot, access: Access, request: SizeRequest) -> AudienceSize:
    """Return the size of an audience; raises `BadExpression` and `UnknownName`."""
    del access
    expression = names_of(snapshot).read(request.expression)
    return AudienceSize(request.expression, members_of(snapshot).size(expression))


def count_overlaps(snapshot: Snapshot, access: Access, request: OverlapRequest) -> Overlap:
    """Return how audiences overlap, exactly; raises `BadExpression` and `UnknownName`."""
    del access
    names = names_of(snapshot)
    return overlap(members_of(snapshot), [names.audience(text) for text in request.expressions])


def explore(snapshot: Snapshot, access: Access, request: ExploreRequest) -> Exploration:
    """Explore an audience; raises `BadExpression` and `UnknownName`."""
    names = names_of(snapshot)
    audience = names.audience(request.expression)
    return explored(members_of(snapshot), names, audience, request.tz, access, IndexOf(request.of))


def list_affinities(snapshot: Snapshot, access: Access, request: AffinitiesRequest) -> Affinities:
    """Return the affinities of a fit, nothing where there is no fit; raises `UnknownName`."""
    del access
    fit = fit_of(snapshot, request.version)
    return Affinities(() if fit is None else model_of(fit).affinities)


def model_card(snapshot: Snapshot, version: int | None) -> ModelCard:
    """Return the model card of a fit; raises `UnknownName`, also where there is no fit."""
    fit = current_fit(snapshot) if version is None else snapshot.stored_fit(version)
    return ModelCard.of(model_of(fit))


def shown_count(access: Access, people: int | None) -> int | None:
    """Return a number of people, None where they are too few to show."""
    return people if people is not None and people >= access.min_cell else None


def visible_profiles(snapshot: Snapshot, access: Access, request: Request, whole: Sized) -> Sized:
    """Return a size or a description without a number of too few people."""
    del snapshot, request
    return replace(whole, profiles=shown_count(access, whole.profiles))


def visible_overlap(
    snapshot: Snapshot, access: Access, request: OverlapRequest, whole: Overlap
) -> Overlap:
    """Return overlaps; raises `TooFewPeople` where one of them may not be shown."""
    del snapshot, request
    if not visible_pairs(access, whole).all():
        raise TooFewPeople
    return whole


def visible_pairs(access: Access, whole: Overlap) -> npt.NDArray[np.bool_]:
    """Return which numbers of an overlap may be shown: [n, n].

    Of two audiences, enough people must be in both, and in each alone: those follow by subtraction.
    """
    alone = whole.sizes[:, None] - whole.both
    np.fill_diagonal(alone, access.min_cell)
    return np.minimum(whole.both, np.minimum(alone, alone.T)) >= access.min_cell


def visible_exploration(
    snapshot: Snapshot, access: Access, request: ExploreRequest, whole: Exploration
) -> Exploration:
    """Return an exploration; raises `TooFewPeople` for an audience of too few.

    What over-indexes, titles, neighbours and return rates were found with the rights of `access`.
    """
    del snapshot, request
    if whole.profiles < access.min_cell:
        raise TooFewPeople
    return replace(
        whole,
        growth=tuple(step for step in whole.growth if step.profiles >= access.min_cell),
    )


def visible_affinities(
    snapshot: Snapshot, access: Access, request: AffinitiesRequest, whole: Affinities
) -> Affinities:
    """Return the affinities that enough people have."""
    del snapshot, request
    return Affinities(tuple(a for a in whole.affinities if a.members >= access.min_cell))


def visible_card(access: Access, card: ModelCard) -> ModelCard:
    """Return a model card in which numbers of too few people are None."""
    data = card.to_dict()
    profiles = {
        name: shown_count(access, count)
        for name, count in data["profiles"].items()
        if name in COUNTS
    }
    if None in profiles.values():  # it would follow from the whole
        profiles["watched"] = None
    by_number = data["profiles"]["by_number_of_affinities"]
    many = all(count >= access.min_cell for count in by_number)
    members = {
        name: [{**row, "members": shown_count(access, row["members"])} for row in data[name]]
        for name in ("affinities", "withheld", "left_out", "changes")
    }
    return ModelCard({
        **data,
        **members,
        "profiles": {
            **data["profiles"], **profiles, "by_number_of_affinities": by_number if many else [],
        },
        "protected": shown_count(access, data["protected"]),
    })  # fmt: skip
