"""What the first page tells to do first works, word for word, in a clone without anything else."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.compiled_loops import copy_compiled_loops
from tests.docs.pages import ROOT, Block, page

CLONED = (
    *("src", "demo", "web", "uv.lock", "pyproject.toml", "hatch_build.py"),
    *("README.md", "LICENSE", "CHANGELOG.md"),
)
"""What an install needs of a clone. The web application is built there: else it takes Node."""

FIRST = [block for block in page("README.md").blocks if block.language == "sh"]


def by_uv() -> list[Block]:
    return [block for block in FIRST if block.text.startswith("uv")]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with what a clone holds."""
    folder = tmp_path / "keyart"
    folder.mkdir()
    for name in CLONED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            without = shutil.ignore_patterns("node_modules", "__pycache__")
            shutil.copytree(source, target, ignore=without)
        else:
            shutil.copy(source, target)
    return folder


def test_the_first_commands_are_those_that_are_tried() -> None:
    assert [block.text.split()[0] for block in FIRST[:3]] == ["make", "uv", "uv"]


def test_the_wheel_is_called_as_the_page_says() -> None:
    version = next(
        line for line in (ROOT / "pyproject.toml").read_text().splitlines() if "version =" in line
    )
    number = version.split('"')[1]
    assert f"keyart-{number}-py3-none-any.whl" in page("README.md").text


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("block", by_uv(), ids=["clone", "wheel"])
def test_a_demo_opens(block: Block, clone: Path) -> None:
    compiled_loops = clone.parent / "numba"
    copy_compiled_loops(compiled_loops)
    environment = {
        "PATH": f"{ROOT / '.tools' / 'bin'}:/usr/bin:/bin",
        "HOME": str(clone.parent),
        "NUMBA_CACHE_DIR": str(compiled_loops),
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv")),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "LANG": "C.UTF-8",
        **{name: value for name, value in os.environ.items() if _is_of_network(name)},
    }
    *before, last = block.text.splitlines()
    for line in before:
        subprocess.run(["bash", "-euc", line], cwd=clone, env=environment, check=True)
    command = ["bash", "-euc", f"exec {last}"]
    with subprocess.Popen(
        command, cwd=clone, env=environment, stdout=subprocess.PIPE, text=True
    ) as demo:
        try:
            assert demo.stdout is not None
            link = next(line for line in demo.stdout if line.startswith("http://")).strip()
            # The link gives a cookie, and leads to the first page.
            browser = build_opener(HTTPCookieProcessor())
            first_page = Request(link, headers={"Accept": "text/html"})
            with browser.open(first_page, timeout=60) as answer:
                html = answer.read().decode()
            assert "Keyart" in html
            scripts = re.findall(r'<script [^>]*src="([^"]+)"', html)
            assert scripts
            for script in scripts:
                with browser.open(urljoin(link, script), timeout=60) as answer:
                    assert answer.headers.get_content_type() == "text/javascript"
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 0


def _is_of_network(name: str) -> bool:
    """Return whether a variable says how packages are reached from this machine."""
    return name.lower().endswith("_proxy") or name.startswith(("UV_", "PIP_", "SSL_"))
