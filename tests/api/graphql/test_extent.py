"""How much one request may spell out, and that finding out takes no longer than reading it."""

import pytest

from keyart.api.graphql.extent import MOST_ALIASES, MOST_DEPTH
from tests.api.graphql.asking import Graph


def nested(levels: int) -> str:
    """Return a request with so many levels of fields."""
    return '{ title(titleId: "heist") ' + "{ parent " * (levels - 1) + "{ name }" + "}" * levels


def renamed(fields: int) -> str:
    return "{ " + " ".join(f"a{number}: titles {{ totalCount }}" for number in range(fields)) + " }"


def doubling(fragments: int, field: str) -> str:
    """Return a request whose fragments spread each other twice."""
    spread = (f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }} " for n in range(fragments))
    last = f"fragment f{fragments} on Query {{ {field} {{ totalCount }} }}"
    return f"{{ ...f0 }} {''.join(spread)} {last}"


def chained(fragments: int) -> str:
    spread = (f"fragment f{n} on Query {{ ...f{n + 1} }} " for n in range(fragments))
    last = f"fragment f{fragments} on Query {{ titles {{ totalCount }} }}"
    return f"{{ ...f0 }} {''.join(spread)} {last}"


def test_what_stays_within_is_answered(graph: Graph) -> None:
    assert graph.ask(nested(MOST_DEPTH))["title"]
    assert len(graph.ask(renamed(MOST_ALIASES))) == MOST_ALIASES
    for request in (chained(5), doubling(60, "titles")):
        assert graph.ask(request) == graph.ask("{ titles { totalCount } }")


REFUSED = {
    "too deep": nested(MOST_DEPTH + 1),
    "too deep by far": nested(900),
    "too many names": renamed(MOST_ALIASES + 1),
    "names in a fragment that is spread twice": (
        '{ ...f title(titleId: "heist") { name } ... on Query { ...f } } '
        f"fragment f on Query {renamed(MOST_ALIASES // 2 + 1)}"
    ),
    "fragments that double": doubling(60, "renamed: titles"),
    "a fragment within itself": "{ ...f } fragment f on Query { noticeCounts { open } ...f }",
    "a fragment that is nowhere": "{ ...f }",
    "a long chain of fragments": chained(500),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_goes_beyond_is_refused(graph: Graph, name: str) -> None:
    errors = graph.post(REFUSED[name])["errors"]
    assert {error["extensions"]["code"] for error in errors} == {"bad_request"}


def test_errors_repeat_no_endless_name(graph: Graph) -> None:
    name = "x" * 500_000
    (error,) = graph.post(f"{{ {name} }}")["errors"]
    assert len(error["message"]) < 2000
    with graph.served.client() as client:
        answer = client.post("/v1/query", json={"measures": [name]})
    assert answer.status_code == 400
    assert len(answer.content) < 5000
