"""The planted store, made once."""

from collections.abc import Iterator

import pytest

from keyart.session import Store
from tests.insights.outliers.stored import store


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with store(tmp_path_factory.mktemp("outliers")) as made:
        yield made
