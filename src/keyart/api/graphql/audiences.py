"""Audiences: those that have a name, what any expression means, and how they overlap."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, ClassVar

import strawberry

from keyart.api.graphql.connection import AFTER, FIRST, Connection, Page
from keyart.api.graphql.context import Asked, Info
from keyart.api.graphql.nodes import Node
from keyart.api.security import changing
from keyart.audiences import AFFINITY, LIST, SEGMENT, to_text
from keyart.core.errors import BadExpression, BadQuestion, KeyartError, UnknownName
from keyart.curation import Audiences, Description, roads
from keyart.query.names import names_of
from keyart.query.suppression import TOO_FEW_PEOPLE

MOST_OVERLAPPING = 30
"""Audiences of one overlap."""

SIZE = "How many profiles it has; null where they are too few to be told."
SUPPRESSED = "Why figures are not shown; null where they are."

Name = Annotated[
    str, strawberry.argument(description="Its full name, such as segment:binge or list:vip.")
]
Expression = Annotated[
    str, strawberry.argument(description="An audience expression, or the name of an audience.")
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


@strawberry.type(description="What is wrong with an expression, and where.")
class ExpressionProblem:
    """Why an expression means nothing."""

    code: str = strawberry.field(description="What kind of error it is.")
    message: str = strawberry.field(description="What is wrong.")
    hint: str = strawberry.field(description="What to do.")
    position: int | None = strawberry.field(
        description="How many characters stand before the place; null where there is no one place."
    )
    line: int | None = strawberry.field(description="The line of the place, from 1 on.")
    column: int | None = strawberry.field(description="The place in its line, from 1 on.")


@strawberry.type(description="What an expression means.")
class ExpressionCheck:
    """An expression that somebody is writing."""

    valid: bool = strawberry.field(description="Whether it means something.")
    profiles: int | None = strawberry.field(description=SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    text: str | None = strawberry.field(description="The expression in its usual form.")
    problem: ExpressionProblem | None = strawberry.field(description="What is wrong, if anything.")


@strawberry.type(description="How several audiences overlap.")
class AudienceOverlap:
    """Sizes of audiences and of what every two have in common."""

    audiences: list[str] = strawberry.field(description="The audiences, as asked for.")
    sizes: list[int | None] = strawberry.field(
        description="How many profiles each has; null where they are too few to be told."
    )
    both: list[list[int | None]] = strawberry.field(
        description="How many are in both of two; null where those, or the others of one of them,"
        " are too few to be told."
    )
    lift: list[list[float | None]] = strawberry.field(
        description="How many times as large that is as by chance; null likewise."
    )


@strawberry.type(description="Audiences.")
class AudienceQuery:
    """The questions about audiences."""

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
        keys = [name for name in names_of(asked.snapshot).known if kind in {None, _kind_of(name)}]
        return Page(first, after).of(info, keys, lambda name: _described(asked, name))

    @strawberry.field(description="What an expression means, while it is being written.")
    def check_expression(self, info: Info, text: Expression) -> ExpressionCheck:
        """Return its size, or what is wrong with it."""
        asked = info.context
        try:
            expression = names_of(asked.snapshot).read(text)
            asked.budget.scan()
            people = asked.shown(asked.audiences.size(text))
        except (BadExpression, UnknownName) as error:
            return ExpressionCheck(
                valid=False, profiles=None, suppressed=None, text=None, problem=_problem(error)
            )
        return ExpressionCheck(
            valid=True,
            profiles=people,
            suppressed=_reason(people),
            text=to_text(expression),
            problem=None,
        )

    @strawberry.field(description="How many profiles every two audiences have in common.")
    def audience_overlap(
        self,
        info: Info,
        expressions: Annotated[
            list[str],
            strawberry.argument(
                description=f"Audiences or expressions, {MOST_OVERLAPPING} at most."
            ),
        ],
    ) -> AudienceOverlap:
        """Return sizes and overlaps."""
        if len(expressions) > MOST_OVERLAPPING:
            raise BadQuestion(
                f"{len(expressions)} audiences are too many at once.",
                hint=f"Name {MOST_OVERLAPPING} at most.",
            )
        for _ in expressions:
            info.context.budget.scan()
        return _overlap(info.context, expressions)


@strawberry.type(description="What became of a segment.")
class SegmentChange:
    """A segment that was saved or removed."""

    version: int = strawberry.field(description="The version of the store that came with it.")
    audience: Audience | None = strawberry.field(
        description="The audience of the name as it is now; null if there is none any more."
    )


@strawberry.type(description="Changes of audiences.")
class AudienceMutation:
    """What can be changed about audiences."""

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
        desk = _desk(info.context)
        roads.save_segment(desk, name, roads.Saying(text, note, owner))
        return _changed(info.context, name)

    @strawberry.mutation(description="Remove a saved segment; a ready-made one then holds again.")
    def remove_segment(
        self,
        info: Info,
        name: Name,
        owner: Annotated[str | None, strawberry.argument(description="Who removes it.")] = None,
    ) -> SegmentChange:
        """Publish a version without the segment."""
        desk = _desk(info.context)
        if _kind_of(name) is not AudienceKind.SEGMENT:
            raise BadQuestion(f"{name!r} is no segment.", hint="Name one, such as segment:binge.")
        roads.remove(desk, name, owner)
        return _changed(info.context, name)


def known_audience(asked: Asked, name: str) -> Audience | None:
    """Return the audience of a name, None if there is none."""
    return _described(asked, name) if name in names_of(asked.snapshot).known else None


def _described(asked: Asked, name: str) -> Audience:
    if _kind_of(name) is AudienceKind.SEGMENT:
        asked.budget.scan()
    return _audience(asked, asked.audiences.show(name))


def _audience(asked: Asked, said: Description) -> Audience:
    kind = _kind_of(said.name)
    assert kind is not None, "every audience that has a name has a kind"
    people = asked.shown(said.profiles)
    return Audience(
        key=said.name,
        name=said.name,
        kind=kind,
        profiles=people,
        suppressed=_reason(people),
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


def _kind_of(name: str) -> AudienceKind | None:
    return _KINDS.get(name.split(":", 1)[0])


def _reason(people: int | None) -> str | None:
    return TOO_FEW_PEOPLE if people is None else None


def _problem(error: KeyartError) -> ExpressionProblem:
    placed = error if isinstance(error, BadExpression) else None
    return ExpressionProblem(
        code=error.code,
        message=error.message,
        hint=error.hint,
        position=placed.position if placed else None,
        line=placed.line if placed else None,
        column=placed.column if placed else None,
    )


def _overlap(asked: Asked, expressions: list[str]) -> AudienceOverlap:
    found = asked.audiences.overlap(expressions)
    sizes, both, lift = found.sizes.tolist(), found.both.tolist(), found.lift.tolist()
    least = asked.access.min_cell
    places = range(len(sizes))

    def open_(i: int, j: int) -> bool:
        rest = [] if i == j else [sizes[i] - both[i][j], sizes[j] - both[i][j]]
        return min([both[i][j], *rest]) >= least

    return AudienceOverlap(
        audiences=list(found.audiences),
        sizes=[asked.shown(size) for size in sizes],
        both=[[both[i][j] if open_(i, j) else None for j in places] for i in places],
        lift=[
            [lift[i][j] if open_(i, j) and sizes[i] and sizes[j] else None for j in places]
            for i in places
        ],
    )


def _desk(asked: Asked) -> roads.Desk:
    """Return where a change is written; raises `Refused` without the right to."""
    changing(asked.access)
    service = asked.service
    return roads.Desk(service.root, datetime.now(UTC), service.settings.query_timeout)


def _changed(asked: Asked, name: str) -> SegmentChange:
    """Return an audience as it is in the newest version."""
    with asked.service.snapshots.newest() as newest:
        known = name in names_of(newest).known
        shown = Audiences(asked.service.root, lambda: newest).show(name) if known else None
        return SegmentChange(
            version=newest.version,
            audience=None if shown is None else _audience(asked, shown),
        )
