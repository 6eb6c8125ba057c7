"""Segments that are saved and removed."""

from datetime import UTC, datetime
from typing import Annotated

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.audiences import Audience, AudienceKind, Name, kind_of, shown_audience
from keyart.api.graphql.context import Info
from keyart.api.graphql.expressions import Expression
from keyart.api.security import changing
from keyart.core.errors import BadQuestion
from keyart.curation import Audiences, changes
from keyart.query.planning.audience_names import names_of


@strawberry.type(description="What became of a segment.")
class SegmentChange:
    """A segment that was saved or removed."""

    version: int = strawberry.field(description="The version of the store that came with it.")
    audience: Audience | None = strawberry.field(
        description="The audience of the name as it is now; null if there is none any more."
    )


@strawberry.type(description="Changes of segments.")
class SegmentMutation:
    """What can be changed about segments."""

    @strawberry.mutation(description="Save an expression as a segment, in the place of an older.")
    def save_segment(
        self,
        info: Info,
        name: Name,
        text: Expression,
        note: Annotated[str | None, strawberry.argument(description="What it is for.")] = None,
        owner: Annotated[str | None, strawberry.argument(description="Who saves it.")] = None,
    ) -> SegmentChange:
        """Publish a version with the segment."""
        context = _write_context(info.context)
        changes.save_segment(context, name, changes.SegmentDraft(text, note, owner))
        return _changed(info.context, name)

    @strawberry.mutation(description="Remove a saved segment; a ready-made one then holds again.")
    def remove_segment(
        self,
        info: Info,
        name: Name,
        owner: Annotated[str | None, strawberry.argument(description="Who removes it.")] = None,
    ) -> SegmentChange:
        """Publish a version without the segment."""
        context = _write_context(info.context)
        if kind_of(name) is not AudienceKind.SEGMENT:
            raise BadQuestion(f"{name!r} is no segment.", hint="Name one, such as segment:binge.")
        changes.remove(context, name, owner)
        return _changed(info.context, name)


def _write_context(asked: Asked) -> changes.WriteContext:
    """Return where a change is written; raises `Refused` without the right to."""
    changing(asked.access)
    service = asked.service
    return changes.WriteContext(service.root, datetime.now(UTC), service.settings.query_timeout)


def _changed(asked: Asked, name: str) -> SegmentChange:
    """Return an audience as it is in the newest version."""
    with asked.service.snapshots.newest() as newest:
        known = name in names_of(newest).known
        shown = Audiences(asked.service.root, lambda: newest).show(name) if known else None
        return SegmentChange(
            version=newest.version,
            audience=None if shown is None else shown_audience(asked, shown),
        )
