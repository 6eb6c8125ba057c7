"""Adds a question to the registry, and asks it on every surface: run as a program with a store."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from keyart.core.ranges import Range
from keyart.core.request import Request
from keyart.query import Access, Query, ask
from keyart.questions import registry as questions
from keyart.questions.question import Question, asks
from keyart.store import Snapshot


@dataclass(frozen=True, kw_only=True)
class BusyRequest(Request):
    """Count the titles that many impressions were of."""

    at_least: Annotated[int, Range(1, 1000, whole=True)] = 1
    """The smallest number of impressions that counts."""


@dataclass(frozen=True)
class Busy:
    """How many titles were shown often."""

    titles: int
    """How many titles."""
    notes: tuple[str, ...] = ()
    """Notes for the reader."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return {**asdict(self), "notes": list(self.notes)}


def busy(snapshot: Snapshot, access: Access, request: BusyRequest) -> Busy:
    """Return how many titles had so many impressions."""
    rows = ask(snapshot, access, Query(("impressions",), by=("title",))).to_dicts()
    return Busy(sum(row["impressions"] >= request.at_least for row in rows))


def _visible(snapshot: Snapshot, access: Access, request: BusyRequest, whole: Busy) -> Busy:
    del snapshot, access, request
    return whole


BUSY = Question(
    "busy", BusyRequest, Busy, "tests.same.adding_child:busy", _visible, example={"at_least": 3}
)


def main(store: str) -> None:
    """Print what each surface says."""
    questions.QUESTIONS += (BUSY,)
    questions.Questions.busy = asks(BUSY)  # pyright: ignore[reportAttributeAccessIssue]
    import keyart  # noqa: PLC0415 - surfaces are made of the questions that there are
    from tests.api.graphql.asking import Graph  # noqa: PLC0415
    from tests.api.serving import TOKEN, serving  # noqa: PLC0415
    from tests.cli.commands import keyart as run  # noqa: PLC0415

    found: dict[str, Any] = {}
    with keyart.open(store) as opened:
        found["python"] = opened.busy(at_least=3).to_dict()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    with serving(Path(store)) as served:
        with served.client() as client:
            found["rest"] = client.post("/v1/busy", json={"at_least": 3}).json()
            schema = client.get("/v1/openapi.json").json()
        with keyart.connect(served.url, token=TOKEN) as remote:
            found["client"] = remote.busy(at_least=3).to_dict()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        found["graph"] = Graph(served).ask("{ busy(ask: {atLeast: 3}) { titles notes } }")["busy"]
    body = schema["paths"]["/v1/busy"]["post"]["requestBody"]["content"]["application/json"]
    found["argument"] = body["schema"]["properties"]["at_least"]
    found["result"] = schema["components"]["schemas"]["Busy"]["properties"]["titles"]
    found["command"] = run("busy", store, "--at-least", "3", "--json").json
    found["help"] = run("busy", "--help").out
    found["refused"] = run("busy", store, "--at-least", "0").err.strip()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
