"""A route for each question of `keyart.insights.questions`, such as `POST /v1/outliers`.

The body has the arguments of the method of the same name; what is answered is its result.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from keyart.api import openapi
from keyart.api.asked import Asked
from keyart.api.bodies import read_object
from keyart.api.logs import note
from keyart.api.models import body_schema, response_model
from keyart.api.question_examples import ANSWERS
from keyart.api.security import access_of
from keyart.api.service import service_of
from keyart.insights.questions import QUESTIONS, Question

router = APIRouter(tags=["judgements"])


def _add_route(question: Question[Any, Any, Any]) -> None:
    async def answer(request: Request) -> JSONResponse:
        asked = question.kind.from_dict(await read_object(request))
        service, access = service_of(request), access_of(request)

        def work() -> dict[str, Any]:
            with service.snapshots.newest() as snapshot:
                note(request, version=snapshot.version)
                return Asked(service, snapshot, access).judge(question, asked).to_dict()

        return JSONResponse(await service.scans.run(request, work))

    example = {"application/json": {"example": ANSWERS.get(question.name)}}
    router.add_api_route(
        question.route,
        answer,
        methods=["POST"],
        name=question.name,
        summary=question.summary,
        description=f"The body has the arguments of `store.{question.name}` in Python.",
        response_model=response_model(question.result),
        responses={
            200: {"content": example},
            **openapi.errors(400, 401, 403, 408, 413, 429, 504),
        },
        openapi_extra=body_schema(question.kind, question.example),
    )


for _question in QUESTIONS:
    _add_route(_question)
