"""One store with something of everything, asked on every road, and with few people hidden."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import keyart
from keyart.feed import produce
from tests.api.serving import TOKEN, serving
from tests.oracles.expressions import Tree
from tests.oracles.questions import random_world
from tests.oracles.world import publish
from tests.same.roads import Roads

FEW = 4
"""People in the smallest cell, in a store that has two dozen."""

SEGMENTS: Mapping[str, Tree] = {
    "segment:one": ("or", ("name", "list:a"), ("attr", "plan", "gold")),
    "segment:two": ("and", ("name", "segment:one"), ("not", ("name", "segment:heavy"))),
    "segment:heavy": ("rule", "hours", {}, (">=", "0.2")),
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of some hundred facts in two publications, and the feed of its version."""
    path = tmp_path_factory.mktemp("same") / "a.keyart"
    with publish(random_world(11, 2, 400, SEGMENTS), path) as snapshot:
        produce(snapshot, now=datetime(2026, 6, 1, tzinfo=UTC))
    return path


@contextmanager
def opened(folder: Path, min_cell: int) -> Generator[Roads]:
    """Serve, open and connect to a store."""
    with (
        serving(folder, min_cell=min_cell) as served,
        keyart.connect(served.url, TOKEN) as remote,
        keyart.open(folder) as local,
    ):
        yield Roads(local, served, remote)


@pytest.fixture(scope="session")
def roads(folder: Path) -> Generator[Roads]:
    """Everybody is told everything."""
    with opened(folder, 0) as found:
        yield found


@pytest.fixture(scope="session")
def careful(folder: Path) -> Generator[Roads]:
    """Whoever asks the service is told nothing about few people."""
    with opened(folder, FEW) as found:
        yield found
