"""With too little memory nothing is begun: an ingest and a fit say so before."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

import keyart

LITTLE = 1600 << 20
"""Bytes of addresses: enough to start in, too few for libraries and their threads to work in."""


def limited(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `keyart` as a process that may have few addresses."""
    return subprocess.run(
        [sys.executable, "-m", "keyart", *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LITTLE, LITTLE)),
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        check=False,
        timeout=120,
    )


def data_of(path: Path) -> list[Path]:
    """Return all files of a store that hold data."""
    return sorted(path.rglob("*.arrow")) + sorted(path.rglob("*.parquet"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    plays = [{"ts": "2026-03-01", "profile_id": "p", "title_id": "t", "seconds": 600}]
    with keyart.create(tmp_path / "my.keyart") as store:
        store.ingest(plays=pa.Table.from_pylist(plays))
    return tmp_path / "my.keyart"


def test_an_ingest_and_a_fit_that_would_run_out_of_memory_are_not_begun(path: Path) -> None:
    events = path.parent / "plays.csv"
    events.write_text("ts,profile_id,title_id,seconds\n2026-03-02,q,t,600\n")
    before = data_of(path)
    for arguments in (["ingest", path, "--plays", events], ["audiences", "fit", path]):
        done = limited(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert "of memory, and 0 MiB are free (ulimit -v); nothing was done" in line
    assert data_of(path) == before
    with keyart.open(path) as store:
        assert store.snapshot().version == 1
