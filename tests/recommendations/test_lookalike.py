"""Does half of a planted taste find the other half, and nobody who may not be profiled?"""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.errors import BadInput, BadQuestion, KeyartError, UnknownName
from keyart.core.ids import keys
from keyart.session import Store
from tests.api.graphql.asking import Graph
from tests.api.serving import TOKEN, VIEW_TOKEN, serving
from tests.cli.commands import succeed
from tests.recommendations.viewers import MINOR, NO_PROFILING, PROFILES, with_taste

THRILLERS = with_taste(0)
SEED, REST = THRILLERS[::2], THRILLERS[1::2]


@pytest.fixture(scope="module", autouse=True)
def _seed(store: Store) -> None:
    store.audiences.put("list:seed", SEED)
    store.audiences.put("list:few", SEED[:5])
    store.audiences.put("list:all", [f"p{p}" for p in range(PROFILES)])


def keys_of(store: Store, ids: list[str]) -> set[str]:
    found = keys(store.snapshot().salt, ids)
    return {f"{int(high):016x}{int(low):016x}" for high, low in found.tolist()}


def test_half_a_taste_ranks_the_other_half_first(store: Store) -> None:
    found = store.audiences.lookalike("list:seed", n=PROFILES)
    assert found.profiles == found.candidates == len(found.members)
    scores = found.members.column("score").to_numpy()
    assert (np.diff(scores) <= 0).all()
    own = keys_of(store, REST)
    is_own = np.array([key in own for key in found.members.column("profile_key").to_pylist()])
    ranks = np.arange(is_own.size, 0, -1)
    auc = (ranks[is_own].sum() - is_own.sum() * (is_own.sum() + 1) / 2) / (
        is_own.sum() * (~is_own).sum()
    )
    assert auc >= 0.9
    assert found.auc.low is not None
    assert found.auc.low > 0.75  # others of the taste count as unlike, so it can't reach 1
    assert found.top_lift > 2
    assert {title.title[:2] for title in found.titles[:3]} == {"th"}
    assert all(title.watched > title.watched_base for title in found.titles)


def test_its_size_is_asked_for(store: Store) -> None:
    look = store.audiences.lookalike
    assert look("list:seed").profiles == look("list:seed").seed_profiles
    assert look("list:seed", n=10).profiles == 10
    some = look("list:seed", threshold=0.5)
    assert some.least_score is not None
    assert some.least_score >= 0.5
    assert 0 < some.profiles < PROFILES
    inside = keys_of(store, SEED)
    assert not inside & set(look("list:seed", n=PROFILES).members.column("profile_key").to_pylist())
    both = look("list:seed", n=PROFILES, include_seed=True)
    assert inside <= set(both.members.column("profile_key").to_pylist())


def test_sizes_are_cut_from_one_order_and_a_new_version_is_ranked_anew(store: Store) -> None:
    look = store.audiences.lookalike
    few, many = look("list:seed", n=30), look("list:seed", n=300)
    assert many.members.slice(0, 30).equals(few.members)
    assert (few.auc, few.titles) == (many.auc, many.titles)
    store.audiences.put("list:moved", SEED[:100])
    before = look("list:moved")
    store.audiences.put("list:moved", SEED[50:])
    after = look("list:moved")
    assert before.seed_profiles != after.seed_profiles


def test_nobody_who_may_not_be_profiled_is_found(store: Store) -> None:
    protected = keys_of(store, [f"p{p}" for p in (*MINOR, *NO_PROFILING)])
    everyone = store.audiences.lookalike("list:seed", n=PROFILES, include_seed=True)
    assert not protected & set(everyone.members.column("profile_key").to_pylist())


def test_it_is_saved_as_a_list(store: Store) -> None:
    saved = store.audiences.save_lookalike("list:like", "list:seed", n=100)
    assert store.audiences.size("list:like") == saved.profiles == 100
    assert store.audiences.size("list:like and list:seed") == 0
    with pytest.raises(BadInput):
        store.audiences.save_lookalike("segment:like", "list:seed")


def test_a_seed_that_says_nothing_is_refused(store: Store) -> None:
    store.audiences.put("list:none", [])
    for seed in ("list:none", "list:few", "list:all"):
        with pytest.raises(BadQuestion):
            store.audiences.lookalike(seed)
    with pytest.raises(UnknownName):
        store.audiences.lookalike("list:nobody")
    with pytest.raises(BadQuestion):
        store.audiences.lookalike("list:seed", n=10, threshold=0.5)


def test_people_drawn_by_lot_are_said_to_be_alike_by_chance(store: Store) -> None:
    store.audiences.put("list:lot", [f"p{p}" for p in range(0, 1_000, 7)])
    found = store.audiences.lookalike("list:lot")
    assert found.notes
    assert "can't tell" in found.sentence


def test_a_service_gives_the_card_but_no_members(store: Store) -> None:
    here = store.audiences.lookalike("list:seed", n=600)
    with (
        serving(store.root) as served,
        serving(store.root, min_cell=500) as careful,
        keyart.connect(served.url, TOKEN) as remote,
        keyart.connect(served.url, VIEW_TOKEN) as viewer,
        keyart.connect(careful.url, TOKEN) as discreet,
    ):
        there = remote.audiences.lookalike("list:seed", n=600)
        assert there.profiles == 600
        with pytest.raises(BadQuestion, match="does not give"):
            _ = there.members
        saved = remote.audiences.save_lookalike("list:alike", "list:seed", n=600)
        assert saved.to_dict() == there.to_dict() == here.to_dict()
        assert store.audiences.size("list:alike") == 600
        with pytest.raises(KeyartError, match="Too few"):
            discreet.audiences.lookalike("list:seed", n=600)
        with pytest.raises(KeyartError, match="Too few"):
            discreet.audiences.save_lookalike("list:alike", "list:seed", n=600)
        with pytest.raises(KeyartError):
            viewer.audiences.save_lookalike("list:alike", "list:seed", n=600)


def test_the_command_shows_saves_and_writes(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "like.parquet"
    said = succeed("audiences", "lookalike", store.root, "list:seed", "-n", "50",
                   "--save", "list:like-seed", "--out", out)  # fmt: skip
    assert "50 people are most like list:seed" in said.out
    assert "Thriller" in said.out
    assert pq.read_table(out).num_rows == 50 == store.audiences.size("list:like-seed")


def test_the_graph_finds_and_saves(store: Store) -> None:
    find = "query($ask: LookalikeInput!) { lookalike(ask: $ask) { profiles auc { value } } }"
    save = """mutation($ask: LookalikeInput!) {
      saveLookalike(name: "list:graphed", ask: $ask) { profiles titles { title part } }
    }"""
    with serving(store.root) as served:
        graph = Graph(served)
        found = graph.post(find, ask={"seed": "list:seed", "n": 70})["data"]["lookalike"]
        assert found["profiles"] == 70
        assert found["auc"]["value"] > 0.75
        saved = graph.post(save, ask={"seed": "list:seed", "n": 70})["data"]["saveLookalike"]
        assert saved["profiles"] == 70 == store.audiences.size("list:graphed")
