"""Decisions and policies over the service, the client and the command line."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.errors import BadQuestion
from tests.api.serving import TOKEN, VIEW_TOKEN, Served, serving
from tests.cli.commands import fail, succeed
from tests.decisions.test_recording import POLICY, make_store


@pytest.fixture
def served(tmp_path: Path) -> Generator[tuple[Path, Served]]:
    store = tmp_path / "s.keyart"
    make_store(store).close()
    with serving(store) as service:
        yield store, service


def test_the_client_records_what_the_store_lists(served: tuple[Path, Served]) -> None:
    root, service = served
    with keyart.connect(service.url, TOKEN) as remote:
        made = remote.decisions.record("policy", "t", POLICY, "VIPs like it.", by="Ada")
        remote.decisions.record("winner", "t", "c", "The best clip.")
        assert remote.decisions.policies()[0] == POLICY
        with keyart.open(root) as store:
            assert store.decisions.list() == remote.decisions.list()
        assert remote.decisions.reverse(made.id, "A mistake.").state == "reversed"
        assert remote.decisions.list(state="stands", kind="policy") == []
        with pytest.raises(BadQuestion, match="reason"):
            remote.decisions.record("winner", "t", "a", "")


def test_home_pages_get_policies_once(served: tuple[Path, Served]) -> None:
    root, service = served
    with keyart.open(root) as store, service.client(VIEW_TOKEN) as page:
        assert page.get("/v1/policies").json() == {"policies": []}
        store.decisions.record("policy", None, POLICY, "VIPs like it.")
        found = page.get("/v1/policies/t")
        assert found.json() == {"policies": [POLICY]}
        again = page.get("/v1/policies/t", headers={"if-none-match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert page.get("/v1/policies/u").status_code == 404
        refused = page.post("/v1/decisions/record", json={"kind": "other", "chosen": "x"})
        assert refused.status_code == 403


def test_the_command_line_records_and_lists(tmp_path: Path) -> None:
    store = tmp_path / "s.keyart"
    make_store(store).close()
    out = succeed(
        "decisions", "record", store, "winner", "a", "--title", "t", "--because", "It wins."
    )
    assert "Recorded decision 1" in out.out
    listed = succeed("decisions", "list", store).out
    assert "It wins." in listed
    assert "stands" in listed
    assert (
        "Reversed decision 1."
        in succeed("decisions", "reverse", store, "1", "--because", "No.").out
    )
    missing = fail(
        2, "decisions", "record", store, "policy", tmp_path / "no.json", "--because", "x"
    )
    assert "keyart decide" in missing


def test_policies_are_exported(tmp_path: Path) -> None:
    root, parquet = tmp_path / "s.keyart", tmp_path / "p.parquet"
    with make_store(root) as store:
        store.decisions.record("policy", None, POLICY, "VIPs like it.")
        store.decisions.record("winner", "t", "c", "The best clip.")
        standing = store.decisions.policies()
    assert succeed("export", "policies", root).json == {"policies": standing}
    assert succeed("export", "policies", root, "--out", parquet).out == ""
    rows = pq.read_table(parquet).select(["asset_type", "rule", "audience", "asset", "share"])
    assert [tuple(row.values()) for row in rows.to_pylist()] == [
        ("artwork", 0, "list:vip", "a", 1.0),
        ("artwork", 1, None, "b", 1.0),
        ("clip", 0, None, "c", 1.0),
    ]


def test_the_graph_records_reverses_and_lists(served: tuple[Path, Served]) -> None:
    _, service = served
    record = """mutation ($chosen: Data!) {
      recordDecision(ask: {kind: "policy", chosen: $chosen, because: "VIPs like it."}) { id chosen }
    }"""
    reverse = """mutation ($id: Int!) {
      reverseDecision(ask: {decision: $id, because: "A mistake."}) { state reversedBecause }
    }"""
    listed = '{ decisions(ask: {title: "t"}) { decisions { id kind state } } }'
    with service.client(TOKEN) as owner, service.client(VIEW_TOKEN) as reader:

        def ask(query: str, **variables: Any) -> Any:
            body = {"query": query, "variables": variables}
            return owner.post("/graphql", json=body).json()["data"]

        made = ask(record, chosen=POLICY)["recordDecision"]
        assert made["chosen"] == POLICY
        reversed_ = ask(reverse, id=made["id"])["reverseDecision"]
        assert reversed_ == {"state": "REVERSED", "reversedBecause": "A mistake."}
        found = reader.post("/graphql", json={"query": listed}).json()["data"]
        assert found["decisions"]["decisions"] == [
            {"id": made["id"], "kind": "POLICY", "state": "REVERSED"}
        ]
        refused = reader.post("/graphql", json={"query": reverse, "variables": {"id": made["id"]}})
        assert "token" in refused.json()["errors"][0]["message"]
