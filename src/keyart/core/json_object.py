"""One JSON object, read strictly: what two readers could understand differently is refused."""

import json
from typing import Any, NoReturn

from keyart.core.errors import BadQuestion
from keyart.core.ranges import shown

EXAMPLE = 'Send an object, such as {"measures": ["reach"]}.'


def json_object(text: str | bytes, what: str = "That", hint: str = EXAMPLE) -> dict[str, Any]:
    """Return the JSON object that `text` is.

    Raises `BadQuestion` for anything else, and for an object that has a key twice, for numbers
    that JSON has not, and for halves of characters. `what` says what the text is.
    """
    try:
        found: object = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
        )
        json.dumps(found, ensure_ascii=False).encode()  # halves of characters are no text
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadQuestion(f"{what} is not JSON: {reason}.", hint=hint) from None
    if not isinstance(found, dict):
        raise BadQuestion(f"{what} is JSON, but no object.", hint=hint)
    return found  # pyright: ignore[reportUnknownVariableType]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of readers of a repeated key some take the first value, some the last."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadQuestion(f"The key {shown(name)} stands twice in one object.", hint=ONCE)
        found[name] = value
    return found


ONCE = "Write each key once."
