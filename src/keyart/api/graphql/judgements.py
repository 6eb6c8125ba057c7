"""Judgements and decisions of `keyart.questions` as fields of the graph, derived.

A field is null where it would be about too few people. Audiences and notices have fields written by
hand, in `audiences`, `exploration`, `expressions` and `notices`: a page asks for some sides of them
only, each counted by itself, and leafs through long lists.
"""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from keyart.api.graphql.nodes import Info
from keyart.api.graphql.types import arguments_in, input_type, object_type
from keyart.core.errors import TooFewPeople
from keyart.core.request import (
    arguments_of,
)
from keyart.questions.question import Question
from keyart.questions.registry import QUESTIONS


def _resolver(question: Question[Any, Any, Any]) -> Any:
    asked_as = input_type(question.kind)
    needed = any(argument.required for argument in arguments_of(question.kind))

    def answer(info: Info, ask: Any = UNSET) -> Any:
        request = question.kind.from_dict(arguments_in(ask) if ask else {})
        try:
            return info.context.answer(question, request)
        except TooFewPeople:
            return None

    answer.__annotations__ = {
        "info": Info,
        "ask": Annotated[
            asked_as if needed else asked_as | None,
            strawberry.argument(description="What is asked."),
        ],
        "return": object_type(question.result) | None,
    }
    return answer


def _question_type() -> type[Any]:
    described = {
        "judgements": "{} Null where too few people would be shown. Costs 5 questions.",
        "decisions": "{}",
        "campaigns": "{}",
    }
    made = type(
        "JudgementQuery",
        (),
        {
            "__doc__": "The questions that weigh people, and those about decisions and campaigns.",
            **{
                question.name: strawberry.field(
                    resolver=_resolver(question),
                    description=described[question.group].format(question.summary),
                )
                for question in QUESTIONS
                if question.group in described
            },
        },
    )
    return strawberry.type(made, description="Judgements of assets, decisions and campaigns.")


JudgementQuery: Any = _question_type()
