"""The countries in which a title may be shown, and the period."""

from datetime import datetime, timedelta

import numpy as np

from keyart_demo.catalogue.chance import one, some
from keyart_demo.markets import COUNTRIES, MARKETS

EVERYWHERE = 0.72
REGIONAL = 0.2
"""Shares of titles licensed everywhere and in a region; the rest miss a few countries."""

REGIONS: tuple[frozenset[str], ...] = (
    frozenset({"US", "CA", "MX", "BR", "AR", "CO"}),
    frozenset({"GB", "DE", "FR", "ES", "IT", "PT", "NL", "SE", "LU", "PL", "UA", "BG"}),
    frozenset({"TR", "EG", "BG", "UA", "DE"}),
    frozenset({"IN", "JP", "KR", "AU"}),
    frozenset({"ES", "MX", "AR", "CO", "US", "PT", "BR"}),
)
"""Regions in which rights are sold: by continent, by language, by neighbourhood."""


def countries_of(rng: np.random.Generator, language: str) -> tuple[str, ...]:
    """Return where a title is licensed: at least in its language's home countries."""
    draw = rng.random()
    if draw < EVERYWHERE:
        return COUNTRIES
    home = {m.country for m in MARKETS if language == m.languages[0]} or {"US"}
    if draw < EVERYWHERE + REGIONAL:
        region = one(rng, [r for r in REGIONS if r & home] or REGIONS)
        return tuple(c for c in COUNTRIES if c in region | home)
    missing = set(some(rng, COUNTRIES, 3 + int(rng.integers(5)))) - home
    return tuple(c for c in COUNTRIES if c not in missing)


def licence_end(rng: np.random.Generator, launched_at: datetime, end: datetime) -> datetime | None:
    """Return when the licence ends, always after the world's end; `None` for own titles."""
    if rng.random() < 0.4:
        return None
    years = timedelta(days=365 * int(rng.integers(1, 6)))
    ends = launched_at + years
    while ends <= end:
        ends += timedelta(days=365)
    return ends
