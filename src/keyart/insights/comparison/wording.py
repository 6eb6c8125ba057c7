"""Measures, assets and numbers in readable form."""

from collections.abc import Iterable, Mapping

from keyart.core.direction import isolated, quoted
from keyart.insights.comparison.parts import Interval

_MEASURES = {
    "take_rate": "take rate",
    "play_rate": "play rate",
    "completion_rate": "completion rate",
    "short_play_rate": "short-play rate",
    "watch_seconds_per_profile": "watch time per profile",
    "avg_watch_seconds": "watch time per play",
    "watch_time_share": "share of watch time",
}


def measure_words(name: str) -> str:
    """Return the display name of a measure."""
    return _MEASURES.get(name, name.replace("_", " "))


def is_share(name: str) -> bool:
    """Return whether a measure is a share, shown as a percentage, judging by its name."""
    return name.endswith(("_rate", "_share"))


def quoted_name(asset: str, names: Mapping[str, str]) -> str:
    """Return an asset's name in quotation marks, with its id if the name is not unique."""
    name = names[asset]
    again = list(names.values()).count(name) > 1
    return f"{quoted(name)} ({isolated(asset)})" if again and name != asset else quoted(name)


def percent(value: float, digits: int = 1) -> str:
    """Return a share as a percentage: 12.4%."""
    return f"{value:.{digits}%}"


def certainty(probability: float) -> str:
    """Return a probability as a percentage, never as certain: 93%, 99.7%, over 99.9%."""
    if probability > 0.999:
        return "over 99.9%"
    return percent(probability, 1 if probability >= 0.995 else 0)


def signed(value: float, digits: int = 1) -> str:
    """Return a relative difference: +8.2%, −3.0%."""
    return f"{points(value, digits)}%"


def points(value: float, digits: int = 1, *, plus: bool = True) -> str:
    """Return a hundredfold value with its sign and without a percent sign: +8.2, −3.0."""
    text = f"{abs(value) * 100:.{digits}f}"
    return f"−{text}" if value < 0 and float(text) else f"{'+' if plus else ''}{text}"


def sized(ratio: Interval) -> str:
    """Return a relative difference with its interval: “+8.2% (+3.1 to +13.6)”."""
    if ratio.value is None:
        return "different"
    if ratio.low is None or ratio.high is None:
        return signed(ratio.value)
    return f"{signed(ratio.value)} ({points(ratio.low)} to {points(ratio.high)})"


def days(count: int) -> str:
    """Return a number of days to wait."""
    if count == 0:
        return "until tomorrow"
    return "about one more day" if count == 1 else f"about {count} more days"


def joined(parts: Iterable[str]) -> str:
    """Return a list as people write it: a, b and c."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
