"""How to ask one question again, of either engine."""

import json
import shlex
from collections.abc import Iterable

from keyart.query import Query


def commands(store: str, question: Query, engines: Iterable[str]) -> tuple[str, ...]:
    """Return a command of the shell for each engine."""
    return tuple(
        f"echo {shlex.quote(_as_json(question, engine))} | "
        f"keyart query {shlex.quote(store)} --json-query -"
        for engine in engines
    )


def _as_json(question: Query, engine: str) -> str:
    asked = {**question.to_dict(), "engine": engine}
    return json.dumps(asked, ensure_ascii=False)
