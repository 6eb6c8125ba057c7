"""Who was shown what and who played what: where the ids of impressions and plays meet."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family, Reason
from keyart.store import Chunk, Segment, Snapshot

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Meetings:
    """Counts of plays, and of the profiles and titles in them, against what was shown."""

    blind: int
    """Plays without any impression: those whose reason is `no_impression`."""
    blind_by_title: dict[str, int]
    """The same by the title played; plays without a title are in none."""
    blind_of_strangers: int
    """Those of them whose profile has no impression of anything."""
    playing_profiles: int
    playing_profiles_shown: int
    """Profiles with a play, and those of them with any impression."""
    shown_profiles: int
    played_titles: frozenset[str]
    shown_titles: frozenset[str]


def meetings(snapshot: Snapshot) -> Meetings:
    """Count where impressions and plays meet: one pass over the facts, a chunk at a time."""
    shown, shown_titles = _seen(snapshot, Family.EXPOSURE, "impressions")
    playing, played_titles = _seen(snapshot, Family.VIEWING, "starts")
    blind_by_title, blind_of_strangers, blind = _blind(snapshot, shown)
    return Meetings(
        blind=blind,
        blind_by_title=blind_by_title,
        blind_of_strangers=blind_of_strangers,
        playing_profiles=int(playing.sum()),
        playing_profiles_shown=int((playing & shown).sum()),
        shown_profiles=int(shown.sum()),
        played_titles=played_titles,
        shown_titles=shown_titles,
    )


def _seen(snapshot: Snapshot, family: Family, count: str) -> tuple[Marks, frozenset[str]]:
    """Return (which profiles have a row with `count` above 0, the titles of such rows)."""
    profiles = np.zeros(snapshot.profiles, np.bool_)
    titles: set[str] = set()
    for segment in snapshot.segments(family):
        names = _titles(segment)
        codes = np.zeros(len(names), np.bool_)
        for chunk, visible in _chunks(segment):
            counted = visible & (chunk.column(count) > 0)
            profiles[chunk.column("profile")[counted]] = True
            codes[chunk.column("title")[counted]] = True
        titles.update(name for name, seen in zip(names, codes, strict=True) if seen and name)
    return profiles, frozenset(titles)


def _blind(snapshot: Snapshot, shown: Marks) -> tuple[dict[str, int], int, int]:
    """Return plays without an impression: by title, of profiles not in `shown`, and all."""
    by_title: dict[str, int] = {}
    of_strangers = total = 0
    for segment in snapshot.segments(Family.VIEWING):
        names = _titles(segment)
        code = _code_of(segment.dictionary("reason"), Reason.NO_IMPRESSION)
        plays = np.zeros(len(names), np.int64)
        for chunk, visible in _chunks(segment):
            blind = visible & (chunk.column("reason") == code)
            starts = chunk.column("starts")[blind].astype(np.int64)
            np.add.at(plays, chunk.column("title")[blind], starts)
            of_strangers += int(starts[~shown[chunk.column("profile")[blind]]].sum())
            total += int(starts.sum())
        for name, count in zip(names, plays.tolist(), strict=True):
            if count and name is not None:
                by_title[name] = by_title.get(name, 0) + count
    return by_title, of_strangers, total


def _titles(segment: Segment) -> list[str | None]:
    """Return the title of each raw code; the last code is the missing title."""
    return [*segment.dictionary("title").to_pylist(), None]


def _code_of(dictionary: pa.StringArray, value: str) -> int:
    """Return the code of `value`, one that no row has when there is none."""
    values = dictionary.to_pylist()
    return values.index(value) if value in values else len(values) + 1


def _chunks(segment: Segment) -> Iterator[tuple[Chunk, Marks]]:
    """Yield each chunk with which of its rows count."""
    hidden = segment.hidden
    for chunk in segment.chunks:
        if hidden is None:
            yield chunk, np.ones(chunk.rows, np.bool_)
        else:
            yield chunk, hidden[chunk.start : chunk.start + chunk.rows] == 0
