"""A process killed at any instant leaves a good store, which the next one goes on with."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from keyart.core.facts import Family
from keyart.store import check, open_snapshot
from tests.store.store_rows import temporary_store, visible_rows

REPOSITORY = Path(__file__).parents[2]


def killed_after(root: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "tests.store.endless_publisher", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.kernels
def test_a_killed_publisher_leaves_a_good_store() -> None:
    chance = random.Random(20260102)
    versions = [0]
    with temporary_store(max_segments=3) as root:
        for _ in range(8):
            killed_after(root, chance.uniform(0, 0.2))
            assert check(root) == []
            with open_snapshot(root) as snapshot:
                versions.append(snapshot.version)
                assert snapshot.profiles == snapshot.version
                assert len(visible_rows(snapshot, Family.EXPOSURE)) == min(snapshot.version, 5)
                files = snapshot.event_files("impressions")
                assert sum(pq.read_metadata(f.path).num_rows for f in files) == snapshot.version
                assert (
                    sum(len(ordinals) for ordinals in snapshot.lists.values()) == snapshot.version
                )
                assert snapshot.titles.num_rows == snapshot.version
    assert versions == sorted(versions)
    assert versions[-1] > 5
