"""What is recommended: what people would like, and nothing that they may not or need not see."""

from pathlib import Path

import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import BadQuestion, KeyartError, UnknownName
from keyart.recommendations import RecommendRequest
from keyart.session import Store
from tests.api.serving import TOKEN, serving
from tests.cli.commands import succeed
from tests.recommendations.viewers import (
    ADULT,
    GENRES,
    GONE,
    MINOR,
    NO_PROFILING,
    ONLY_US,
    country_of,
    plays,
    with_taste,
)

PLAYS = plays()


@pytest.fixture(scope="module", autouse=True)
def _audiences(store: Store) -> None:
    store.audiences.put("list:thriller", with_taste(0))
    store.audiences.put("list:few", with_taste(0)[:5])
    store.audiences.put("list:nobody", [])


def watched_by(profile: str) -> set[str]:
    """Return what a profile watched, episodes as their series."""
    rows = PLAYS.filter(pa.compute.equal(PLAYS["profile_id"], profile))
    return {title.partition("e")[0] if "e" in title[2:] else title
            for title in rows["title_id"].to_pylist()}  # fmt: skip


def titles_of(store: Store, **asked: object) -> list[str]:
    return [row.title for row in store.recommend(**asked).rows]  # pyright: ignore[reportArgumentType]


def test_an_audience_is_recommended_what_it_likes(store: Store) -> None:
    found = store.recommend(audience="list:thriller", n=8, country="US")
    assert found.personalised
    assert found.people == len(with_taste(0))
    assert all(row.title.startswith("th") for row in found.rows[:3])
    assert sum(row.title.startswith("th") for row in found.rows) >= 5
    assert found.rows[0].score == max(row.score for row in found.rows) <= 1
    for row in found.rows:
        assert row.new_to_them is not None
        seen = sum(row.title in watched_by(profile) for profile in with_taste(0))
        assert row.new_to_them == pytest.approx(1 - seen / found.people)
        assert row.reason.words
    reasons = {row.reason.kind for row in found.rows}
    assert reasons <= {"watched", "affinity"}
    assert any(row.reason.titles for row in found.rows)
    assert any(row.reason.affinity is not None for row in found.rows)


def test_a_series_stands_for_its_episodes(store: Store) -> None:
    everything = titles_of(store, audience="list:thriller", n=60, exclude_seen=False)
    assert "th0" in everything
    assert not [title for title in everything if "e" in title[2:]]
    assert len(everything) == len(set(everything))


def test_what_was_seen_is_left_out(store: Store) -> None:
    for profile in ("p100", "p201", "p302"):
        seen = watched_by(profile)
        assert not seen & set(titles_of(store, profile_id=profile, n=48))
        again = titles_of(store, profile_id=profile, n=48, exclude_seen=False)
        assert len(seen & set(again)) >= len(seen) - 2


def test_what_is_not_available_there_is_left_out(store: Store) -> None:
    everything = {"n": 60, "exclude_seen": False}
    us = titles_of(store, audience="list:thriller", country="us", **everything)
    de = titles_of(store, audience="list:thriller", country="DE", **everything)
    assert ONLY_US in us
    assert ONLY_US not in de
    assert GONE not in {*us, *de}
    german = next(f"p{p}" for p in range(100, 200) if country_of(p) == "DE")
    assert ONLY_US not in titles_of(store, profile_id=german, **everything)


def test_what_is_above_a_profiles_maturity_is_left_out(store: Store) -> None:
    for profile in ("p3", f"p{MINOR[0]}"):
        assert ADULT not in titles_of(store, profile_id=profile, n=60, exclude_seen=False)
    assert ADULT in titles_of(store, profile_id="p103", n=60, exclude_seen=False)


@pytest.mark.parametrize("profile", [MINOR[3], NO_PROFILING[3]])
def test_who_may_not_be_profiled_gets_what_is_popular_there(store: Store, profile: int) -> None:
    found = store.recommend(profile_id=f"p{profile}", n=10)
    assert not found.personalised
    assert found.country == country_of(profile)
    assert {row.reason.kind for row in found.rows} == {"popular"}
    others = [p for p in (*MINOR, *NO_PROFILING) if country_of(p) == country_of(profile)]
    same = [titles_of(store, profile_id=f"p{p}", n=10) for p in others]
    assert all(titles == same[0] for titles in same)
    assert all(title[2:] in {"0", "1", "2", "3"} for title in same[0][:4])
    # Nor do they count as members of an audience.
    assert store.recommend(audience="attr:country=DE or attr:country=US").people <= 1_202 - 40


def test_who_has_watched_nothing_gets_what_is_popular(store: Store) -> None:
    found = store.recommend(profile_id="p1200", n=5)
    assert not found.personalised
    assert len(found.rows) == 5


def test_diversity_spreads_titles(store: Store) -> None:
    def genres(diversity: float) -> int:
        listed = titles_of(store, audience="list:thriller", n=10, diversity=diversity)
        return len({title[:2] for title in listed})

    assert genres(0.0) <= genres(1.0)
    alike = titles_of(store, audience="list:thriller", n=10, diversity=0.0)
    assert alike[0] == titles_of(store, audience="list:thriller", n=10, diversity=1.0)[0]
    scores = [row.score for row in store.recommend(audience="list:thriller", diversity=0.0).rows]
    assert scores == sorted(scores, reverse=True)


def test_bad_questions_are_refused(store: Store) -> None:
    with pytest.raises(BadQuestion):
        store.recommend()
    with pytest.raises(BadQuestion):
        store.recommend(audience="list:thriller", profile_id="p1")
    with pytest.raises(BadQuestion):
        store.recommend(audience="list:thriller", n=0)
    with pytest.raises(UnknownName):
        store.recommend(audience="list:nothing")
    with pytest.raises(UnknownName):
        store.recommend(profile_id="somebody")
    assert store.recommend(audience="list:nobody").people == 0


def test_sensitive_titles_are_neither_inferred_nor_named(
    tmp_path: Path,
) -> None:
    titles = pa.table(
        {"title_id": [f"t{n}" for n in range(20)], "name": [f"Title {n}" for n in range(20)],
         "tags": [["faith"] if n < 6 else ["cosy"] for n in range(20)]}
    )  # fmt: skip
    rows = [
        {"ts": f"2026-03-{1 + n % 28:02d}T20:00", "profile_id": f"p{p}", "title_id": f"t{n}",
         "seconds": 3600.0}
        for p in range(120) for n in range(20) if (n < 6) == (p % 2 == 0) and (p + n) % 3
    ]  # fmt: skip
    with keyart.create(tmp_path / "s.keyart") as store:
        store.ingest(titles=titles, plays=pa.Table.from_pylist(rows))
        faithful = {f"t{n}" for n in range(6)}
        for profile in ("p0", "p1", "p2"):
            for row in store.recommend(profile_id=profile).rows:
                assert not faithful & set(row.reason.titles)
                assert row.title not in faithful or row.reason.kind == "popular"


def test_a_service_answers_about_enough_people(store: Store) -> None:
    asked = RecommendRequest(audience="list:thriller", n=5)
    with (
        serving(store.root) as served,
        serving(store.root, min_cell=20) as careful,
        keyart.connect(served.url, TOKEN) as remote,
        keyart.connect(careful.url, TOKEN) as discreet,
    ):
        assert remote.recommend(asked).to_dict() == store.recommend(asked).to_dict()
        assert remote.recommend(profile_id="p100").rows
        assert len(discreet.recommend(asked).rows) == 5
        for refused in (
            RecommendRequest(audience="list:few"),
            RecommendRequest(profile_id="p100"),
        ):
            with pytest.raises(KeyartError, match="Too few"):
                discreet.recommend(refused)
        behind = {title for row in discreet.recommend(asked).rows for title in row.reason.titles}
        people = with_taste(0)
        assert all(sum(t in watched_by(p) for p in people) >= 20 for t in behind)


def test_the_command_lists_titles_with_reasons(store: Store) -> None:
    said = succeed("recommend", store.root, "--audience", "list:thriller", "--n", "5")
    assert "Thriller" in said.out
    assert said.out.count("\n") >= 6
    answer = succeed("recommend", store.root, "--profile-id", "p100", "--json").json
    assert len(answer["rows"]) == 20
    assert len({row["title"][:2] for row in answer["rows"]}) <= len(GENRES)


def test_a_store_with_hardly_anything_recommends_what_there_is(tmp_path: Path) -> None:
    with keyart.create(tmp_path / "s.keyart") as store:
        store.audiences.put("list:two", ["ann", "bob"])
        assert store.recommend(audience="list:two").rows == ()
        assert store.recommend(profile_id="ann").notes == (
            "There is nothing to recommend to them.",
        )
        assert store.recommend_all(["ann", "somebody"]).table.num_rows == 0
        plays = {"ts": ["2026-03-01"] * 2, "profile_id": ["ann", "cat"], "title_id": ["a", "b"]}
        store.ingest(plays=pa.table({**plays, "seconds": [900, 900], "country": ["DE", "DE"]}))
        found = store.recommend(profile_id="bob")
        assert [(row.title, row.reason.kind) for row in found.rows] == [
            ("a", "popular"),
            ("b", "popular"),
        ]
        assert store.recommend_all(["somebody"]).table.num_rows == 2
        with pytest.raises(BadQuestion, match="no fit"):
            store.audiences.lookalike("list:two")
