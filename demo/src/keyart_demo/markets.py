"""The countries and devices of a demo service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """A country.

    `weight` is its number of profiles in 1,000, `offset` the hours its clocks are ahead of UTC (the
    same all year: habits, not law), `readiness` how readily people there take what they are shown,
    relative to other countries.
    """

    country: str
    weight: int
    offset: int
    readiness: float
    languages: tuple[str, ...]
    """The most common first."""


MARKETS = (
    Market("US", 210, -6, 1.0, ("en", "en", "en", "en", "es")),
    Market("BR", 95, -3, 1.15, ("pt",)),
    Market("GB", 75, 0, 0.95, ("en",)),
    Market("DE", 70, 1, 0.85, ("de", "de", "de", "de", "tr")),
    Market("IN", 70, 5, 1.2, ("hi", "hi", "en")),
    Market("MX", 60, -6, 1.1, ("es",)),
    Market("FR", 58, 1, 0.9, ("fr",)),
    Market("JP", 50, 9, 0.75, ("ja",)),
    Market("KR", 45, 9, 0.95, ("ko",)),
    Market("ES", 40, 1, 1.05, ("es",)),
    Market("IT", 35, 1, 1.0, ("it",)),
    Market("CA", 32, -5, 1.0, ("en", "en", "en", "fr")),
    Market("AU", 26, 10, 1.0, ("en",)),
    Market("TR", 24, 3, 1.1, ("tr",)),
    Market("PL", 20, 1, 0.95, ("pl", "pl", "pl", "uk")),
    Market("AR", 18, -3, 1.1, ("es",)),
    Market("CO", 14, -5, 1.15, ("es",)),
    Market("NL", 14, 1, 0.9, ("nl",)),
    Market("SE", 10, 1, 0.9, ("sv",)),
    Market("EG", 9, 2, 1.1, ("ar",)),
    Market("PT", 8, 0, 1.0, ("pt",)),
    Market("BG", 7, 2, 1.0, ("bg",)),
    Market("UA", 6, 2, 1.05, ("uk", "uk", "ru")),
    Market("LU", 4, 1, 0.95, ("fr", "de")),
)

COUNTRIES = tuple(market.country for market in MARKETS)
LANGUAGES = tuple(sorted({language for market in MARKETS for language in market.languages}))

DEVICES = ("tv", "mobile", "web", "tablet", "console")
DEVICE_WEIGHTS = (42, 28, 14, 9, 7)
"""Of 100 profiles, the number that mostly use each device."""

TV, MOBILE, CONSOLE = DEVICES.index("tv"), DEVICES.index("mobile"), DEVICES.index("console")

LARGE_HALF = 5
"""The first markets, which have half of all profiles."""
HALF = tuple(int(place >= LARGE_HALF) for place in range(len(MARKETS)))
"""For each market: 0 if it is among the first, else 1."""
