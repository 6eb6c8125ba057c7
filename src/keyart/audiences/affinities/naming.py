"""Names that a strategist would use: what an affinity's titles have, and others' have not.

How telling a tag, genre, decade or word is, is its log-odds ratio between the affinity's titles
and those of all others, over its standard deviation, under a Dirichlet prior that is informed by
the whole catalogue (Monroe, Colaresi, Quinn, "Fightin' Words", Political Analysis 16, 2008). A
title counts by its part in the affinity; how often it was played makes no evidence of its tags.

A name is made of, in this order:

1. the most telling tag that `COVERS` of the affinity has: on its own if it has several words or
   says a genre (Nordic Noir), else before the genre (Heist Thrillers);
2. the two most telling genres (Crime Thrillers), after a decade that tells (1980s Horror);
3. the most telling words of the synopses; 4. the two most important titles.

Of two affinities with one name, the smaller one gets the next that tells it apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.titles import DECADE, GENRE, TAG, WORD, Feature, Titles
from keyart.audiences.affinities.words import BARE, FORMS, has_noun, noun, titled

F64 = npt.NDArray[np.float64]

PRIOR = 5.0
"""Titles' worth of the whole catalogue that is mixed in."""
COVERS = 0.4
"""The part of an affinity's titles, by weight, that has what it is named after."""
ERA_COVERS = 0.6
FORM_COVERS = 0.6
"""Genres that so much of the affinity has may complete a name, even if others have them, too."""
TELLING = 1.64
"""Standard deviations above others from which on something tells."""


@dataclass(frozen=True)
class Trait:
    """Something that marks an affinity.

    `score` is the log-odds ratio in standard deviations, `share` the part of the affinity's
    titles that have it, `usual` that of all titles; both by weight.
    """

    kind: str
    text: str
    score: float
    share: float
    usual: float


def counts(weight: F64) -> F64:
    """Return each affinity's titles, [k, m], adding up to how many titles it is made of.

    `weight` is the strength that fell to each. The number is the exponential of the entropy.
    """
    part = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-30)
    entropy = -(part * np.log(np.maximum(part, 1e-30))).sum(axis=1, keepdims=True)
    return part * np.exp(entropy)


def traits(titles: Titles, count: F64) -> list[tuple[Trait, ...]]:
    """Return what marks each affinity, the most telling first; `count` is as of `counts`.

    With it come genres that most of its titles have, telling or not.
    """
    features = titles.features
    if not features or not count.size:
        return [() for _ in count]
    has = np.column_stack([feature.has for feature in features])
    usual = has.mean(axis=0)
    own = count @ has
    score = _log_odds(own, count.sum(axis=1, keepdims=True), usual)
    share = own / np.maximum(count.sum(axis=1, keepdims=True), 1e-30)
    return [_telling(features, score[k], share[k], usual) for k in range(count.shape[0])]


def _log_odds(own: F64, size: F64, usual: F64) -> F64:
    """Return scores [k, f] of how often features stand in an affinity and in all others."""
    prior, against = PRIOR * usual, PRIOR * (1 - usual)
    other, rest = own.sum(axis=0) - own, size.sum() - size
    first = np.log((own + prior) / np.maximum(size - own + against, 1e-9))
    second = np.log((other + prior) / np.maximum(rest - other + against, 1e-9))
    return (first - second) / np.sqrt(1 / (own + prior) + 1 / (other + prior))


def _telling(features: Sequence[Feature], score: F64, share: F64, usual: F64) -> tuple[Trait, ...]:
    order: list[int] = np.argsort(-score, kind="stable").tolist()
    return tuple(
        Trait(f.kind, f.text, float(score[i]), float(share[i]), float(usual[i]))
        for i in order
        for f in [features[i]]
        if score[i] > TELLING or (f.kind == GENRE and share[i] >= FORM_COVERS)
    )


def names(titles: Titles, weight: F64, marks: Sequence[Sequence[Trait]]) -> list[str]:
    """Return a name for each affinity, none twice; larger affinities choose first."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    by_size: list[int] = np.argsort(-weight.sum(axis=1), kind="stable").tolist()
    for k in by_size:
        order: list[int] = np.argsort(-weight[k], kind="stable")[:2].tolist()
        important = [titles.titles[j].name for j in order if weight[k, j] > 0]
        name = next(n for n in _candidates(marks[k], important) if n.casefold() not in taken)
        taken.add(name.casefold())
        found[k] = name
    return [found[k] for k in range(len(marks))]


def _candidates(marks: Sequence[Trait], important: Sequence[str]) -> Iterator[str]:
    """Yield names, the best first, without end."""
    plain = list(_plain(marks))
    yield from plain
    base = plain[0] if plain else "Viewers"
    if important:
        yield f"{base} like {important[0]}" if plain else f"Viewers of {' and '.join(important)}"
    number = 2
    while True:
        yield f"{base} {number}"
        number += 1


def _plain(marks: Sequence[Trait]) -> Iterator[str]:
    telling = [t for t in marks if t.score > TELLING]
    tags = [t.text for t in telling if t.kind == TAG and t.share >= COVERS]
    genres = [t.text for t in telling if t.kind == GENRE and t.share >= COVERS]
    eras = [t.text for t in telling if t.kind == DECADE and t.share >= ERA_COVERS]
    words = [t.text for t in telling if t.kind == WORD and t.share >= COVERS]
    for tag in tags:
        yield _with_genre(tag, [t.text for t in marks if t.kind == GENRE and t.share >= COVERS])
    if genres:
        whole = _of_genres(genres)
        yield from (f"{eras[0]} {whole}", whole) if eras else (whole,)
    if words:
        yield " and ".join(titled(word) for word in words[:2])
    if eras:
        yield f"The {eras[0]}"


def _with_genre(tag: str, genres: Sequence[str]) -> str:
    """Return a tag as a name: with a genre behind it where it does not stand on its own."""
    others = [genre for genre in genres if genre.casefold() != tag.casefold()]
    if len(tag.split()) > 1 or has_noun(tag) or not others or others[0].casefold() in BARE:
        return titled(tag)
    form = next((genre for genre in others if genre.casefold() in FORMS), others[0])
    return f"{titled(tag)} {noun(form)}"


def _of_genres(genres: Sequence[str]) -> str:
    """Return the two most telling genres as a name, the one that says the form behind."""
    first, *rest = genres[:2]
    if not rest:
        return noun(first)
    if first.casefold() in FORMS and rest[0].casefold() not in FORMS:
        first, rest = rest[0], [first]
    return f"{titled(first)} {noun(rest[0])}"
