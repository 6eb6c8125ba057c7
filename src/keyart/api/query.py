"""`POST /v1/query`: one question, its rows, totals, and where they come from."""

from fastapi import APIRouter, Request, Response

from keyart.api import openapi
from keyart.api.bodies import read_object
from keyart.api.logs import note_answer
from keyart.api.security import access_of
from keyart.api.service import service_of
from keyart.query import Query
from keyart.query.encoding import answer_json

router = APIRouter(tags=["questions"])


@router.post(
    "/v1/query",
    summary="Answer a question",
    response_class=Response,
    responses={200: openapi.ANSWER, **openapi.errors(400, 401, 403, 408, 413, 429, 504)},
    openapi_extra={"requestBody": openapi.QUESTION_BODY},
)
async def query(request: Request) -> Response:
    """Answer one question about the store.

    The body is what `Query.to_dict()` gives in Python: the same names, values and defaults.
    """
    service, access = service_of(request), access_of(request)
    asked = Query.from_dict(await read_object(request))

    def answer() -> bytes:
        result = service.ask(access, asked)
        note_answer(request, asked, result)
        return answer_json(result)

    return Response(await service.scans.run(request, answer), media_type="application/json")
