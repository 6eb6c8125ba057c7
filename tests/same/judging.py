"""Comparisons, plans and judgements on all roads, each as the JSON object that Python makes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import graphql

import keyart
from keyart.api.graphql.schema import schema_text
from keyart.cli.asking import options
from keyart.insights.comparison import Kind
from keyart.insights.comparison.guardrails import GUARD_MARGIN
from keyart.query import Query
from tests.api.graphql.asking import Graph
from tests.cli.commands import keyart as run
from tests.same.roads import Refused, Roads, camel

SCHEMA = graphql.build_schema(schema_text())

CONTEXT = ("where", "audience", "audiences", "since", "until", "tz")
"""Arguments that are parts of a question, too."""

WITHIN = ("measure", "where", "audience", "since", "until", "tz")
"""Arguments that the graph has within `within`."""

DERIVED: Mapping[str, Callable[[Any], Any]] = {
    "q": lambda found: found["q_value"],
    "beyondChance": lambda found: _leaves_out_0(found["difference"]),
    "several": lambda found: found["overlap"],
}
"""What the graph has and Python does not write down, by what Python says of it."""

OTHERWISE: Mapping[str, Callable[[Any], Any]] = {
    "guardrails": lambda found: _guardrails(found["arms"][0] if "arms" in found else found),
    "effects": lambda found: [
        {"asset": asset, "effect": effect, "q": found["q"].get(asset)}
        for asset, effect in found["effects"].items()
    ],
}
"""What the graph has in another form than Python, by what Python says beside it."""

Asked = Mapping[str, Any]
"""The keyword arguments of the method of `Store`."""


@dataclass(frozen=True)
class Judgement:
    """One of the things that a store judges, and what it is called on each road."""

    method: str
    path: str
    command: str
    field: str
    """Of the graph."""

    @property
    def asks_whole(self) -> bool:
        """Whether the graph takes all arguments as one input."""
        return self.field in {"comparison", "planTest"}


COMPARE = Judgement("compare", "/v1/compare", "compare", "comparison")
PLAN = Judgement("plan_test", "/v1/plan", "plan", "planTest")
OUTLIERS = Judgement("outliers", "/v1/outliers", "outliers", "outliers")
NORMS = Judgement("norms", "/v1/norms", "norms", "norms")
AUTHENTICITY = Judgement("authenticity", "/v1/authenticity", "authenticity", "authenticity")


@dataclass(frozen=True)
class Judging:
    """One judgement of one store, to be asked for on each road."""

    roads: Roads
    judgement: Judgement

    def python(self, asked: Asked) -> Any:
        """Ask the store itself."""
        return _of_store(getattr(self.roads.local, self.judgement.method), asked)

    def client(self, asked: Asked) -> Any:
        """Ask by `keyart.connect`."""
        return _of_store(getattr(self.roads.remote, self.judgement.method), asked)

    def rest(self, asked: Asked) -> Any:
        """Ask by the route of the judgement's name."""
        with self.roads.served.client() as client:
            answer = client.post(self.judgement.path, json=asked)
        if answer.status_code != 200:
            return Refused(**answer.json()["error"])
        return _timeless(answer.json())

    def words(self, asked: Asked) -> Any:
        """Ask on the command line; return the line of an error."""
        words = [self.judgement.command, self.roads.local.root, *_words(asked), "--json"]
        outcome = run(*words)
        if outcome.code:
            assert outcome.code == 2, outcome
            return outcome.err.strip()
        return _timeless(outcome.json)

    def graph(self, asked: Asked) -> Any:
        """Ask in the graph for all that it has to say."""
        text, variables = _request(self.judgement, asked)
        said = Graph(self.roads.served).post(text, **variables)
        if "errors" in said:
            (error,) = said["errors"]
            return Refused(message=error["message"], **error["extensions"])
        return said["data"][self.judgement.field]


def differences(found: Any, wanted: Any, at: str = "") -> list[str]:
    """Return where the graph says other than Python, as far as it says anything.

    Its names are in camel case, verdicts in capitals; of intervals it may have the value alone.
    """
    if isinstance(found, dict):
        said = {n: v for n, v in cast(dict[str, Any], found).items() if n != "suppressed"}
        names = {**wanted, **{camel(name): value for name, value in wanted.items()}}
        for name in said.keys() & DERIVED.keys() - names.keys():
            names[name] = DERIVED[name](wanted)
        for name in said.keys() & OTHERWISE.keys():
            names[name] = OTHERWISE[name](wanted)
        return [d for n, v in said.items() for d in differences(v, names.get(n), f"{at}.{n}")]
    if isinstance(found, list):
        several = cast(list[Any], found)
        if len(several) != len(wanted):
            return [f"{at}: {len(several)} for {len(wanted)}"]
        pairs = enumerate(zip(several, wanted, strict=True))
        return [d for n, pair in pairs for d in differences(*pair, at=f"{at}[{n}]")]
    if isinstance(wanted, dict):
        return differences(found, wanted["value"], at)
    same = found == wanted or (found in Kind.__members__ and Kind[found] == wanted)
    return [] if same else [f"{at}: {found!r} for {wanted!r}"]


def _guardrails(arm: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {**guard, "rate": arm["others"][guard["measure"]], "margin": GUARD_MARGIN}
        for guard in arm["guards"]
    ]


def _leaves_out_0(interval: Mapping[str, float | None]) -> bool:
    low, high = interval["low"], interval["high"]
    return low is not None and high is not None and (low > 0 or high < 0)


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
        option = f"--{ {'assets': 'asset'}.get(name, name).replace('_', '-') }"
        if name == "sequential":
            words += [] if value else ["--fixed"]
        elif value is True:
            words.append(option)
        elif name not in CONTEXT:
            words += [option, ",".join(value) if isinstance(value, list) else str(value)]  # pyright: ignore[reportUnknownArgumentType]
    return words


def _request(judgement: Judgement, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return the text and variables of a request for every field of the answer."""
    field: Any = SCHEMA.query_type.fields[judgement.field]  # pyright: ignore[reportOptionalMemberAccess]
    given: dict[str, Any] = dict(asked)
    if judgement.asks_whole:
        given = {"ask": {camel(name): value for name, value in asked.items()}}
    elif within := {name: given.pop(name) for name in WITHIN if name in given}:
        given["within"] = within
    types = ", ".join(f"${name}: {field.args[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    head, arguments = (f"query Ask({types})", f"({passed})") if given else ("", "")
    return f"{head} {{ {judgement.field}{arguments} {_everything(field.type)} }}", given


def _everything(kind: Any) -> str:
    """Return a selection of all fields of a type, and of all of theirs."""
    named = cast(object, graphql.get_named_type(kind))
    fields: dict[str, Any] = getattr(named, "fields", {})
    inner = " ".join(f"{name} {_everything(own.type)}" for name, own in fields.items())
    return f"{{ {inner} }}" if fields else ""
