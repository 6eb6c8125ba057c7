"""Compiled loops for tests that install Keyart into an environment of its own."""

import os
from pathlib import Path
from shutil import copytree, ignore_patterns


def copy_compiled_loops(target: Path) -> None:
    """Copy what this environment has compiled: another numba there must not overwrite it here."""
    copytree(os.environ["NUMBA_CACHE_DIR"], target, ignore=ignore_patterns("*.tmp.*"))
