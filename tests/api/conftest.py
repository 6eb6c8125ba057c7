"""A store that is served and never changed."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.api.serving import Served, serving
from tests.cli.commands import loaded


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with six impressions and four plays of one title."""
    return loaded(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def served(store: Path) -> Generator[Served]:
    """A service of that store, without a smallest cell."""
    with serving(store) as running:
        yield running
