"""A catalogue keeps its promises, whatever its seed."""

import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.errors import BadSettings
from keyart_demo.art.brief import Concept, Script
from keyart_demo.catalogue.build import MAX_TITLES, catalogue
from keyart_demo.catalogue.model import Asset, Catalogue, Title
from keyart_demo.markets import COUNTRIES

UNTIL = date(2026, 6, 1)
END = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 112
START = END - timedelta(days=DAYS)
SMALL, LARGE = 150, 1_500

LETTERS = {
    Script.LATIN: "LATIN",
    Script.CYRILLIC: "CYRILLIC",
    Script.HANGUL: "HANGUL",
    Script.DEVANAGARI: "DEVANAGARI",
    Script.ARABIC: "ARABIC",
    Script.HAN: "CJK UNIFIED",
}
"""How the Unicode names of a script's letters begin."""

seeds = st.integers(0, 2**32)


@cache
def made(titles: int, seed: int) -> Catalogue:
    return catalogue(titles, seed, UNTIL, DAYS)


def shown(of: Catalogue) -> list[Title]:
    return [title for title in of.titles if title.parent is None]


def artworks(of: Catalogue) -> dict[int, list[Asset]]:
    by_title: dict[int, list[Asset]] = {}
    for asset in of.assets:
        if asset.asset_type == "artwork":
            by_title.setdefault(asset.title, []).append(asset)
    return by_title


def foreign(name: str, script: Script) -> str:
    """Return the letters and marks of a name that are of another script."""
    return "".join(
        letter
        for letter in name
        if unicodedata.category(letter)[0] in "LM"
        and not unicodedata.name(letter).startswith(LETTERS[script])
    )


def check_kinds(of: Catalogue, titles: int) -> None:
    kinds = Counter(title.content_type for title in shown(of))
    assert sum(kinds.values()) == titles
    assert kinds["series"] == round(0.35 * titles)
    assert kinds["live"] == round(0.1 * titles)
    assert kinds["game"] == round(0.1 * titles)
    assert kinds["film"] == titles - kinds["series"] - kinds["live"] - kinds["game"]


def check_names(of: Catalogue) -> None:
    names = [title.name.casefold() for title in shown(of)]
    assert len(set(names)) == len(names)
    latin = [title.latin_name.casefold() for title in shown(of)]
    assert len(set(latin)) == len(latin)
    for title in of.titles:
        assert foreign(title.name, title.script) == "", title
        assert foreign(title.latin_name, Script.LATIN) == "", title
        assert title.name == title.name.strip()
        assert not set(title.name) & set("{}[]|"), title.name
        assert (title.script is Script.LATIN) == (title.name == title.latin_name)


def check_scripts(of: Catalogue, titles: int) -> None:
    scripts = Counter(title.script for title in shown(of))
    for script in Script:
        assert scripts[script] >= 0.03 * titles, scripts
    assert scripts[Script.LATIN] >= 0.4 * titles


def check_tastes(of: Catalogue, least: int) -> None:
    served = Counter(taste for title in shown(of) for taste in title.tastes)
    assert len(of.tastes) == 24
    assert all(served[taste.number] >= least for taste in of.tastes), served
    for title in of.titles:
        assert 1 <= len(title.tastes) <= 3
        first, *others = title.tastes.values()
        assert first >= 0.85
        assert all(0.3 <= strength <= 0.6 for strength in others)


def check_launches(of: Catalogue, titles: int) -> None:
    launched = [title.launched_at for title in shown(of)]
    assert all(at < END and at == at.replace(minute=0, second=0, microsecond=0) for at in launched)
    within = sum(at >= START for at in launched)
    assert 0.15 * titles <= within <= 0.25 * titles
    recent = [
        title
        for title in shown(of)
        if title.launched_at >= END - timedelta(days=21) and title.content_type != "live"
    ]
    assert len(recent) >= 6


def check_media(of: Catalogue) -> None:
    by_title = artworks(of)
    for title in shown(of):
        own = by_title[title.number]
        assert 4 <= len(own) <= 10
        assert len({asset.concept for asset in own}) >= 4
        assert len({(a.idea, a.aspect, a.locale) for a in own}) == len(own)
    other = Counter((a.title, a.asset_type) for a in of.assets if a.asset_type != "artwork")
    for title in shown(of):
        assert other[title.number, "video"] <= 3
        assert 1 <= other[title.number, "synopsis"] <= 3
    assert {a.concept for a in of.assets if a.asset_type == "artwork"} == set(Concept)


def check_texts(of: Catalogue) -> None:
    texts = [title.synopsis for title in of.titles] + [a.text for a in of.assets if a.text]
    for text in texts:
        assert not set(text) & set("{}[]|—–"), text
        assert text[0].isupper() or not text[0].isascii() or not text[0].isalpha(), text
        assert 6 <= len(text) <= 420, text


def check_all(of: Catalogue, titles: int, least: int) -> None:
    check_kinds(of, titles)
    check_names(of)
    check_scripts(of, titles)
    check_tastes(of, least)
    check_launches(of, titles)
    check_media(of)
    check_texts(of)


@settings(max_examples=12)
@given(seed=seeds)
def test_a_small_catalogue_keeps_its_promises(seed: int) -> None:
    check_all(catalogue(SMALL, seed, UNTIL, DAYS), SMALL, least=4)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_catalogue_keeps_its_promises(seed: int) -> None:
    check_all(made(LARGE, seed), LARGE, least=40)


@pytest.mark.full
@settings(max_examples=20)
@given(seed=seeds, titles=st.integers(100, MAX_TITLES))
def test_catalogues_of_any_size_keep_their_promises(seed: int, titles: int) -> None:
    check_all(catalogue(titles, seed, UNTIL, DAYS), titles, least=2)


@given(seed=seeds, titles=st.integers(1, 60), days=st.integers(1, 200))
@settings(max_examples=15)
def test_tiny_catalogues_exist_too(seed: int, titles: int, days: int) -> None:
    tiny = catalogue(titles, seed, UNTIL, days)
    assert len(shown(tiny)) == titles
    assert all(title.launched_at < END for title in tiny.titles)
    check_names(tiny)


def test_the_same_seed_gives_the_same_catalogue_and_another_seed_other_names() -> None:
    again = catalogue(SMALL, 1, UNTIL, DAYS)
    assert again == made(SMALL, 1)
    assert again is not made(SMALL, 1)
    names = {title.name for title in shown(again)}
    others = {title.name for title in shown(made(SMALL, 2))}
    assert len(names & others) < SMALL / 2


def test_hardly_a_story_is_told_twice() -> None:
    for titles, most in ((SMALL, 2), (LARGE, 30)):
        stories = [title.synopsis for title in shown(made(titles, 1))]
        assert len(stories) - len(set(stories)) <= most


def test_who_is_named_in_a_title_is_in_its_story() -> None:
    specials = [
        title
        for title in shown(made(LARGE, 1))
        if title.content_type == "live" and "stand-up" in title.tags and ": " in title.name
    ]
    told = [
        title for title in specials if "divorce" in title.synopsis or "grudge" in title.synopsis
    ]
    assert len(told) >= 3
    for title in told:
        if title.tags[0] == "stand-up":
            assert title.name.split()[0] in title.synopsis


def test_numbers_are_places() -> None:
    of = made(SMALL, 1)
    assert [title.number for title in of.titles] == list(range(len(of.titles)))
    assert [asset.number for asset in of.assets] == list(range(len(of.assets)))
    assert len({title.title_id for title in of.titles}) == len(of.titles)
    assert len({asset.asset_id for asset in of.assets}) == len(of.assets)


def test_leading_tags_separate_tastes() -> None:
    of = made(LARGE, 1)
    for taste in of.tastes:
        for title in of.titles:
            assert (taste.tags[0] in title.tags) == (taste.number in title.tastes)


def test_words_of_synopses_tell_tastes_apart() -> None:
    """Each taste has words that a tenth of its titles use, and eight times as often as others."""
    of = made(LARGE, 1)
    words: dict[int, Counter[str]] = {taste.number: Counter() for taste in of.tastes}
    titles: Counter[int] = Counter()
    for title in shown(of):
        main = next(iter(title.tastes))
        titles[main] += 1
        words[main].update(set(re.findall("[a-z]+", title.synopsis.lower())))
    everywhere = sum(words.values(), Counter[str]())
    for number, own in words.items():
        others = LARGE - titles[number]
        rate = {word: (everywhere[word] - count + 1) / others for word, count in own.items()}
        telling = [
            word
            for word, count in own.items()
            if count / titles[number] >= max(0.1, 8 * rate[word])
        ]
        assert len(telling) >= 5, of.tastes[number].name


def test_appeal_has_mean_one() -> None:
    appeals = [title.appeal for title in shown(made(LARGE, 1))]
    assert sum(appeals) / len(appeals) == pytest.approx(1, abs=0.001)
    assert min(appeals) > 0


def test_series_have_two_to_ten_episodes_each_with_a_run_time() -> None:
    of = made(LARGE, 1)
    episodes = Counter(title.parent for title in of.titles if title.content_type == "episode")
    series = [title for title in of.titles if title.content_type == "series"]
    assert set(episodes) == {title.number for title in series}
    assert all(2 <= count <= 10 for count in episodes.values())
    ranges = {"film": (80, 150), "episode": (22, 60), "live": (60, 180), "series": (0, 0)}
    ranges["game"] = (0, 0)
    for title in of.titles:
        low, high = ranges[title.content_type]
        assert low * 60 <= title.runtime_seconds <= high * 60
        if title.parent is not None:
            parent = of.titles[title.parent]
            assert (title.tastes, title.countries) == (parent.tastes, parent.countries)
            assert title.launched_at == parent.launched_at


def test_episodes_of_a_series_have_different_names() -> None:
    names = Counter((t.parent, t.name) for t in made(LARGE, 1).titles if t.parent is not None)
    assert max(names.values()) == 1


def test_licences_are_of_known_countries_and_outlast_the_world() -> None:
    titles = shown(made(LARGE, 1))
    assert all(title.countries and set(title.countries) <= set(COUNTRIES) for title in titles)
    assert all(t.licensed_until is None or t.licensed_until > END for t in titles)
    everywhere = sum(title.countries == COUNTRIES for title in titles)
    assert 0.65 <= everywhere / len(titles) <= 0.8
    known = {country for title in titles for country in title.countries}
    assert known == set(COUNTRIES)


def test_some_titles_have_delicate_subjects() -> None:
    delicate = {"faith", "politics", "health", "sexuality"}
    tagged = [title for title in shown(made(LARGE, 1)) if delicate & set(title.tags)]
    assert 0.01 * LARGE <= len(tagged) <= 0.08 * LARGE
    assert {tag for title in tagged for tag in title.tags} >= delicate


def test_crops_and_languages_of_an_idea_share_it() -> None:
    of = made(LARGE, 1)
    for asset in of.assets:
        title = of.titles[asset.title]
        assert asset.created_at < END
        if asset.asset_type == "artwork" and asset.concept is not None:
            assert asset.idea == f"{title.title_id}-{asset.concept.value}"
        assert (asset.uri is None) == (asset.asset_type == "synopsis")
        assert (asset.text is None) == (asset.asset_type != "synopsis")
        assert (asset.seconds is None) == (asset.asset_type != "video")
        assert asset.seconds is None or 6 <= asset.seconds <= 10
    ideas: dict[str, set[int]] = {}
    for asset in of.assets:
        ideas.setdefault(asset.idea, set()).add(asset.variant)
    assert all(len(variants) == 1 for variants in ideas.values())


@pytest.mark.parametrize(("titles", "seed", "days"), [(0, 1, 7), (5, -1, 7), (5, 1, 0)])
def test_catalogues_that_cannot_be_are_refused(titles: int, seed: int, days: int) -> None:
    with pytest.raises(BadSettings, match="No catalogue"):
        catalogue(titles, seed, UNTIL, days)
