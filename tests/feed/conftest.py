"""The small world as a store with a feed, without waiting for disks."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keyart.feed import Feed, FeedReader, produce
from keyart.store import Snapshot
from tests.oracles.small import SMALL
from tests.oracles.world import publish

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def snapshot(tmp_path: Path) -> Generator[Snapshot]:
    with publish(SMALL, tmp_path / "small.keyart") as opened:
        yield opened


@pytest.fixture
def feed(snapshot: Snapshot) -> Feed:
    produce(snapshot, now=NOW)
    found = FeedReader(snapshot.root).current()
    assert found is not None
    return found
