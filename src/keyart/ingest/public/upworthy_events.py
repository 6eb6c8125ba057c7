"""Events made from counts: the impressions and clicks of a package in a week."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.config import Config
from keyart.core.facts import MISSING, events_schema
from keyart.core.progress import Progress

BATCH_PROFILES = 1_000_000

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class EventBatch:
    """All events of consecutive profiles.

    The columns are those of `core.facts.events_schema`, but for `batch`.
    """

    impressions: pa.Table
    plays: pa.Table


@dataclass(frozen=True)
class Packages:
    """Impressions and clicks; int64 arrays with one entry per package.

    Attributes:
        titles: the code of its title.
        assets: the code of its asset.
        impressions: their number, each by another profile.
        clicks: their number.
        starts: the first microsecond of its week.
        ends: the first microsecond after its week.
    """

    titles: Ints
    assets: Ints
    impressions: Ints
    clicks: Ints
    starts: Ints
    ends: Ints

    @cached_property
    def profiles(self) -> Ints:
        """Profiles of each package: one per impression, or per click if it has no impressions."""
        return np.where(self.impressions > 0, self.impressions, self.clicks)

    @cached_property
    def first(self) -> Ints:
        """The first profile of each package; and after the last package, the number of all."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.profiles)])

    def between(self, first: int, last: int) -> Ints:
        """Return the packages that have profiles in [first, last)."""
        low = int(np.searchsorted(self.first, first, side="right")) - 1
        high = int(np.searchsorted(self.first, last, side="left"))
        return np.arange(low, high, dtype=np.int64)

    def moments(self, packages: Ints, number: Ints) -> Ints:
        """Return when profile `number` of each package saw it, spread evenly over the week."""
        step = (self.ends - self.starts) // np.maximum(self.profiles, 1)
        return self.starts[packages] + number * step[packages]


@dataclass(frozen=True)
class _Moments:
    """Which profile saw or clicked which package when: int64 arrays of equal length."""

    profiles: Ints
    packages: Ints
    ts: Ints


def event_batches(
    packages: Packages, config: Config, first_profile: int, progress: Progress
) -> Iterator[EventBatch]:
    """Yield all events, a million profiles at a time, in the order of the profiles.

    Profiles are numbered from `first_profile`. Plays last `min_play_seconds` of the settings.
    """
    total = int(packages.first[-1])
    progress.begin("make events", int(packages.impressions.sum()))
    watch_ms = round(config.settings.min_play_seconds * 1000)
    custom = config.dimensions, config.custom_sums
    schemas = events_schema("impressions", *custom), events_schema("plays", *custom)
    for first in range(0, total, BATCH_PROFILES):
        last = min(first + BATCH_PROFILES, total)
        shown, played = _make_impressions(packages, first, last), _make_plays(packages, first, last)
        assets = packages.assets[shown.packages].astype(np.int32)
        lengths = np.full(len(played.ts), watch_ms, np.int64)
        yield EventBatch(
            _event_table(packages, shown, first_profile, schemas[0], {"asset": pa.array(assets)}),
            _event_table(
                packages, played, first_profile, schemas[1], {"watch_ms": pa.array(lengths)}
            ),
        )
        progress.advance(len(shown.ts))


def _make_impressions(packages: Packages, first: int, last: int) -> _Moments:
    """Return the impressions of the profiles [first, last), one each."""
    touched = packages.between(first, last)
    low = np.maximum(packages.first[touched], first)
    high = np.minimum(packages.first[touched + 1], last)
    package = np.repeat(touched, high - low)
    profiles = np.arange(first, last, dtype=np.int64)
    has_impressions = packages.impressions[package] > 0
    if not has_impressions.all():
        package, profiles = package[has_impressions], profiles[has_impressions]
    ts = packages.moments(package, profiles - packages.first[package])
    return _Moments(profiles, package, ts)


def _make_plays(packages: Packages, first: int, last: int) -> _Moments:
    """Return the plays of the profiles [first, last).

    Of c clicks on a package of n profiles, click j is profile ⌊j n / c⌋'s, at the moment of its
    impression. If c > n a profile has several clicks, the first ⌈profile c / n⌉, each a
    microsecond after the previous one, so that they are distinct events.
    """
    touched = packages.between(first, last)
    package = np.repeat(touched, packages.clicks[touched])
    before = np.cumsum(packages.clicks[touched]) - packages.clicks[touched]
    click = np.arange(len(package), dtype=np.int64)
    click -= np.repeat(before, packages.clicks[touched])
    n, c = packages.profiles[package], packages.clicks[package]
    number = click * n // c
    again = click + (-number * c) // n
    profiles = packages.first[package] + number
    ts = packages.moments(package, number) + again
    inside = (profiles >= first) & (profiles < last)
    return _Moments(profiles[inside], package[inside], ts[inside])


def _event_table(
    packages: Packages,
    moments: _Moments,
    first_profile: int,
    schema: pa.Schema,
    extra: Mapping[str, pa.Array],
) -> pa.Table:
    columns = {
        "profile": pa.array((moments.profiles + first_profile).astype(np.uint32)),
        "title": pa.array(packages.titles[moments.packages].astype(np.int32)),
        "ts": pa.array(moments.ts),
        **extra,
    }
    rows = len(moments.ts)
    names = [name for name in schema.names if name != "batch"]
    return pa.table(
        {
            name: columns[name] if name in columns else _missing_values(schema.field(name), rows)
            for name in names
        }
    )


def _missing_values(field: pa.Field, rows: int) -> pa.Array:
    if pa.types.is_string(field.type):
        return pa.nulls(rows, pa.string())
    if pa.types.is_floating(field.type):
        return pa.array(np.full(rows, np.nan))
    if pa.types.is_int64(field.type):
        return pa.array(np.zeros(rows, np.int64))
    return pa.array(np.full(rows, MISSING, np.int32))
