"""Strict reading of a JSON object: input that readers could interpret differently is refused."""

import json
from typing import Any, NoReturn

from keyart.core.errors import BadQuestion
from keyart.core.ranges import format_value

EXAMPLE = 'Send an object, such as {"measures": ["reach"]}.'


def json_object(text: str | bytes, what: str = "That", hint: str = EXAMPLE) -> dict[str, Any]:
    """Return the JSON object in `text`.

    Raises `BadQuestion` for anything else, and for repeated keys, numbers that JSON lacks (NaN,
    Infinity) and halves of surrogate pairs. `what` names the text in errors.
    """
    try:
        data: object = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
        )
        json.dumps(data, ensure_ascii=False).encode()  # fails for halves of surrogate pairs
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadQuestion(f"{what} is not JSON: {reason}.", hint=hint) from None
    if not isinstance(data, dict):
        raise BadQuestion(f"{what} is JSON, but not an object.", hint=hint)
    return data  # pyright: ignore[reportUnknownVariableType]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a repeated key, some readers take the first value, some the last."""
    data: dict[str, Any] = {}
    for name, value in pairs:
        if name in data:
            raise BadQuestion(
                f"The key {format_value(name)} appears twice in one object.", hint=ONCE
            )
        data[name] = value
    return data


ONCE = "Write each key once."
