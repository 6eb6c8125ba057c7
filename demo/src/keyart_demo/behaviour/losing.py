"""Events that never reach the files: outside the days, in a gap, or dropped by a broken log."""

from collections import Counter

import numpy as np

from keyart_demo.arrays import I64, Flags
from keyart_demo.behaviour.impressions import Impressions
from keyart_demo.behaviour.plays import NO_IMPRESSION, Plays
from keyart_demo.behaviour.requests import EXPLORE
from keyart_demo.behaviour.stage import Stage
from keyart_demo.behaviour.taking import is_taken
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.allocation import BrokenAllocation
from keyart_demo.plan.incidents import Gap
from keyart_demo.world_size import DAY_US


def within(stage: Stage, rows: Impressions | Plays) -> Flags:
    """Return which events happen on a day of the world."""
    return (rows.ts >= stage.world.start_us) & (rows.ts < stage.world.end_us)


def logged(
    stage: Stage,
    people: Profiles,
    events: tuple[Impressions, Plays],
    rng: np.random.Generator,
) -> tuple[Flags, Flags, Counter[str]]:
    """Return which impressions and plays are kept, and counts of what is lost."""
    seen, plays = events
    counts: Counter[str] = Counter()
    shown_lost, played_lost = ~within(stage, seen), ~within(stage, plays)
    for gap in stage.plan.of(Gap):
        for rows, lost, name in ((seen, shown_lost, "impressions"), (plays, played_lost, "plays")):
            gone = _in_gap(stage, people, rows, gap) & ~lost
            counts[f"gap_{name}"] += int(gone.sum())
            np.logical_or(lost, gone, out=lost)
    for broken in stage.plan.of(BrokenAllocation):
        gone = _broken(seen, plays.cause, broken, rng) & ~shown_lost
        counts["broken_lost"] += int(gone.sum())
        shown_lost |= gone
    return ~shown_lost, ~played_lost, counts


def _in_gap(stage: Stage, people: Profiles, rows: Impressions | Plays, gap: Gap) -> Flags:
    first = stage.world.start_us + gap.first_day * DAY_US
    during = (rows.ts >= first) & (rows.ts < first + gap.days * DAY_US)
    return during & (rows.device == gap.device) & (people.country[rows.profile] == gap.country)


def _broken(
    seen: Impressions, cause: I64, broken: BrokenAllocation, rng: np.random.Generator
) -> Flags:
    concerned = (seen.asset == broken.asset) & (seen.device == broken.device)
    concerned &= (seen.phase == EXPLORE) & ~is_taken(seen, cause)
    return concerned & (rng.random(seen.count) < broken.lost)


def renumbered(cause: I64, kept: Flags) -> I64:
    """Return the causes of plays, renumbered for the `kept` impressions."""
    places = np.append(np.where(kept, np.cumsum(kept) - 1, NO_IMPRESSION), NO_IMPRESSION)
    return places[cause]
