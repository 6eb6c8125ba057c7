"""How questions are written on the command line: names, conditions, or a JSON file."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from keyart.core.errors import BadQuestion
from keyart.core.json_object import json_object
from keyart.core.zones import instant, parse_bound
from keyart.query import Query

CONDITION_HELP = (
    "country=DE,LU (any of), country!=DE (none of), position=1..5 (from 1 to below 5; 1.. and "
    '..5 are open), genre=null (missing); "…" around values with commas, dots or null in them'
)

_HINT = f"Write {CONDITION_HELP}."
_AUDIENCE = re.compile(r'(?:"[^"]*"|\((?:"[^"]*"|[^)"])*\)|[^,])+')
_CONDITION = re.compile(r"\s*([^=!]+?)\s*(!?=)(.*)", re.DOTALL)
_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,"]*))\s*(,|$)')
_NEEDS_QUOTES = re.compile(r'[,"]|\.\.')
_RANGE = re.compile(r"\s*(.*?)\s*\.\.\s*(.*?)\s*")


def names(text: str | None) -> list[str] | None:
    """Return the names in a list with commas, None for None."""
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def expressions(text: str | None) -> list[str] | None:
    """Return the audiences in a list with commas, None for None.

    Commas within quotes or parentheses belong to an audience.
    """
    if text is None:
        return None
    return [part.strip() for part in _AUDIENCE.findall(text) if part.strip()]


def read_question(file: Path) -> Query:
    """Read a question from a JSON file (`-`: stdin); raises `BadQuestion`."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadQuestion(f"{file} is not UTF-8 text.", hint="Save it as UTF-8.") from None
    return Query.from_dict(json_object(text, str(file), "Write the JSON of Query.to_dict()."))


def conditions(condition_texts: Iterable[str], option: str) -> dict[str, Any]:
    """Read conditions, by name, as `Query` takes them.

    Raises `BadQuestion` for malformed conditions and repeated names.
    """
    by_name: dict[str, Any] = {}
    for text in condition_texts:
        name, condition = _read_condition(text, option)
        if name in by_name:
            raise BadQuestion(
                f"{option} has {name!r} twice.",
                hint=f"Give all values at once, such as {option} '{name}=A,B'.",
            )
        by_name[name] = condition
    return by_name


def _read_condition(text: str, option: str) -> tuple[str, Any]:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise BadQuestion(f"{option} {text!r} is not a condition.", hint=_HINT)
    name, operator, rest = match.groups()
    if operator == "!=":
        return name, {"not": _read_values(rest, f"{option} {text!r}")}
    span = _RANGE.fullmatch(rest)
    if span is None or '"' in rest:
        return name, _read_values(rest, f"{option} {text!r}")
    bounds = dict(zip(("from", "to"), span.groups(), strict=True))
    return name, {side: bound for side, bound in bounds.items() if bound}


def _read_values(text: str, where: str) -> list[str | None]:
    """Read values separated by commas; quoted values are always text."""
    values: list[str | None] = []
    at = 0
    while True:
        match = _VALUE.match(text, at)
        if match is None:
            raise BadQuestion(f"{where} has an unclosed quote.", hint=_HINT)
        quoted, unquoted, separator = match.groups()
        if quoted is not None:
            values.append(quoted.replace('""', '"'))
        elif unquoted.strip():
            values.append(None if unquoted.strip() == "null" else unquoted.strip())
        else:
            raise BadQuestion(f"{where} has an empty value.", hint=_HINT)
        if not separator:
            return values
        at = match.end()


def options(query: Query) -> list[str]:
    """Return the `keyart query` options of a question."""
    words: list[str] = []
    for field, value in query.to_dict().items():
        option = f"--{field.replace('_', '-')}"
        if field in {"where", "having"}:
            words += [
                word for name in value for word in (option, _condition_text(name, value[name]))
            ]
        elif field == "intervals" and value is not True:
            words += ["--confidence", str(value)]
        elif value is True:
            words.append(option)
        elif field in {"since", "until"} and not isinstance(value, str):
            words += [option, instant(parse_bound(value, query.tz)).isoformat()]
        else:
            words += [
                option,
                ",".join(cast(list[str], value)) if isinstance(value, list) else str(value),
            ]
    return words


def _condition_text(name: str, condition: Any) -> str:
    if isinstance(condition, dict) and "not" not in condition:
        bounds = cast(dict[str, object], condition)
        return f"{name}={bounds.get('from', '')}..{bounds.get('to', '')}"
    negated = isinstance(condition, dict)
    listed = cast(dict[str, Any], condition)["not"] if negated else condition
    values = cast(list[object], listed) if isinstance(listed, list) else [listed]
    return f"{name}{'!=' if negated else '='}{','.join(map(_value_text, values))}"


def _value_text(value: object) -> str:
    if value is None:
        return "null"
    text = str(value)
    needs_no_quotes = text.strip() == text != "null" and text and not _NEEDS_QUOTES.search(text)
    return text if needs_no_quotes else '"' + text.replace('"', '""') + '"'
