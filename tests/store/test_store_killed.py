"""A process killed at any instant leaves a good store, which the next one goes on with."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from keyart.core.facts import Family
from keyart.store import check, open_snapshot
from tests.store.store_rows import temporary_store, visible_rows

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def publisher(root: Path) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.store.endless_publisher", str(root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as program:
        yield program
        assert program.stdin is not None
        program.stdin.close()


def kill_one(program: subprocess.Popen[str], seconds: float) -> None:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("\n")
    program.stdin.flush()
    child = int(program.stdout.readline())
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert int(program.stdout.readline()) == -signal.SIGKILL


@pytest.mark.kernels
def test_a_killed_publisher_leaves_a_good_store() -> None:
    chance = random.Random(20260102)
    versions = [0]
    with temporary_store(max_segments=3) as root, publisher(root) as program:
        for attempt in range(20):
            kill_one(program, chance.uniform(0, 0.05 + attempt / 40))
            assert check(root) == []
            with open_snapshot(root) as snapshot:
                versions.append(snapshot.version)
                assert snapshot.profiles == snapshot.version
                assert len(visible_rows(snapshot, Family.EXPOSURE)) == min(snapshot.version, 5)
                files = snapshot.event_files("impressions")
                assert sum(pq.read_metadata(f.path).num_rows for f in files) == snapshot.version
                assert sum(map(len, snapshot.lists.values())) == snapshot.version
                assert snapshot.titles.num_rows == snapshot.version
    assert versions == sorted(versions)
    assert versions[-1] > 5
