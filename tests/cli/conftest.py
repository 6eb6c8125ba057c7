"""A store that the tests of this folder read and never change."""

from pathlib import Path

import pytest

from tests.cli.commands import loaded


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with six impressions and four plays of one title."""
    return loaded(tmp_path_factory.mktemp("store"))
