"""Audiences that have a name."""

from datetime import datetime
from enum import Enum
from typing import Annotated, ClassVar

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.catalogue import Title, title
from keyart.api.graphql.connection import AFTER, FIRST, Connection, Page
from keyart.api.graphql.context import Info
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import Node
from keyart.audiences import AFFINITY, LIST, SEGMENT
from keyart.audiences.affinities import Affinity
from keyart.curation import Description
from keyart.curation.affinities import affinities_of
from keyart.curation.exploration import growth_of
from keyart.query.planning.audience_names import names_of
from keyart.query.privacy.suppression import TOO_FEW_PEOPLE

SIZE = "How many profiles it has; null where they are too few to be told."
SUPPRESSED = "Why figures are not shown; null where they are."

Name = Annotated[
    str, strawberry.argument(description="Its full name, such as segment:binge or list:vip.")
]


@strawberry.enum(description="What an audience is made by.")
class AudienceKind(Enum):
    """The kinds of audiences."""

    LIST = strawberry.enum_value(LIST, description="A list of profiles that somebody uploaded.")
    AFFINITY = strawberry.enum_value(AFFINITY, description="A taste, inferred from plays.")
    SEGMENT = strawberry.enum_value(SEGMENT, description="A saved expression.")


_KINDS = {
    LIST: AudienceKind.LIST,
    AFFINITY: AudienceKind.AFFINITY,
    SEGMENT: AudienceKind.SEGMENT,
}


@strawberry.type(description="What was said about a segment at one time.")
class Revision:
    """One entry of a segment's history."""

    revision: int = strawberry.field(description="1 for the first, then 2, and so on.")
    text: str | None = strawberry.field(description="The expression; null: it was removed.")
    note: str | None = strawberry.field(description="What it is for.")
    owner: str | None = strawberry.field(description="Who said so, as they call themselves.")
    created: datetime = strawberry.field(description="When.")


@strawberry.type(description="How many profiles an affinity had in one fit.")
class SizeInFit:
    """One step of an affinity's growth."""

    fit: int = strawberry.field(description="The number of the fit.")
    profiles: int | None = strawberry.field(description=SIZE)


@strawberry.type(description="An audience that has a name.")
class Audience(Node):
    """One audience."""

    node_kind: ClassVar[str] = "audience"
    name: str = strawberry.field(description="Its full name, such as affinity:cosy-crime.")
    kind: AudienceKind = strawberry.field(description="What it is made by.")
    profiles: int | None = strawberry.field(description=SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    text: str | None = strawberry.field(description="What a segment is defined as.")
    note: str | None = strawberry.field(
        description="What it is for; of an affinity, what it is called."
    )
    owner: str | None = strawberry.field(description="Who saved it.")
    ready_made: bool = strawberry.field(description="Whether Keyart brought it along.")
    made_of: list[str] = strawberry.field(description="The audiences that a segment names.")
    used_by: list[str] = strawberry.field(description="The saved segments that name it.")
    history: list[Revision] = strawberry.field(
        description="All that was ever said about a segment, the oldest first."
    )

    @strawberry.field(description="Tags that mark an affinity, the most telling first.")
    def tags(self, info: Info) -> list[str]:
        """Return the tags; genres where no tag marks it."""
        taste = _taste(info.context, self.name)
        marks = () if taste is None else taste.marks
        tags = [mark.text for mark in marks if mark.kind == "tag"]
        return tags or [mark.text for mark in marks if mark.kind == "genre"]

    @strawberry.field(description="The titles that define an affinity, the most important first.")
    def titles(self, info: Info) -> list[Title]:
        """Return those of them that are in the catalogue."""
        taste = _taste(info.context, self.name)
        catalogue = catalogue_of(info.context.snapshot)
        found = (title(catalogue, part.title_id) for part in (taste.titles if taste else ()))
        return [one for one in found if one is not None]

    @strawberry.field(description="The size of an affinity in each fit that is kept.")
    def growth(self, info: Info) -> list[SizeInFit]:
        """Return its sizes, the oldest first; nothing for other audiences."""
        asked = info.context
        if self.kind is not AudienceKind.AFFINITY:
            return []
        return [
            SizeInFit(fit=one.fit, profiles=asked.told(one.profiles))
            for one in growth_of(asked.snapshot, self.name)
        ]


@strawberry.type(description="Audiences.")
class AudienceQuery:
    """The questions about audiences."""

    @strawberry.field(description="Figures about fewer people than this are not shown; 0: all are.")
    def smallest_cell(self, info: Info) -> int:
        """Return the number."""
        return info.context.access.min_cell

    @strawberry.field(description="An audience by name; null if there is none.")
    def audience(self, info: Info, name: Name) -> Audience | None:
        """Return the audience."""
        return known_audience(info.context, name)

    @strawberry.field(description="All audiences that have a name. Each segment costs a question.")
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
        asked = info.context
        keys = [name for name in names_of(asked.snapshot).known if kind in {None, kind_of(name)}]
        return Page(first, after).of(info, keys, lambda name: _described(asked, name))


def known_audience(asked: Asked, name: str) -> Audience | None:
    """Return the audience of a name, None if there is none."""
    return _described(asked, name) if name in names_of(asked.snapshot).known else None


def _described(asked: Asked, name: str) -> Audience:
    if kind_of(name) is AudienceKind.SEGMENT:
        asked.budget.scan()
    return shown_audience(asked, asked.audiences.show(name))


def shown_audience(asked: Asked, said: Description) -> Audience:
    """Return an audience as the graph shows it."""
    kind = kind_of(said.name)
    assert kind is not None, "every audience that has a name has a kind"
    people = asked.told(said.profiles)
    return Audience(
        key=said.name,
        name=said.name,
        kind=kind,
        profiles=people,
        suppressed=why_hidden(people),
        text=said.text,
        note=said.note,
        owner=said.owner,
        ready_made=said.ready_made,
        made_of=list(said.made_of),
        used_by=list(said.used_by),
        history=[
            Revision(
                revision=one.revision,
                text=one.text,
                note=one.note,
                owner=one.owner,
                created=one.created,
            )
            for one in said.history
        ],
    )


def _taste(asked: Asked, name: str) -> Affinity | None:
    """Return the affinity of a name, None for other audiences and for one that is gone."""
    return affinities_of(asked.snapshot).get(name)


def kind_of(name: str) -> AudienceKind | None:
    """Return what an audience of that name is made by, None for a name of no kind."""
    return _KINDS.get(name.split(":", 1)[0])


def why_hidden(people: int | None) -> str | None:
    """Return why there is no number of people, None where there is one."""
    return TOO_FEW_PEOPLE if people is None else None
