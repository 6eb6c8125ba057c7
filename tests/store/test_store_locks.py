"""Several processes on one store."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from keyart.core.errors import StoreBusy
from keyart.store import check, open_snapshot, publication
from tests.store.store_rows import NOW, publishing, temporary_store

WRITER = """
    import sys, time
    from datetime import UTC, datetime
    from pathlib import Path
    from keyart.store import publication
    now = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    with publication(Path(sys.argv[1]), command="ingest plays.csv", now=now) as p:
        p.put_list("list:vip", p.add_anonymous(1))
        print("writing", flush=True)
        time.sleep(float(sys.argv[2]))
        p.commit()
"""

READER = """
    import sys
    from pathlib import Path
    from keyart.store import open_snapshot
    snapshot = open_snapshot(Path(sys.argv[1]))
    print(snapshot.version, flush=True)
    sys.stdin.readline()
    print({name: o.tolist() for name, o in snapshot.lists.items()}, flush=True)
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def finish(child: subprocess.Popen[str], text: str = "\n") -> str:
    out, _ = child.communicate(text, timeout=60)
    return out.strip()


def test_the_second_writer_is_told_who_writes() -> None:
    with temporary_store() as root:
        child = start(WRITER, str(root), "60")
        assert line(child) == "writing"
        with pytest.raises(StoreBusy) as caught, publication(root, command="x", now=NOW, wait=0.1):
            pass
        child.kill()
        finish(child)
        message = str(caught.value)
        assert f"process {child.pid} on " in message
        assert "ingest plays.csv" in message
        assert "2026-05-06T07:08:09" in message


def test_the_second_writer_waits_for_the_first() -> None:
    with temporary_store() as root:
        child = start(WRITER, str(root), "0.3")
        assert line(child) == "writing"
        with publication(root, command="x", now=NOW, wait=30) as p:
            assert list(p.base.lists) == ["list:vip"]
        finish(child)
        assert child.returncode == 0


def test_a_dead_writer_does_not_block() -> None:
    with temporary_store() as root:
        child = start(WRITER, str(root), "60")
        assert line(child) == "writing"
        os.kill(child.pid, signal.SIGKILL)
        finish(child)
        assert list((root / "data" / "lists").iterdir()) != []
        with publishing(root) as p:
            assert p.base.version == 0
        assert list((root / "data" / "lists").iterdir()) == []
        assert check(root) == []


def test_within_one_process_the_second_writer_waits_too() -> None:
    expected = pytest.raises(StoreBusy, match=f"process {os.getpid()} on .*: first")
    with (
        temporary_store() as root,
        publication(root, command="first", now=NOW),
        expected,
        publication(root, command="second", now=NOW, wait=0),
    ):
        pass


def test_a_reader_in_another_process_keeps_its_version() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.put_list("list:vip", p.add_anonymous(2))
        child = start(READER, str(root))
        assert line(child) == "1"
        for _ in range(3):
            with publishing(root) as p:
                p.put_list("list:vip", p.add_anonymous(1))
        assert version_locks(root) == {"1.lock", "4.lock"}
        assert finish(child) == "{'list:vip': [0, 1]}"
        with publishing(root):
            pass
        assert version_locks(root) == {"5.lock"}
        assert len(list((root / "data" / "lists").iterdir())) == 1


def test_a_dead_reader_frees_its_version() -> None:
    with temporary_store() as root:
        child = start(READER, str(root))
        assert line(child) == "0"
        os.kill(child.pid, signal.SIGKILL)
        finish(child)
        with publishing(root):
            pass
        assert version_locks(root) == {"1.lock"}


def test_a_closed_or_forgotten_snapshot_frees_its_version() -> None:
    with temporary_store() as root:
        snapshot = open_snapshot(root)
        snapshot.close()
        snapshot.close()
        forgotten = open_snapshot(root)
        del forgotten
        with publishing(root):
            pass
        assert version_locks(root) == {"1.lock"}


def test_readers_and_a_writer_at_once() -> None:
    program = """
        import sys, time
        from pathlib import Path
        from keyart.store import open_snapshot
        end = time.monotonic() + float(sys.argv[2])
        last = -1
        while time.monotonic() < end:
            with open_snapshot(Path(sys.argv[1])) as snapshot:
                assert snapshot.version >= last
                last = snapshot.version
                assert [len(o) for o in snapshot.lists.values()] == [last] * bool(last)
        print("ok", flush=True)
    """
    with temporary_store() as root:
        children = [start(program, str(root), "1") for _ in range(2)]
        end = time.monotonic() + 2
        while time.monotonic() < end:
            with publishing(root) as p:
                p.add_anonymous(1)
                p.put_list("l", np.arange(p.profiles, dtype=np.uint32))
        assert [finish(child) for child in children] == ["ok", "ok"]
        assert check(root) == []


def version_locks(root: Path) -> set[str]:
    return {path.name for path in (root / "data" / "versions").iterdir()}
