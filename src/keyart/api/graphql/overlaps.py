"""How audiences overlap."""

from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import strawberry

from keyart.api.asked import Asked
from keyart.api.few_people import overlap_shown
from keyart.api.graphql.context import Info
from keyart.api.limits import MOST_OVERLAPPING, check_overlapping


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


@strawberry.type(description="Overlaps.")
class OverlapQuery:
    """The questions about several audiences."""

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
        check_overlapping(expressions)
        for _ in expressions:
            info.context.budget.scan()
        return _overlap(info.context, expressions)


def _overlap(asked: Asked, expressions: list[str]) -> AudienceOverlap:
    found = asked.audiences.overlap(expressions)
    told = overlap_shown(asked.access, found)
    known = told & (found.sizes > 0) & (found.sizes[:, None] > 0)
    return AudienceOverlap(
        audiences=list(found.audiences),
        sizes=[asked.told(size) for size in found.sizes.tolist()],
        both=_where(told, found.both),
        lift=_where(known, found.lift),
    )


def _where(told: npt.NDArray[np.bool_], numbers: npt.NDArray[Any]) -> list[list[Any]]:
    """Return the numbers that may be told, None for the others: [n, n]."""
    whole = numbers.astype(object)
    whole[~told] = None
    return whole.tolist()
