"""The demo world that the tests of this folder read and never change."""

from collections.abc import Iterator

import pytest

from benchmarks.truth.demo_worlds import Truth, demo_store
from keyart import session


@pytest.fixture(scope="session")
def demo_world(full: bool) -> Iterator[tuple[session.Store, Truth]]:
    """Give the store of a small demo world, with affinities in long runs, and its truth."""
    with demo_store(1, affinities=full) as made:
        yield made
