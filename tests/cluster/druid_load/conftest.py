"""A store that a Druid holds: loaded once, asked by several tests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from keyart.core.druid import DruidSettings
from keyart.mirror import Load, drop, find_held, load
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot, open_snapshot
from tests.cluster.druid_load.months import WORLD
from tests.oracles.world import publish, publish_run

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Mirrored:
    """A store and the Druid that holds it; `first` is what its first load did."""

    folder: Path
    snapshot: Snapshot
    druid: Druid
    settings: DruidSettings
    first: Load

    def load(self) -> Load:
        """Load the store's newest version."""
        return load(self.snapshot, self.druid, self.settings, now=NOW)

    def publish_next(self) -> None:
        """Publish the world's next version, and hold that one."""
        publish_run(WORLD, self.folder, 1)
        self.snapshot.close()
        self.snapshot = open_snapshot(self.folder)


@pytest.fixture(scope="package")
def druid(druid_url: str) -> Iterator[Druid]:
    """Return the Druid of the run."""
    with Druid(druid_url) as found:
        yield found


@pytest.fixture(scope="module")
def mirrored(druid: Druid, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrored]:
    """Return a store in Druid; what it is told to do may fail, and leaves nothing there."""
    folder = tmp_path_factory.mktemp("mirrored") / "store"
    snapshot = publish(replace(WORLD, runs=WORLD.runs[:1], replaced=frozenset()), folder)
    settings = DruidSettings(
        url=druid.url, prefix=f"test_{uuid4().hex[:12]}", attributes=("plan",), lg_k=13
    )
    first = load(snapshot, druid, settings, now=NOW)
    made = Mirrored(folder, snapshot, druid, settings, first)
    try:
        yield made
    finally:
        if find_held(made.snapshot, druid, settings).datasources:
            drop(made.snapshot, druid, settings)
        made.snapshot.close()
