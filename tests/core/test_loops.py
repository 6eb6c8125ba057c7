"""Compiled loops serve every environment that holds the same source, and no other."""

import os
import subprocess
import sys
from pathlib import Path

LOOPS = """
from keyart.core.loops import compiled
from keyart_parts.steps import STEP, next_step

@compiled
def walk(n):
    return next_step(n) + STEP
"""
STEPS = """
from keyart.core.loops import compiled

STEP = 100

@compiled
def next_step(n):
    return n + 1
"""
CALL = """
from keyart_parts.loops import walk
print(walk(1), sum(walk.stats.cache_hits.values()))
"""


def install(folder: Path, steps: str = STEPS) -> Path:
    """Make a package of two modules with loops in a folder of its own."""
    package = folder / "keyart_parts"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "loops.py").write_text(LOOPS)
    (package / "steps.py").write_text(steps)
    return folder


def call(place: Path, cache: Path) -> tuple[int, int]:
    """Call the loop in a new process; return its value, and how often its code was found."""
    env = {**os.environ, "PYTHONPATH": str(place), "NUMBA_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", CALL]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    value, hits = map(int, ran.stdout.split())
    return value, hits


def test_another_environment_with_the_same_source_compiles_nothing(tmp_path: Path) -> None:
    assert call(install(tmp_path / "one"), tmp_path) == (102, 0)
    assert call(install(tmp_path / "two"), tmp_path) == (102, 1)


def test_a_change_of_an_imported_loop_or_number_compiles_again(tmp_path: Path) -> None:
    assert call(install(tmp_path / "one"), tmp_path) == (102, 0)
    other_loop = STEPS.replace("n + 1", "n + 2")
    assert call(install(tmp_path / "two", other_loop), tmp_path) == (103, 0)
    other_number = STEPS.replace("100", "200")
    assert call(install(tmp_path / "three", other_number), tmp_path) == (202, 0)
