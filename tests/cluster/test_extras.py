"""Each extra brings all that it needs: the wheel in an environment that holds nothing else.

Commands are those of the documentation, word for word, run from another folder.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from tests.compiled_loops import copy_compiled_loops
from tests.docs.pages import ROOT, Block, Page, page

UV = ROOT / ".tools" / "bin" / "uv"
SCALE_OUT = page("docs/scale-out.md")
DRUID_URL = "http://localhost:8888"
"""Where the page says that Druid is; everybody's own is elsewhere."""

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

BENCHMARK = "python -m benchmarks druid --rows 20000 --repetitions 1 --data data --results results"

FRAMES = """
from pathlib import Path
import numpy as np
import keyart
from keyart_demo.art.encoding import encode
encode(Path("clip.mp4"), [np.zeros((64, 64, 3), np.uint8)] * 3, (64, 64), 3)
assert Path("clip.mp4").stat().st_size > 100
"""
FRAME = """
import keyart
answer = keyart.open("my.keyart").query(measures=["reach"], by=["asset"])
frame = answer.to_{}()
assert frame["reach"].to_list() == [3, 3]
"""
PROGRAMS: Mapping[str, str] = {
    "demo": FRAMES,
    "pandas": FRAME.format("pandas"),
    "polars": FRAME.format("polars"),
}


@dataclass(frozen=True)
class Place:
    """An empty folder, and an environment to install into."""

    folder: Path
    environment: Path
    wheel: Path
    caches: Path

    def install(self, extra: str) -> None:
        """Make the environment anew, with the wheel and one extra."""
        _uv("venv", "--clear", "--python", sys.executable, self.environment)
        python = self.environment / "bin" / "python"
        beside = ("--find-links", self.wheel.parent)
        wheel = f"keyart[{extra}] @ {self.wheel.as_uri()}"
        _uv("pip", "install", "--python", python, *beside, wheel)

    def run(self, text: str) -> str:
        """Run lines of a shell, and return what they print."""
        environment = {
            "PATH": f"{self.environment / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.caches),
            "NUMBA_CACHE_DIR": str(self.caches / "numba"),
            **{name: os.environ[name] for name in ("JAVA_HOME", "LANG") if name in os.environ},
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the wheel, the environment and its caches."""
    folder = tmp_path_factory.mktemp("extras")
    _uv("build", "--all-packages", "--wheel", "--out-dir", folder / "dist", ROOT)
    copy_compiled_loops(folder / "numba")
    return folder


@pytest.fixture
def place(shared: Path, tmp_path: Path) -> Place:
    """Return where an extra is tried."""
    (wheel,) = (shared / "dist").glob("keyart-*.whl")
    return Place(tmp_path, shared / "environment", wheel, shared)


def _uv(*words: str | Path) -> None:
    subprocess.run([UV, "--quiet", *words], check=True)


def _blocks(found: Page, language: str, word: str) -> list[Block]:
    return [b for b in found.blocks if b.language == language and b.text.startswith(word)]


def _first_store() -> str:
    """Return the commands of the first page that make `my.keyart`."""
    (block,) = _blocks(page("README.md"), "bash", "cat ")
    return block.text


@pytest.mark.parametrize("extra", PROGRAMS)
def test_a_small_extra_is_whole(place: Place, extra: str) -> None:
    place.install(extra)
    if extra != "demo":
        place.run(_first_store())
    (place.folder / "program.py").write_text(PROGRAMS[extra])
    place.run("python -W error program.py")


def test_druid_takes_a_store_from_an_environment_of_its_own(place: Place, druid_url: str) -> None:
    place.install("druid")
    place.run(_first_store())
    (block,) = _blocks(SCALE_OUT, "sh", "keyart druid init")
    told = place.run(block.text.replace(DRUID_URL, druid_url))
    assert "Druid holds version 1 of my.keyart" in told
    assert told.split()[-2:] == ["6", "50.00%"]
    place.run("keyart druid drop my.keyart --yes")
    copytree(ROOT / "benchmarks", place.folder / "benchmarks", ignore=ignore_patterns("data"))
    place.run(f"export KEYART_DRUID_URL={druid_url}; {BENCHMARK}")
    assert '"part": "druid"' in (place.folder / "results" / "druid.json").read_text()


def test_spark_builds_from_an_environment_of_its_own(place: Place, java: str) -> None:
    del java
    place.install("spark")
    _files(place.folder)
    (program,) = _blocks(SCALE_OUT, "python", "from keyart.cli")
    (place.folder / "build.py").write_text(program.text)
    (block,) = _blocks(SCALE_OUT, "sh", "keyart init big.keyart")
    place.run(block.text)
    answer = place.run(
        "keyart query big.keyart --measures reach,viewers --format csv --engine duckdb"
    )
    assert answer.split() == ["reach,viewers", "2,1"]
    (submitted,) = _blocks(SCALE_OUT, "sh", "spark-submit")
    assert "duplicate" in place.run(submitted.text)


def _files(folder: Path) -> None:
    """Write the files that the page's commands name."""
    shown = {
        "ts": ["2026-03-01T18:00", "2026-03-01T18:05"],
        "profile_id": ["ann", "bob"],
        "asset_id": ["blue", "red"],
    }
    played = {"ts": ["2026-03-01T18:02"], "profile_id": ["ann"], "title_id": ["heist"]}
    for name, columns in (("imp", shown), ("plays", {**played, "seconds": [5400]})):
        (folder / name).mkdir()
        pq.write_table(pa.table(columns), folder / name / "day.parquet")
    catalogue: Mapping[str, Mapping[str, list[str]]] = {
        "titles": {"title_id": ["heist"], "name": ["The Heist"]},
        "assets": {"asset_id": ["blue", "red"], "title_id": ["heist", "heist"]},
        "profiles": {"profile_id": ["ann", "bob"], "country": ["DE", "LU"]},
    }
    for name, columns in catalogue.items():
        pa_csv.write_csv(pa.table(dict(columns)), folder / f"{name}.csv")
