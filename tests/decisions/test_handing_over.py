"""Decisions and policies over the service, the client and the command line."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.errors import BadQuestion, UnknownName
from keyart.policies import choose
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


VIPS = ["vip 1", "vip 2", "Zoë", "child"]
SHARED = {
    **POLICY,
    "rules": [
        {"audience": "list:vip", "asset": "a", "shares": {"a": 0.6, "b": 0.4, "c": 0.0}},
        {"audience": "list:gone", "asset": "b", "shares": {"b": 1.0}},
    ],
    "otherwise": {"asset": "b", "shares": {"b": 0.5, "a": 0.5}},
}


def make_store_of_people(root: Path) -> None:
    """Make a store with a list of four, one of them a child, and a policy for it."""
    with make_store(root) as store:
        profiles = {"profile_id": VIPS, "is_minor": [name == "child" for name in VIPS]}
        store.ingest(profiles=pa.table(profiles))
        store.audiences.put("list:vip", VIPS)
        store.decisions.record("policy", None, SHARED, "VIPs like it.")
        store.decisions.record("winner", "t", "c", "The best clip.")


def test_everybody_gets_what_a_home_page_would_show(tmp_path: Path) -> None:
    make_store_of_people(tmp_path / "s.keyart")
    strangers = [f"p{number}" for number in range(500)]
    with keyart.open(tmp_path / "s.keyart") as store:
        chosen = store.decisions.choose([*VIPS, *strangers, 7])
        policies = store.decisions.policies()
        with pytest.raises(UnknownName, match="title with a policy 'u'"):
            store.decisions.choose(VIPS, title="u")
    expected = [
        (name, "t", *choose(policy, {"list:vip"} if name in VIPS[:3] else (), name))
        for name in [*VIPS, *strangers, "7"]
        for policy in policies
    ]
    assert [tuple(row.values()) for row in chosen.table.to_pylist()] == expected
    assert (chosen.ids, chosen.unknown) == (505, 501)
    assert chosen.notes == (
        "t: the audience list:gone no longer exists, so its rule matches nobody. Decide again.",
    )


def test_choices_are_exported_with_the_ids_that_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, match, out = tmp_path / "s.keyart", tmp_path / "crm.csv", tmp_path / "out.parquet"
    make_store_of_people(root)
    match.write_text("id,mail\nvip 1,a@example.org\nnobody,b@example.org\nvip 1,a@example.org\n")
    asked = ("export", "policies", root, "--match", match, "--id-column", "id")
    outcome = succeed(*asked, "--out", out)
    assert "Unknown to the store: 1 of 2 ids. They get what everyone else does." in outcome.err
    rows = pq.read_table(out).to_pylist()
    assert [*rows[0]] == ["id", "title", "asset", "propensity"]
    assert [row["id"] for row in rows] == ["vip 1", "vip 1", "nobody", "nobody"]
    assert succeed(*asked, "--format", "json").json == rows
    monkeypatch.setattr("keyart.cli.commands.policies.PEOPLE_AT_ONCE", 1)
    assert succeed(*asked, "--out", out).err == outcome.err
    assert pq.read_table(out).to_pylist() == rows
    assert "no column 'profile_id'" in fail(1, *asked[:-2])
    match.write_text("id\n")
    assert "has no ids" in fail(2, *asked)
    assert "no title with a policy 'T'" in fail(2, "export", "policies", root, "--title", "T")


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
