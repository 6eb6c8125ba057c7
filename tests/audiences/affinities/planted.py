"""Worlds of plays in which the tastes are known, made of numbers alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import (
    FitOptions,
    FitResult,
    Sensitive,
    TitleInfo,
    WatchedTitles,
    fit,
)
from keyart.audiences.affinities.mixture import Mixture, taste_shares

Flags = npt.NDArray[np.bool_]

THEMES = (
    ("heist", "thriller"), ("nordic noir", "crime"), ("space opera", "science fiction"),
    ("stand-up", "comedy"), ("period romance", "romance"), ("wildlife", "documentary"),
    ("haunted house", "horror"), ("martial arts", "action"),
)  # fmt: skip
"""The leading tag and the genre of each taste."""
SENSITIVE = Sensitive(("faith", "sexuality", "health", "politics", "ethnicity"))


@dataclass(frozen=True, eq=False)
class Planted:
    """A world, and who likes what in it; it is a `Viewing`, in as many ranges as it is told."""

    watched: WatchedTitles
    info: tuple[TitleInfo, ...]
    has: Flags
    """Which profile has which taste, [p, k]."""
    liked: npt.NDArray[np.float64]
    """The chance of each title for each taste, [k, m]."""
    ranges: int = 1

    @property
    def titles(self) -> int:
        return len(self.info)

    @property
    def markets(self) -> tuple[str, ...]:
        return ("DE",)

    @property
    def profiles(self) -> int:
        return self.watched.profiles

    def parts(self) -> Iterator[WatchedTitles]:
        for places in np.array_split(np.arange(self.profiles), self.ranges):
            yield self.watched.of_profiles(np.isin(np.arange(self.profiles), places))

    def told(self, title: int, **changed: object) -> "Planted":
        """Return the same world, one title of which is described otherwise."""
        info = list(self.info)
        info[title] = replace(info[title], **changed)  # pyright: ignore[reportArgumentType]
        return replace(self, info=tuple(info))


def planted(
    seed: int = 1,
    profiles: int = 4_000,
    themes: Sequence[tuple[str, str]] = THEMES,
    each: int = 9,
    plays: int = 24,
) -> Planted:
    """Return a world in which every profile has one to three tastes."""
    rng = np.random.default_rng(seed)
    tastes, titles = len(themes), len(themes) * each
    theme = np.repeat(np.arange(tastes), each)
    fame = np.exp(rng.normal(0, 0.6, titles))
    liked = np.where(theme == np.arange(tastes)[:, None], fame, 0.0)
    liked /= liked.sum(axis=1, keepdims=True)
    usual = fame / fame.sum()
    count = rng.integers(1, 4, profiles)
    rank = np.argsort(np.argsort(rng.random((profiles, tastes)), axis=1), axis=1)
    has = rank < count[:, None]
    weight = has * rng.uniform(0.5, 1.0, has.shape)
    share = weight / weight.sum(axis=1, keepdims=True)
    chance = 0.85 * share @ liked + 0.15 * usual
    seen = np.stack([np.sort(rng.choice(titles, plays, True, p)) for p in chance])
    return Planted(_watched(seen, titles), tuple(_titles(themes, each, rng)), has, liked)


def _watched(seen: npt.NDArray[np.int64], titles: int) -> WatchedTitles:
    profiles = len(seen)
    times = np.zeros((profiles, titles), np.int64)
    owners = np.repeat(np.arange(profiles), len(seen[0]))
    np.add.at(times, (owners, seen.ravel()), 1)
    owner, title = np.nonzero(times)
    starts = np.zeros(profiles + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=profiles), out=starts[1:])
    return WatchedTitles(
        np.arange(profiles, dtype=np.uint32),
        np.zeros(profiles, np.int32),
        starts,
        title.astype(np.int32),
        np.log2(1 + times[owner, title]).astype(np.float32),
    )


def _titles(
    themes: Sequence[tuple[str, str]], each: int, rng: np.random.Generator
) -> Iterator[TitleInfo]:
    number = 0
    for tag, genre in themes:
        for _ in range(each):
            own = tuple(t for t in (tag,) if t)
            also = (f"mood {rng.integers(6)}",)
            yield TitleInfo(
                f"t{number:03d}", f"Title {number}", (genre,) if genre else (), own + also
            )
            number += 1


def fitted(world: Planted, seed: int = 1, before: object = None, threads: int = 2) -> FitResult:
    """Return the fit of a world."""
    options = FitOptions(sensitive=SENSITIVE, seed=seed, threads=threads)
    return fit(world, lambda: world.info, options, before)  # pyright: ignore[reportArgumentType]


def members_of(found: FitResult, profiles: int) -> Flags:
    """Return which profile is in which affinity, [p, a]."""
    flags = np.zeros((profiles, len(found.model.affinities)), np.bool_)
    for place, one in enumerate(found.model.affinities):
        flags[found.members[one.id].profile, place] = True
    return flags


def f1(found: Flags, truth: Flags) -> npt.NDArray[np.float64]:
    """Return the F1 of each found group for each true one, [found, true]."""
    both = found.T.astype(np.float64) @ truth
    sizes = found.sum(axis=0)[:, None] + truth.sum(axis=0)
    return 2 * both / np.maximum(sizes, 1)


def best_f1_knowing(world: Planted) -> float:
    """Return the mean F1 of a judge who knows what each taste is drawn to: the best threshold."""
    usual = np.bincount(world.watched.title, world.watched.strength, world.titles)
    usual = (usual / usual.sum())[None, :]
    lift = np.maximum(world.liked / usual, 1e-6)
    chance = Mixture(lift, usual, lift).chance()
    share = taste_shares(chance, world.watched, 1).share[:, :-1]
    return max(
        float(np.diagonal(f1(share > bound, world.has)).mean())
        for bound in np.arange(0.02, 0.4, 0.01)
    )
