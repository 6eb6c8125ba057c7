"""Lines that mark a moment, each with words at its top that no other line crosses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

from keyart.insights.charts import text as texts


@dataclass(frozen=True)
class Flag:
    """A line at `x`, up to its words in a lane; lane 0 lies just above the plot."""

    x: float
    words: str
    start: float
    """Where the words begin: at the line, or so that they end there."""
    lane: int

    @property
    def end(self) -> float:
        """Where the words end."""
        return self.start + texts.width(self.words)

    def touches(self, other: "Flag") -> bool:
        """Return whether the words of both stand too close to each other."""
        beside = self.start < other.end + 8 and other.start < self.end + 8
        return self.lane == other.lane and beside

    def crosses(self, other: "Flag") -> bool:
        """Return whether the line of this flag runs through the words of the other one."""
        return self.lane > other.lane and other.start + 1 < self.x < other.end - 1


def raised(moments: Sequence[tuple[float, str]], room: tuple[float, float]) -> Sequence[Flag]:
    """Return the flags of a few `moments`, (pixel, words) each, their words within `room`.

    Of all ways, the first in which fewest words touch or are crossed, then with fewest lanes.
    """
    choices = [list(_choices(x, words, room, len(moments))) for x, words in moments]
    return min(product(*choices), key=_cost)


def _choices(x: float, words: str, room: tuple[float, float], lanes: int) -> Iterator[Flag]:
    words = texts.clip(words, room[1] - room[0])
    wide = texts.width(words)
    starts = [start for start in (x, x - wide) if room[0] <= start <= room[1] - wide]
    for lane in range(lanes):
        for start in starts or [room[1] - wide if x > sum(room) / 2 else room[0]]:
            yield Flag(x, words, start, lane)


def _cost(flags: Sequence[Flag]) -> tuple[int, int, int]:
    touching = sum(one.touches(other) for one, other in combinations(flags, 2))
    crossing = sum(one.crosses(other) for one, other in permutations(flags, 2))
    return touching, crossing, max((flag.lane for flag in flags), default=0)
