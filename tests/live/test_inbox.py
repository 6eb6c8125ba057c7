"""The inbox: confirmed events are on disk exactly once, even if a writer is killed."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.store.inbox import (
    EventFormat,
    Inbox,
    finish_batch,
    inbox_folder,
    inbox_size,
    recover_files,
    set_aside,
    start_batch,
    unfinished_batch,
    waiting_files,
)

REPOSITORY = Path(__file__).parents[2]


def contents(folder: Path) -> list[bytes]:
    return [line for file in waiting_files(folder) for line in file.path.read_bytes().splitlines()]


def test_confirmed_events_are_in_the_folder(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("impressions", EventFormat.LINES, b"{}\n").result(60)
    found = b"".join(path.read_bytes() for path in inbox_folder(tmp_path).iterdir())
    assert found == b"{}\n"
    inbox.close()


def test_files_are_completed_after_a_while(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    until = time.monotonic() + 30
    while not waiting_files(inbox.folder):
        assert time.monotonic() < until
        time.sleep(0.01)
    (file,) = waiting_files(inbox.folder)
    assert (file.table, file.bytes) == ("plays", 3)
    inbox.close()


def test_concurrent_appends_keep_each_line_once(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    tables = ("impressions", "plays")

    def append(number: int) -> None:
        line = json.dumps({"n": number}).encode() + b"\n"
        inbox.append(tables[number % 2], EventFormat.LINES, line).result(60)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(append, range(500)))
    inbox.close()
    assert sorted(json.loads(line)["n"] for line in contents(inbox.folder)) == list(range(500))
    for file in waiting_files(inbox.folder):
        odd = tables.index(file.table)
        assert {json.loads(line)["n"] % 2 for line in file.path.read_bytes().splitlines()} == {odd}


def test_an_arrow_stream_is_a_file_of_its_own(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, durable=False)
    for data in (b"one", b"two"):
        inbox.append("plays", EventFormat.ARROW, data).result(60)
    inbox.close()
    assert [file.path.read_bytes() for file in waiting_files(inbox.folder)] == [b"one", b"two"]
    assert inbox_size(inbox.folder) == 6


def test_only_the_owner_can_read_files(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    inbox.close()
    assert inbox.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in inbox.folder.iterdir())


def test_a_file_in_use_is_not_recovered(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    assert recover_files(inbox.folder) == []
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    inbox.close()
    assert contents(inbox.folder) == [b"{}", b"{}"]


@given(data=st.binary(max_size=40) | st.from_regex(rb"(\{\}\n){0,20000}x{0,20}", fullmatch=True))
def test_every_complete_line_of_a_dead_process_is_kept(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "plays-1-a.jsonl.open").write_bytes(data)
    said = recover_files(folder)
    kept = data[: data.rfind(b"\n") + 1]
    assert [file.path.read_bytes() for file in waiting_files(folder)] == ([kept] if kept else [])
    assert bool(said) == (kept != data)
    assert not list(folder.glob("*.open"))


def test_an_unfinished_batch_is_remembered(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    inbox.close()
    folder = inbox.folder
    assert unfinished_batch(folder) is None
    batch = start_batch(folder, waiting_files(folder))
    assert unfinished_batch(folder) == batch
    finish_batch(folder, batch)
    assert unfinished_batch(folder) is None
    assert list(folder.iterdir()) == []


def test_files_set_aside_are_kept_but_do_not_wait(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.append("plays", EventFormat.LINES, b"{}\n").result(60)
    inbox.close()
    aside = set_aside(inbox.folder, start_batch(inbox.folder, waiting_files(inbox.folder)))
    assert waiting_files(inbox.folder) == []
    assert inbox_size(inbox.folder) == 0
    assert [path.read_bytes() for path in aside.iterdir()] == [b"{}\n"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from keyart.store.inbox import EventFormat, Inbox
resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))
inbox = Inbox(Path(sys.argv[1]))
for number in range(20):
    line = f'{{"n": {number:02}, "rest": "{"x" * 975}"}}\\n'.encode()
    try:
        inbox.append("plays", EventFormat.LINES, line).result(60)
    except OSError:
        continue
    print(number)
inbox.close()
"""


def test_a_full_disk_keeps_only_confirmed_events(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    told = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    confirmed = [int(line) for line in told.stdout.splitlines()]
    assert 2 <= len(confirmed) < 20
    assert recover_files(inbox_folder(tmp_path)) == []
    kept = [int(line[6:8]) for line in contents(inbox_folder(tmp_path))]
    assert sorted(kept) == confirmed
