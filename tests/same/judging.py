"""Comparisons, plans and judgements on all roads, each as the JSON object that Python makes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import graphql

import keyart
from keyart.api.graphql.schema import schema_text
from keyart.cli.asking import options
from keyart.insights.authenticity import FindingKind, Place
from keyart.insights.comparison import Basis, GuardrailState, VerdictKind
from keyart.query import Query
from keyart.questions.question import Question
from keyart.recommendations import ReasonKind
from tests.api.graphql.asking import Graph
from tests.cli.commands import keyart as run
from tests.same.roads import Refused, Roads, camel

SCHEMA = graphql.build_schema(schema_text())

CONTEXT = ("where", "audience", "audiences", "since", "until", "tz")
"""Arguments that are parts of a question, too."""

ENUMS = (VerdictKind, Basis, GuardrailState, FindingKind, Place, ReasonKind)
"""Enumerations, which the graph has by the names of their members."""

Asked = Mapping[str, Any]
"""The keyword arguments of the method of `Store`."""


@dataclass(frozen=True)
class Judging:
    """One question about one store, to be asked on each road."""

    roads: Roads
    question: Question[Any, Any, Any]

    def python(self, asked: Asked) -> Any:
        """Ask the store itself."""
        return _of_store(getattr(self.roads.local, self.question.name), asked)

    def client(self, asked: Asked) -> Any:
        """Ask by `keyart.connect`."""
        return _of_store(getattr(self.roads.remote, self.question.name), asked)

    def rest(self, asked: Asked) -> Any:
        """Ask by the route of the judgement's name."""
        with self.roads.served.client() as client:
            answer = client.post(self.question.route, json=asked)
        if answer.status_code != 200:
            return Refused(**answer.json()["error"])
        return _timeless(answer.json())

    def words(self, asked: Asked) -> Any:
        """Ask on the command line; return the line of an error."""
        words = [self.question.command, self.roads.local.root, *_words(asked), "--json"]
        outcome = run(*words)
        if outcome.code:
            assert outcome.code == 2, outcome
            return outcome.err.strip()
        return _timeless(outcome.json)

    def graph(self, asked: Asked) -> Any:
        """Ask in the graph for all that it has to say."""
        text, variables = _request(self.question, asked)
        said = Graph(self.roads.served).post(text, **variables)
        if "errors" in said:
            (error,) = said["errors"]
            return Refused(message=error["message"], **error["extensions"])
        answer = said["data"][camel(self.question.name)]
        return None if answer is None else _timeless(answer)


def differences(found: Any, wanted: Any, at: str = "") -> list[str]:
    """Return where the graph says other than Python, as far as it says anything.

    Its names are in camel case, enumerations in capitals, mappings of parts lists of entries.
    """
    if isinstance(found, dict):
        names = {camel(name): value for name, value in wanted.items()}
        said = cast(dict[str, Any], found)
        return [d for n, v in said.items() for d in differences(v, names.get(n), f"{at}.{n}")]
    if isinstance(found, list):
        several = cast(list[Any], found)
        if isinstance(wanted, dict):
            wanted = [{"key": key, "value": value} for key, value in wanted.items()]  # pyright: ignore[reportUnknownVariableType]
        if len(several) != len(wanted):
            return [f"{at}: {len(several)} for {len(wanted)}"]
        pairs = enumerate(zip(several, wanted, strict=True))
        return [d for n, pair in pairs for d in differences(*pair, at=f"{at}[{n}]")]
    same = found == wanted or any(
        found in kind.__members__ and kind[found] == wanted for kind in ENUMS
    )
    return [] if same else [f"{at}: {found!r} for {wanted!r}"]


def _of_store(ask: Callable[..., Any], asked: Asked) -> Any:
    try:
        found = ask(**asked)
    except keyart.KeyartError as error:
        return Refused(error.code, error.message, error.hint)
    return _timeless(json.loads(json.dumps(found.to_dict(), allow_nan=False)))


def _timeless(said: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without how long it took."""
    return {name: value for name, value in said.items() if name != "ms"}


def _words(asked: Asked) -> list[str]:
    """Return the options that say the same."""
    context = {name: asked[name] for name in CONTEXT if name in asked}
    words = options(Query.from_dict({"measures": ["reach"], **context}))[2:]
    for name, value in asked.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            words.append(f"--{option}" if value else f"--no-{option}")
        elif name not in CONTEXT:
            words += [f"--{option}", ",".join(value) if isinstance(value, list) else str(value)]  # pyright: ignore[reportUnknownArgumentType]
    return words


def _request(question: Question[Any, Any, Any], asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return the text and variables of a request for every field of the answer."""
    field: Any = SCHEMA.query_type.fields[camel(question.name)]  # pyright: ignore[reportOptionalMemberAccess]
    ask = {camel(name): value for name, value in asked.items()}
    text = f"query Ask($ask: {field.args['ask'].type}) {{ {camel(question.name)}(ask: $ask) "
    return f"{text} {_everything(field.type)} }}", {"ask": ask}


def _everything(kind: Any) -> str:
    """Return a selection of all fields of a type, and of all of theirs."""
    named = cast(object, graphql.get_named_type(kind))
    fields: dict[str, Any] = getattr(named, "fields", {})
    inner = " ".join(f"{name} {_everything(own.type)}" for name, own in fields.items())
    return f"{{ {inner} }}" if fields else ""
