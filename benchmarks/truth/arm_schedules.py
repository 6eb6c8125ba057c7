"""Worlds in which arms are not shown all the time, or not to all alike, and how they are judged.

Every world has many titles of two arms, which are equally good at every moment while the rate of
all drifts. Shares are logged as propensities where a world says so. A title that has a winner has
a false one; `better` worlds, in which the second arm is better, say what is still found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.truth.looks import looked, yes_or_no
from keyart import session
from keyart.insights.comparison import Comparison, ComparisonRequest, VerdictKind, compare
from keyart.insights.comparison.people import LEAST_UNITS
from keyart.insights.statistics.adjustment import standardised
from keyart.insights.statistics.ratios import Estimate, difference, pick
from keyart.insights.statistics.sequences import width
from keyart.query import owner
from keyart.query.engine import Floats

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 20
TITLES = 20
PEOPLE = 6_000
"""Of each title, all arms together."""
DRIFT = (0.30, 0.12)
"""The rate of all arms at the start and at the end; in between along a line."""

Share = Callable[[Floats, npt.NDArray[np.bool_]], Floats]
"""The second arm's share at times in days; flags say who is in the first of two countries."""


def steps(*steps: tuple[float, float]) -> Share:
    """Return a share that changes at days: (from day, share), the first from day 0."""
    days, shares = np.array(steps).T
    return lambda at, _: shares[np.searchsorted(days, at, side="right") - 1]


def _by_country(at: Floats, first: npt.NDArray[np.bool_]) -> Floats:
    return np.where(at >= np.where(first, 3.0, 9.0), 0.5, 0.0)


@dataclass(frozen=True)
class Schedule:
    """When the second arm is shown, and how it is chosen.

    `redrawn` says that chance decides anew at each impression; else people keep their first arm.
    `lift` is how much better the second arm is.
    """

    share: Share
    redrawn: bool = False
    propensities: bool = True
    lift: float = 0.0


JOINS = steps((0, 0.0), (6, 0.5))
SCHEDULES: Mapping[str, Schedule] = {
    "always there": Schedule(steps((0, 0.5))),
    "joins": Schedule(JOINS),
    "joins, re-drawn": Schedule(JOINS, redrawn=True),
    "joins, no propensities": Schedule(JOINS, propensities=False),
    "ramps up": Schedule(steps((0, 0.01), (2, 0.05), (4, 0.1), (6, 0.25), (8, 0.5))),
    "ramps up, re-drawn": Schedule(steps((0, 0.1), (5, 0.25), (10, 0.5)), redrawn=True),
    "ramps up, no propensities": Schedule(steps((0, 0.1), (5, 0.5)), propensities=False),
    "pauses": Schedule(steps((0, 0.5), (5, 0.0), (12, 0.5))),
    "pauses, re-drawn": Schedule(steps((0, 0.5), (5, 0.0), (12, 0.5)), redrawn=True),
    "comes and goes": Schedule(steps((0, 0.5), (3, 0.0), (6, 0.5), (9, 0.0), (12, 0.5))),
    "stops": Schedule(steps((0, 0.5), (8, 0.0))),
    "leaks before it joins": Schedule(steps((0, 0.0), (1, 0.1), (1.04, 0.0), (8, 0.5))),
    "joins by country": Schedule(_by_country),
}
BETTER = {
    "always there, better": replace(SCHEDULES["always there"], lift=0.25),
    "joins, better": replace(SCHEDULES["joins"], lift=0.25),
    "joins, re-drawn, better": replace(SCHEDULES["joins, re-drawn"], lift=0.25),
    "ramps up, better": replace(SCHEDULES["ramps up"], lift=0.25),
    "pauses, better": replace(SCHEDULES["pauses"], lift=0.25),
}


LOOKED, LOOKED_AT_ONCE = 4_000, 500
RAMPS: Mapping[str, tuple[tuple[float, ...], tuple[float, float]]] = {
    "ramp, rates fall": ((0.1, 0.2, 0.35, 0.5), (0.3, 0.1)),
    "ramp, rates rise": ((0.1, 0.2, 0.35, 0.5), (0.1, 0.3)),
    "shares swing": ((0.3, 0.7, 0.3, 0.7), (0.3, 0.1)),
    "equal shares": ((0.5,) * 4, (0.3, 0.1)),
}
"""Shares of the second arm in each quarter of the days, and all arms' rate at both ends."""


def run(out: Path) -> dict[str, Any]:
    """Return how many titles had a winner in each world, and what daily looks would see."""
    del out
    looks = [{"world": name, **looked_at(*one)} for name, one in RAMPS.items()]
    worlds = {**SCHEDULES, **BETTER}
    found = [
        {"world": name, **judged(one, TITLES, np.random.default_rng((5, at)))}
        for at, (name, one) in enumerate(worlds.items())
    ]
    return {"titles": TITLES, "people": PEOPLE, "days": DAYS, "worlds": found, "looks": looks}


def looked_at(
    shares: tuple[float, ...], rates: tuple[float, float], people: int = 400, days: int = 32
) -> dict[str, Any]:
    """Return how many worlds of two equal arms show a difference on some of many daily looks.

    By raw rates, and by rates that are evened out by day as comparisons do; `people` a day.
    """
    daily = np.repeat(shares, days // len(shares))
    seeds = np.random.SeedSequence(7).spawn(LOOKED // LOOKED_AT_ONCE)
    found = [_differences_seen(daily, rates, people, np.random.default_rng(own)) for own in seeds]
    raw, adjusted = (float(np.mean([one[at] for one in found])) for at in (0, 1))
    print("  ", shares, rates, {"raw": raw, "adjusted": adjusted}, flush=True)
    return {"worlds": LOOKED, "raw": raw, "adjusted": adjusted}


def _differences_seen(
    shares: Floats, rates: tuple[float, float], people: int, rng: np.random.Generator
) -> tuple[float, float]:
    days = shares.size
    share = np.stack([1 - shares, shares], axis=1)[:, None, :]
    units = rng.poisson(people * share, (days, LOOKED_AT_ONCE, 2))
    events = rng.binomial(units, np.linspace(*rates, days)[:, None, None])
    looks = looked(yes_or_no(units.cumsum(axis=0), events.cumsum(axis=0)))
    by_day = yes_or_no(*(np.moveaxis(one, 0, -1) for one in (units, events)))
    grown = (looks.estimate.information / looks.start)[..., 0]
    raw = _passes(looks.estimate[..., 0], grown)
    evened = np.zeros_like(raw)
    for day in range(days):
        rate = standardised(pick(by_day, (..., slice(day + 1))), LEAST_UNITS).estimate
        evened[day] = _passes(difference(rate[:, 0], rate[:, 1]), grown[day])
    passed = looks.passed[..., 0]
    return float((raw & passed).any(axis=0).mean()), float((evened & passed).any(axis=0).mean())


def _passes(estimate: Estimate, grown: Floats) -> npt.NDArray[np.bool_]:
    return estimate.value**2 * estimate.information > width(grown, 0.05) ** 2


def judged(schedule: Schedule, titles: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return the verdicts on the titles of one world."""
    found = comparisons(schedule, titles, rng)
    kinds = [one.verdict.kind for one in found]
    result = {
        "winners": kinds.count(VerdictKind.WINNER) + kinds.count(VerdictKind.LOSES_VIEWERS),
        "dont_trust": kinds.count(VerdictKind.DONT_TRUST),
        "titles": titles,
        "people": round(float(np.mean([sum(arm.people for arm in one.arms) for one in found]))),
    }
    print("  ", result, flush=True)
    return result


def comparisons(
    schedule: Schedule, titles: int, rng: np.random.Generator, **asked: Any
) -> list[Comparison]:
    """Return the comparison of each title of a world."""
    with (
        TemporaryDirectory(prefix="keyart-truth-") as folder,
        session.create(Path(folder) / "world.keyart") as store,
    ):
        shown, plays = events(schedule, titles, rng)
        store.ingest(impressions=shown, plays=plays)
        snapshot = store.snapshot()
        return [
            compare(snapshot, owner(), ComparisonRequest(assets=(f"t{t}.a", f"t{t}.b"), **asked))
            for t in range(titles)
        ]


def events(
    schedule: Schedule, titles: int, rng: np.random.Generator, people: int = PEOPLE
) -> tuple[pa.Table, pa.Table]:
    """Return impressions and plays: each person is shown a title one to four times."""
    size = titles * people
    times = rng.integers(1, 5, size)
    person = np.repeat(np.arange(size), times)
    first = np.cumsum(times) - times
    at = rng.uniform(0, DAYS, person.size)
    at = at[np.lexsort((at, person))]
    german = rng.random(size)[person] < 0.5
    share = schedule.share(at, german)
    second = rng.random(person.size) < share
    if not schedule.redrawn:
        second = second[first][person]
    chance = DRIFT[0] + (DRIFT[1] - DRIFT[0]) * at / DAYS
    taken = rng.random(person.size) < chance * np.where(second, 1 + schedule.lift, 1.0)
    shown = _impressions(person, people, at, second, german)
    if schedule.propensities:
        own = share if schedule.redrawn else share[first][person]
        shown = shown.append_column("propensity", pa.array(np.where(second, own, 1 - own)))
    plays = shown.select(["ts", "profile_id", "title_id"]).filter(pa.array(taken))
    plays = plays.append_column("seconds", pa.array(np.full(plays.num_rows, 900.0)))
    return pa.concat_tables([shown, _clock()], promote_options="default"), plays


def _impressions(
    person: npt.NDArray[np.int64],
    people: int,
    at: Floats,
    second: npt.NDArray[np.bool_],
    german: npt.NDArray[np.bool_],
) -> pa.Table:
    ts = np.datetime64(START.replace(tzinfo=None), "us") + (at * 86_400e6).astype("m8[us]")
    title = person // people
    return pa.table({
        "ts": pa.array(ts, pa.timestamp("us", "UTC")),
        "profile_id": [f"p{number}" for number in (person % people).tolist()],
        "title_id": [f"t{number}" for number in title.tolist()],
        "asset_id": [
            f"t{t}.{'ab'[b]}" for t, b in zip(title.tolist(), second.tolist(), strict=True)
        ],
        "country": pa.array(np.where(german, "DE", "FR")),
    })  # fmt: skip


def _clock() -> pa.Table:
    """Return an impression of another title that says until when there are data."""
    ts = np.datetime64(START.replace(tzinfo=None), "us") + np.timedelta64(DAYS + 3, "D")
    return pa.table({
        "ts": pa.array(np.array([ts]), pa.timestamp("us", "UTC")),
        "profile_id": ["clock"],
        "title_id": ["clock"],
        "asset_id": ["clock"],
    })  # fmt: skip
