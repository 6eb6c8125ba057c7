"""Stores of trials whose answers are known: so many people by arm, so many of whom take it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart import session
from keyart.insights.comparison import Comparison, ComparisonRequest, compare
from keyart.query import Access, owner

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 20
RUNTIME = 6_000.0

TESTS = pa.schema(
    [(name, pa.string()) for name in ("test", "title_id", "asset_id")]
    + [("share", pa.float64())]
    + [(name, pa.timestamp("us", "UTC")) for name in ("start", "end")]
)

Rows = list[dict[str, Any]]
Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class People:
    """People who are alike; numbers are exact, chance only deals out who and when.

    `first` and `last` are days since `START`, between which they are first shown an arm.
    """

    arms: Mapping[str, int]
    """How many are shown each arm first."""
    take: Mapping[str, float]
    """Which share of them takes it."""
    short: Mapping[str, float] = field(default_factory=dict[str, float])
    """Plays under two minutes by so many of those who do not take it."""
    finish: Mapping[str, float] = field(default_factory=dict[str, float])
    """Which share of takes is watched to the end; half if not said. Others stop at 40%."""
    country: str | None = "DE"
    device: str | None = "tv"
    placement: str | None = "home"
    phase: str | None = None
    propensity: Mapping[str, float] | None = None
    of: str | None = None
    """The list that they are on."""
    first: float = 0.0
    last: float = DAYS
    steady: bool = False
    """Whether they come, and take it, as evenly as can be instead of by chance."""


@dataclass(frozen=True)
class Trial:
    """A title whose arms were shown to people."""

    title: str
    people: Sequence[People]
    asset_type: str = "artwork"
    content_type: str | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    ends_known: bool = True
    """Whether players say how far people came, and the title how long it is."""


def even(take: Mapping[str, float], people: int, **more: Any) -> People:
    """Return people of whom every arm is shown to as many."""
    return People(arms=dict.fromkeys(take, people), take=take, **more)


def store(
    folder: Path,
    trials: Iterable[Trial],
    *,
    tests: Rows = [],  # noqa: B006 - only read
    config: str = "",
    until: float = DAYS + 3,
    seed: int = 1,
) -> session.Store:
    """Return a store of trials; the last event of its data is `until` days after `START`."""
    if config:
        folder.mkdir(parents=True)
        (folder / "keyart.toml").write_text(config, encoding="utf-8")
    rng = np.random.default_rng(seed)
    trials = list(trials)
    parts = [part for trial in trials for part in _parts(rng, trial)]
    made = session.create(folder)
    load(made, [part.events for part in parts], trials, tests=tests, until=until)
    lists: dict[str, list[str]] = {}
    for part in parts:
        if part.people.of is not None:
            lists.setdefault(part.people.of, []).extend(part.profiles)
    for name, profiles in lists.items():
        made.audiences.put(name, profiles)
    return made


def load(
    made: session.Store,
    events: Sequence["Events"],
    trials: Sequence[Trial] = (),
    *,
    tests: Rows = [],  # noqa: B006 - only read
    until: float,
) -> None:
    """Load events, and one of another title that says until when there are data."""
    clock = {"ts": START + timedelta(days=until), "profile_id": "clock", "asset_id": "clock"}
    clock["title_id"] = "clock"
    tables = {
        "impressions": pa.concat_tables(
            [*(one.impressions for one in events), pa.Table.from_pylist([clock])],
            promote_options="permissive",
        ),
        "plays": pa.concat_tables([one.plays for one in events]),
        "titles": pa.Table.from_pylist([_title(trial) for trial in trials]),
        "assets": pa.Table.from_pylist([row for trial in trials for row in _assets(trial)]),
        "tests": pa.Table.from_pylist(tests, TESTS),
    }
    given: Any = {name: table for name, table in tables.items() if table.num_rows}
    made.ingest(**given)


@dataclass(frozen=True)
class Events:
    """Impressions and the plays that they led to, as input tables."""

    impressions: pa.Table
    plays: pa.Table

    def between(self, first: float, last: float) -> "Events":
        """Return the events of some days."""
        low, high = (np.datetime64(_at(day), "us") for day in (first, last))

        def part(table: pa.Table) -> pa.Table:
            ts = table.column("ts").to_numpy()
            return table.filter(pa.array((ts >= low) & (ts < high)))

        return Events(part(self.impressions), part(self.plays))


@dataclass(frozen=True)
class _Part:
    people: People
    profiles: list[str]
    events: Events


def events_of(trial: Trial, seed: int = 1) -> Events:
    """Return all events of one trial."""
    parts = list(_parts(np.random.default_rng(seed), trial))
    return Events(
        pa.concat_tables([part.events.impressions for part in parts], promote_options="permissive"),
        pa.concat_tables([part.events.plays for part in parts]),
    )


def _parts(rng: np.random.Generator, trial: Trial) -> Iterable[_Part]:
    for at, people in enumerate(trial.people):
        for arm in people.arms:
            yield _part(rng, trial, people, arm, f"{trial.title}.{at}.{arm}")


def _part(rng: np.random.Generator, trial: Trial, people: People, arm: str, name: str) -> _Part:
    size = people.arms[arm]
    profiles = [f"{name}.{number}" for number in range(size)]
    days = np.linspace(people.first, people.last, size, endpoint=False)
    if not people.steady:
        days = rng.uniform(people.first, people.last, size)
    ts = np.datetime64(_at(0), "us") + (days * 86_400e6).astype("m8[us]")
    takes = _some(rng, np.ones(size, np.bool_), people.take[arm])
    if people.steady:
        takes = np.diff(np.floor(np.arange(size + 1) * people.take[arm])) > 0
    ends = _some(rng, takes, people.finish.get(arm, 0.5))
    shorts = _some(rng, ~takes, people.short.get(arm, 0.0))
    fraction = np.where(takes, np.where(ends, 0.97, 0.4), 0.01)
    played = takes | shorts
    impressions = {
        "ts": pa.array(ts, pa.timestamp("us", "UTC")),
        "profile_id": pa.array(profiles, pa.string()),
        "title_id": pa.array([trial.title] * size, pa.string()),
        "asset_id": pa.array([arm] * size, pa.string()),
    }
    for column in ("country", "device", "placement", "phase"):
        impressions[column] = pa.array([getattr(people, column)] * size, pa.string())
    if people.propensity is not None:
        impressions["propensity"] = [people.propensity[arm]] * size
    plays = {
        "ts": pa.array(ts[played] + np.timedelta64(5, "m"), pa.timestamp("us", "UTC")),
        "profile_id": pa.array(profiles, pa.string()).filter(pa.array(played)),
        "title_id": pa.array([trial.title] * int(played.sum()), pa.string()),
        "seconds": RUNTIME * fraction[played],
        "fraction": pa.array(fraction[played], mask=np.full(played.sum(), not trial.ends_known)),
    }
    return _Part(people, profiles, Events(pa.table(impressions), pa.table(plays)))


def _at(day: float) -> datetime:
    return START.replace(tzinfo=None) + timedelta(days=day)


def _some(rng: np.random.Generator, among: Bits, share: float) -> Bits:
    """Return an exact share of those flagged, chosen by chance."""
    places = np.flatnonzero(among)
    chosen = np.zeros(among.size, np.bool_)
    chosen[rng.permutation(places)[: round(share * places.size)]] = True
    return chosen


def _title(trial: Trial) -> dict[str, Any]:
    return {
        "title_id": trial.title,
        "name": trial.title.title(),
        "content_type": trial.content_type,
        "runtime_seconds": RUNTIME if trial.ends_known else None,
    }


def _assets(trial: Trial) -> Rows:
    arms = dict.fromkeys(arm for people in trial.people for arm in people.arms)
    return [
        {"asset_id": arm, "title_id": trial.title, "asset_type": trial.asset_type,
         "name": trial.names.get(arm)}
        for arm in arms
    ]  # fmt: skip


def compared(
    made: session.Store, *arms: str, access: Access | None = None, **asked: Any
) -> Comparison:
    """Return the comparison of some assets, or of what `asked` says."""
    if arms:
        asked["assets"] = arms
    return compare(made.snapshot(), access or owner(), ComparisonRequest(**asked))
