"""`/v1/audiences/…`: changes of audiences, and the model card. Questions have derived routes."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from keyart import curation
from keyart.api.context import JUDGEMENT, RequestContext
from keyart.api.questions.examples import DESCRIPTION, LOOKALIKE
from keyart.api.questions.models import response_model
from keyart.api.questions.routes import RequestRoute, router_of
from keyart.core.request import Request
from keyart.curation import AudienceChanges, Description, Lookalike, LookalikeRequest
from keyart.curation.changes import WriteContext
from keyart.curation.reading import AffinitiesRequest, model_card, visible_card

A = TypeVar("A", bound=Request)


@dataclass(frozen=True, kw_only=True)
class PutRequest(Request):
    """Put a list of profiles in the place of that of the same name."""

    name: str
    """Its full name, such as list:vip."""
    profile_ids: Sequence[str | int]
    """The ids of its profiles."""


@dataclass(frozen=True, kw_only=True)
class SaveRequest(Request):
    """Save an expression as a segment, in the place of that of the same name."""

    name: str
    """Its full name, such as segment:new."""
    expression: str
    """An audience expression."""
    note: str | None = None
    """What it is for."""
    owner: str | None = None
    """Who saves it."""


@dataclass(frozen=True, kw_only=True)
class RemoveRequest(Request):
    """Remove a list or a saved segment that no other segment names."""

    name: str
    """Its full name."""
    owner: str | None = None
    """Who removes it."""


@dataclass(frozen=True, kw_only=True)
class RenameRequest(Request):
    """Rename an affinity; later fits keep the name."""

    name: str
    """The affinity's id; it never changes."""
    new: str
    """Its new name."""
    owner: str | None = None
    """Who renames it."""


@dataclass(frozen=True, kw_only=True)
class SaveLookalikeRequest(LookalikeRequest):
    """Find the people most like an audience, and put them as a list in the place of its name."""

    name: str
    """The list's full name, such as list:like-vip."""


@dataclass(frozen=True)
class CardRequest(AffinitiesRequest):
    """Return the model card of a fit of affinities."""


def _put(changes: AudienceChanges, request: PutRequest, wait: float) -> dict[str, Any]:
    return {"profiles": changes.put(request.name, request.profile_ids, wait=wait)}


def _save(changes: AudienceChanges, request: SaveRequest, wait: float) -> Description:
    return changes.save(
        request.name, request.expression, note=request.note, owner=request.owner, wait=wait
    )


def _remove(changes: AudienceChanges, request: RemoveRequest, wait: float) -> dict[str, Any]:
    changes.remove(request.name, owner=request.owner, wait=wait)
    return {"name": request.name}


def _rename(changes: AudienceChanges, request: RenameRequest, wait: float) -> dict[str, Any]:
    changes.rename(request.name, request.new, owner=request.owner, wait=wait)
    return {"name": request.name}


def _change(work: Callable[[AudienceChanges, A, float], Any]) -> Callable[..., dict[str, Any]]:
    """Return the work of a route that changes audiences."""

    def change(context: RequestContext, request: A) -> dict[str, Any]:
        service = context.service
        with ExitStack() as versions:
            changes = AudienceChanges(
                service.root, lambda: versions.enter_context(service.snapshots.newest())
            )
            result = work(changes, request, service.settings.query_timeout)
        if not isinstance(result, Description):
            return result
        people = context.shown_count(result.profiles)
        return {**result.to_dict(), "profiles": people}

    return change


def _save_lookalike(context: RequestContext, request: SaveLookalikeRequest) -> dict[str, Any]:
    service = context.service
    context.budget.scan(JUDGEMENT)
    write = WriteContext(service.root, datetime.now(UTC), service.settings.query_timeout)
    return curation.save_lookalike(write, context.access, request.name, request).to_dict()


def _card(context: RequestContext, request: CardRequest) -> dict[str, Any]:
    return visible_card(context.access, model_card(context.snapshot, request.version)).to_dict()


CHANGES = (
    RequestRoute(
        path="/v1/audiences/put",
        kind=PutRequest,
        work=_change(_put),
        example={"name": "list:vip", "profile_ids": ["ann", "bob"]},
        answer={"profiles": 2},
        tag="audiences",
        changes=True,
    ),
    RequestRoute(
        path="/v1/audiences/save",
        kind=SaveRequest,
        work=_change(_save),
        example={"name": "segment:new", "expression": "list:new"},
        answer=DESCRIPTION,
        tag="audiences",
        model=response_model(Description),
        changes=True,
    ),
    RequestRoute(
        path="/v1/audiences/save_lookalike",
        kind=SaveLookalikeRequest,
        work=_save_lookalike,
        example={"name": "list:like-vip", "seed": "list:vip", "n": 10_000},
        answer=LOOKALIKE,
        tag="audiences",
        model=response_model(Lookalike),
        changes=True,
    ),
    RequestRoute(
        path="/v1/audiences/remove",
        kind=RemoveRequest,
        work=_change(_remove),
        example={"name": "list:vip"},
        answer={"name": "list:vip"},
        tag="audiences",
        changes=True,
    ),
    RequestRoute(
        path="/v1/audiences/rename",
        kind=RenameRequest,
        work=_change(_rename),
        example={"name": "affinity:heist-thrillers", "new": "Capers"},
        answer={"name": "affinity:heist-thrillers"},
        tag="audiences",
        changes=True,
    ),
)
# A model card is a mapping whose names the fit chose: it has no model.
CARD = RequestRoute(
    path="/v1/audiences/card",
    kind=CardRequest,
    work=_card,
    example={"version": None},
    answer={"fit": 1, "method": "…", "affinities": [], "must_not_be_used": []},
    tag="audiences",
)

router = router_of([*CHANGES, CARD])
