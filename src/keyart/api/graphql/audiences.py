"""Audiences that have a name, and changes of segments."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry

from keyart import curation
from keyart.api.context import JUDGEMENT, RequestContext
from keyart.api.graphql.catalogue import Title, title
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import AFTER, FIRST, Connection, Info, Node, Page
from keyart.api.graphql.types import arguments_in, input_type, object_type
from keyart.api.security.guard import changing
from keyart.audiences import AFFINITY, LIST, SEGMENT
from keyart.audiences.affinities import Affinity
from keyart.core.errors import BadQuestion
from keyart.curation import Description, Lookalike, LookalikeRequest, changes
from keyart.curation.affinities import affinities_of
from keyart.curation.exploration import growth_of
from keyart.curation.reading import AudienceRequest
from keyart.query.planning.audience_names import names_of
from keyart.query.privacy.suppression import TOO_FEW_PEOPLE
from keyart.questions.registry import SHOW_AUDIENCE

AUDIENCE_SIZE = "The number of profiles; null where too few to show."
SUPPRESSED = "Why figures are hidden; null where they are shown."

Name = Annotated[
    str, strawberry.argument(description="Its full name, such as segment:binge or list:vip.")
]


Expression = Annotated[
    str, strawberry.argument(description="An audience expression, or the name of an audience.")
]


@strawberry.enum(description="How an audience is defined.")
class AudienceKind(Enum):
    """The kinds of audiences."""

    LIST = strawberry.enum_value(LIST, description="An uploaded list of profiles.")
    AFFINITY = strawberry.enum_value(AFFINITY, description="A taste, inferred from plays.")
    SEGMENT = strawberry.enum_value(SEGMENT, description="A saved expression.")


_KINDS = {
    LIST: AudienceKind.LIST,
    AFFINITY: AudienceKind.AFFINITY,
    SEGMENT: AudienceKind.SEGMENT,
}


@strawberry.type(description="One revision of a segment.")
class Revision:
    """One entry of a segment's history."""

    revision: int = strawberry.field(description="1 for the first, then 2, and so on.")
    text: str | None = strawberry.field(description="The expression; null if it was removed.")
    note: str | None = strawberry.field(description="What it is for.")
    owner: str | None = strawberry.field(description="The author, as free text.")
    created: datetime = strawberry.field(description="When.")


@strawberry.type(description="How many profiles an affinity had in one fit.")
class SizeInFit:
    """One step of an affinity's growth."""

    fit: int = strawberry.field(description="The number of the fit.")
    profiles: int | None = strawberry.field(description=AUDIENCE_SIZE)


@strawberry.type(description="A named audience.")
class Audience(Node):
    """One audience."""

    node_kind: ClassVar[str] = "audience"
    name: str = strawberry.field(description="Its full name, such as affinity:cosy-crime.")
    kind: AudienceKind = strawberry.field(description="What it is made by.")
    profiles: int | None = strawberry.field(description=AUDIENCE_SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    text: str | None = strawberry.field(description="The definition of a segment.")
    note: str | None = strawberry.field(description="Its description; for an affinity, its name.")
    owner: str | None = strawberry.field(description="Who saved it.")
    ready_made: bool = strawberry.field(description="Whether it is built in.")
    made_of: list[str] = strawberry.field(description="The audiences a segment refers to.")
    used_by: list[str] = strawberry.field(description="The saved segments that refer to it.")
    history: list[Revision] = strawberry.field(
        description="All revisions of a segment, oldest first."
    )

    @strawberry.field(description="Tags that distinguish an affinity, strongest first.")
    def tags(self, info: Info) -> list[str]:
        """Return the tags; genres where no tag marks it."""
        taste = _taste(info.context, self.name)
        marks = () if taste is None else taste.marks
        tags = [mark.text for mark in marks if mark.kind == "tag"]
        return tags or [mark.text for mark in marks if mark.kind == "genre"]

    @strawberry.field(description="The titles that define an affinity, most important first.")
    def titles(self, info: Info) -> list[Title]:
        """Return those of them that are in the catalogue."""
        taste = _taste(info.context, self.name)
        catalogue = catalogue_of(info.context.snapshot)
        entries = (title(catalogue, part.title_id) for part in (taste.titles if taste else ()))
        return [entry for entry in entries if entry is not None]

    @strawberry.field(description="The size of an affinity in each stored fit.")
    def growth(self, info: Info) -> list[SizeInFit]:
        """Return its sizes, the oldest first; nothing for other audiences."""
        context = info.context
        if self.kind is not AudienceKind.AFFINITY:
            return []
        return [
            SizeInFit(fit=size.fit, profiles=context.shown_count(size.profiles))
            for size in growth_of(context.snapshot, self.name)
        ]


@strawberry.type(description="Audiences.")
class AudienceQuery:
    """The questions about audiences."""

    @strawberry.field(description="Figures about fewer people than this are hidden; 0 hides none.")
    def smallest_cell(self, info: Info) -> int:
        """Return the number."""
        return info.context.access.min_cell

    @strawberry.field(description="An audience by name; null if it does not exist.")
    def audience(self, info: Info, name: Name) -> Audience | None:
        """Return the audience."""
        return known_audience(info.context, name)

    @strawberry.field(description="All named audiences. Each segment costs a question.")
    def audiences(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=FIRST)] = 20,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        kind: Annotated[
            AudienceKind | None, strawberry.argument(description="Only those of this kind.")
        ] = None,
    ) -> Connection[Audience]:
        """Return a page of them."""
        context = info.context
        keys = [name for name in names_of(context.snapshot).known if kind in {None, kind_of(name)}]
        return Page(first, after).of(info, keys, lambda name: _described(context, name))


def known_audience(context: RequestContext, name: str) -> Audience | None:
    """Return the audience of a name, None if there is none."""
    return _described(context, name) if name in names_of(context.snapshot).known else None


def _described(context: RequestContext, name: str) -> Audience:
    if kind_of(name) is AudienceKind.SEGMENT:
        context.budget.scan()
    return shown_audience(context.answer(SHOW_AUDIENCE, AudienceRequest(name)))


def shown_audience(description: Description) -> Audience:
    """Return an audience as the graph shows it."""
    kind = kind_of(description.name)
    assert kind is not None, "every audience that has a name has a kind"
    return Audience(
        key=description.name,
        name=description.name,
        kind=kind,
        profiles=description.profiles,
        suppressed=why_hidden(description.profiles),
        text=description.text,
        note=description.note,
        owner=description.owner,
        ready_made=description.ready_made,
        made_of=list(description.made_of),
        used_by=list(description.used_by),
        history=[
            Revision(
                revision=revision.revision,
                text=revision.text,
                note=revision.note,
                owner=revision.owner,
                created=revision.created,
            )
            for revision in description.history
        ],
    )


def _taste(context: RequestContext, name: str) -> Affinity | None:
    """Return the affinity of a name, None for other audiences and for one that is gone."""
    return affinities_of(context.snapshot).get(name)


def kind_of(name: str) -> AudienceKind | None:
    """Return what an audience of that name is made by, None for a name of no kind."""
    return _KINDS.get(name.split(":", 1)[0])


def why_hidden(people: int | None) -> str | None:
    """Return why there is no number of people, None where there is one."""
    return TOO_FEW_PEOPLE if people is None else None


@strawberry.type(description="What became of a segment.")
class SegmentChange:
    """A segment that was saved or removed."""

    version: int = strawberry.field(description="The version of the store that it published.")
    audience: Audience | None = strawberry.field(
        description="The audience of this name as it is now; null if it no longer exists."
    )


def _save_lookalike(info: Info, name: str, ask: Any) -> Any:
    write = _write_context(info.context)
    info.context.budget.scan(JUDGEMENT)
    request = LookalikeRequest.from_dict(arguments_in(ask))
    return curation.save_lookalike(write, info.context.access, name, request)


_save_lookalike.__annotations__ = {
    "info": Info,
    "name": Name,
    "ask": Annotated[
        input_type(LookalikeRequest), strawberry.argument(description="Whom to find.")
    ],
    "return": object_type(Lookalike),
}


@strawberry.type(description="Changes of segments and lists.")
class SegmentMutation:
    """What can be changed about segments and lists."""

    save_lookalike = strawberry.mutation(
        resolver=_save_lookalike,
        description="Save the people most like an audience as a list.",
    )

    @strawberry.mutation(description="Save an expression as a segment, replacing an older one.")
    def save_segment(
        self,
        info: Info,
        name: Name,
        text: Expression,
        note: Annotated[str | None, strawberry.argument(description="What it is for.")] = None,
        owner: Annotated[str | None, strawberry.argument(description="Who saves it.")] = None,
    ) -> SegmentChange:
        """Publish a version with the segment."""
        write = _write_context(info.context)
        changes.save_segment(write, name, changes.SegmentDraft(text, note, owner))
        return _changed(info.context, name)

    @strawberry.mutation(
        description="Remove a saved segment; a built-in one of the same name applies again."
    )
    def remove_segment(
        self,
        info: Info,
        name: Name,
        owner: Annotated[str | None, strawberry.argument(description="Who removes it.")] = None,
    ) -> SegmentChange:
        """Publish a version without the segment."""
        write = _write_context(info.context)
        if kind_of(name) is not AudienceKind.SEGMENT:
            raise BadQuestion(
                f"{name!r} is not a segment.", hint="Name a segment, such as segment:binge."
            )
        changes.remove(write, name, owner)
        return _changed(info.context, name)


def _write_context(context: RequestContext) -> changes.WriteContext:
    """Return where a change is written; raises `Refused` without the right to."""
    changing(context.access)
    service = context.service
    return changes.WriteContext(service.root, datetime.now(UTC), service.settings.query_timeout)


def _changed(context: RequestContext, name: str) -> SegmentChange:
    """Return an audience as it is in the newest version."""
    with context.service.snapshots.newest() as newest:
        shown = known_audience(replace(context, snapshot=newest), name)
        return SegmentChange(version=newest.version, audience=shown)
