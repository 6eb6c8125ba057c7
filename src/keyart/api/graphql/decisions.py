"""Changes of the record of decisions in the graph."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from keyart.api.graphql.nodes import Info
from keyart.api.graphql.types import arguments_in, input_type, object_type
from keyart.api.security.guard import changing
from keyart.core.request import Request, summary_of
from keyart.decisions import (
    Decision,
    RecordRequest,
    ReverseRequest,
    SetAside,
    SetAsideRequest,
    record,
    reverse,
    set_aside,
)


def _mutation(kind: type[Request], result: Any, work: Callable[..., Any]) -> Any:
    def resolve(info: Info, ask: Any) -> Any:
        changing(info.context.access)
        request = kind.from_dict(arguments_in(ask))
        return work(info.context.snapshot, request, datetime.now(UTC))

    resolve.__annotations__ = {
        "info": Info,
        "ask": Annotated[input_type(kind), strawberry.argument(description="What to change.")],
        "return": result,
    }
    return strawberry.mutation(resolver=resolve, description=summary_of(kind))


@strawberry.type(description="Changes of the record of decisions.")
class DecisionMutation:
    """What can be changed about decisions."""

    record_decision = _mutation(RecordRequest, object_type(Decision), record)
    reverse_decision = _mutation(ReverseRequest, object_type(Decision), reverse)
    set_aside = _mutation(SetAsideRequest, object_type(SetAside) | None, set_aside)
