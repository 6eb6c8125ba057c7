"""What an audience watches more than everybody: shares as an index, 100 = par.

The index of a genre for an audience is the share of its active profiles that watched the genre,
over that share among all profiles that may be segmented, times 100. Its interval is that of the
logarithm of a ratio of two shares of which one is part of the other (delta method).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.audiences import Expression, Not, Or, to_text
from keyart.audiences.affinities import Sensitive
from keyart.query import Access, Query, ask, owner
from keyart.query.names import names_of
from keyart.store import Snapshot

F64 = npt.NDArray[np.float64]

DIMENSIONS = ("genre", "tag", "series", "country", "device")
SUBJECTS = ("genre", "tag")
"""Of these, sensitive ones are not told."""
HOUR_OF_WEEK = "hour_of_week"
LEVEL = 0.95
LEAST = 30
"""Active profiles of the audience and others together below which a value is left out."""


@dataclass(frozen=True)
class Index:
    """How much more, or less, one thing is watched in an audience.

    `profiles` is how many of the audience watched it (by hour of week: profiles by hour, added
    up), `share` their share, `base` the share among everybody; `index` is share / base × 100.
    """

    value: str
    label: str
    profiles: int
    share: float
    base: float
    index: float
    low: float
    high: float


def everybody(expression: Expression) -> Expression:
    """Return all profiles that may be segmented, said by an audience among them."""
    return Or((expression, Not(expression)))


def indexes(
    snapshot: Snapshot, access: Access, expression: Expression, tz: str
) -> Mapping[str, Sequence[Index]]:
    """Return the indexes of an audience by dimension, the highest first.

    The hours of a week are those of the zone `tz`: 0 is Monday from midnight to one.
    """
    texts = to_text(expression), to_text(everybody(expression))
    found = {name: indexes_by(name, snapshot, access, expression) for name in DIMENSIONS}
    by_hour = [one for one in _by_hour(snapshot, texts, tz) if one.profiles >= access.min_cell]
    return {**found, HOUR_OF_WEEK: by_hour}


def indexes_by(
    dimension: str, snapshot: Snapshot, access: Access, expression: Expression
) -> list[Index]:
    """Return the indexes of an audience by one of `DIMENSIONS`, the highest first.

    What may not be shown with the rights of `access`, and sensitive subjects, are left out.
    """
    found = _by(dimension, snapshot, access, expression)
    if dimension not in SUBJECTS:
        return found
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    return [one for one in found if not sensitive.is_named_by(one.value)]


def _by(dimension: str, snapshot: Snapshot, access: Access, expression: Expression) -> list[Index]:
    own, all_ = to_text(expression), to_text(everybody(expression))
    rows = _rows(snapshot, access, Query(
        measures=("active_profiles",), by=(dimension, "audience"), audiences=(own, all_),
        labels=dimension == "series",
    ))  # fmt: skip
    totals = [_active(snapshot, access, text) for text in (own, all_)]
    counts: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    hidden: set[str] = set()
    names = _group_names(snapshot, own, all_)
    for row in rows:
        value, audience, active = row[dimension], row["audience"], row["active_profiles"]
        if value is None or audience not in names:
            continue
        if active is None:
            hidden.add(value)
            continue
        counts.setdefault(value, [0, 0])[names.index(audience)] = active
        labels[value] = row.get(f"{dimension}_name") or value
    shown = {value: both for value, both in counts.items() if value not in hidden}
    return _indexes(shown, labels, totals)


def _group_names(snapshot: Snapshot, own: str, all_: str) -> list[str]:
    known = names_of(snapshot)
    return [known.audience(text).name for text in (own, all_)]


def _by_hour(snapshot: Snapshot, texts: tuple[str, str], tz: str) -> list[Index]:
    counts: dict[str, list[int]] = {}
    totals = [0, 0]
    for place, text in enumerate(texts):
        query = Query(measures=("active_profiles",), audience=text, grain="hour", tz=tz)
        for row in _rows(snapshot, owner(), query):
            hour = str(row["time"].weekday() * 24 + row["time"].hour)
            counts.setdefault(hour, [0, 0])[place] += row["active_profiles"]
            totals[place] += row["active_profiles"]
    labels = {hour: _hour_name(int(hour)) for hour in counts}
    return _indexes(counts, labels, totals)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _hour_name(hour: int) -> str:
    return f"{DAYS[hour // 24]} {hour % 24:02d}:00"


def _active(snapshot: Snapshot, access: Access, text: str) -> int:
    """Return how many of an audience were active; 0 where that may not be shown."""
    query = Query(measures=("active_profiles",), audience=text)
    return int(_rows(snapshot, access, query)[0]["active_profiles"] or 0)


def _rows(snapshot: Snapshot, access: Access, query: Query) -> list[dict[str, Any]]:
    return ask(snapshot, access, query).to_dicts()


def _indexes(
    counts: Mapping[str, Sequence[int]], labels: Mapping[str, str], totals: Sequence[int]
) -> list[Index]:
    found = [
        index_of(value, labels[value], (own, base), (totals[0], totals[1]))
        for value, (own, base) in counts.items()
        if base >= LEAST
    ]
    return sorted(found, key=lambda one: (-one.index, one.value))


def index_of(value: str, label: str, counts: tuple[int, int], totals: tuple[int, int]) -> Index:
    """Return the index of `counts` of the audience and of everybody, out of `totals`.

    The audience is a part of everybody. Half a profile is added to each count of the interval,
    so that none has no width.
    """
    own, base = counts
    n, everyone = totals
    share, usual = own / max(n, 1), base / max(everyone, 1)
    index = 100 * share / usual if usual else 0.0
    spread = _spread(own + 0.5, base + 1.0, n + 1.0, everyone + 2.0)
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    middle = 100 * ((own + 0.5) / (n + 1.0)) / ((base + 1.0) / (everyone + 2.0))
    low, high = middle * np.exp(-z * spread), middle * np.exp(z * spread)
    return Index(value, label, own, share, usual, index, float(low), float(high))


def _spread(own: float, base: float, n: float, everyone: float) -> float:
    """Return the standard deviation of the logarithm of the ratio of two nested shares."""
    rest = max(everyone - n, 1e-9)
    p1, p2, p0 = own / n, max(base - own, 0.0) / rest, base / everyone
    part = n / everyone
    first = (1 / p1 - part / p0) ** 2 * p1 * (1 - min(p1, 1.0)) / n
    second = ((1 - part) / p0) ** 2 * p2 * (1 - min(p2, 1.0)) / rest
    return float(np.sqrt(max(first + second, 0.0)))
