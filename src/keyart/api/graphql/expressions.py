"""What an audience expression means, while somebody is writing it."""

from typing import Annotated

import strawberry

from keyart.api.graphql.audiences import SIZE, SUPPRESSED, why_hidden
from keyart.api.graphql.context import Info
from keyart.audiences import to_text
from keyart.core.errors import BadExpression, UnknownName
from keyart.query.planning.audience_names import names_of

Expression = Annotated[
    str, strawberry.argument(description="An audience expression, or the name of an audience.")
]


@strawberry.type(description="What is wrong with an expression, and where.")
class ExpressionProblem:
    """Why an expression means nothing."""

    code: str = strawberry.field(description="What kind of error it is.")
    message: str = strawberry.field(description="What is wrong.")
    hint: str = strawberry.field(description="What to do.")
    nearest: list[str] = strawberry.field(
        description="Names that were probably meant, where one does not exist."
    )
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


@strawberry.type(description="Expressions.")
class ExpressionQuery:
    """The questions about expressions."""

    @strawberry.field(description="What an expression means, while it is being written.")
    def check_expression(self, info: Info, text: Expression) -> ExpressionCheck:
        """Return its size, or what is wrong with it."""
        asked = info.context
        try:
            expression = names_of(asked.snapshot).read(text)
        except (BadExpression, UnknownName) as error:
            return _wrong(error, text, error.position)
        try:
            asked.budget.scan()
            people = asked.told(asked.audiences.size(text))
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
