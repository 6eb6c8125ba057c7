"""A policy's choice: the documented vectors, shares that hold, the same at every visit."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.policies import choose
from tests.docs.pages import page

PAGE = page("docs/policies.md")
VECTORS = Path(__file__).parents[1] / "docs" / "policy-vectors.json"
OTHERWISE = {"a1": 0.8, "a2": 0.1, "a3": 0.1}
POLICY: dict[str, Any] = {
    "rules": [
        {"audience": "affinity:noir", "asset": "a3", "shares": {"a3": 0.9, "a1": 0.1}},
        {"audience": "list:vip", "asset": "a2", "shares": {"a2": 1.0}},
    ],
    "otherwise": {"asset": "a1", "shares": OTHERWISE},
    "seed": "5eed",
}


def test_the_documented_vectors_hold() -> None:
    written = json.loads(VECTORS.read_text(encoding="ascii"))
    policies = {policy["title"]: policy for policy in written["policies"]}
    assert len(written["vectors"]) >= 50
    for vector in written["vectors"]:
        choice = choose(policies[vector["title"]], vector["memberships"], vector["profile_key"])
        assert choice == (vector["asset"], vector["propensity"])
    (shown,) = (json.loads(block.text) for block in PAGE.blocks if block.language == "json")
    assert shown == policies["t1"]


def test_the_first_rule_that_matches_counts() -> None:
    assert choose(POLICY, {"list:vip", "affinity:noir"}, "p1").asset in {"a3", "a1"}
    assert choose(POLICY, ["list:vip"], "p1") == ("a2", 1.0)


@given(st.text())
def test_a_person_gets_the_same_at_every_visit(key: str) -> None:
    choice = choose(POLICY, (), key)
    assert choice == choose(POLICY, (), key)
    assert choice.propensity == OTHERWISE[choice.asset]


def test_shares_hold() -> None:
    got = Counter(choose(POLICY, (), f"person {n}").asset for n in range(20_000))
    for asset, share in OTHERWISE.items():
        assert got[asset] / 20_000 == pytest.approx(share, abs=0.01)
