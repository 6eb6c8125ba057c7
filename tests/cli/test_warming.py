"""Loading compiled loops before anybody asks."""

import json
import subprocess
import sys
from pathlib import Path

from keyart.cli.warming import FOLDERS

ROOT = Path(__file__).parents[2]


def test_it_looks_for_loops_in_folders_that_have_some() -> None:
    """Else every command would compile for a minute, once more."""
    compiled = {
        path.parent.name
        for path in (ROOT / "src" / "keyart").rglob("*.py")
        if "@compiled" in path.read_text(encoding="utf-8")
    }
    assert set(FOLDERS) <= compiled


def test_no_question_loads_or_compiles_a_loop_once_all_are_loaded(store: Path) -> None:
    command = [sys.executable, "-m", "tests.cli.warmed_child", str(store)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["before"] > 20
    assert found["more"] == []
