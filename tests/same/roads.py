"""The roads on which one question can be asked, and what is said on each in one form.

Columns have their order, values their type, and times are ISO text on every road. Of `meta` only
what the store says counts here, not who answered.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import keyart
from keyart import session
from keyart.cli.asking import options
from keyart.core.zones import parse_bound
from keyart.query import Query, Result
from tests.api.graphql.asking import Graph
from tests.api.serving import Served
from tests.cli.commands import Outcome
from tests.cli.commands import keyart as run

META = (
    *("version", "audiences_version", "exact", "error_bound", "confidence"),
    *("as_of", "complete_until", "notes"),
)
"""What meta says of the store and the question, whoever answers."""

ASK = """
query Ask($ask: QuestionInput!) {
  question(ask: $ask) {
    columns { name } rows rowCount totals
    meta { version audiencesVersion exact errorBound confidence asOf completeUntil notes }
  }
}
"""


Cells = tuple[tuple[str, str, Any], ...]
"""Values with their names and types, in order."""

SERIES = """
query Series($ask: QuestionInput!) {
  timeSeries(ask: $ask) { times complete keys lines { key measure values } totals }
}
"""


@dataclass(frozen=True)
class Said:
    """An answer."""

    rows: tuple[Cells, ...]
    totals: Cells
    meta: Cells

    @property
    def loosely(self) -> "Said":
        """The same for comparing: sums of fractions hang on the order of adding in their end."""
        return replace(self, rows=tuple(map(_loosely, self.rows)), totals=_loosely(self.totals))


@dataclass(frozen=True)
class Refused:
    """An error, as everybody is told of it."""

    code: str
    message: str
    hint: str

    @property
    def line(self) -> str:
        """What the command line prints of it."""
        return " ".join(f"error: {self.message} {self.hint}".strip().splitlines())


Question = Mapping[str, Any]
"""The keyword arguments of `store.query`."""


@dataclass(frozen=True)
class Roads:
    """One store, and everything that answers questions about it."""

    local: session.Store
    served: Served
    remote: keyart.RemoteStore

    def python(self, question: Question) -> Said | Refused:
        """Ask the store itself."""
        return _of_store(self.local, question)

    def client(self, question: Question) -> Said | Refused:
        """Ask by `keyart.connect`."""
        return _of_store(self.remote, question)

    def rest(self, question: Question) -> Said | Refused:
        """Ask by `POST /v1/query`."""
        with self.served.client() as client:
            answer = client.post("/v1/query", json=question)
        body = answer.json()
        if answer.status_code != 200:
            return Refused(**body["error"])
        return _said(body["rows"], body["totals"], body["meta"])

    def graph(self, question: Question) -> Said | Refused:
        """Ask in the graph, whose names are in camel case."""
        said = Graph(self.served).post(ASK, ask=graph_names(question))
        if "errors" in said:
            (error,) = said["errors"]
            return Refused(message=error["message"], **error["extensions"])
        found = said["data"]["question"]
        assert found["rowCount"] == len(found["rows"])
        names = [column["name"] for column in found["columns"]]
        rows = [dict(zip(names, row, strict=True)) for row in found["rows"]]
        return _said(rows, found["totals"], {name: found["meta"][camel(name)] for name in META})

    def lines(self, question: Question) -> Any:
        """Ask for lines over time in the graph."""
        return Graph(self.served).ask(SERIES, ask=graph_names(question))["timeSeries"]

    def file(self, question: Question) -> Said | str:
        """Ask on the command line, by a file of JSON; return the line of an error."""
        text = json.dumps(question)
        return _of_command(run("query", self.local.root, "--json-query", "-", "--json", stdin=text))

    def words(self, question: Question) -> Said | str:
        """Ask on the command line, by its options; return the line of an error."""
        words = options(Query.from_dict(question))
        return _of_command(run("query", self.local.root, *words, "--json"))


def has_words(question: Question) -> bool:
    """Return whether the options of `keyart query` can say a question: they list no nothing."""
    given: list[Any] = [c for name in ("where", "having") for c in question.get(name, {}).values()]
    return all(condition not in ([], {"not": []}) for condition in given)


def camel(name: str) -> str:
    """Return a name as the graph has it."""
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def graph_names(question: Question) -> dict[str, Any]:
    """Return a question as the graph takes it: in camel case, bounds as text, 95% as 0.95."""
    given = dict(question)
    for bound in ("since", "until"):
        if isinstance(given.get(bound), int):
            instant = timedelta(microseconds=parse_bound(given[bound], "UTC"))
            given[bound] = (datetime(1970, 1, 1, tzinfo=UTC) + instant).isoformat()
    if isinstance(given.get("intervals"), bool):
        given["intervals"] = 0.95 if given["intervals"] else None
    return {camel(name): value for name, value in given.items()}


def _of_store(store: Any, question: Question) -> Said | Refused:
    try:
        found: Result = store.query(**question)
    except keyart.KeyartError as error:
        return Refused(error.code, error.message, error.hint)
    return _said(found.to_dicts(), found.totals, found.meta.to_dict())


def _of_command(outcome: Outcome) -> Said | str:
    if outcome.code:
        assert outcome.code == 2, outcome
        return outcome.err.strip()
    return _said(outcome.json["rows"], outcome.json["totals"], outcome.json["meta"])


def _said(rows: Sequence[Any], totals: Mapping[str, Any], meta: Mapping[str, Any]) -> Said:
    about = {name: meta[name] for name in META}
    return Said(tuple(map(_cells, rows)), _cells(totals), _cells(about))


def _cells(row: Mapping[str, Any]) -> Cells:
    plain = {name: _plain(value) for name, value in row.items()}
    return tuple((name, type(value).__name__, value) for name, value in plain.items())


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def _loosely(cells: Cells) -> Cells:
    return tuple(
        (name, kind, pytest.approx(value, rel=1e-12, abs=0))
        if name.startswith("views") and kind == "float"
        else (name, kind, value)
        for name, kind, value in cells
    )
