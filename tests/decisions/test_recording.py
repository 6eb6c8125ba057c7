"""The record of decisions: nothing is lost, later ones replace earlier ones, mistakes are told."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import BadQuestion, UnknownName
from keyart.decisions import policies
from keyart.policies import choose
from keyart.session import Store, check_store

POLICY = {
    "title": "t",
    "asset_type": "artwork",
    "rules": [{"audience": "list:vip", "asset": "a", "shares": {"a": 1.0}}],
    "otherwise": {"asset": "b", "shares": {"b": 1.0}},
    "seed": "5eed",
}


def make_store(root: Path) -> Store:
    """Return a store of two titles, one with two posters and a clip."""
    made = keyart.create(root)
    made.ingest(
        titles=pa.table({"title_id": ["t", "u"], "name": ["T", "U"]}),
        assets=pa.table(
            {
                "asset_id": ["a", "b", "c"],
                "title_id": ["t"] * 3,
                "asset_type": ["artwork", "artwork", "clip"],
            }
        ),
    )
    return made


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with make_store(tmp_path / "s.keyart") as made:
        yield made


def test_a_decision_is_kept_with_what_was_known(store: Store) -> None:
    made = store.decisions.record("winner", "t", "a", "It wins by 2 points.", by="Ada")
    (kept,) = store.decisions.list()
    assert kept == made
    assert (kept.kind, kept.title, kept.chosen, kept.by) == ("winner", "t", "a", "Ada")
    assert (kept.title_name, kept.heading) == ("T", "Show “a” to everyone")
    assert kept.version == store.snapshot().version
    assert kept.state == "stands"
    assert kept.until - kept.made == timedelta(days=28)


def test_a_later_one_replaces_it_and_a_reversal_brings_it_back(store: Store) -> None:
    first = store.decisions.record("winner", "t", "a", "It wins.")
    second = store.decisions.record("policy", "t", POLICY, "VIPs like the other one.")
    other = store.decisions.record("winner", "t", "c", "The best clip.")
    states = {one.id: one.state for one in store.decisions.list()}
    assert states == {first.id: "replaced", second.id: "stands", other.id: "stands"}
    assert [one["otherwise"]["asset"] for one in store.decisions.policies()] == ["b", "c"]
    store.decisions.reverse(second.id, "Legal objects.", by="Bo")
    kept = {one.id: one for one in store.decisions.list()}
    assert kept[first.id].state == "stands"
    assert kept[second.id].state == "reversed"
    assert kept[second.id].reversed_because == "Legal objects."
    assert [one["otherwise"]["asset"] for one in store.decisions.policies()] == ["a", "c"]


def test_policies_of_a_title_are_found_whatever_it_is_called(store: Store) -> None:
    ids = ["t", "t~", 't", "artwork', "ť", "%", "_"]
    store.ingest(titles=pa.table({"title_id": ids, "name": ids}))
    kinds = ["artwork"] * len(ids)
    assets = {"asset_id": [f"of {one}" for one in ids], "title_id": ids, "asset_type": kinds}
    store.ingest(assets=pa.table(assets))
    for one in ids:
        store.decisions.record("winner", one, f"of {one}", "It wins.")
    store.decisions.record("clickbait", "t", "of t", "Nobody stays.")
    for one in ids:
        (shown,) = policies(store.root, one)
        assert (shown["title"], shown["otherwise"]["asset"]) == (one, f"of {one}")
    assert policies(store.root, "u") == []
    assert sorted(one["title"] for one in policies(store.root)) == sorted(ids)


def test_they_are_listed_by_title_kind_and_state(store: Store) -> None:
    store.decisions.record("winner", "t", "a", "It wins.")
    store.decisions.record("under_served", None, "noir in DE", "Too little of it.")
    assert [one.kind for one in store.decisions.list(title="t")] == ["winner"]
    assert [one.chosen for one in store.decisions.list(kind="under_served")] == ["noir in DE"]
    assert store.decisions.list(state="reversed") == []


def test_what_cannot_be_recorded_says_why(store: Store) -> None:
    with pytest.raises(BadQuestion, match="reason"):
        store.decisions.record("winner", "t", "a", " ")
    with pytest.raises(UnknownName, match="winer"):
        store.decisions.record("winer", "t", "a", "It wins.")
    with pytest.raises(UnknownName, match="'v'"):
        store.decisions.record("winner", "v", "a", "It wins.")
    with pytest.raises(UnknownName, match="'z'"):
        store.decisions.record("winner", "t", "z", "It wins.")
    with pytest.raises(BadQuestion, match="no policy"):
        store.decisions.record("policy", "t", {"title": "t"}, "It gains.")
    with pytest.raises(BadQuestion, match="later than now"):
        store.decisions.record("winner", "t", "a", "It wins.", datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(BadQuestion, match="no decision 7"):
        store.decisions.reverse(7, "A mistake.")
    assert store.decisions.list() == []


def test_it_cannot_be_reversed_twice(store: Store) -> None:
    made = store.decisions.record("winner", "t", "a", "It wins.")
    store.decisions.reverse(made.id, "A mistake.")
    with pytest.raises(BadQuestion, match="reversed already"):
        store.decisions.reverse(made.id, "A mistake.")


def test_a_damaged_record_is_found(store: Store) -> None:
    store.decisions.record("winner", "t", "a", "It wins.")
    path = store.root / "decisions" / "decisions.sqlite"
    path.write_bytes(b"not a database" * 100)
    assert any("decisions" in str(found) for found in check_store(store.root))


def test_home_pages_show_everyone_a_winner(store: Store) -> None:
    made = store.decisions.record("winner", None, "c", "The best clip.")
    assert made.title == "t"
    (shown,) = store.decisions.policies()
    assert (shown["title"], shown["asset_type"], shown["rules"]) == ("t", "clip", [])
    assert choose(shown, {"list:vip"}, "somebody") == ("c", 1.0)
    with pytest.raises(BadQuestion, match="is of 't'"):
        store.decisions.record("winner", "u", "c", "It wins.")


@pytest.mark.parametrize(
    ("otherwise", "refusal"),
    [
        ({"asset": "b", "shares": {}}, "everyone else no share of the asset 'b'"),
        ({"asset": "b", "shares": {"a": 1.0}}, "no share of the asset 'b'"),
        ({"asset": "b", "shares": ["b"]}, "no share of the asset 'b'"),
        ({"asset": "b", "shares": {"b": 1.0, "a": 0.5}}, "don't sum to 1"),
        ({"asset": "b", "shares": {"b": 1.5, "a": -0.5}}, "don't sum to 1"),
        ({"asset": "b", "shares": {"b": "1"}}, "don't sum to 1"),
        ({"asset": "z", "shares": {"z": 1.0}}, "no asset of the title 'z'"),
        (None, "no policy"),
    ],
)
def test_a_policy_that_no_home_page_could_carry_out_is_refused(
    store: Store, otherwise: object, refusal: str
) -> None:
    with pytest.raises((BadQuestion, UnknownName), match=refusal):
        store.decisions.record("policy", None, POLICY | {"otherwise": otherwise}, "It gains.")
    with pytest.raises(BadQuestion, match="no seed"):
        store.decisions.record("policy", None, POLICY | {"seed": None}, "It gains.")
    assert store.decisions.policies() == []
