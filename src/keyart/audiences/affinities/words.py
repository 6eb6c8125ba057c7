"""How names are written."""

import re
from collections.abc import Mapping
from itertools import groupby
from unicodedata import category, normalize

SMALL = frozenset("a an and as at by for from in of on or the to vs with".split())
"""Words that stay small within a name."""

NOUNS: Mapping[str, str] = {
    "action": "Action",
    "adventure": "Adventures",
    "animation": "Animation",
    "biography": "Biographies",
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


ADJECTIVES: Mapping[str, str] = {
    "animation": "Animated",
    "biography": "Biographical",
    "children": "Children’s",
    "history": "Historical",
    "romance": "Romantic",
    "sport": "Sports",
}
"""How a genre stands before another; other genres stand there as they are."""

FORMS = (
    "romance", "film-noir", "animation", "action", "adventure", "mystery", "western", "horror",
    "comedy", "thriller", "drama", "reality", "musical", "biography", "documentary",
)  # fmt: skip
"""Genres that say what kind of thing a title is, rather than what it is about.

Of two, the later one stands behind: Romantic Comedy, Comedy Drama, Crime Thrillers.
"""

LOOSE = frozenset(("film-noir", "animation", "action", "adventure"))
"""Forms that stand behind a tag only if there is no other: Espionage Thrillers, though Action."""

BARE = frozenset(("animation", "music", "sport", "sports"))
"""Genres that add nothing to a tag: Football, not Football Sport."""

NO_GENRES = frozenset(
    "3d 4k hd imax misc n/a none other uhd uncategorised uncategorized unknown".split()
)
"""What stands among genres and is none: formats, and words for nothing."""

_SAME: Mapping[str, str] = {
    "animated": "animation", "biographical": "biography", "biopic": "biography",
    "children's": "children", "children’s": "children", "childrens": "children",
    "kids": "children", "documentaries": "documentary", "film noir": "film-noir",
    "historical": "history", "noir": "film-noir", "romantic": "romance", "scifi": "sci-fi",
    "sports": "sport", "thrillers": "thriller", "westerns": "western",
}  # fmt: skip
"""Other words for the same genre."""

_ARTICLE = re.compile(
    r"^(?P<rest>.+), (?P<article>The|A|An|Le|La|Les|L'|Il|Lo|El|Los|Las|Der|Die|Das)$"
)
_ALSO = re.compile(r"\s*\([^()]*\)\s*$")


def genre_key(genre: str) -> str:
    """Return by which word a genre is known here: children for Children's."""
    plain = genre.casefold()
    return _SAME.get(plain, plain)


def adjective(genre: str) -> str:
    """Return a genre as it stands before another: Romantic."""
    return ADJECTIVES.get(genre_key(genre), titled(genre))


def form(genre: str) -> int:
    """Return how well a genre stands behind others; 0 if it is only what titles are about."""
    key = genre_key(genre)
    return FORMS.index(key) + 1 if key in FORMS else 0


def spoken(title: str) -> str:
    """Return a title as people say it: The Godfather for "Godfather, The (a.k.a. …)"."""
    short = _ALSO.sub("", title) or title
    match = _ARTICLE.match(short)
    return f"{match['article']} {match['rest']}" if match else short


def noun(genre: str) -> str:
    """Return what titles of a genre are called."""
    return NOUNS.get(genre_key(genre), titled(genre))


def has_noun(tag: str) -> bool:
    """Return whether a tag says a genre itself, such as musical."""
    return genre_key(tag) in NOUNS


def slug(name: str) -> str:
    """Return a name as a part of an id: small letters and digits of any script, and hyphens."""
    plain = normalize("NFKC", name).casefold().replace("’", "").replace("'", "")
    return "-".join(words_of(plain)) or "affinity"


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits of any script."""
    runs = groupby(text, lambda character: category(character)[0] in "LMN")
    return ["".join(run) for is_word, run in runs if is_word]
