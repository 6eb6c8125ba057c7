"""The wording of affinity names."""

import re
from collections.abc import Mapping
from itertools import groupby
from unicodedata import category, normalize

SMALL = frozenset("a an and as at by for from in of on or the to vs with".split())
"""Words written in lower case within a name."""

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
"""The names for titles of a genre; other genres are used unchanged."""


def titled(text: str) -> str:
    """Return words in title case: Coming of Age. Scripts without capitals stay unchanged."""
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
"""Genres as adjectives; other genres are used unchanged."""

FORMS = (
    "romance", "film-noir", "animation", "action", "adventure", "mystery", "western", "horror",
    "comedy", "thriller", "drama", "reality", "musical", "biography", "documentary",
)  # fmt: skip
"""Genres that describe a title's form rather than its subject.

Of two, the later one comes last: Romantic Comedy, Comedy Drama, Crime Thrillers.
"""

LOOSE = frozenset(("film-noir", "animation", "action", "adventure"))
"""Forms that follow a tag only if there is no other: Espionage Thrillers rather than Action."""

BARE = frozenset(("animation", "music", "sport", "sports"))
"""Genres that add nothing to a tag: Football, not Football Sport."""

NO_GENRES = frozenset(
    "3d 4k hd imax misc n/a none other uhd uncategorised uncategorized unknown".split()
)
"""Values in genres that are not genres: formats, and words for none."""

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
    """Return the canonical word of a genre: children for Children's."""
    folded = genre.casefold()
    return _SAME.get(folded, folded)


def adjective(genre: str) -> str:
    """Return a genre as an adjective: Romantic."""
    return ADJECTIVES.get(genre_key(genre), titled(genre))


def form(genre: str) -> int:
    """Return a genre's rank as a form, the last word of a name; 0 for a subject."""
    key = genre_key(genre)
    return FORMS.index(key) + 1 if key in FORMS else 0


def spoken(title: str) -> str:
    """Return a title as people say it: The Godfather for "Godfather, The (a.k.a. …)"."""
    short = _ALSO.sub("", title) or title
    match = _ARTICLE.match(short)
    return f"{match['article']} {match['rest']}" if match else short


def noun(genre: str) -> str:
    """Return the name for titles of a genre."""
    return NOUNS.get(genre_key(genre), titled(genre))


def has_noun(tag: str) -> bool:
    """Return whether a tag is itself a genre, such as musical."""
    return genre_key(tag) in NOUNS


def slug(name: str) -> str:
    """Return a name as part of an id: lower-case letters and digits of any script, and hyphens."""
    folded = normalize("NFKC", name).casefold().replace("’", "").replace("'", "")
    return "-".join(words_of(folded)) or "affinity"


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits of any script."""
    runs = groupby(text, lambda character: category(character)[0] in "LMN")
    return ["".join(run) for is_word, run in runs if is_word]
