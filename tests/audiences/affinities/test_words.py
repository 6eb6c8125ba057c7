"""Names, ids, and which subjects are sensitive."""

import numpy as np
import pytest

from keyart.audiences.affinities import Sensitive
from keyart.audiences.affinities.naming import Trait, names
from keyart.audiences.affinities.titles import TitleInfo, Titles
from keyart.audiences.affinities.words import slug, titled, words_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("coming of age", "Coming of Age"),
        ("stand-up", "Stand-up"),
        ("ЛЮБОВЬ", "ЛЮБОВЬ"),
        ("武术", "武术"),
    ],
)
def test_names_have_capitals(text: str, name: str) -> None:
    assert titled(text) == name


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Heist Thrillers", "heist-thrillers"),
        ("Children’s Stories", "childrens-stories"),
        ("अंतरिक्ष गाथा", "अंतरिक्ष-गाथा"),
        ("!?", "affinity"),
    ],
)
def test_ids_are_readable_in_any_script(name: str, own: str) -> None:
    assert slug(name) == own


def test_words_hold_their_marks() -> None:
    assert words_of("प्रेम, और 2 युद्ध!") == ["प्रेम", "और", "2", "युद्ध"]


@pytest.mark.parametrize(
    "text", ["faith", "Christian Rock", "religious_epics", "LGBTQ", "coming-out"]
)
def test_sensitive_subjects_are_known_by_their_words(text: str) -> None:
    assert Sensitive(("faith", "sexuality")).is_named_by(text)


@pytest.mark.parametrize("text", ["faithless", "unfaithful", "churchill", "health"])
def test_parts_of_words_are_not_sensitive(text: str) -> None:
    assert not Sensitive(("faith", "sexuality")).is_named_by(text)


def test_no_subject_is_sensitive_if_none_is_set() -> None:
    assert not Sensitive(()).is_named_by("faith")


def test_a_subject_of_ones_own_means_itself() -> None:
    assert Sensitive(("Weapons",)).is_named_by("weapons and armour")


def _trait(kind: str, text: str, share: float = 0.9, score: float = 5.0) -> Trait:
    return Trait(kind, text, score, share, 0.1)


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        ([_trait("tag", "heist"), _trait("genre", "crime"), _trait("genre", "thriller")],
         "Heist Thrillers"),
        ([_trait("tag", "nordic noir"), _trait("genre", "crime")], "Nordic Noir"),
        ([_trait("tag", "nature"), _trait("genre", "nature"), _trait("genre", "documentary")],
         "Nature Documentaries"),
        ([_trait("tag", "football"), _trait("genre", "sport")], "Football"),
        ([_trait("genre", "Horror"), _trait("decade", "1980s")], "1980s Horror"),
        ([_trait("genre", "Thriller"), _trait("genre", "Crime")], "Crime Thrillers"),
        ([_trait("tag", "rare", share=0.1), _trait("genre", "Drama")], "Drama"),
        ([_trait("word", "ocean"), _trait("word", "storm")], "Ocean and Storm"),
        ([], "Viewers of One and Two"),
    ],
)  # fmt: skip
def test_names_say_what_tells(marks: list[Trait], name: str) -> None:
    titles = Titles([TitleInfo("1", "One"), TitleInfo("2", "Two")], Sensitive(()))
    assert names(titles, np.array([[2.0, 1.0]]), [marks]) == [name]
