"""Units of a comparison from facts, one row after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.oracles.world import Row

Cell = tuple[str | None, ...]
CELL = ("country", "device", "placement")


@dataclass
class Unit:
    """A profile by its first exposure to arms of one title."""

    profile: int
    arm: str
    cell: Cell
    slot: int
    weight: float
    crossed: bool = False
    later: bool = False
    tied: bool = False
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def units_of(
    rows: Iterable[Row], arms: Sequence[str], window: int, *, each_arm: bool, until: int
) -> list[Unit]:
    """Return the units of the rows of some arms.

    A profile that met several arms in its first slot may be of any of them: `tied` says so, and
    the unit returned has the arm ``""``.
    """
    by_pair: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("asset") in arms:
            own = (row["asset"],) if each_arm else ()
            by_pair[(row["profile"], row.get("title"), *own)].append(row)
    return [unit for own in by_pair.values() for unit in _unit(own, window, until)]


def _unit(rows: list[Row], window: int, until: int) -> Iterable[Unit]:
    shown = [row for row in rows if row.get("impressions", 0) > 0 and row["slot"] < until]
    if not shown:
        return
    first = min(row["slot"] for row in shown)
    begin = [row for row in shown if row["slot"] == first]
    arms = {row["asset"] for row in begin}
    start = min(begin, key=lambda row: _order(_cell(row)))
    weight = start.get("inverse_propensity", 0) / start["impressions"]
    unit = Unit(rows[0]["profile"], start["asset"], _cell(start), first, weight)
    if len(arms) > 1:
        unit.arm, unit.tied = "", True
    for row in rows:
        if first <= row["slot"] < first + window:
            for name, value in row.items():
                if isinstance(value, int):
                    unit.sums[name] += value
        if row.get("impressions", 0) > 0 and row["slot"] >= first and {row["asset"]} != arms:
            unit.crossed |= row["slot"] < first + window
            unit.later |= row["slot"] >= first + window and row["asset"] != unit.arm
    yield unit


def _cell(row: Row) -> Cell:
    return tuple(row.get(name) for name in CELL)


def _order(cell: Cell) -> list[tuple[bool, bytes]]:
    return [(value is None, (value or "").encode()) for value in cell]
