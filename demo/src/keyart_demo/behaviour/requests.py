"""What the service shows to whom, before the time, place and asset are chosen."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.calendar import AGAIN, PROMOTED, SCATTERED, TRIALS
from keyart_demo.behaviour.stage import Stage
from keyart_demo.lottery import Lottery, whole
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.fatigue import PUSHES, Fatigue

EXPLORE, EXPLOIT = 0, 1
PHASES = ("explore", "exploit")

TARGETED = 3
"""How many times as likely a trial shows its title to profiles that it fits perfectly."""
FOR_TASTE = 0.8
"""Share of these chosen by one of the profile's tastes."""
SOON, SOON_DAYS = 0.6, 21
"""The share of activity around a new title that falls into this many days after its launch."""


@dataclass(frozen=True)
class Requests:
    """Columns of shape (rows,); `profile` is the place in the block, `shown` on the shelf.

    Days are the first possible day and the first one after; `asset` is −1 if a policy chooses it.
    """

    profile: I64
    shown: I64
    phase: I64
    low: I64
    high: I64
    asset: I64


def requests(stage: Stage, people: Profiles, rng: np.random.Generator) -> Requests:
    """Return everything shown to a block of profiles."""
    parts = [source(stage, people, rng) for source in SOURCES]
    return Requests(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("profile", "shown", "phase", "low", "high", "asset")
        )
    )


def in_trials(stage: Stage, people: Profiles, rng: np.random.Generator) -> Requests:
    """Return trials for each profile, each at most once, and some of these repeated."""
    trials = stage.trials
    shown = np.array([trial.shown for trial in trials], np.int64)
    first = np.array([trial.first_day for trial in trials], np.int64)
    last = np.array([trial.last_day for trial in trials], np.int64)
    low = np.maximum(people.first[:, None], first)
    high = np.minimum(people.left[:, None], last)
    able = stage.shelf.licensed[shown][:, people.country].T & (low < high)
    key = rng.random(able.shape) / _fit(stage, people, shown)
    key[~able] = np.inf
    order = np.argsort(key, axis=1, kind="stable")
    taken = np.minimum(np.rint(TRIALS * people.zeal).astype(np.int64), able.sum(axis=1))
    profile, place = np.nonzero(np.arange(len(trials)) < taken[:, None])
    trial = order[profile, place]
    again = np.flatnonzero(rng.random(profile.size) < AGAIN)
    rows = np.concatenate([np.arange(profile.size), again])
    profile, trial = profile[rows], trial[rows]
    return _requests((profile, shown[trial]), EXPLORE, (low[profile, trial], high[profile, trial]))


def _fit(stage: Stage, people: Profiles, shown: I64) -> F64:
    """Return the weight of each trial for each profile, shape (profiles, trials)."""
    draw = np.zeros((stage.tastes, shown.size))
    for row, place in enumerate(shown.tolist()):
        for taste, strength in zip(
            stage.shelf.taste[place].tolist(), stage.shelf.draw[place].tolist(), strict=True
        ):
            if taste >= 0:
                draw[taste, row] = strength
    # Integers, so that the order of addition does not matter.
    match = people.strength[:, :-1].astype(np.float64) @ draw
    return 1 + (TARGETED - 1) / 10_000 * np.minimum(match, 10_000)


def scattered(stage: Stage, people: Profiles, rng: np.random.Generator) -> Requests:
    """Return what is explored outside trials; titles in trials are shown by belief instead."""
    profile = np.repeat(np.arange(people.number.size), SCATTERED)
    everybody = np.full(profile.size, stage.tastes)
    shown, days = arrange(
        stage,
        people,
        (profile, everybody),
        stage.programming.promoted,
        rng.random((2, profile.size)),
    )
    on_trial = np.isin(shown, [trial.shown for trial in stage.trials])
    return _requests((profile, shown), np.where(on_trial, EXPLOIT, EXPLORE), days)


def promoted(stage: Stage, people: Profiles, rng: np.random.Generator) -> Requests:
    """Return what a recommender would show: mostly by taste, launches first."""
    count = np.rint(PROMOTED * people.zeal).astype(np.int64)
    profile = np.repeat(np.arange(people.number.size), count)
    u = rng.random((4, profile.size))
    taste = np.where(u[2] < FOR_TASTE, tastes_of(people).draw(profile, u[3]), stage.tastes)
    shown, days = arrange(stage, people, (profile, taste), stage.programming.promoted, u[:2])
    return _requests((profile, shown), EXPLOIT, days)


def pushed(stage: Stage, people: Profiles, rng: np.random.Generator) -> Requests:
    """Return what is shown repeatedly to some profiles, whatever their taste."""
    profiles: list[I64] = [np.empty(0, np.int64)]
    effects = stage.plan.of(Fatigue)
    for effect in effects:
        able: Flags = stage.shelf.licensed[effect.shown, people.country]
        chosen = np.flatnonzero(able & (rng.random(able.size) < effect.share))
        profiles.append(np.repeat(chosen, PUSHES))
    sizes = [rows.size for rows in profiles[1:]]
    profile = np.concatenate(profiles)
    shown = np.repeat([effect.shown for effect in effects], sizes).astype(np.int64)
    asset = np.repeat([effect.asset for effect in effects], sizes).astype(np.int64)
    days = (people.first[profile], people.left[profile])
    return _requests((profile, shown), EXPLOIT, days, asset)


SOURCES: tuple[Callable[[Stage, Profiles, np.random.Generator], Requests], ...] = (
    in_trials,
    scattered,
    promoted,
    pushed,
)
"""All reasons for showing anything, in order."""


def tastes_of(people: Profiles) -> Lottery:
    """Return the lottery of each profile's tastes, by strength."""
    return Lottery.of(people.strength[:, :-1])


def arrange(
    stage: Stage, people: Profiles, who: tuple[I64, I64], lottery: Lottery, u: F64
) -> tuple[I64, tuple[I64, I64]]:
    """Draw a title for each (profile, taste), with the days on which it can be seen.

    A title that launches after the profile has left is replaced by an older one.
    """
    profile, taste = who
    country = people.country[profile]
    shown = lottery.draw(stage.programming.row(taste, country), u[0])
    low = np.maximum(people.first[profile], stage.shelf.launch_day[shown])
    gone = np.flatnonzero(low >= people.left[profile])
    shown[gone] = stage.programming.settled.draw(country[gone], u[1, gone])
    low[gone] = people.first[profile[gone]]
    return shown, (low, people.left[profile])


def soon(stage: Stage, shown: I64, days: tuple[I64, I64], u: F64) -> I64:
    """Return the last days for rows, some of which happen in the weeks after a launch."""
    low, high = days
    new = (stage.shelf.launch_day[shown] == low) & (u[0] < SOON)
    return np.where(new, np.minimum(high, low + 1 + whole(u[1] * u[1], SOON_DAYS)), high)


def _requests(
    what: tuple[I64, I64], phase: I64 | int, days: tuple[I64, I64], asset: I64 | None = None
) -> Requests:
    profile, shown = what
    rows = profile.size
    none = np.full(rows, -1) if asset is None else asset
    return Requests(profile, shown, np.broadcast_to(phase, rows), days[0], days[1], none)
