"""A question is written down once: added to the registry, it is found on every surface."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.commands import loaded

ROOT = Path(__file__).parents[2]


def test_a_question_in_the_registry_is_found_on_every_surface(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.same.adding_child", str(loaded(tmp_path))],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    wanted: dict[str, object] = {"titles": 1, "notes": []}
    for surface in ("python", "client", "rest", "graph", "command"):
        assert found[surface] == wanted, surface
    # Words and bounds are those of the request's class, everywhere.
    meaning = "The smallest number of impressions that counts."
    argument = found["argument"]
    assert argument["description"] == meaning
    assert (argument["minimum"], argument["maximum"], argument["default"]) == (1, 1000, 1)
    assert found["result"]["description"] == "How many titles."
    assert "Count the titles that many impressions were of." in found["help"]
    assert meaning.rsplit(maxsplit=1)[-1] in found["help"]
    assert found["refused"] == "error: at_least must be 1 to 1000, not 0. Change at_least."
