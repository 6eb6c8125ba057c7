"""The cache of compiled code."""

import os
import subprocess
import sys
from pathlib import Path

import keyart

ASK = "import keyart, os; print(os.environ['NUMBA_CACHE_DIR'])"


def folder_of(**settings: str) -> str:
    """Return the folder that a new process chooses with these variables of the environment."""
    env = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    ran = subprocess.run(
        [sys.executable, "-c", ASK], env=env | settings, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_each_version_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = folder_of(XDG_CACHE_HOME=str(tmp_path))
    assert folder == str(tmp_path / "keyart" / "compiled" / keyart.__version__)


def test_a_folder_that_the_user_set_stays(tmp_path: Path) -> None:
    assert folder_of(NUMBA_CACHE_DIR=str(tmp_path)) == str(tmp_path)


def test_without_a_writable_cache_a_temporary_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "keyart").write_text("a file where the folder should be")
    folder = folder_of(XDG_CACHE_HOME=str(tmp_path))
    assert Path(folder).name.startswith("keyart-compiled-")
