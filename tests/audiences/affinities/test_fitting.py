"""Fits of worlds whose tastes are known, and of what is hardly a world."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from keyart.audiences.affinities import (
    Fate,
    FitResult,
    PreviousFit,
    WatchedTitles,
    read_model,
    sampling,
)
from tests.audiences.affinities.planted import (
    THEMES,
    Planted,
    best_f1_knowing,
    f1,
    fitted,
    members_of,
    planted,
)


@cache
def world() -> Planted:
    return planted()


@cache
def found(seed: int = 1) -> FitResult:
    return fitted(world(), seed)


@pytest.mark.kernels
def test_planted_tastes_are_found_nearly_as_well_as_they_can_be() -> None:
    scores = f1(members_of(found(), world().profiles), world().has)
    assert len(found().model.affinities) == len(THEMES)
    assert scores.max(axis=0).mean() >= 0.95 * best_f1_knowing(world())


def test_affinities_are_called_by_the_leading_tag_of_what_was_planted() -> None:
    scores = f1(members_of(found(), world().profiles), world().has)
    names = [affinity.name.casefold() for affinity in found().model.affinities]
    for taste, (tag, _) in enumerate(THEMES):
        assert tag in names[int(scores[:, taste].argmax())]
    assert {"Heist Thrillers", "Nordic Noir", "Stand-up Comedy"} <= {
        affinity.name for affinity in found().model.affinities
    }


def test_three_seeds_agree() -> None:
    first = members_of(found(), world().profiles)
    for seed in (2, 3):
        again = found(seed)
        assert [a.id for a in again.model.affinities] == [a.id for a in found().model.affinities]
        same = members_of(again, world().profiles) == first
        assert same.mean() > 0.999


def test_nothing_is_found_where_plays_are_random() -> None:
    watched = world().watched
    rng = np.random.default_rng(5)
    for _ in range(3):
        shuffled = replace(watched, title=rng.permutation(watched.title))
        nothing = fitted(replace(world(), watched=_each_once(shuffled)))
        assert nothing.model.affinities == ()
        assert nothing.model.card["profiles"]["told"] == 0


def _each_once(watched: WatchedTitles) -> WatchedTitles:
    """Return the same without titles that a profile has twice."""
    order = np.lexsort((watched.title, watched.owner))
    owner, title = watched.owner[order], watched.title[order]
    first = np.ones(title.size, np.bool_)
    first[1:] = (owner[1:] != owner[:-1]) | (title[1:] != title[:-1])
    starts = np.zeros(watched.profiles + 1, np.int64)
    np.cumsum(np.bincount(owner[first], minlength=watched.profiles), out=starts[1:])
    return WatchedTitles(
        watched.profile, watched.market, starts, title[first], watched.strength[order][first]
    )


def test_the_ranges_in_which_profiles_come_do_not_matter() -> None:
    parted = fitted(replace(world(), ranges=7))
    for affinity in found().model.affinities:
        assert np.array_equal(
            parted.members[affinity.id].profile, found().members[affinity.id].profile
        )


@pytest.mark.parametrize("sample", [200_000, 2_000])
def test_the_order_of_profiles_does_not_matter(
    sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which numbers profiles have follows from a store's secret; what is found does not."""
    monkeypatch.setattr(sampling, "SAMPLE", sample)
    small = planted(profiles=3_000)
    order = np.random.default_rng(8).permutation(small.profiles)
    mixed = small.watched.ordered(order)
    mixed = replace(mixed, profile=np.arange(small.profiles, dtype=np.uint32))
    first, again = fitted(small), fitted(replace(small, watched=mixed), threads=3)
    assert np.array_equal(first.model.mixture.lift, again.model.mixture.lift)
    assert first.model.card["held_out"] == again.model.card["held_out"]
    for name, members in first.members.items():
        assert np.array_equal(np.sort(order[again.members[name].profile]), members.profile)


def test_members_are_sorted_and_have_a_strength() -> None:
    for members in found().members.values():
        assert (np.diff(members.profile.astype(np.int64)) > 0).all()
        assert (members.strength >= 0.06).all()
        assert (members.strength <= 1).all()


def test_the_card_accounts_for_every_profile() -> None:
    profiles = found().model.card["profiles"]
    assert profiles["watched"] == world().profiles
    assert profiles["told"] + profiles["none"] + profiles["too_little"] == world().profiles
    score = found().model.card["held_out"]
    assert score["recall"] > 1.5 * score["recall_by_popularity"]


def test_a_model_is_read_as_it_was_written() -> None:
    model = found().model
    again = read_model(model.to_dict(), model.titles_table())
    assert again.affinities == model.affinities
    assert again.title_ids == model.title_ids
    assert np.array_equal(again.mixture.lift, model.mixture.lift)
    assert np.array_equal(again.mixture.popularity, model.mixture.popularity)


# ------------------------------------------------------------------------------------- sensitive


def test_a_taste_that_leans_on_sensitive_titles_is_withheld() -> None:
    told = world()
    for title in range(5):
        told = told.told(title, tags=("faith", "heist"))
    withheld = fitted(told)
    assert len(withheld.model.affinities) == len(THEMES) - 1
    assert not [one for one in withheld.model.affinities if "heist" in one.id]
    (one,) = withheld.model.card["withheld"]
    assert one["members"] > 100


def test_sensitive_tags_neither_name_nor_define() -> None:
    told = world()
    for title in range(3):
        told = told.told(title, tags=("Religious Epics", "heist"), name="A Sermon")
    affinities = fitted(told).model.affinities
    assert len(affinities) == len(THEMES)
    texts = [m.text.casefold() for one in affinities for m in one.marks]
    assert not [text for text in texts if "religious" in text]
    assert not [part for one in affinities for part in one.titles if part.name == "A Sermon"]


# ---------------------------------------------------------------------------------------- refits


def _before(fit: FitResult) -> PreviousFit:
    return PreviousFit(fit.model, fit.members)


def test_refits_on_further_plays_keep_ids_and_names() -> None:
    last, ids = found(), {one.id: one.name for one in found().model.affinities}
    for plays in (26, 28, 30):
        grown = replace(planted(plays=plays), info=world().info)
        last = fitted(grown, before=_before(last))
        assert {one.id: one.name for one in last.model.affinities} == ids
        assert last.changes == ()
    assert last.model.number == 4


def test_a_birth_is_reported() -> None:
    young = world().watched
    without = young.of_titles(
        np.where(np.arange(world().titles) < 63, np.arange(world().titles), -1).astype(np.int32)
    )
    first = fitted(replace(world(), watched=without))
    assert len(first.model.affinities) == 7
    second = fitted(world(), before=_before(first))
    (birth,) = second.changes
    assert (birth.fate, birth.name) == (Fate.BORN, "Martial Arts")
    assert {a.id for a in first.model.affinities} < {a.id for a in second.model.affinities}
    assert next(a for a in second.model.affinities if a.id == birth.id).since == 2


def test_a_merge_is_reported() -> None:
    first = found()
    merged = _with_two_tastes_as_one(world())
    second = fitted(merged, before=_before(first))
    (change,) = [one for one in second.changes if one.fate is Fate.MERGED]
    assert {change.id, change.other} == {"affinity:heist-thrillers", "affinity:nordic-noir"}
    assert change.members == len(first.members[change.id].profile)


def _with_two_tastes_as_one(whole: Planted) -> Planted:
    """Return the world as if those who like the first two tastes had always liked both."""
    watched = whole.watched
    rng = np.random.default_rng(3)
    either = np.flatnonzero(watched.title < 18)
    title = watched.title.copy()
    title[either] = (title[either] + 9 * rng.integers(0, 2, either.size)) % 18
    return replace(whole, watched=_each_once(replace(watched, title=title)))


def test_names_that_people_gave_survive() -> None:
    first = found()
    called = tuple(
        replace(one, name="Caper Fans", edited_by="Ana") if "heist" in one.id else one
        for one in first.model.affinities
    )
    edited = replace(first.model, affinities=called)
    second = fitted(world(), before=PreviousFit(edited, first.members))
    (own,) = [one for one in second.model.affinities if "heist" in one.id]
    assert (own.name, own.suggested, own.edited_by) == ("Caper Fans", "Heist Thrillers", "Ana")


# ------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("profiles", [0, 1, 3, 30])
def test_too_few_profiles_have_no_affinities(profiles: int) -> None:
    few = world().watched.of_profiles(np.arange(world().profiles) < profiles)
    nothing = fitted(replace(world(), watched=few))
    assert nothing.model.card["profiles"]["watched"] == profiles
    assert sum(one.members for one in nothing.model.affinities) <= profiles * len(THEMES)


def test_one_title_says_nothing() -> None:
    only = world().watched.of_titles(
        np.where(np.arange(world().titles) == 0, 0, -1).astype(np.int32)
    )
    alone = replace(world(), watched=only, info=world().info[:1])
    assert fitted(alone).model.affinities == ()
    assert fitted(alone).model.card["profiles"]["too_little"] == world().profiles


def test_without_tags_genres_name_and_without_these_titles() -> None:
    plain = replace(world(), info=tuple(replace(one, tags=()) for one in world().info))
    assert "Thrillers" in {one.name for one in fitted(plain).model.affinities}
    bare = replace(world(), info=tuple(replace(i, tags=(), genres=()) for i in world().info))
    names = [one.name for one in fitted(bare).model.affinities]
    assert len(set(names)) == len(THEMES)
    assert all(name.startswith("Viewers of Title ") for name in names)


def test_tags_in_any_script_name_affinities() -> None:
    tags = (
        "ограбление",
        "北欧ノワール",
        "अंतरिक्ष गाथा",
        "ستاند أب",
        "시대극 로맨스",
        "ζώα",
        "ผี",
        "武术",
    )
    themes = [(tag, genre) for tag, (_, genre) in zip(tags, THEMES, strict=True)]
    affinities = fitted(planted(themes=themes)).model.affinities
    assert len(affinities) == len(themes)
    for tag in tags:
        (own,) = [one for one in affinities if tag.casefold() in one.name.casefold()]
        assert own.id.startswith("affinity:")
        assert " " not in own.id


def test_a_profile_that_watches_everything_changes_little() -> None:
    watched = world().watched
    size = int(watched.starts[1])
    everything = np.arange(world().titles, dtype=np.int32)
    starts = watched.starts + (everything.size - size)
    starts[0] = 0
    all_ = WatchedTitles(
        watched.profile,
        watched.market,
        starts,
        np.concatenate([everything, watched.title[size:]]),
        np.concatenate([np.full(everything.size, 17.0, np.float32), watched.strength[size:]]),
    )
    again = fitted(replace(world(), watched=all_))
    assert {a.id for a in again.model.affinities} == {a.id for a in found().model.affinities}
