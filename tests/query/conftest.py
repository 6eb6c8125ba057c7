"""The small world as an open store."""

from collections.abc import Generator

import pytest

from keyart.store import Snapshot
from tests.oracles.small import SMALL
from tests.oracles.world import publish


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Generator[Snapshot]:
    with publish(SMALL, tmp_path_factory.mktemp("small") / "small.keyart") as snapshot:
        yield snapshot
