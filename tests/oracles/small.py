"""One small world whose answers are plain by construction."""

from datetime import UTC, datetime

from keyart.core.facts import Family
from tests.oracles.world import Row, World


def slot(text: str) -> int:
    """Return the slot that begins at a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 900


def shown(profile: int, asset: str | None, when: str, **more: object) -> Row:
    """Return an exposure fact of one impression."""
    title = {"a": "film", "b": "show", None: None}[asset[0] if asset else None]
    row: Row = {"title": title, "profile": profile, "asset": asset, "slot": slot(when)}
    return row | {"impressions": 1, "country": "DE", "device": "tv"} | more


def watched(profile: int, title: str, when: str, **more: object) -> Row:
    """Return a viewing fact of one play of ten minutes."""
    row: Row = {"title": title, "profile": profile, "slot": slot(when)}
    return row | {"starts": 1, "active_starts": 1, "watch_ms": 600_000, "country": "DE"} | more


PLAYED = {"plays": 1, "qualified_plays": 1, "watch_ms": 600_000}

SMALL = World(
    runs=[
        {
            Family.EXPOSURE: [
                shown(0, "a1", "2026-01-05T10:00", **PLAYED, phase="explore", position="0"),
                shown(1, "a1", "2026-01-05T10:15", phase="explore", position="10"),
                shown(1, "a2", "2026-01-07T23:30", country="US", device=None, position="9"),
                shown(2, "a2", "2026-01-07T23:30", **PLAYED, country=None, x_shelf="top"),
                shown(3, "b1", "2026-01-08T00:00", country="JP", x_shelf="low"),
                shown(4, None, "2026-01-08T00:00", country="JP"),
            ],
            Family.VIEWING: [
                watched(0, "film", "2026-01-05T11:00"),
                watched(2, "film", "2026-01-08T00:15"),
                watched(2, "pilot", "2026-01-08T01:00", watch_ms=300_000),
                watched(5, "pilot", "2026-01-08T01:00", reason="no_impression", active_starts=0),
            ],
        }
    ],
    titles=[
        {
            "title_id": "film",
            "name": "The Film",
            "content_type": "film",
            "genres": ["crime", "drama"],
            "launched_at": datetime(2026, 1, 5, 12, tzinfo=UTC),
            "runtime_seconds": 6000.0,
        },
        {"title_id": "pilot", "name": "Pilot", "parent_title_id": "show", "genres": ["drama"]},
        {"title_id": "show", "name": "The Show", "content_type": "series", "genres": ["drama"]},
        {"title_id": "unseen", "name": "Unseen", "genres": ["western"], "mood": "dark"},
    ],
    assets=[
        {"asset_id": "a1", "title_id": "film", "asset_type": "artwork", "name": "Face"},
        {"asset_id": "a2", "title_id": "film", "asset_type": "video"},
        {"asset_id": "a3", "title_id": "film", "asset_type": "video", "name": "Never shown"},
        {"asset_id": "b1", "title_id": "show", "asset_type": "artwork"},
    ],
    profiles={
        0: {"plan": "gold", "country": "DE"},
        1: {"plan": "basic"},
        2: {"plan": "gold", "consent": "no_profiling"},
        3: {"is_minor": True},
    },
    lists={"list:all": range(6), "list:one": [1], "affinity:film": [0, 1, 2]},
    population=6,
    config_text='[dimensions]\nshelf = "impressions"\n',
    until=slot("2026-01-08T10:00") * 900_000_000,
)
