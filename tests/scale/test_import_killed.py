"""An import killed at any instant leaves a good store, and doing it again completes it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.pipeline.test_crash import begin, leftovers
from tests.scale.folders import answers
from tests.scale.random_facts import empty_store, write

REPOSITORY = Path(__file__).parents[2]
DAYS = 4


@dataclass
class Killing:
    """A store with a folder's facts, and another folder with half of the days anew."""

    base: Path
    again: Path
    before: list[Any]
    after: list[Any]


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Killing:
    root = tmp_path_factory.mktemp("killing")
    first = write(root / "first", range(DAYS), 1)
    again = write(root / "again", range(DAYS // 2, DAYS + 2), 2)
    with empty_store(root / "base") as store:
        store.import_facts(first)
        before = answers(store)
    shutil.copytree(root / "base", root / "whole")
    with keyart.open(root / "whole") as store:
        store.import_facts(again)
        after = answers(store)
    assert before != after
    return Killing(root / "base", again, before, after)


@contextmanager
def child(folder: Path) -> Generator[subprocess.Popen[str]]:
    """Start a process that is ready to import into the store that it is told."""
    command = [sys.executable, "-m", "tests.scale.importing_child", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def seconds_of_an_import(killing: Killing, root: Path) -> float:
    shutil.copytree(killing.base, root)
    with child(killing.again) as process:
        began = time.monotonic()
        begin(process, root)
        assert process.stdout is not None
        assert process.stdout.readline() == "done\n"
        return time.monotonic() - began


def check_after_kill(killing: Killing, root: Path) -> None:
    with keyart.open(root) as store:
        version = store.snapshot().version
        assert version in {1, 2}
        assert store.check() == []
        assert answers(store) == (killing.before if version == 1 else killing.after)
        assert store.import_facts(killing.again).version == 2
    with keyart.open(root) as store:
        assert answers(store) == killing.after
        assert store.check() == []
    assert leftovers(root) == set()


@pytest.mark.timeout(1800)
def test_a_killed_import_leaves_a_good_store(killing: Killing, tmp_path: Path, full: bool) -> None:
    kills = 30 if full else 3
    whole = seconds_of_an_import(killing, tmp_path / "measured")
    chance = random.Random(20260301)
    killed = left = 0
    for number in range(kills):
        root = tmp_path / f"{number}"
        shutil.copytree(killing.base, root)
        with child(killing.again) as process:
            begin(process, root)
            time.sleep((number + chance.random()) / kills * whole)
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        left += bool(leftovers(root))
        check_after_kill(killing, root)
        shutil.rmtree(root)
    assert killed > kills / 2
    assert left > 0
