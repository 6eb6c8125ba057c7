"""What the wheels bring to an empty environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.service import ROOT

UV = ROOT / ".tools" / "bin" / "uv"

MOST = 1000
"""Megabytes on disk of all that `keyart[demo]` brings, compiled: 103 are for its clips."""


@pytest.mark.full
@pytest.mark.timeout(900)
def test_the_demo_is_light_to_install(tmp_path: Path) -> None:
    dist, environment = tmp_path / "dist", tmp_path / "empty"
    _uv("build", "--all-packages", "--wheel", "--out-dir", dist, ROOT)
    (wheel,) = dist.glob("keyart-*.whl")
    _uv("venv", "--python", sys.executable, environment)
    python = environment / "bin" / "python"
    bare = ("--compile-bytecode", "--link-mode", "copy")
    _uv("pip", "install", *bare, "--python", python, "--find-links", dist, f"{wheel}[demo]")
    size = sum(path.lstat().st_size for path in environment.rglob("*"))
    assert size <= MOST * 1e6, f"{size / 1e6:.0f} MB"


def _uv(*words: str | Path) -> None:
    subprocess.run([UV, *words], check=True)
