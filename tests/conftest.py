"""Settings of all tests: long runs, hypothesis profiles, caches, and which process runs what."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase
from xdist.scheduler import LoadScopeScheduling  # pyright: ignore[reportMissingTypeStubs]

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
"""Folders of tests in the order in which they begin, so that no process is idle at the end."""
FEW_PROCESSES = 4
"""Beyond these, tests are shared out by file."""

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


class ByFolder(LoadScopeScheduling):
    """Gives the tests of one folder to one process: it makes their stores and services once."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if len(self.config.option.tx) > FEW_PROCESSES else _folder(path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder:
    """Share out tests by folder, or by file where there are many processes."""
    return ByFolder(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is marked `full` unless long runs are wanted, and begin with the slowest."""
    long = [] if FULL else [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    folder = _folder(item.nodeid)
    return SLOWEST_FIRST.index(folder) if folder in SLOWEST_FIRST else len(SLOWEST_FIRST)


def _folder(nodeid: str) -> str:
    """Return the folder in `tests/` of a test's file; that of Spark stands for itself."""
    _, folder, *rest = nodeid.split("/")
    return f"{folder}/spark" if folder == "cluster" and rest[:1] == ["spark"] else folder
