"""What affinities are called: as a strategist would who looks at their strongest titles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from keyart.audiences.affinities import Sensitive
from keyart.audiences.affinities.names import AffinityNames
from keyart.audiences.affinities.titles import FitTitles, TitleInfo
from keyart.audiences.affinities.traits import beyond_usual, counts, traits

LIFT = 6.0
"""How many times as much members watch the titles of their own affinity."""
NUMBERS = count()


def film(
    genres: str = "", tags: str = "", year: int | None = None, synopsis: str = ""
) -> TitleInfo:
    number = next(NUMBERS)
    own, marked = (tuple(text.split("|")) if text else () for text in (genres, tags))
    return TitleInfo(f"t{number}", f"Title {number}", own, marked, synopsis, year)


def films(
    number: int, genres: str = "", tags: str = "", year: int | None = None
) -> list[TitleInfo]:
    return [film(genres, tags, year) for _ in range(number)]


def namer(
    affinities: Sequence[Sequence[TitleInfo]], watched_by_all: Sequence[TitleInfo]
) -> AffinityNames:
    """Return what names affinities whose members watch some titles more, and some as all do."""
    titles = [*watched_by_all, *(title for own in affinities for title in own)]
    weight = np.zeros((len(affinities), len(titles)))
    lift = np.ones((len(affinities), len(titles)))
    weight[:, : len(watched_by_all)] = 1.0
    first = len(watched_by_all)
    for k, own in enumerate(affinities):
        weight[k, first : first + len(own)] = 1.0
        lift[k, first : first + len(own)] = LIFT
        first += len(own)
    known = FitTitles(titles, Sensitive(("faith",)))
    own = beyond_usual(weight, lift)
    return AffinityNames(known, own, traits(known, counts(own)))


def named(affinities: Sequence[Sequence[TitleInfo]], usual: Sequence[TitleInfo] = ()) -> list[str]:
    return namer(affinities, usual).of_all()


OTHERS = [*films(12, "western"), *films(12, "drama|war"), *films(12, "documentary")]


@pytest.mark.parametrize(
    ("own", "name"),
    [
        (films(9, "crime|thriller", "heist"), "Heist Thrillers"),
        (films(9, "crime", "nordic noir"), "Nordic Noir"),
        (films(9, "nature|documentary", "nature"), "Nature Documentaries"),
        (films(9, "sport", "football"), "Football"),
        (films(9, "Thriller|Crime"), "Crime Thrillers"),
        (films(9, "Romance|Comedy"), "Romantic Comedy"),
        (films(9, "Animation|Comedy"), "Animated Comedy"),
        (films(9, "Superhero|Action"), "Superhero Action"),
        (films(9, "Drama|Comedy"), "Comedy Drama"),
        ([*films(1, "comedy", "rare"), *films(8, "comedy")], "Comedy"),
        ([film("", "", None, "ocean storm boat")] * 9, "Boat and Ocean"),
    ],
)  # fmt: skip
def test_names_say_what_tells(own: list[TitleInfo], name: str) -> None:
    assert named([own, OTHERS])[0] == name


def test_a_decade_of_most_titles_is_in_no_name() -> None:
    """As in the ratings of 1997: three quarters of the films are of the nineties."""
    horror, drama, usual = (films(9, genre, year=1995) for genre in ("Horror", "Drama", ""))
    old = films(5, "Western", year=1957)
    assert named([horror, drama, old], usual)[:2] == ["Horror", "Drama"]


def test_a_decade_that_few_others_are_of_is() -> None:
    spread = [film("Horror", year=1980 + i) for i in range(9)]
    assert named([spread, films(30, "Drama", year=2015)])[0] == "1980s Horror"
    assert named([films(9, "Horror", year=1984), films(30, "Drama", year=2015)])[0] == (
        "1980s Horror"
    )


def test_a_year_is_where_others_are_of_the_same_decade() -> None:
    others = [film("Drama", year=1990 + i % 10) for i in range(40)]
    assert named([films(9, "Thriller", year=1997), others])[0] == "1997 Thrillers"


def test_old_and_new_titles_are_called_so() -> None:
    old = [film("", year=1930 + 3 * i) for i in range(12)]
    new = [film("Romance", year=2006 + i) for i in range(12)]
    usual = [film("", year=1970 + i) for i in range(45)]
    assert named([old, new], usual) == ["Classics before 1970", "Romance since 2000"]


def test_titles_before_a_recent_year_are_no_classics() -> None:
    old = [film("Drama", year=2009 + i % 3) for i in range(9)]
    assert "Classic" not in named([old, films(12, "Comedy", year=2021)])[0]


def test_what_everybody_watches_names_nothing() -> None:
    """Thrillers are famous: members of every affinity watch them, too, and most of all."""
    famous = films(40, "Thriller")
    horror = [*films(6, "Horror"), *films(3, "Horror|Thriller")]
    assert named([horror, films(9, "Comedy"), films(9, "Thriller|Crime")], famous)[0] == "Horror"


def test_childrens_titles_are_told_by_their_own_marks() -> None:
    """Most of them are comedies, as are most titles: that tells nothing."""
    own = [
        *films(3, "Animation|Children's"), *films(2, "Animation|Children's|Comedy"),
        *films(2, "Children's|Musical"), *films(5, "Comedy"),
    ]  # fmt: skip
    usual = films(40, "Comedy")
    assert named([own, films(9, "Drama|Comedy")], usual)[0] == "Children’s Animation"


def test_a_genre_of_a_fifth_is_better_than_names_of_titles() -> None:
    own = [*films(3, "Crime"), *films(12)]
    assert named([own, films(15, "Drama"), films(15, "Comedy")])[0] == "Crime"


def test_titles_name_what_nothing_else_tells_of() -> None:
    own = [replace(film(), name=name) for name in ("Jaws", "Godfather, The")]
    assert named([own, films(12, "Drama")])[0] == "Viewers of Jaws and The Godfather"


def test_formats_are_no_genres() -> None:
    assert named([films(9, "IMAX|Action"), OTHERS])[0] == "Action"


def test_sensitive_subjects_are_in_no_name() -> None:
    assert named([films(9, "Faith|Drama", "faith"), films(9, "Comedy")])[0] == "Drama"


def test_what_is_marked_most_chooses_first_and_no_name_comes_twice() -> None:
    strong = films(9, "Drama")
    weak = [*films(7, "Drama"), *films(3, "Crime|Drama"), *films(3)]
    found = named([weak, strong, films(30, "Comedy")])
    assert found[1] == "Drama"
    assert found[0] == "Crime Drama"


def test_names_do_not_depend_on_the_order_of_affinities() -> None:
    groups = [films(9, "Horror"), films(9, "Drama|Crime"), films(9, "Comedy"), films(9, "Drama")]
    forwards = named(groups)
    assert named(groups[::-1])[::-1] == forwards


def test_a_name_that_is_taken_is_followed_by_the_next_best() -> None:
    names = namer([films(9, "Romance|Comedy"), OTHERS], ())
    taken = {"romantic comedy"}
    found = list(_until(names, taken, 4))
    assert found[0] == "Comedy" or found[0] == "Romance"
    assert len({name.casefold() for name in found}) == 4


def _until(names: AffinityNames, taken: set[str], number: int) -> Iterator[str]:
    for _ in range(number):
        yield names.free(0, taken)
