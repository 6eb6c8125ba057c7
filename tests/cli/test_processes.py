"""`keyart` as a process: exit codes, pipes that close, Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keyart.store import publication
from tests.cli.commands import loaded, succeed

FILE_WAIT = 120
KEYART = (sys.executable, "-m", "keyart")


def _run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*KEYART, *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_exit_codes(store: Path, tmp_path: Path) -> None:
    good = _run("query", store, "--measures", "reach", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    failed = _run("status", tmp_path / "no.keyart")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("error: ")
    misused = _run("query", store, "--measures", "reech")
    assert (misused.returncode, len(misused.stderr.splitlines())) == (2, 1)


def test_a_closed_pipe_is_no_traceback(store: Path) -> None:
    command = [*KEYART, "query", str(store), "--measures", "reach", "--format", "csv"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as process:
            _, errors = process.communicate(timeout=300)
    finally:
        os.close(writing)
    assert b"Traceback" not in errors
    assert process.returncode == 1


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A store that a test may change."""
    return loaded(tmp_path)


def _now() -> datetime:
    return datetime.now(UTC)


def _wait_until_it_waits(pid: int, lock: Path) -> None:
    """Return once the process has the writer's lock file open: it then asks for the lock."""
    descriptors = Path(f"/proc/{pid}/fd")
    if not descriptors.exists():
        pytest.skip("needs /proc to see what another process does")
    for _ in range(FILE_WAIT * 20):
        if any(_target(link) == lock for link in descriptors.iterdir()):
            return
        time.sleep(0.05)
    pytest.fail("the command never asked for the lock")


def _target(link: Path) -> Path | None:
    try:
        return link.readlink()
    except FileNotFoundError:
        return None


HEEDING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("keyart", run_name="__main__")
"""
"""The command with Ctrl-C heeded: shells make commands in the background ignore it."""


def test_ctrl_c_says_that_nothing_was_published(own: Path) -> None:
    """The interrupted command waits for another writer, so that we know where it is."""
    plays = own.parent / "plays.csv"
    command = [sys.executable, "-c", HEEDING]
    command += ["ingest", str(own), "--plays", str(plays), "--wait", "300"]
    with (
        publication(own, command="test", now=_now()),
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
    ):
        _wait_until_it_waits(process.pid, own / "writer.lock")
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=300)
    assert errors.decode().splitlines() == [
        "error: interrupted: nothing was published, the store is as it was."
    ]
    assert (process.returncode, out) == (1, b"")
    assert succeed("status", own, "--json").json["version"] == 1


def test_a_busy_store_is_a_failure(own: Path) -> None:
    with publication(own, command="test", now=_now()):
        outcome = _run("refresh", own, "--wait", "0")
    assert outcome.returncode == 1
    assert "test" in outcome.stderr
