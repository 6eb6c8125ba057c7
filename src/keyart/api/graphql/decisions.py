"""Changes of the record of decisions in the graph."""

from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from keyart.api.graphql.nodes import Info
from keyart.api.graphql.types import arguments_in, input_type, object_type
from keyart.api.security.guard import changing
from keyart.core.request import summary_of
from keyart.decisions import Change, Decision, RecordRequest, ReverseRequest, change


def _mutation(kind: type[Change]) -> Any:
    def resolve(info: Info, ask: Any) -> Any:
        changing(info.context.access)
        request = kind.from_dict(arguments_in(ask))
        return change(info.context.snapshot, request, datetime.now(UTC))

    resolve.__annotations__ = {
        "info": Info,
        "ask": Annotated[
            input_type(kind), strawberry.argument(description="The decision, and why.")
        ],
        "return": object_type(Decision),
    }
    return strawberry.mutation(resolver=resolve, description=summary_of(kind))


@strawberry.type(description="Changes of the record of decisions.")
class DecisionMutation:
    """What can be changed about decisions."""

    record_decision = _mutation(RecordRequest)
    reverse_decision = _mutation(ReverseRequest)
