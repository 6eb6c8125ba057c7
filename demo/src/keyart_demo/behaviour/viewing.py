"""What people watch on their own: by search, by continuing, or one more episode."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.impressions import CONTINUE, Impressions, devices, visible_ms
from keyart_demo.behaviour.plays import NO_IMPRESSION, Plays, episode_title, watched_ms
from keyart_demo.behaviour.requests import EXPLOIT, arrange, soon, tastes_of
from keyart_demo.behaviour.stage import OFFSET, Stage
from keyart_demo.lottery import whole
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.incidents import Spike
from keyart_demo.shelf import ARTWORK
from keyart_demo.world_size import DAY_US

FEWEST = 36
"""The minimum plays of each profile; a gap in the data may remove a few."""
FURTHER = 26
"""The most additional plays of a profile with the greatest zeal, 1.5."""
RUNS = 48
"""Runs of plays drawn for each profile; each has a play, so they suffice for `FEWEST`."""
OFF_TASTE = 0.14
"""Share of runs that follow no taste, only fame."""
WHOLE_SEASON = 0.3
"""Share of runs of a series that go through all of its episodes."""
SESSIONS = 5
"""A run of a game has 1 to this many sessions, a day apart."""
AT_THE_EVENT = 0.75
"""Share of the runs of a live event that start while it happens."""
LATE_US = 2_400 * 1_000_000
"""How late, at most, they start."""
PAUSE_US = 25 * 1_000_000
SHORT, SHORT_MATCHED = 0.09, 0.05
FINISH, FINISH_MATCHED = 0.5, 0.28
CONTINUED = 0.2
"""Share of a run's later episodes that are started from `continue_watching`."""


@dataclass(frozen=True)
class Runs:
    """Consecutive plays of one title: `a_day` of them on each of some days, `gap` days apart."""

    profile: I64
    shown: I64
    device: I64
    start: I64
    length: I64
    a_day: I64
    gap: I64


def viewing(stage: Stage, people: Profiles, rng: np.random.Generator) -> Plays:
    """Return what a block of profiles watches without an impression leading to it."""
    runs = _runs(stage, people, rng)
    run = np.repeat(np.arange(runs.length.size), runs.length)
    episode = np.arange(run.size) - np.repeat(np.cumsum(runs.length) - runs.length, runs.length)
    shown, a_day = runs.shown[run], runs.a_day[run]
    title = episode_title(stage, shown, episode)
    profile = runs.profile[run]
    match = stage.shelf.match(people.strength, profile, shown)
    odds = (SHORT - SHORT_MATCHED * match, FINISH + FINISH_MATCHED * match)
    u = rng.random((3, run.size))
    ms = watched_ms(stage, title, odds, u)
    evening, place = np.divmod(episode, a_day)
    pace = stage.shelf.runtime[shown] * 1_000_000 + PAUSE_US
    ts = runs.start[run] + evening * runs.gap[run] * DAY_US + place * pace
    return Plays(
        profile=profile,
        shown=shown,
        title=title,
        ts=ts,
        device=runs.device[run],
        ms=ms,
        cause=np.full(run.size, NO_IMPRESSION),
        episode=episode,
    )


def _runs(stage: Stage, people: Profiles, rng: np.random.Generator) -> Runs:
    """Return enough runs for each profile to reach its number of plays."""
    count = people.number.size
    profile = np.repeat(np.arange(count), RUNS)
    u = rng.random((5, profile.size))
    taste = np.where(u[1] < OFF_TASTE, stage.tastes, tastes_of(people).draw(profile, u[0]))
    shown, (low, high) = arrange(stage, people, (profile, taste), stage.programming.watched, u[2:4])
    a_day, gap, length = _lengths(stage, shown, high - low, u[4], rng)
    ends = np.cumsum(length.reshape(count, RUNS), axis=1).ravel()
    zeal = people.zeal[profile] / 1.5
    target = FEWEST + whole(np.repeat(rng.random(count), RUNS) * zeal, FURTHER)
    kept = np.flatnonzero(ends - length < target)
    days = (low[kept], high[kept] - (length[kept] - 1) // a_day[kept] * gap[kept])
    v = rng.random((7, kept.size))
    device = devices(people, profile[kept], v[0])
    days = (days[0], soon(stage, shown[kept], days, v[1:3]))
    habits = (device, OFFSET[people.country[profile[kept]]])
    start = stage.calendar.instants(days, habits, v[3:6])
    start = np.maximum(start, stage.shelf.launched[shown[kept]])
    start = _at_events(stage, (shown[kept], low[kept]), start, v[6])
    return Runs(profile[kept], shown[kept], device, start, length[kept], a_day[kept], gap[kept])


def _lengths(
    stage: Stage, shown: I64, days: I64, u: F64, rng: np.random.Generator
) -> tuple[I64, I64, I64]:
    """Return plays a day, days between them, and plays in total of each run, as far as they fit."""
    v = rng.random((3, shown.size))
    episodes = stage.shelf.episodes[shown]
    game = np.array([kind == "game" for kind in stage.shelf.kind])[shown]
    some = 1 + whole(v[0] * v[0], np.maximum(episodes, 1))
    length = np.where(episodes > 0, np.where(u < WHOLE_SEASON, episodes, some), 1)
    length = np.where(game, 1 + whole(v[0], SESSIONS), length)
    a_day = np.where(game, 1, 1 + whole(v[1] * v[1], 4))
    gap = np.where(v[2] < 0.7, 1, 2)
    fits = ((days - 1) // gap + 1) * a_day
    return a_day, gap, np.minimum(length, fits)


def _at_events(stage: Stage, what: tuple[I64, I64], start: I64, u: F64) -> I64:
    """Return the starts of runs; for live events, mostly while they happen."""
    shown, low = what
    live = np.array([kind == "live" for kind in stage.shelf.kind])[shown]
    there = live & (stage.shelf.launch_day[shown] == low) & (u < AT_THE_EVENT)
    late = whole(u * u / (AT_THE_EVENT * AT_THE_EVENT), LATE_US // 1_000) * 1_000
    return np.where(there, stage.shelf.launched[shown] + late, start)


def spikes(stage: Stage, people: Profiles, rng: np.random.Generator) -> Plays:
    """Return the additional plays of titles on their days of fame."""
    plays = Plays.none()
    for effect in stage.plan.of(Spike):
        plays = plays.joined(_spike(stage, people, effect, rng))
    return plays


def _spike(stage: Stage, people: Profiles, effect: Spike, rng: np.random.Generator) -> Plays:
    here: Flags = (people.first <= effect.day) & (people.left > effect.day)
    here &= stage.shelf.licensed[effect.shown, people.country]
    profile = np.flatnonzero(here & (rng.random(here.size) < effect.share))
    u = rng.random((7, profile.size))
    shown = np.full(profile.size, effect.shown)
    device = devices(people, profile, u[0])
    day = np.full(profile.size, effect.day)
    habits = (device, np.zeros_like(day))
    title = episode_title(stage, shown, np.zeros_like(day))
    odds = (np.full(profile.size, SHORT), np.full(profile.size, FINISH))
    return Plays(
        profile=profile,
        shown=shown,
        title=title,
        ts=stage.calendar.instants((day, day + 1), habits, u[1:4]),
        device=device,
        ms=watched_ms(stage, title, odds, u[4:7]),
        cause=np.full(profile.size, NO_IMPRESSION),
        episode=np.zeros_like(day),
    )


def continued(
    stage: Stage, people: Profiles, plays: Plays, rng: np.random.Generator
) -> Impressions:
    """Return impressions on `continue_watching`, seconds before a run's later episodes."""
    further: Flags = (plays.episode > 0) & (plays.cause == NO_IMPRESSION)
    rows = plays.take(further & (rng.random(plays.count) < CONTINUED))
    u = rng.random((4, rows.count))
    arms = stage.policies.choose(
        (rows.shown, np.full(rows.count, ARTWORK)), np.zeros(rows.count, np.int64), u[0]
    )[0]
    language = people.language[rows.profile]
    asset = stage.ideas.variant[arms, language, 1]
    none = np.zeros(rows.count)
    return Impressions(
        profile=rows.profile,
        shown=rows.shown,
        ts=rows.ts - 2_000_000 - whole(u[1], 20_000) * 1_000,
        asset=asset,
        device=rows.device,
        placement=np.full(rows.count, CONTINUE),
        position=whole(u[2] * u[2], 8),
        phase=np.full(rows.count, EXPLOIT),
        slot=np.zeros(rows.count, np.int64),
        match=none,
        odds=none,
        visible_ms=visible_ms(u[3]),
        media_ms=np.full(rows.count, -1),
    )
