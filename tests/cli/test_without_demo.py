"""Keyart where `keyart-demo` is not installed: all but the demo is there."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

ASK = """
import json, sys
from pathlib import Path
from keyart.media import painter_of
import keyart.api.app
print(json.dumps(painter_of(Path(sys.argv[1])) is None))
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this environment has installed, without the demo."""
    folder = tmp_path_factory.mktemp("packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "keyart" not in path.name or path.name.startswith("keyart-"):
            (folder / path.name).symlink_to(path)
    return folder


def _python(packages: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python without the folder of its own packages (-S)."""
    path = f"{packages}:{ROOT / 'src'}"
    command = [sys.executable, "-S", *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": path}
    )


@pytest.mark.parametrize("words", [["demo"], ["demo", "--help"], ["demo", "--store", "x"]])
def test_the_demo_says_in_one_line_what_to_install(packages: Path, words: list[str]) -> None:
    ran = _python(packages, "-m", "keyart", *words)
    said = "error: keyart demo is not installed. Run: pip install 'keyart[demo]'.\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)


def test_help_lists_it(packages: Path) -> None:
    ran = _python(packages, "-m", "keyart", "--help")
    assert ran.returncode == 0, ran.stderr
    (line,) = (line for line in ran.stdout.splitlines() if line.split()[:1] == ["demo"])
    assert line.endswith("Install keyart[demo] to use it.")


def test_the_service_draws_nothing(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "truth.json").write_text("{}")
    ran = _python(packages, "-c", ASK, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) is True
