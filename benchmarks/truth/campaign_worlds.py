"""Stores for campaigns: people whose viewing before, during and after is made up."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import keyart
from keyart.campaigns import Campaign
from keyart.core.ids import SALT_CHARACTERS
from keyart.query.engine import Floats
from keyart.query.membership.matching import match_ids
from keyart.session import Store
from keyart.store import create as create_store

START = datetime(2026, 3, 1, tzinfo=UTC)
END = START + timedelta(days=14)
"""When the campaigns run."""

PLAN: dict[str, Any] = {
    "name": "spring",
    "title": "t",
    "segment": "attr:plan=basic",
    "start": START,
    "end": END,
    "purpose": "Win back binge viewers",
    "recipient": "Braze",
    "by": "Ada",
}


def planned(**changes: Any) -> dict[str, Any]:
    """Return the arguments of a plan."""
    return {**PLAN, **changes}


@dataclass
class Viewing:
    """Plays that are made up, one column each."""

    ts: list[npt.NDArray[np.datetime64]] = field(default_factory=list[npt.NDArray[np.datetime64]])
    profile: list[npt.NDArray[np.int64]] = field(default_factory=list[npt.NDArray[np.int64]])
    title: list[str] = field(default_factory=list[str])
    seconds: list[float] = field(default_factory=list[float])

    def add(
        self, profile: npt.NDArray[np.int64], day: npt.NDArray[np.float64], title: str, hours: float
    ) -> None:
        """Add a play for each profile, on a day counted from the start."""
        micros = (day * 86_400e6).astype("timedelta64[us]")
        self.ts.append(np.datetime64(START.replace(tzinfo=None), "us") + micros)
        self.profile.append(profile)
        self.title += [title] * profile.size
        self.seconds += [hours * 3600.0] * profile.size

    def table(self) -> pa.Table:
        """Return the plays as an input table."""
        return pa.table(
            {
                "ts": pa.array(np.concatenate(self.ts)),
                "profile_id": [f"p{number}" for number in np.concatenate(self.profile).tolist()],
                "title_id": self.title,
                "seconds": self.seconds,
            }
        )


def history(people: int, rng: np.random.Generator, days: int = 28) -> Viewing:
    """Return what people watched before the start: some much, some little, and a few the title."""
    made = Viewing()
    keen = rng.gamma(0.7, 1.0, people)
    for day in range(-days, 0):
        some = np.flatnonzero(rng.random(people) < 0.15 * np.minimum(keen, 4.0))
        made.add(some, day + rng.random(some.size), "u", 1.0)
    few = np.flatnonzero(rng.random(people) < 0.1)
    made.add(few, -10 + 8 * rng.random(few.size), "t", 1.0)
    return made


def make_store(root: Path, people: int, seed: int = 1) -> Store:
    """Return a store in which half of the people have the plan basic, and some are protected."""
    rng = np.random.default_rng(seed)
    # A salt of its own would make each run draw others.
    create_store(root, now=START, salt=f"{seed:0{SALT_CHARACTERS}x}")
    store = keyart.open(root)
    numbers = range(people)
    store.ingest(
        titles=pa.table({"title_id": ["t", "u", "bare"], "name": ["The Heist", "Other", "Bare"]}),
        assets=pa.table({"asset_id": ["a", "b"], "title_id": ["t", "t"], "name": ["Kiss", "Crew"]}),
        profiles=pa.table(
            {
                "profile_id": [f"p{number}" for number in numbers],
                "plan": ["basic" if number % 2 else "gold" for number in numbers],
                "age": [f"{number // 2 % 4}" for number in numbers],
                "age_band": ["young" if number % 8 < 4 else "old" for number in numbers],
                "is_minor": [number % 100 == 1 for number in numbers],
                "consent": ["no_profiling" if number % 100 == 3 else "full" for number in numbers],
            }
        ),
        plays=history(people, rng).table(),
        impressions=pa.table(
            {
                "ts": [START - timedelta(days=2)] * 300,
                "profile_id": [f"p{number}" for number in range(300)],
                "asset_id": ["b"] * 200 + ["a"] * 100,
            }
        ),
    )
    return store


def run(store: Store, **changes: Any) -> Campaign:
    """Plan, approve and start a campaign."""
    plan = planned(**changes)
    store.campaigns.plan(**plan)
    store.campaigns.approve(plan["name"], "Fits the launch.", by="Bo")
    return store.campaigns.start(plan["name"], by="Ada")


def go_on(
    store: Store,
    people: int,
    lift: float,
    *,
    old: float | None = None,
    days: int = 14,
    seed: int = 2,
    made: int = 1,
) -> Floats:
    """Load what people watched after the start: of those who get an asset, more the title.

    lift: how much more, for each day, relative; what they add is on top of what they watch anyway.
    old: the same for people of the age band old, if it differs. made: the seed that the store was
    made with, by which some people watch more than others, then as before. Returns what getting an
    asset adds to each person's chance to be a viewer of the title in these days: [people].
    """
    old = lift if old is None else old
    young = np.arange(people) % 8 < 4
    rng = np.random.default_rng(seed)
    members = store.snapshot().campaign_members("spring")
    assert members is not None
    treated = np.zeros(store.snapshot().profiles, np.bool_)
    profile = members.column("profile").to_numpy()
    treated[profile] = members.column("treated").to_numpy() > 0
    ids = [f"p{number}" for number in range(people)]
    ordinals = match_ids(store.snapshot(), pa.array(ids))
    keen = np.random.default_rng(made).gamma(0.7, 1.0, people)
    usual = 0.02 * np.minimum(keen, 4.0)
    raised = usual * (1 + np.where(young, lift, old))
    chance = np.where(treated[ordinals], raised, usual)
    after = Viewing()
    for day in range(days):
        some = np.flatnonzero(rng.random(people) < 0.15 * np.minimum(keen, 4.0))
        after.add(some, day + rng.random(some.size), "u", 1.0)
        viewers = np.flatnonzero(rng.random(people) < chance)
        after.add(viewers, day + rng.random(viewers.size), "t", 0.5)
    after.add(np.zeros(1, np.int64), np.array([float(days)]), "u", 0.01)
    store.ingest(plays=after.table())
    return (1 - usual) ** days - (1 - raised) ** days
