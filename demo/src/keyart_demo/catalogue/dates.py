"""Launch dates of titles: most before the world's days, some within, a few at their end."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from keyart_demo.catalogue.chance import one
from keyart_demo.catalogue.deals import LIVE

WITHIN = 0.2
"""The share launched within the world's days."""
RECENT_DAYS = 21
LEAST_RECENT = 6
"""How many titles, except live events, are launched within the last `RECENT_DAYS` days."""
LIVE_WITHIN = 0.7
"""The share of live events that happen within the world's days; the others are recordings."""
_OLDEST_DAYS = 1_100
_LAUNCH_HOURS = (0, 4, 7, 7, 8)
_LIVE_HOURS = (17, 18, 19, 19, 20)


def first_instant(day: date) -> datetime:
    """Return the start of a day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def launches(
    kinds: list[str], until: date, days: int, rng: np.random.Generator
) -> tuple[datetime, ...]:
    """Return when each title is launched (for a live event: happens), by kind; full hours, UTC."""
    end = first_instant(until)
    live = [i for i, kind in enumerate(kinds) if kind == LIVE]
    others = [i for i, kind in enumerate(kinds) if kind != LIVE]
    within_live = _chosen(rng, live, round(LIVE_WITHIN * len(live)))
    wanted = max(round(WITHIN * len(kinds)) - len(within_live), 2 * LEAST_RECENT)
    within = _chosen(rng, others, min(wanted, len(others)))
    recent = set(within[: max(LEAST_RECENT, len(within) // 4)])
    inside = set(within_live) | set(within)
    return tuple(
        end - timedelta(days=_age(rng, i in inside, i in recent, days)) + _hour(rng, kind)
        for i, kind in enumerate(kinds)
    )


def _chosen(rng: np.random.Generator, items: list[int], count: int) -> list[int]:
    return [items[int(i)] for i in rng.permutation(len(items))[:count]]


def _age(rng: np.random.Generator, inside: bool, recent: bool, days: int) -> int:
    """Return how many days before the world's end a title is launched."""
    if recent:
        return int(rng.integers(4, min(RECENT_DAYS, days) + 1)) if days > 4 else 1
    if inside:
        return int(rng.integers(2, days)) if days > 2 else 1
    return days + int(rng.integers(20, _OLDEST_DAYS))


def _hour(rng: np.random.Generator, kind: str) -> timedelta:
    return timedelta(hours=one(rng, _LIVE_HOURS if kind == LIVE else _LAUNCH_HOURS))
