"""A small store made of events, whose answers are plain, and the folder of facts of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

import keyart

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")
PEOPLE = ("ann", "bob", "cat", "dan")

TITLES = pa.table(
    {"title_id": ["heist", "quiet"], "name": ["The Heist", "Quiet"], "genres": [["crime"], []]}
)
ASSETS = pa.table({"asset_id": ["blue", "red", "grey"], "title_id": ["heist", "heist", "quiet"]})
PROFILES = pa.table(
    {
        "profile_id": PEOPLE,
        "plan": ["gold", "basic", None, "gold"],
        "consent": ["full", "full", "no_profiling", "full"],
    }
)


def impressions(day: str, people: tuple[str, ...] = PEOPLE) -> pa.Table:
    """Return an impression of each asset for each of some people, within a day."""
    rows = [
        {"ts": f"{day}T1{n}:0{m}Z", "profile_id": person, "asset_id": asset, "country": "DE"}
        for n, person in enumerate(people)
        for m, asset in enumerate(ASSETS["asset_id"].to_pylist())
    ]
    return pa.Table.from_pylist([*rows, {"ts": "never", "profile_id": "eve", "asset_id": "red"}])


def plays(day: str, people: tuple[str, ...] = PEOPLE) -> pa.Table:
    """Return a play of an hour of each of some people, after their impressions."""
    rows = [
        {"ts": f"{day}T1{n}:30Z", "profile_id": person, "title_id": "heist", "seconds": 3600.0}
        for n, person in enumerate(people)
    ]
    return pa.Table.from_pylist(rows)


def tables(*days: str) -> Mapping[str, Any]:
    """Return the tables of events of some days."""
    return {"impressions": [impressions(d) for d in days], "plays": [plays(d) for d in days]}


@dataclass
class Origin:
    """A store of events, and folders of its facts."""

    store: keyart.Store
    folder: Path
    """The facts of all days."""

    @property
    def key(self) -> Path:
        """The file that holds the salt."""
        return self.store.root / "store.key"

    def written(self, name: str) -> Path:
        """Write the facts as they are now to a folder of their own."""
        folder = self.folder.with_name(name)
        self.store.export_facts(folder)
        return folder


def make_origin(root: Path) -> None:
    """Make the store `from.keyart` of events in the folder `root`, and `facts` of it beside."""
    with keyart.create(root / "from.keyart") as store:
        store.ingest(titles=TITLES, assets=ASSETS, profiles=PROFILES, **tables(*DAYS))
        store.export_facts(root / "facts")
