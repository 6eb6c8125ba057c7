"""A policy in use stays until something else is surely better, and what changes says why."""

from collections.abc import Generator
from typing import Any

import pyarrow as pa
import pytest

from keyart.insights.policies import Policy
from keyart.session import Store
from tests.insights.policies.test_deciding import WITH_NOIR, make_store

pytestmark = pytest.mark.kernels


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    """Yield a store in which `hers` wins with a third of people, and `his` with the others."""
    with make_store(tmp_path_factory.mktemp("in use") / "s.keyart", noir=WITH_NOIR) as store:
        store.ingest(assets=pa.table({"asset_id": ["new"], "title_id": ["t"]}))
        yield store


@pytest.fixture
def store(made: Store) -> Generator[Store]:
    """Yield the store; decisions of a test are reversed after it."""
    yield made
    for decision in made.decisions.list(state="stands"):
        made.decisions.reverse(decision.id, "The test is over.")


def in_use(store: Store, *rules: tuple[str, str], otherwise: str = "his") -> Policy:
    """Record a policy of some rules, and return what is decided after it."""
    document: dict[str, Any] = {
        **store.decide("t", keep=False).document(),
        "policy": "p0",
        "rules": [{"audience": name, "asset": a, "shares": {a: 1.0}} for name, a in rules],
        "otherwise": {"asset": otherwise, "shares": {otherwise: 1.0}},
    }
    store.decisions.record("policy", None, document, "A first try.")
    return store.decide("t")


def shown(policy: Policy) -> list[tuple[str | None, str]]:
    return [(rule.audience, rule.asset) for rule in (*policy.rules, policy.otherwise)]


def test_what_is_best_stays_as_it_is(store: Store) -> None:
    first = store.decide("t", explore=0.2, since="2026-03-01")
    assert (first.in_use, first.changes) == (None, ())
    made = store.decisions.record("policy", None, first, "It gains.")
    assert made.question == {"decide": {"title": "t", "explore": 0.2, "since": "2026-03-01"}}
    again = store.decide("t", explore=0.2)
    assert (again.in_use, again.policy, again.changes) == (first.policy, first.policy, ())
    assert again.sentence.startswith("Keep showing “hers” to noir and “his” to everyone else: ")


def test_a_rule_changes_where_another_asset_surely_wins(store: Store) -> None:
    policy = in_use(store, ("list:noir", "third"))
    assert shown(policy) == [("list:noir", "hers"), (None, "his")]
    (change,) = policy.changes
    assert (change.audience, change.before, change.after) == ("list:noir", "third", "hers")
    assert change.gain is not None
    assert change.gain.low is not None
    assert change.gain.high is not None
    assert 0 < change.gain.low <= WITH_NOIR["hers"] - WITH_NOIR["third"] <= change.gain.high


def test_a_rule_is_added_where_one_surely_gains(store: Store) -> None:
    store.decisions.record("winner", "t", "his", "It wins.")
    policy = store.decide("t")
    assert shown(policy) == [("list:noir", "hers"), (None, "his")]
    (change,) = policy.changes
    assert (change.audience, change.before, change.after) == ("list:noir", None, "hers")
    assert "of their own" in change.reason


def test_a_rule_without_evidence_against_it_stays(store: Store) -> None:
    policy = in_use(store, ("list:few", "hers"), ("list:noir", "hers"))
    assert shown(policy) == [("list:few", "hers"), ("list:noir", "hers"), (None, "his")]
    assert policy.changes == ()
    assert shown(store.decide("t", keep=False)) == [("list:noir", "hers"), (None, "his")]


def test_what_no_longer_exists_is_given_up(store: Store) -> None:
    policy = in_use(store, ("list:gone", "hers"), ("list:noir", "hers"), otherwise="new")
    assert shown(policy) == [("list:noir", "hers"), (None, "his")]
    reasons = {change.audience: change.reason for change in policy.changes}
    assert reasons == {
        "list:gone": "The audience no longer exists.",
        None: "Too few people were shown its asset at random, or it is no longer there.",
    }
