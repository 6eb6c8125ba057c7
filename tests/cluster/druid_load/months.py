"""A world of three months, and what becomes of each of them in its next version."""

from datetime import UTC, datetime

from keyart.core.facts import Family
from tests.oracles.world import Row, World

JANUARY, FEBRUARY, MARCH = range(6000), range(6000, 6500), range(6500, 6510)
"""Who was shown something, by month."""

AGAIN = range(6510, 6810)
"""Who was in February, as the next version knows it."""

MINOR = 0


def shown(profiles: range, title: str, assets: str, month: int, **more: object) -> list[Row]:
    """Return a fact for each profile, of one of the assets, in the first days of a month."""
    return [
        {
            "title": title,
            "asset": assets[profile % len(assets)],
            "profile": profile,
            "slot": int(datetime(2026, month, 1 + profile % 9, tzinfo=UTC).timestamp()) // 900,
            "impressions": 1 + profile % 3,
            "country": ("DE", "US", None)[profile % 3],
            "device": "tv",
            **({"plays": 1, "qualified_plays": 1, "watch_ms": 600_000} if profile % 4 == 0 else {}),
            **more,
        }
        for profile in profiles
    ]


def watched(profiles: range, title: str, month: int) -> list[Row]:
    """Return a fact of viewing for each profile."""
    started = int(datetime(2026, month, 5, tzinfo=UTC).timestamp()) // 900
    one = {"title": title, "slot": started, "starts": 1, "watch_ms": 60_000, "country": "LU"}
    return [{**one, "profile": profile, "active_starts": profile % 2} for profile in profiles]


BEFORE = {
    Family.EXPOSURE: [
        *shown(JANUARY, "film", "ab", 1, x_shelf="top"),
        *shown(FEBRUARY, "show", "cd", 2),
        *shown(MARCH, "show", "d", 3),
    ],
    Family.VIEWING: watched(range(900), "film", 1),
}
AFTER = {Family.EXPOSURE: shown(AGAIN, "show", "c", 2)}

WORLD = World(
    runs=[BEFORE, AFTER],
    titles=[
        {"title_id": "film", "name": "The “Film”", "genres": ["crime", "drama"], "tags": []},
        {"title_id": "show", "name": "Show", "genres": ["drama"], "runtime_seconds": 1800.5},
    ],
    assets=[{"asset_id": name, "title_id": "film", "tags": [name, "all"]} for name in "ab"],
    profiles={
        MINOR: {"is_minor": True, "plan": "gold"},
        1: {"plan": "gold"},
        2: {"plan": "basic"},
    },
    lists={"list:vip": range(50), "list:rest": range(40, 6000)},
    population=6810,
    config_text='[dimensions]\nshelf = "impressions"\n',
    replaced=frozenset([*FEBRUARY, *MARCH]),
)
