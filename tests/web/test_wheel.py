"""`keyart demo` from the wheels alone, in an empty environment, without Node or a clone."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.service import ROOT

UV = ROOT / ".tools" / "bin" / "uv"

MOST = 1000
"""Megabytes on disk of all that `keyart[demo]` brings, compiled: 103 are for its clips."""


STARTING = 120_000
"""Milliseconds in which the first page appears: a new environment compiles first."""


@pytest.mark.full
@pytest.mark.timeout(900)
def test_the_wheels_alone_open_the_demo(browser: Browser, tmp_path: Path) -> None:
    dist, environment = tmp_path / "dist", tmp_path / "empty"
    _uv("build", "--all-packages", "--wheel", "--out-dir", dist, ROOT)
    (wheel,) = dist.glob("keyart-*.whl")
    _uv("venv", "--python", sys.executable, environment)
    python = environment / "bin" / "python"
    bare = ("--compile-bytecode", "--link-mode", "copy")
    _uv("pip", "install", *bare, "--python", python, "--find-links", dist, f"{wheel}[demo]")
    size = sum(path.lstat().st_size for path in environment.rglob("*"))
    assert size <= MOST * 1e6, f"{size / 1e6:.0f} MB"
    alone = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    command = [environment / "bin" / "keyart", "demo", "--port", "0"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=alone, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            link = next(line for line in process.stdout if line.startswith("http://")).strip()
            page = browser.new_page()
            page.goto(link, timeout=STARTING)
            page.wait_for_selector("h1")
            assert page.title().endswith("Keyart")
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def _uv(*words: str | Path) -> None:
    subprocess.run([UV, *words], check=True)
