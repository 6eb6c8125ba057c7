"""The store of the tests of this folder."""

from collections.abc import Generator

import pytest

from keyart.session import Store
from tests.recommendations.viewers import make_store


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    """A store whose viewers' tastes are known."""
    with make_store(tmp_path_factory.mktemp("viewers") / "s.keyart") as made:
        yield made
