"""Count a block's results for the trials: first exposures and takes."""

from collections import Counter

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.impressions import Impressions
from keyart_demo.behaviour.plays import LEAST_MS, Plays
from keyart_demo.behaviour.requests import EXPLORE
from keyart_demo.behaviour.stage import Stage
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.allocation import BrokenAllocation
from keyart_demo.plan.evidence import Tally
from keyart_demo.plan.fatigue import Fatigue
from keyart_demo.world_size import DAY_US

MS_BITS = 34
"""The bits for milliseconds of a world's days, with some room."""
DAY_MS = DAY_US // 1_000


def tallied(
    stage: Stage, people: Profiles, events: tuple[Impressions, Plays], expected: F64
) -> Tally:
    """Return the tally of a block; `expected` is each impression's chance of a qualified play."""
    impressions, plays = events
    arms = stage.plan.arms
    arm_of = np.full(len(stage.catalogue.assets), -1)
    arm_of[list(arms)] = list(arms.values())
    first = _first_exposures(stage, people, impressions, arm_of)
    arm = arm_of[impressions.asset[first]]
    took = _took(stage, impressions.take(first), plays)
    tally = Tally.empty(len(arms), stage.tastes)
    has = (people.strength[:, :-1] > 0) & people.profilable[:, None]
    has = has[impressions.profile[first]]
    for column in range(stage.tastes + 1):
        rows = np.flatnonzero(has[:, column]) if column < stage.tastes else np.arange(first.size)
        count = len(arms)
        tally.exposed[:, column] = np.bincount(arm[rows], minlength=count)
        tally.taken[:, column] = np.bincount(arm[rows[took[rows]]], minlength=count)
        tally.expected[:, column] = np.bincount(arm[rows], expected[first[rows]], count)
    tally.counts = Counter(_pushes(stage, impressions) | _on_device(stage, impressions.take(first)))
    return tally


def _first_exposures(stage: Stage, people: Profiles, impressions: Impressions, arm_of: I64) -> I64:
    """Return the rows by which profiles entered trials: each one's first, of any arm."""
    counted = people.consenting[impressions.profile] & (impressions.phase == EXPLORE)
    rows = np.flatnonzero(counted & (arm_of[impressions.asset] >= 0))
    pair = impressions.profile[rows] * stage.shelf.count + impressions.shown[rows]
    order = np.lexsort((impressions.ts[rows], pair))
    begins = np.flatnonzero(np.diff(pair[order], prepend=-1))
    return rows[order[begins]]


def _took(stage: Stage, first: Impressions, plays: Plays) -> Flags:
    """Return after which exposures a play of at least two minutes started within a day."""
    long = plays.take(plays.ms >= LEAST_MS)
    keys = np.sort(_moments(stage, long), kind="stable")
    since = _moments(stage, first)
    place = np.searchsorted(keys, since)
    following = np.append(keys, np.iinfo(np.int64).max)[place]
    return following - since <= DAY_MS


def _moments(stage: Stage, rows: Impressions | Plays) -> I64:
    """Return numbers that sort by profile, title and time, in milliseconds."""
    pair = rows.profile * stage.shelf.count + rows.shown
    return (pair << MS_BITS) + (rows.ts - stage.world.start_us) // 1_000


def _on_device(stage: Stage, first: Impressions) -> dict[str, int]:
    """Return how many entered a broken trial on the device that loses exposures."""
    counts: dict[str, int] = {}
    for broken in stage.plan.of(BrokenAllocation):
        there = first.device == broken.device
        arms = np.isin(first.asset, broken.trial.others(broken.asset))
        counts["broken_asset"] = int((there & (first.asset == broken.asset)).sum())
        counts["broken_rest"] = int((there & arms).sum())
    return counts


def _pushes(stage: Stage, impressions: Impressions) -> dict[str, int]:
    from_hand = impressions.take((impressions.odds == 0) & (impressions.media_ms < 0))
    counts: dict[str, int] = {}
    for effect in stage.plan.of(Fatigue):
        rows = from_hand.profile[from_hand.asset == effect.asset]
        counts[f"pushed_{effect.asset}"] = int(np.unique(rows).size)
    return counts
