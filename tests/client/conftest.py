"""Stores with something to find, each on this machine and behind a service."""

from collections.abc import Generator

import pytest

from tests.client.sides import Both, both
from tests.insights.authenticity import stored as promises
from tests.insights.outliers import stored as outlying


@pytest.fixture(scope="session")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Generator[Both]:
    """A store with three titles of four artworks, clickbait, two lists and a segment."""
    with promises.store(tmp_path_factory.mktemp("promised")) as made:
        made.audiences.save("segment:others", "not list:vip", note="all but them", owner="Ann")
        made.audiences.save("segment:others", f"not {promises.VIPS}", owner="Bob")
        made.audiences.put("list:few", ["p1", "p2", "p3"])
        with both(made) as found:
            yield found


@pytest.fixture(scope="session")
def outlier(tmp_path_factory: pytest.TempPathFactory) -> Generator[Both]:
    """A store with a hit and a flop among thirty titles."""
    with outlying.store(tmp_path_factory.mktemp("outlier")) as made, both(made) as found:
        yield found
