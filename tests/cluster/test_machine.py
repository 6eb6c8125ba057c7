"""What a machine lacks for a cluster is said in one sentence, before anything starts."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from druid_cluster import health
from druid_cluster.cluster import status, up
from druid_cluster.errors import NoMemory, PortTaken
from druid_cluster.services import HOST
from druid_cluster.state import Phase

SCRIPT = Path(__file__).parents[2] / "scripts" / "cluster.py"


def up_with(env: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    """Run `scripts/cluster.py up` with nothing but `env` in the environment."""
    command = [sys.executable, str(SCRIPT), "up", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, script: str) -> Path:
    """Write a program for the shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("home", ["/nonexistent", ""])
def test_without_java_it_says_which_is_needed(tmp_path: Path, home: str) -> None:
    told = up_with({"PATH": str(tmp_path), "JAVA_HOME": home, "HOME": str(tmp_path)})
    assert told.returncode == 1
    assert told.stderr == (
        "cluster: Druid needs Java, and none is on this machine "
        "(install Java 17 to 21: apt-get install openjdk-17-jre-headless)\n"
    )


def test_an_old_java_is_refused(tmp_path: Path) -> None:
    old = program(tmp_path, "java", "echo 'openjdk version \"11.0.2\"' >&2")
    told = up_with({"PATH": f"{tmp_path}:/bin", "HOME": str(tmp_path)}, "--json")
    error = json.loads(told.stdout)["error"]
    assert error["code"] == "missing_program"
    assert error["message"] == f"Druid does not run on the Java 11 at {old}"


def test_without_maven_jars_must_be_there(java: str, tmp_path: Path) -> None:
    (tmp_path / "java").symlink_to(java)
    told = up_with({"PATH": str(tmp_path), "KEYART_CACHE": str(tmp_path / "cache")})
    assert told.returncode == 1
    assert "fetched by Maven, and none is on this machine (apt-get install maven)" in told.stderr
    assert not list((tmp_path / "cache").glob("druid-*"))


def test_what_could_not_be_fetched_whole_is_not_kept(java: str, tmp_path: Path) -> None:
    program(tmp_path, "java", f'exec {java} "$@"')
    program(tmp_path, "mvn", "echo '[ERROR] no route'; exit 1")
    cache = tmp_path / "cache"
    told = up_with({"PATH": f"{tmp_path}:/bin", "KEYART_CACHE": str(cache)})
    assert told.returncode == 1
    assert "Maven could not fetch services: [ERROR] no route" in told.stderr
    assert list(cache.glob("*druid*")) + list(cache.glob(".fetching*")) == []


def test_a_taken_port_is_named(java: str, tmp_path: Path) -> None:
    assert java
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"another program listens on port {port}"):
            up(tmp_path, port=port)


def test_too_little_memory_is_told_before_anything_starts(
    java: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert java
    monkeypatch.setattr(health, "free_bytes", lambda: 1 << 30)
    with pytest.raises(NoMemory, match=r"1\.0 GB are free"):
        up(tmp_path)
    assert status(tmp_path).phase is Phase.DOWN


@pytest.mark.parametrize(("ci", "came"), [("", "1 skipped"), ("true", "1 error")])
def test_where_no_cluster_can_be_had_tests_say_so(ci: str, came: str) -> None:
    """They are skipped loudly on a laptop, and fail in CI."""
    test = "tests/cluster/test_cluster.py::test_the_cluster_of_the_run_is_well"
    env = {**os.environ, "CI": ci, "JAVA_HOME": "/nonexistent", "KEYART_DRUID_URL": ""}
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", test],
        cwd=SCRIPT.parents[1],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert came in told.stdout.splitlines()[-1], told.stdout
    assert "no cluster" in told.stdout
    assert "Druid needs Java, and none is on this machine" in told.stdout
