"""What OpenAPI says of answers and errors that routes share."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

Schema = dict[str, Any]


class ErrorDetail(BaseModel):
    """What is wrong, and what to do about it."""

    code: str = Field(description="The stable code of the error.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="What to do about it.")


class Error(BaseModel):
    """The one shape of errors."""

    error: ErrorDetail


_MEANING: Mapping[int, tuple[str, str]] = {
    400: ("The request is invalid.", "unknown_name"),
    401: ("The token is missing or unknown.", "no_token"),
    403: (
        "The token does not allow this, or the request comes from another web site.",
        "bad_origin",
    ),
    404: ("Not found.", "not_found"),
    408: ("The body arrived too slowly.", "body_timeout"),
    409: ("It conflicts with what already exists.", "audience_in_use"),
    413: ("The body is too large.", "body_too_large"),
    415: ("The content type of the body is not supported.", "unsupported_media_type"),
    416: ("The file has no such range; Content-Range says its size.", "range_not_satisfiable"),
    429: ("Too many requests: wait as Retry-After says.", "too_busy"),
    503: ("The store cannot be used at the moment.", "store_busy"),
    507: ("The disk is full.", "disk_full"),
    504: ("The question took longer than allowed.", "query_timeout"),
}


def answer(text: str, example: Any) -> dict[int | str, Schema]:
    """Return what OpenAPI says of an answer, beside the types that its route gives."""
    return {200: {"description": text, "content": {"application/json": {"example": example}}}}


def errors(*statuses: int) -> dict[int | str, Schema]:
    """Return what OpenAPI says of some error statuses."""
    return {status: _error(*_MEANING[status]) for status in statuses}


def _error(meaning: str, code: str) -> Schema:
    example = {"error": {"code": code, "message": meaning, "hint": "What to do about it."}}
    return {
        "description": meaning,
        "model": Error,
        "content": {"application/json": {"example": example}},
    }
