"""Reading what a request says."""

import json
from typing import Any, NoReturn

from fastapi import Request

from keyart.core.errors import BadQuestion


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request; raises `BadQuestion` for anything else."""
    return parse_object(await request.body())


def parse_object(text: str | bytes) -> dict[str, Any]:
    """Return the JSON object that `text` is; raises `BadQuestion` for anything else."""
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(found, ensure_ascii=False).encode()  # halves of characters are no text
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadQuestion(
            f"That is not JSON: {reason}.", hint='Send an object, such as {"measures": ["reach"]}.'
        ) from None
    if not isinstance(found, dict):
        raise BadQuestion(
            "That is JSON, but no object.", hint='Send one, such as {"measures": ["reach"]}.'
        )
    return found  # pyright: ignore[reportUnknownVariableType]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
