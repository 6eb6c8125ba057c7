"""Words of names and ids, and which subjects are sensitive."""

import pytest

from keyart.audiences.affinities import Sensitive
from keyart.audiences.affinities.words import slug, spoken, titled, words_of


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


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Godfather, The", "The Godfather"),
        ("Men in Black (a.k.a. MIB)", "Men in Black"),
        ("Good, the Bad and the Ugly, The", "The Good, the Bad and the Ugly"),
        ("I, Tonya", "I, Tonya"),
        ("(500)", "(500)"),
    ],
)
def test_titles_are_called_as_people_say_them(title: str, said: str) -> None:
    assert spoken(title) == said
