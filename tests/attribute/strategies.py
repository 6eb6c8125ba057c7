"""Random small worlds in which everything that can collide does."""

from dataclasses import dataclass

from hypothesis import strategies as st

from keyart.core.settings import Settings
from tests.oracles.attribution import DAY, SECOND, Custom, Row

START = 1_767_225_600 * SECOND
"""2026-01-01 00:00 UTC."""

WINDOW = 3600

CUSTOM = Custom(dimensions=("test_cell",), sums=("cost",))

TITLES = (
    ("film",),
    ("series", "episode"),
    ("series", "season", "episode"),
    ("loop1", "loop2", "stray"),
    ("film", "series", "season", "episode", "loop1", "loop2", "stray"),
)
MOMENTS = tuple(
    START + offset
    for offset in (
        0,
        1,
        WINDOW * SECOND - 1,
        WINDOW * SECOND,
        WINDOW * SECOND + 1,
        900 * SECOND,
        30 * DAY,
        30 * DAY + 1,
        31 * DAY,
    )
)
EVENT_IDS = ("", "e1", "e10", "e2", "é", "\U0001f600", "\uffff")

CATALOGUE: tuple[Row, ...] = (
    {"title_id": "film", "content_type": "film", "runtime_seconds": 1000.0},
    {"title_id": "series", "content_type": "series"},
    {"title_id": "season", "parent_title_id": "series", "content_type": "season"},
    {
        "title_id": "episode",
        "parent_title_id": "season",
        "content_type": "episode",
        "runtime_seconds": 100.0,
    },
    {"title_id": "loop1", "parent_title_id": "loop2", "content_type": "film"},
    {"title_id": "loop2", "parent_title_id": "loop1", "content_type": "live"},
    {"title_id": "stray", "parent_title_id": "loop1", "content_type": "episode"},
)

SETTINGS = Settings(
    attribution_window=WINDOW,
    content_type={
        "episode": {"exclude_placements": ("row", "continue_watching"), "min_play_seconds": 60.0},
        "live": {"exclude_placements": (), "attribution_window": 40 * 86400.0},
        "film": {"completion_fraction": 0.5},
    },
)


def maybe(*values: object) -> st.SearchStrategy[object]:
    """Return one of the values or None."""
    return st.sampled_from([None, *values])


def impressions(titles: tuple[str, ...]) -> st.SearchStrategy[Row]:
    """Return impressions of few profiles and titles at few moments, often equal in much."""
    return st.fixed_dictionaries(
        {
            "ts": st.sampled_from(MOMENTS),
            "profile_id": st.sampled_from(["p", "q"]),
            "asset_id": st.sampled_from(["a", "b", "ä"]),
            "title_id": st.sampled_from(titles),
            "event_id": maybe(*EVENT_IDS),
        },
        optional={
            "country": maybe("DE", "LU"),
            "device": maybe("tv"),
            "placement": maybe("row", "hero", "continue_watching"),
            "position": maybe("2", "10"),
            "phase": maybe("explore"),
            "propensity": maybe(0.3, 0.5, 1e-9),
            "media_seconds": maybe(2.9, 3.0, 15.0),
            "test_cell": maybe("x", "y"),
            "cost": maybe(0.25, -1.5),
        },
    )


def plays(titles: tuple[str, ...]) -> st.SearchStrategy[Row]:
    """Return plays that fit `impressions`."""
    return st.fixed_dictionaries(
        {
            "ts": st.sampled_from(MOMENTS),
            "profile_id": st.sampled_from(["p", "q"]),
            "title_id": st.sampled_from(titles),
            "seconds": st.sampled_from([0.0, 59.9994, 59.9995, 90.0, 120.0, 500.0]),
            "event_id": maybe("v1", "v2"),
        },
        optional={
            "fraction": maybe(0.0, 0.5, 0.9),
            "country": maybe("DE"),
            "device": maybe("tv", "web"),
            "impression_id": maybe(*EVENT_IDS),
        },
    )


@dataclass
class World:
    """Events in the order of their arrival."""

    impressions: list[Row]
    plays: list[Row]


def worlds() -> st.SearchStrategy[World]:
    """Return small worlds, most of them of few titles, where events meet more often."""
    return st.sampled_from(TITLES).flatmap(
        lambda titles: st.builds(
            World,
            st.lists(impressions(titles), max_size=12),
            st.lists(plays(titles), max_size=8),
        )
    )
