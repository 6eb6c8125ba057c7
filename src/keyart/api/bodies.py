"""Reading what a request says."""

from typing import Any

from fastapi import Request

from keyart.core.json_object import json_object


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request; raises `BadQuestion` for anything else."""
    return json_object(await request.body())
