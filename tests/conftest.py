"""Settings of all tests: long runs, hypothesis profiles, and where caches are."""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

CACHE = Path(__file__).parents[1] / ".cache"
FULL = os.environ.get("KEYART_FULL") == "1"

# Compiled loops are shared by all runs; numba reads this when it is imported.
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE / "numba"))

set_hypothesis_home_dir(CACHE / "hypothesis")
settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(CACHE / "hypothesis" / "examples"),
)
settings.register_profile("full", settings.get_profile("quick"), max_examples=60)
settings.load_profile("full" if FULL else "quick")


@pytest.fixture(scope="session")
def full() -> bool:
    """Say whether long runs are wanted: a test may then do more of the same."""
    return FULL


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is marked `full` unless long runs are wanted."""
    if FULL:
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
