"""How names are written."""

from collections.abc import Mapping
from itertools import groupby
from unicodedata import category, normalize

SMALL = frozenset("a an and as at by for from in of on or the to vs with".split())
"""Words that stay small within a name."""

NOUNS: Mapping[str, str] = {
    "action": "Action",
    "adventure": "Adventures",
    "animation": "Animation",
    "children": "Children’s Stories",
    "comedy": "Comedy",
    "crime": "Crime",
    "documentary": "Documentaries",
    "drama": "Drama",
    "family": "Family Stories",
    "fantasy": "Fantasy",
    "film-noir": "Film Noir",
    "history": "History",
    "horror": "Horror",
    "music": "Music",
    "musical": "Musicals",
    "mystery": "Mysteries",
    "reality": "Reality Shows",
    "romance": "Romance",
    "sci-fi": "Sci-Fi",
    "science fiction": "Science Fiction",
    "sport": "Sport",
    "thriller": "Thrillers",
    "war": "War Stories",
    "western": "Westerns",
}
"""What many titles of a genre are called; other genres are called as they are."""


def titled(text: str) -> str:
    """Return words as they stand in a name: Coming of Age. Scripts without capitals stay."""
    words = text.replace("_", " ").split()
    return " ".join(
        word if i and word in SMALL else word[:1].upper() + word[1:] for i, word in enumerate(words)
    )


FORMS = frozenset(
    "comedy documentary drama horror musical mystery reality romance thriller western".split()
)
"""Genres that say what kind of thing a title is, rather than what it is about."""

BARE = frozenset(("animation", "music", "sport", "sports"))
"""Genres that add nothing to a tag: Football, not Football Sport."""


def noun(genre: str) -> str:
    """Return what titles of a genre are called."""
    return NOUNS.get(genre.casefold(), titled(genre))


def has_noun(tag: str) -> bool:
    """Return whether a tag says a genre itself, such as musical."""
    return tag.casefold() in NOUNS


def slug(name: str) -> str:
    """Return a name as a part of an id: small letters and digits of any script, and hyphens."""
    plain = normalize("NFKC", name).casefold().replace("’", "").replace("'", "")
    return "-".join(words_of(plain)) or "affinity"


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits of any script."""
    runs = groupby(text, lambda character: category(character)[0] in "LMN")
    return ["".join(run) for is_word, run in runs if is_word]
