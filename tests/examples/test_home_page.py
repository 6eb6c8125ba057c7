"""The example's home page against a real service: it shows what was decided, and logs it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyarrow.dataset as ds

import keyart
from examples.home_page.home_page import Policies
from keyart.live.inbox import publish_waiting
from keyart.policies import choose
from tests.api.serving import TOKEN, Served, serving
from tests.decisions.test_recording import POLICY, make_store

PAGE = Path(__file__).parents[2] / "examples" / "home_page" / "home_page.py"
SHARED: dict[str, Any] = {
    **POLICY,
    "rules": [{"audience": "list:vip", "asset": "a", "shares": {"a": 0.8, "b": 0.2}}],
}
PEOPLE = [f"p{number}" for number in range(40)]
MEMBERS = {person: ["list:vip"] for person in PEOPLE[:20]}


def make_decided(root: Path) -> Path:
    """Make a store with a policy."""
    with make_store(root) as store:
        store.decisions.record("policy", None, SHARED, "VIPs like it.")
    return root


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def home_page(service: Served, folder: Path) -> Generator[httpx.Client]:
    """Run the page as its README says, as long as the block runs."""
    members = folder / "members.json"
    members.write_text(json.dumps(MEMBERS))
    port = free_port()
    command = [sys.executable, str(PAGE), service.url, str(members), str(port)]
    process = subprocess.Popen(command, env={**os.environ, "KEYART_TOKEN": TOKEN})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            while True:
                assert process.poll() is None, "the page did not start"
                try:
                    client.get("/docs")
                except httpx.TransportError:
                    time.sleep(0.05)
                else:
                    break
            yield client
    finally:
        process.terminate()
        process.wait(30)


def test_people_see_what_was_decided_and_it_is_logged(tmp_path: Path) -> None:
    root = make_decided(tmp_path / "s.keyart")
    expected = [choose(SHARED, MEMBERS.get(person, ()), person) for person in PEOPLE]
    with serving(root) as service, home_page(service, tmp_path) as page:
        for person, choice in zip(PEOPLE, expected, strict=True):
            shown = page.get("/", params={"person": person}).text
            assert f"/media/{choice.asset}.jpg" in shown
    publish_waiting(root)
    with keyart.open(root) as store:
        rows = store.query(measures=["impressions"], by=["asset", "placement"]).to_dicts()
        store.export_facts(tmp_path / "facts")
    assets = [choice.asset for choice in expected]
    assert {row["asset"]: row["impressions"] for row in rows} == {
        asset: assets.count(asset) for asset in ("a", "b")
    }
    facts = ds.dataset(tmp_path / "facts" / "facts" / "exposure", format="parquet").to_table()
    weights = sum(round(1e6 / choice.propensity) for choice in expected)
    assert sum(facts.column("inverse_propensity").to_pylist()) == weights


def test_policies_are_sent_again_only_when_something_was_decided(tmp_path: Path) -> None:
    root = make_decided(tmp_path / "s.keyart")
    answers: list[int] = []

    def keep(response: httpx.Response) -> None:
        answers.append(response.status_code)

    with ExitStack() as until_away, ExitStack() as stack:
        service = until_away.enter_context(serving(root))
        client = stack.enter_context(service.client(event_hooks={"response": [keep]}))
        policies = Policies(client, every=0.0)
        assert policies.current() == policies.current() == [SHARED]
        with keyart.open(root) as store:
            store.decisions.record("winner", "t", "b", "It wins.")
        assert policies.current()[0]["rules"] == []
        assert answers == [200, 304, 200]
        until_away.close()
        # The service is away: the last policies stay.
        assert policies.current()[0]["otherwise"] == {"asset": "b", "shares": {"b": 1.0}}
