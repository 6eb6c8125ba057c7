"""A cluster comes up once, ends whole, and leaves no process behind, whoever is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from druid_cluster import health
from druid_cluster.cluster import down, status, up
from druid_cluster.services import DRUID, DRUID_WITH_INDEXER, HOST, ZOOKEEPER
from druid_cluster.state import Phase, State

SCRIPTS = Path(__file__).parents[2] / "scripts"
USER = """
import sys
from pathlib import Path
from druid_cluster.cluster import up
from druid_cluster.state import hold
folder = Path(sys.argv[1])
lock = hold(folder / "users", shared=True, wait=True)
up(folder, while_used=folder / "users")
"""


@pytest.fixture
def folder(druid_url: str, tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a cluster of the test's own; what a cluster needs is there."""
    assert druid_url
    yield tmp_path
    down(tmp_path)


def cluster(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of scripts/cluster.py."""
    command = [sys.executable, str(SCRIPTS / "cluster.py"), *words, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def user_of(folder: Path) -> Generator["subprocess.Popen[bytes]"]:
    """Have a process that brings a cluster up and lives as long as it is used."""
    env = os.environ | {"PYTHONPATH": str(SCRIPTS)}
    with subprocess.Popen([sys.executable, "-c", USER, str(folder)], env=env) as user:
        try:
            yield user
        finally:
            user.kill()


def once_started(folder: Path) -> State:
    """Return the cluster's state as soon as all services have a process."""
    until = time.monotonic() + 60
    while len((state := State.read(folder)).pids) < 1 + len(DRUID):
        assert time.monotonic() < until, health.tail(folder / "keeper.log")
        time.sleep(0.1)
    return state


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def none_is_left(folder: Path, state: State) -> bool:
    """Wait until no process of a cluster is left, tasks included."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if not any(map(is_alive, [state.keeper, *state.pids.values(), *of(folder)])):
            return True
        time.sleep(0.1)
    return False


def of(folder: Path) -> Iterator[int]:
    """Yield the Java processes that work in a folder."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"java" in words.split(b"\0")[0] and os.fsencode(folder) in words:
            yield int(path.parent.name)


def test_the_cluster_of_the_run_is_well(druid_url: str, druid_folder: Path) -> None:
    if not druid_folder.exists():
        pytest.skip("the cluster of KEYART_DRUID_URL is somebody else's")
    found = status(druid_folder)
    assert found.phase is Phase.HEALTHY
    assert found.url == druid_url
    services = (ZOOKEEPER, *(one.name for one in DRUID_WITH_INDEXER))
    assert found.healthy == dict.fromkeys(services, True)
    assert all(memory > 50 << 20 for memory in found.memory_bytes.values())
    assert found.extensions == ["druid-datasketches", "druid-kafka-indexing-service"]


def test_up_leaves_a_cluster_that_is_up_as_it_is(druid_url: str, druid_folder: Path) -> None:
    if not druid_folder.exists():
        pytest.skip("the cluster of KEYART_DRUID_URL is somebody else's")
    before = State.read(druid_folder)
    assert up(druid_folder) == druid_url
    assert State.read(druid_folder) == before


def test_services_listen_on_loopback_alone(druid_url: str, druid_folder: Path) -> None:
    if not druid_folder.exists():
        pytest.skip("the cluster of KEYART_DRUID_URL is somebody else's")
    assert druid_url.startswith(f"http://{HOST}:")
    addresses = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    outside = {str(address[4][0]) for address in addresses} - {HOST}
    for port in State.read(druid_folder).ports.values():
        for address in outside:
            with socket.socket() as probe:
                assert probe.connect_ex((address, port)) != 0, (address, port)


def test_a_killed_user_leaves_no_process(folder: Path) -> None:
    with user_of(folder):
        state = once_started(folder)
    assert none_is_left(folder, state)
    assert State.read(folder).phase is Phase.DOWN
    assert not (folder / "run").exists(), "data of a cluster for tests stays behind"


def test_a_cluster_lives_until_its_last_user_ends(folder: Path) -> None:
    with user_of(folder):
        with user_of(folder):
            state = once_started(folder)
        time.sleep(1)
        assert State.read(folder).keeper == state.keeper
        assert all(map(is_alive, state.pids.values()))
    assert none_is_left(folder, state)


def test_a_killed_keeper_leaves_no_process(folder: Path) -> None:
    with user_of(folder) as user:
        state = once_started(folder)
        os.kill(state.keeper, signal.SIGKILL)
        assert user.wait() != 0
    assert none_is_left(folder, state)
    assert status(folder).phase is Phase.DOWN


def test_down_ends_a_cluster_that_is_not_up_yet(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(SCRIPTS / "cluster.py"), "up", "--folder", str(folder)],
        stderr=subprocess.PIPE,
    ) as coming:
        state = once_started(folder)
        told = cluster(folder, "down", "--wipe", "--json")
        assert coming.stderr is not None
        said = coming.stderr.read()
        assert b"starting Druid" in said
        assert b"told to stop" in said
    assert (coming.returncode, told.returncode) == (1, 0)
    assert json.loads(told.stdout) == {"was_up": True}
    assert none_is_left(folder, state)
    assert not folder.exists()


def test_a_service_that_dies_ends_the_others_and_says_so(folder: Path) -> None:
    with user_of(folder) as user:
        state = once_started(folder)
        os.kill(state.pids["historical"], signal.SIGKILL)
        assert user.wait() != 0
    assert none_is_left(folder, state)
    found = cluster(folder, "status")
    assert found.returncode == 1
    assert "historical ended by itself" in found.stdout
    assert "historical.log ends so" in found.stdout


@pytest.mark.full
def test_its_tasks_end_with_a_killed_keeper(folder: Path) -> None:
    came = cluster(folder, "up")
    assert "zookeeper is up (1 of 6)" in came.stderr
    assert "router is up (6 of 6)" in came.stderr
    port = int(came.stdout.strip().rsplit(":", 1)[1])
    state = State.read(folder)
    _submit(port, {"type": "noop", "runTime": 600_000})
    until = time.monotonic() + 60
    while len(set(of(folder)) - set(state.pids.values())) == 0:
        assert time.monotonic() < until, "the task does not start"
        time.sleep(0.2)
    os.kill(state.keeper, signal.SIGKILL)
    assert none_is_left(folder, state)
    assert cluster(folder, "up").returncode == 0, "what was stored does not come up again"
    assert cluster(folder, "down").stdout == "the cluster is down\n"
    assert list(of(folder)) == []


def test_there_may_be_no_cluster(tmp_path: Path) -> None:
    assert cluster(tmp_path, "status").stdout == "down\n"
    assert cluster(tmp_path, "status").returncode == 1
    assert cluster(tmp_path, "down").stdout == "there was no cluster\n"


def _submit(port: int, task: dict[str, object]) -> None:
    body = json.dumps(task)
    headers = {"Content-Type": "application/json"}
    with closing(HTTPConnection(HOST, port, timeout=10)) as connection:
        connection.request("POST", "/druid/indexer/v1/task", body, headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:8]) == (200, b'{"task":')
