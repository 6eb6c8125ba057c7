"""Plays: what was watched, when and for how long."""

from dataclasses import dataclass, fields

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.stage import Stage
from keyart_demo.shelf import SESSION_SECONDS

NO_IMPRESSION = -1
SHORT_MS = (4_000, 115_000)
"""The length of short plays: less than two minutes, from which a play counts."""
LEAST_MS = 120_000
COMPLETED = 0.9
"""The fraction from which a play counts as completed."""
SESSION = (0.25, 2.75)
"""The length of game sessions, relative to the usual one."""


@dataclass(frozen=True)
class Plays:
    """Columns of shape (rows,), unordered; `profile` is the place in the block.

    Attributes:
        title: number in the catalogue's titles; for a series, the episode's.
        ms: watch time, whole milliseconds.
        cause: the row of the impression that led to it, `NO_IMPRESSION` for none.
        episode: its position among consecutive plays of a series, from 0.
    """

    profile: I64
    shown: I64
    title: I64
    ts: I64
    device: I64
    ms: I64
    cause: I64
    episode: I64

    @classmethod
    def none(cls) -> "Plays":
        """Return no rows."""
        return cls(*(np.empty(0, np.int64) for _ in fields(cls)))

    @property
    def count(self) -> int:
        """The number of plays."""
        return self.ts.size

    def take(self, rows: I64 | Flags) -> "Plays":
        """Return some of the rows."""
        return Plays(*(getattr(self, field.name)[rows] for field in fields(self)))

    def joined(self, other: "Plays") -> "Plays":
        """Return the rows of both."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Plays(*(np.concatenate(pair) for pair in pairs))


def episode_title(stage: Stage, shown: I64, episode: I64) -> I64:
    """Return the title that is played: the episode of a series, else the shown title itself."""
    shelf = stage.shelf
    series = shelf.episodes[shown] > 0
    place = np.where(series, shelf.first_episode[shown] + episode, 0)
    episode_titles = shelf.episode if shelf.episode.size else np.zeros(1, np.int64)
    return np.where(series, episode_titles[place], shelf.title[shown])


def watched_ms(stage: Stage, title: I64, chances: tuple[F64, F64], u: F64) -> I64:
    """Return how long plays last, in milliseconds.

    Args:
        stage: the source of runtimes.
        title: the titles played.
        chances: the probability that a play is short, and that a longer one is completed.
        u: shape (3, rows), numbers in [0, 1).
    """
    short, completed = chances
    runtime: I64 = stage.shelf.play_runtime[title] * 1_000
    part = np.asarray(0.05 + 0.84 * u[2])
    done = u[1] < completed
    part[done] = COMPLETED + (1 - COMPLETED) * u[2, done]
    full: F64 = np.maximum(runtime * part, LEAST_MS + 60_000 * u[2])
    low, high = SESSION
    full = np.where(runtime > 0, full, SESSION_SECONDS * 1_000 * (low + (high - low) * u[1] * u[2]))
    brief = SHORT_MS[0] + (SHORT_MS[1] - SHORT_MS[0]) * u[2]
    # Tenths of a second, as a player reports.
    return np.floor(np.where(u[0] < short, brief, full) / 100).astype(np.int64) * 100
