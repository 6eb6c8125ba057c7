"""What an audience watches more than everybody: shares as an index, 100 = par.

The index of a genre for an audience is the share of its plays (or hours) that go to the genre, over
that share of the plays of all profiles that may be segmented, times 100. So it does not depend on
how much people watch: nearly all heavy viewers have watched some of every genre, so the share who
watched *any*, shown next to it, says little about them.

Its interval is that of the logarithm of a ratio of two shares, by the delta method over profiles
(one person's plays are alike); the profiles of the first share are part of those of the second.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from statistics import NormalDist
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from keyart.audiences import Expression, Not, Or, to_text
from keyart.audiences.affinities import Sensitive
from keyart.insights.statistics.shares import log_index_variance
from keyart.query import Access, Query, ask, owner
from keyart.query.memo import recent
from keyart.query.moments import measure_parts
from keyart.query.planning.audience_names import names_of
from keyart.store import Snapshot

F64 = npt.NDArray[np.float64]

DIMENSIONS = ("genre", "tag", "series", "country", "device")
SUBJECTS = ("genre", "tag")
"""Dimensions whose sensitive values are hidden."""
HOUR_OF_WEEK = "hour_of_week"
LEVEL = 0.95
BYTES = 500
MOST_BYTES = 100_000
"""Of memory for one index, and for what several need: more than most take."""
LEAST = 30
"""The active profiles that a value needs, in and outside the audience together."""


class IndexOf(StrEnum):
    """What indexes compare shares of."""

    PLAYS = "plays"
    """Plays, short ones too."""
    HOURS = "hours"
    """Hours watched."""


EVERYBODY = None
"""Everybody in the place of an audience."""
T = TypeVar("T")

COUNTED = {IndexOf.PLAYS: "starts", IndexOf.HOURS: "hours_viewed"}
"""The measure of each."""


@dataclass(frozen=True)
class Index:
    """How much more, or less, an audience watches something than everybody.

    By hour of week all of it counts profiles by hour, added up.
    """

    value: str
    """The genre, tag, series, country, device or hour."""
    label: str
    """What people call it."""
    profiles: int
    """How many of the audience watched it."""
    watched: float
    """The share of the audience's active profiles that watched it."""
    watched_base: float
    """The same share of everybody."""
    share: float
    """The part of the audience's plays (or hours) that went to it."""
    base: float
    """The same part of everybody's."""
    index: float
    """share / base × 100."""
    low: float
    """The lower bound, at 95%."""
    high: float
    """The upper bound."""


def everybody(expression: Expression) -> Expression:
    """Return the expression for all profiles that may be segmented."""
    return Or((expression, Not(expression)))


def indexes(
    snapshot: Snapshot, access: Access, expression: Expression, tz: str, of: IndexOf = IndexOf.PLAYS
) -> Mapping[str, Sequence[Index]]:
    """Return the indexes of an audience by dimension, the highest first.

    They compare shares of `of`, one of `COUNTED`. Hours of the week are in the zone `tz`; 0 is
    Monday from midnight to 1:00.
    """
    audiences = to_text(expression), to_text(everybody(expression))
    by_name = {name: indexes_by(name, snapshot, access, expression, of) for name in DIMENSIONS}
    by_hour = [i for i in _by_hour(snapshot, audiences, tz) if i.profiles >= access.min_cell]
    return {**by_name, HOUR_OF_WEEK: by_hour}


def indexes_by(
    dimension: str,
    snapshot: Snapshot,
    access: Access,
    expression: Expression,
    of: IndexOf = IndexOf.PLAYS,
) -> list[Index]:
    """Return the indexes of an audience by one of `DIMENSIONS`, the highest first.

    What may not be shown with the rights of `access`, and sensitive subjects, are left out. They
    are worked out once for each version.
    """
    indexes = recent(
        snapshot,
        (Index, dimension, expression, of, access.sight),
        lambda: _by(dimension, snapshot, access, expression, of),
        lambda found: BYTES * (len(found) + 1),
    )
    if dimension not in SUBJECTS:
        return indexes
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    return [index for index in indexes if not sensitive.is_named_by(index.value)]


def _by(
    dimension: str, snapshot: Snapshot, access: Access, expression: Expression, of: IndexOf
) -> list[Index]:
    audiences = to_text(expression), to_text(everybody(expression))
    totals = [
        _kept(snapshot, access, ("active", who), partial(_active, snapshot, access, text))
        for text, who in zip(audiences, (audiences[0], EVERYBODY), strict=True)
    ]
    counts: list[dict[str, int]] = []
    labels: dict[str, str] = {}
    # Separately: together, an audience and everybody reveal the few others.
    for text, who in zip(audiences, (audiences[0], EVERYBODY), strict=True):
        query = Query(
            measures=("active_profiles",),
            by=(dimension,),
            audience=text,
            labels=dimension == "series",
        )
        rows = _kept(
            snapshot, access, ("rows", dimension, who), partial(_rows, snapshot, access, query)
        )
        named = [row for row in rows if row[dimension] is not None]
        counts.append({row[dimension]: row["active_profiles"] for row in named})
        labels |= {row[dimension]: row.get(f"{dimension}_name") or row[dimension] for row in named}
    people, all_ = counts
    shown = {
        value: (people.get(value, 0), base)
        for value, base in all_.items()
        if base >= LEAST and _may_be_shown(people.get(value, 0), base, access.min_cell)
    }
    watched = {
        value: _WatchedValue(
            labels[value], count, count / max(totals[0], 1), base, base / max(totals[1], 1)
        )
        for value, (count, base) in shown.items()
    }
    return _indexes(watched, _moments(snapshot, access, dimension, audiences, of))


def _group_names(snapshot: Snapshot, audience: str, all_: str) -> list[str]:
    names = names_of(snapshot)
    return [names.audience(text).name for text in (audience, all_)]


def _may_be_shown(people: int, base: int, min_cell: int) -> bool:
    """Return whether the audience's people, and the others, are enough to show."""
    return people >= min_cell and (people == base or base - people >= min_cell)


def _by_hour(snapshot: Snapshot, audiences: tuple[str, str], tz: str) -> list[Index]:
    counts: dict[str, list[int]] = {}
    totals = [0, 0]
    for place, text in enumerate(audiences):
        query = Query(measures=("active_profiles",), audience=text, grain="hour", tz=tz)
        for row in _rows(snapshot, owner(), query):
            hour = str(row["time"].weekday() * 24 + row["time"].hour)
            counts.setdefault(hour, [0, 0])[place] += row["active_profiles"]
            totals[place] += row["active_profiles"]
    hours = [
        _by_people(hour, _hour_name(int(hour)), (people, base), (totals[0], totals[1]))
        for hour, (people, base) in counts.items()
        if base >= LEAST
    ]
    return sorted(hours, key=_order)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _hour_name(hour: int) -> str:
    return f"{DAYS[hour // 24]} {hour % 24:02d}:00"


def _active(snapshot: Snapshot, access: Access, text: str) -> int:
    """Return the active members of an audience; 0 if that may not be shown."""
    query = Query(measures=("active_profiles",), audience=text)
    return int(_rows(snapshot, access, query)[0]["active_profiles"] or 0)


def _kept(snapshot: Snapshot, access: Access, key: Hashable, make: Callable[[], T]) -> T:
    """Return what several indexes need, worked out once for each version.

    Everybody is the same whichever audience is compared with it.
    """
    return recent(snapshot, ("indexes", key, access.sight), make, lambda _: MOST_BYTES)


def _rows(snapshot: Snapshot, access: Access, query: Query) -> list[dict[str, Any]]:
    return ask(snapshot, access, query).to_dicts()


@dataclass(frozen=True)
class _WatchedValue:
    """How many of an audience, and of everybody, watched a value, and their shares."""

    label: str
    profiles: int
    share: float
    of_all: int
    base: float


@dataclass(frozen=True, eq=False)
class _WatchShares:
    """Sums over profiles of y, a part of x, and of x, for the audience and for everybody.

    Sums with y are [values, 2], those of x alone [2].
    """

    values: Sequence[str]
    y: F64
    yy: F64
    xy: F64
    x: F64
    xx: F64


def _moments(
    snapshot: Snapshot, access: Access, dimension: str, audiences: tuple[str, str], of: IndexOf
) -> _WatchShares:
    """Return what people watched of each value of a dimension, and of all values."""
    query = Query(measures=(COUNTED[of],), by=(dimension, "audience"), audiences=audiences)
    parts = measure_parts(snapshot, access, query)
    whole = _kept(
        snapshot,
        access,
        ("whole", audiences[0], of),
        partial(measure_parts, snapshot, access, replace(query, by=("audience",))),
    )
    names = _group_names(snapshot, *audiences)
    values = [v for v in parts.keys.column(dimension).unique().to_pylist() if v is not None]
    sums = np.zeros((3, len(values), 2))
    at = {value: place for place, value in enumerate(values)}
    keys = zip(*(parts.keys.column(n).to_pylist() for n in (dimension, "audience")), strict=True)
    for row, (value, audience) in enumerate(keys):
        if value in at and audience in names:
            moments = (parts.y[row], parts.yy[row], parts.xy[row])
            sums[:, at[value], names.index(audience)] = moments
    totals = np.zeros((2, 2))
    for row, audience in enumerate(whole.keys.column("audience").to_pylist()):
        if audience in names:
            totals[:, names.index(audience)] = (whole.y[row], whole.yy[row])
    return _WatchShares(values, *sums, *totals)


def _indexes(watched: Mapping[str, _WatchedValue], shares: _WatchShares) -> list[Index]:
    share = shares.y / np.maximum(shares.x, 1)
    low, high = _bounds(shares, [watched.get(value) for value in shares.values])
    results = [
        Index(
            value=value,
            label=watched[value].label,
            profiles=watched[value].profiles,
            watched=watched[value].share,
            watched_base=watched[value].base,
            share=float(share[place, 0]),
            base=float(share[place, 1]),
            index=float(100 * share[place, 0] / share[place, 1]),
            low=float(low[place]),
            high=float(high[place]),
        )
        for place, value in enumerate(shares.values)
        if value in watched and share[place, 1] > 0
    ]
    return sorted(results, key=_order)


def _bounds(shares: _WatchShares, watched: Sequence[_WatchedValue | None]) -> tuple[F64, F64]:
    """Return the bounds of all indexes: [values] each.

    Half a profile that watches as much as others do is added to both sides, so that every interval
    has a width.
    """
    people = np.array([1 if value is None else max(value.of_all, 1) for value in watched])
    each = shares.y[:, 1] / people
    half = (0.5 * each)[:, np.newaxis]
    y, yy = shares.y + half, shares.yy + half * each[:, np.newaxis]
    xy = shares.xy + half * (shares.xy[:, 1] / np.maximum(shares.y[:, 1], 1))[:, np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = 100 * (y[:, 0] / shares.x[0]) / (y[:, 1] / shares.x[1])
        far = NormalDist().inv_cdf(0.5 + LEVEL / 2) * np.sqrt(_variance(shares, y, yy, xy))
        return middle * np.exp(-far), middle * np.exp(far)


def _variance(shares: _WatchShares, y: F64, yy: F64, xy: F64) -> F64:
    """Return the variance of the logarithm of each ratio of two nested shares: [values]."""
    pairs = ((sums[..., 0], sums[..., 1]) for sums in (y, yy, xy, shares.x, shares.xx))
    return log_index_variance(*pairs)


def _by_people(value: str, label: str, counts: tuple[int, int], totals: tuple[int, int]) -> Index:
    """Return the index of `counts` of the audience and of everybody, out of `totals`.

    Half a profile is added to each count, so that every interval has a width.
    """
    people, base = counts
    n, everyone = totals
    share, usual = people / max(n, 1), base / max(everyone, 1)
    index = 100 * share / usual if usual else 0.0
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    far = np.exp(z * _spread(people + 0.5, base + 1.0, n + 1.0, everyone + 2.0))
    middle = 100 * ((people + 0.5) / (n + 1.0)) / ((base + 1.0) / (everyone + 2.0))
    low, high = float(middle / far), float(middle * far)
    return Index(value, label, people, share, usual, share, usual, index, low, high)


def _spread(people: float, base: float, n: float, everyone: float) -> float:
    """Return the standard deviation of the logarithm of the ratio of two nested shares."""
    rest = max(everyone - n, 1e-9)
    p1, p2, p0 = people / n, max(base - people, 0.0) / rest, base / everyone
    part = n / everyone
    first = (1 / p1 - part / p0) ** 2 * p1 * (1 - min(p1, 1.0)) / n
    second = ((1 - part) / p0) ** 2 * p2 * (1 - min(p2, 1.0)) / rest
    return float(np.sqrt(max(first + second, 0.0)))


def _order(index: Index) -> tuple[float, str]:
    return -index.index, index.value
