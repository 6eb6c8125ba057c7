"""The bytes of a world depend on its size, seed and day alone."""

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from keyart.core.errors import BadInput
from keyart_demo.world import SIZES, World, main, write
from keyart_demo.world_size import Cast
from tests.demo.world.conftest import UNTIL

TINY = replace(SIZES["small"], name="tiny", profiles=11_000, cast=Cast(4, 4, 4, 1, 1, 1))
"""Three blocks, the last a short one."""

SCRIPT = """
import sys
from pathlib import Path
from tests.demo.world.conftest import UNTIL
from tests.demo.world.test_bytes import TINY
from keyart_demo.world import World, write
write(World(TINY, 1, UNTIL), Path(sys.argv[1]))
"""


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write(World(TINY, 1, UNTIL), folder)
    return folder


def test_same_bytes_for_any_number_of_processes(tiny: Path, tmp_path: Path, full: bool) -> None:
    for processes in (2, 3) if full else (2,):
        folder = tmp_path / str(processes)
        write(World(TINY, 1, UNTIL), folder, processes=processes)
        assert digests(folder) == digests(tiny)


def test_same_bytes_whatever_python_hashes_to(tiny: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], check=True, env=environment)
    assert digests(tmp_path) == digests(tiny)


def test_another_seed_is_another_world(tiny: Path, tmp_path: Path) -> None:
    write(World(TINY, 2, UNTIL), tmp_path)
    other, own = digests(tmp_path), digests(tiny)
    assert other.keys() == own.keys()
    assert all(other[name] != own[name] for name in own)


def test_a_folder_with_events_is_refused(tiny: Path) -> None:
    with pytest.raises(BadInput, match="not empty"):
        write(World(TINY, 1, UNTIL), tiny)


def test_the_command_writes_a_world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyart_demo.world.SIZES", {"small": TINY})
    assert main([str(tmp_path), "--until", "2026-06-01"]) == 0
    assert "impressions" in capsys.readouterr().out
    assert (tmp_path / "truth.json").is_file()
