"""`POST /v1/query`: one question, its rows, totals, and where they come from."""

from fastapi import APIRouter, Request, Response

from keyart.api import openapi
from keyart.api.bodies import read_object
from keyart.api.logs import note_answer
from keyart.api.security import access_of
from keyart.api.service import service_of
from keyart.query import Query, Result
from keyart.query.output.encoding import RowFormat, answer_arrow, answer_json

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

    The body is what `Query.to_dict()` gives in Python: the same names, values and defaults. With
    `Accept: application/vnd.apache.arrow.stream` the rows come as an Arrow stream, whose schema's
    metadata have totals and meta as a JSON object under `keyart`.
    """
    service, access = service_of(request), access_of(request)
    in_arrow = RowFormat.ARROW.media_type in request.headers.get("accept", "")
    asked = Query.from_dict(await read_object(request))

    def written(result: Result) -> bytes:
        note_answer(request, asked, result)
        return answer_arrow(result) if in_arrow else answer_json(result)

    media_type = RowFormat.ARROW.media_type if in_arrow else "application/json"
    found = service.at_hand(access, asked)
    if found is not None:
        return Response(written(found), media_type=media_type)
    content = await service.scans.run(request, lambda: written(service.ask(access, asked)))
    return Response(content, media_type=media_type)
