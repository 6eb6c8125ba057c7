"""Audience expressions: what one means while somebody writes it, and how several overlap."""

from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import strawberry

from keyart.api.graphql.audiences import AUDIENCE_SIZE, SUPPRESSED, Expression, why_hidden
from keyart.api.graphql.nodes import Info
from keyart.audiences import to_text
from keyart.core.errors import BadExpression, UnknownName
from keyart.core.request import argument_of
from keyart.curation.reading import OverlapRequest, SizeRequest, count_overlaps, visible_pairs
from keyart.query.planning.audience_names import names_of
from keyart.questions.registry import SIZE


@strawberry.type(description="An error in an expression, and its position.")
class ExpressionProblem:
    """Why an expression means nothing."""

    code: str = strawberry.field(description="What kind of error it is.")
    message: str = strawberry.field(description="What is wrong.")
    hint: str = strawberry.field(description="What to do.")
    nearest: list[str] = strawberry.field(description="Suggestions for an unknown name.")
    position: int | None = strawberry.field(
        description="The character offset; null if it has no single position."
    )
    line: int | None = strawberry.field(description="The line, from 1.")
    column: int | None = strawberry.field(description="The column, from 1.")


@strawberry.type(description="What an expression means.")
class ExpressionCheck:
    """An expression that somebody is writing."""

    valid: bool = strawberry.field(description="Whether it is valid.")
    profiles: int | None = strawberry.field(description=AUDIENCE_SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    text: str | None = strawberry.field(description="The expression in canonical form.")
    problem: ExpressionProblem | None = strawberry.field(description="The error, if any.")


@strawberry.type(description="Expressions.")
class ExpressionQuery:
    """The questions about expressions."""

    @strawberry.field(description="Check an expression while it is being written.")
    def check_expression(self, info: Info, text: Expression) -> ExpressionCheck:
        """Return its size, or what is wrong with it."""
        context = info.context
        try:
            expression = names_of(context.snapshot).read(text)
        except (BadExpression, UnknownName) as error:
            return _wrong(error, text, error.position)
        try:
            context.budget.scan()
            people = context.answer(SIZE, SizeRequest(text)).profiles
        except (BadExpression, UnknownName) as error:
            # A segment that it names is wrong, so no place of this text is.
            return _wrong(error, text, None)
        return ExpressionCheck(
            valid=True,
            profiles=people,
            suppressed=why_hidden(people),
            text=to_text(expression),
            problem=None,
        )


def _wrong(error: BadExpression | UnknownName, text: str, position: int | None) -> ExpressionCheck:
    before = text[:position]
    problem = ExpressionProblem(
        code=error.code,
        message=error.message,
        hint=error.hint,
        nearest=list(error.nearest) if isinstance(error, UnknownName) else [],
        position=position,
        line=None if position is None else before.count("\n") + 1,
        column=None if position is None else position - before.rfind("\n"),
    )
    return ExpressionCheck(valid=False, profiles=None, suppressed=None, text=None, problem=problem)


@strawberry.type(description="How several audiences overlap.")
class AudienceOverlap:
    """Sizes of audiences and of what every two have in common."""

    audiences: list[str] = strawberry.field(description="The audiences, as requested.")
    sizes: list[int | None] = strawberry.field(
        description="The number of profiles of each; null where too few to show."
    )
    both: list[list[int | None]] = strawberry.field(
        description="The number of profiles in both of two audiences; null where these, or the"
        " rest of either, are too few to show."
    )
    lift: list[list[float | None]] = strawberry.field(
        description="That number divided by what chance alone would give; null if hidden."
    )


@strawberry.type(description="Overlaps.")
class OverlapQuery:
    """The questions about several audiences."""

    @strawberry.field(description="How many profiles each pair of audiences shares.")
    def audience_overlap(
        self,
        info: Info,
        expressions: Annotated[
            list[str],
            strawberry.argument(description=argument_of(OverlapRequest, "expressions").doc),
        ],
    ) -> AudienceOverlap:
        """Return sizes and overlaps."""
        context, request = info.context, OverlapRequest(expressions)
        context.count_overlap(request)
        # The pairs that may be shown, where REST shows all or nothing.
        whole = count_overlaps(context.snapshot, context.access, request)
        visible = visible_pairs(context.access, whole)
        comparable = visible & (whole.sizes > 0) & (whole.sizes[:, None] > 0)
        return AudienceOverlap(
            audiences=list(whole.audiences),
            sizes=[context.shown_count(size) for size in whole.sizes.tolist()],
            both=_where(visible, whole.both),
            lift=_where(comparable, whole.lift),
        )


def _where(visible: npt.NDArray[np.bool_], numbers: npt.NDArray[Any]) -> list[list[Any]]:
    """Return the numbers that may be shown, None for the others: [n, n]."""
    cells = numbers.astype(object)
    cells[~visible] = None
    return cells.tolist()
