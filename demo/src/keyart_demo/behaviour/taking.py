"""Which impressions lead to a play, and how the play goes."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.impressions import CONTINUE, HOME_ROW, MESSAGE, Impressions
from keyart_demo.behaviour.plays import Plays, episode_title, watched_ms
from keyart_demo.behaviour.stage import READINESS, Stage
from keyart_demo.lottery import whole
from keyart_demo.markets import HALF
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.fatigue import TITLE_HALF_LIFE
from keyart_demo.plan.levers import LONGEST_RUN, decay
from keyart_demo.world_size import DAY_US, DAYS

BASE = 0.076
"""The probability of a play when an average title is shown to a profile that it half fits."""
MOST = 0.75
PLACEMENT_FACTORS = (1.0, 1.35, 1.3, 1.5, 0.0, 1.2)
"""By placement; a row's last positions are worth half as much as its first, and a message is worth
nothing to people whom the title doesn't fit.
"""
SHORT, SHORT_MATCHED = 0.17, 0.07
"""The probability that an attributed play is short, and how much a perfect match lowers it."""
FINISH, FINISH_MATCHED = 0.34, 0.3
"""The probability that a longer one is completed, and how much a perfect match raises it."""
AT_ONCE, WITHIN_HOURS = 0.72, 0.975
"""Shares of plays that start within minutes, and within hours; the others come too late."""
MINUTES_US, HOURS_US = 360 * 1_000_000, 36_000 * 1_000_000
WINDOW_US = DAY_US
_TITLE_WEAR = decay(TITLE_HALF_LIFE)


@dataclass(frozen=True)
class Chances:
    """For each impression: that it leads to a play, and that such a play is short or completed."""

    play: F64
    short: F64
    finish: F64

    @property
    def qualified(self) -> F64:
        """That it leads to a play of two minutes or more within a day."""
        return self.play * (1 - self.short) * WITHIN_HOURS


def chances(stage: Stage, people: Profiles, impressions: Impressions) -> Chances:
    """Return the planted probabilities of each impression."""
    levers, shown, asset = stage.levers, impressions.shown, impressions.asset
    country = people.country[impressions.profile]
    day = np.clip((impressions.ts - stage.world.start_us) // DAY_US, 0, DAYS - 1)
    play = (
        BASE
        * (0.4 + 1.2 * impressions.match)
        * (0.8 + 0.2 * np.minimum(stage.shelf.appeal[shown], 2))
    )
    play *= READINESS[country] * np.array(PLACEMENT_FACTORS)[impressions.placement]
    play *= np.where(impressions.placement == HOME_ROW, 1 - impressions.position / 80, 1.0)
    play *= np.where((impressions.placement == MESSAGE) & (impressions.match == 0), 0.0, 1.0)
    play *= levers.chance[asset, impressions.slot] * levers.by_day[shown, day]
    play *= levers.by_half[shown, np.array(HALF)[country]]
    play *= (
        _TITLE_WEAR[_earlier(impressions, impressions.shown)]
        * levers.fatigue[asset, _earlier(impressions, asset)]
    )
    short = (SHORT - SHORT_MATCHED * impressions.match) * levers.short[asset]
    finish = (FINISH + FINISH_MATCHED * impressions.match) * levers.finish[asset]
    return Chances(np.minimum(play, MOST), np.minimum(short, 0.9), np.minimum(finish, 0.97))


def _earlier(impressions: Impressions, what: I64) -> I64:
    """Return how often each profile had seen `what` (title or asset) before; capped.

    On `continue_watching` the profile has started it already: that neither counts nor wears.
    """
    pair = impressions.profile * (int(what.max(initial=0)) + 1) + what
    counted = (impressions.placement != CONTINUE).astype(np.int64)
    order = np.lexsort((impressions.ts, pair))
    sorted_pair, before = pair[order], np.cumsum(counted[order]) - counted[order]
    begins = np.flatnonzero(np.diff(sorted_pair, prepend=-1))
    start = np.repeat(before[begins], np.diff(np.append(begins, pair.size)))
    earlier = np.empty_like(before)
    earlier[order] = before - start
    return np.minimum(earlier, LONGEST_RUN - 1)


def taken(
    stage: Stage, people: Profiles, seen: Impressions, odds: Chances, rng: np.random.Generator
) -> Plays:
    """Return the plays that impressions led to."""
    cause = np.flatnonzero(rng.random(seen.count) < odds.play)
    u = rng.random((7, cause.size))
    shown = seen.shown[cause]
    later = whole(u[1], np.maximum(stage.shelf.episodes[shown], 1))
    episode = np.where(u[0] < 0.7, 0, later)
    title = episode_title(stage, shown, episode)
    ts = seen.ts[cause] + _delay(u[2])
    elsewhere = u[3] < 0.1
    profile = seen.profile[cause]
    return Plays(
        profile=profile,
        shown=shown,
        title=title,
        ts=ts,
        device=np.where(elsewhere, people.device[profile], seen.device[cause]),
        ms=watched_ms(stage, title, (odds.short[cause], odds.finish[cause]), u[4:7]),
        cause=cause,
        episode=episode,
    )


def _delay(u: F64) -> I64:
    """Return the time from an impression to its play: minutes, hours, or more than a day."""
    soon = 5_000_000 + MINUTES_US * (u / AT_ONCE) * (u / AT_ONCE)
    v = (u - AT_ONCE) / (WITHIN_HOURS - AT_ONCE)
    later = MINUTES_US + HOURS_US * v * v
    late = WINDOW_US + HOURS_US * (u - WITHIN_HOURS) / (1 - WITHIN_HOURS)
    us = np.where(u < AT_ONCE, soon, np.where(u < WITHIN_HOURS, later, late))
    return np.floor(us / 1_000).astype(np.int64) * 1_000


def is_taken(impressions: Impressions, cause: I64) -> Flags:
    """Return which impressions led to a play, from the plays' causes."""
    led = np.zeros(impressions.count, np.bool_)
    led[cause[cause >= 0]] = True
    return led
