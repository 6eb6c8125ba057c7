"""Settings of all tests: long runs, hypothesis profiles, caches, and which process runs what."""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

TESTS = Path(__file__).parent
CACHE = TESTS.parent / ".cache"
IN_CI = "1" if os.environ.get("CI") == "true" else "0"
FULL = os.environ.setdefault("KEYART_FULL", IN_CI) == "1"
SLOWEST_FIRST = (
    "web",
    "demo",
    "cluster",
    "insights",
    "docs",
    "cluster/spark",
    "pipeline",
    "cli",
    "live",
    "query",
)
"""Groups of tests in the order in which they begin, so that no process is idle at the end."""
FEW_PROCESSES = 4
"""Up to so many, a folder's tests stay in one process, which makes its stores and services once."""

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is marked `full` unless long runs are wanted, and group the tests."""
    long = [] if FULL else [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=_rank)
    by_file = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > FEW_PROCESSES
    for item in items:
        group = str(item.path.relative_to(TESTS)) if by_file else _folder(item)
        item.add_marker(pytest.mark.xdist_group(group))


def _rank(item: pytest.Item) -> int:
    folder = _folder(item)
    return SLOWEST_FIRST.index(folder) if folder in SLOWEST_FIRST else len(SLOWEST_FIRST)


def _folder(item: pytest.Item) -> str:
    """Return the folder of `tests/` that holds a test; that of Spark stands for itself."""
    folder = item.path.relative_to(TESTS).parts[0]
    return "cluster/spark" if item.path.is_relative_to(TESTS / "cluster" / "spark") else folder
