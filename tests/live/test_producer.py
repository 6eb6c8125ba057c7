"""The producer: arrived events become a version, each exactly once, even after crashes."""

import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pyarrow as pa
import pytest

import keyart
from keyart.feed import FeedReader
from keyart.live import run
from keyart.live.inbox import publish_waiting
from keyart.store import open_snapshot
from keyart.store.inbox import EventFormat, Inbox, inbox_folder, start_batch, waiting_files
from tests.live.arriving import impression, lines, put, shown

STOPS = 120.0
"""Seconds after which a thread that should end counts as hanging."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "live.keyart"
    keyart.create(path).close()
    return path


def arrive(root: Path, *numbers: int) -> None:
    """Put impressions into the inbox, to be published."""
    inbox = Inbox(root)
    put(inbox, *numbers)
    inbox.close()


@contextmanager
def producing(root: Path) -> Generator[None]:
    stop = Event()
    thread = Thread(target=run, args=(root, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOPS)
        assert not thread.is_alive()


def wait_until_shown(root: Path, *numbers: int, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while shown(root) != {f"a{number}": 1 for number in numbers}:
        assert time.monotonic() < until, "the events did not become visible"
        time.sleep(0.05)


def test_arrived_events_become_one_version(root: Path) -> None:
    arrive(root, 1, 2)
    arrive(root, 3)
    assert publish_waiting(root) is True
    assert shown(root) == {"a1": 1, "a2": 1, "a3": 1}
    assert publish_waiting(root) is False
    with open_snapshot(root) as snapshot:
        (batch,) = snapshot.batches()
        assert snapshot.version == 1
        assert batch.tables["impressions"].accepted == 3
    assert list(inbox_folder(root).iterdir()) == []


def test_the_same_events_again_count_once(root: Path) -> None:
    row = impression(1)
    for _ in range(2):
        inbox = Inbox(root)
        inbox.append("impressions", EventFormat.LINES, lines([row, row])).result(60)
        inbox.close()
        publish_waiting(root)
    assert shown(root) == {"a1": 1}


def test_a_producer_that_dies_before_it_cleans_up_publishes_nothing_twice(
    root: Path, tmp_path: Path
) -> None:
    inbox = Inbox(root)
    inbox.append("impressions", EventFormat.LINES, lines([impression(1)]) + b"nonsense\n").result(
        60
    )
    inbox.close()
    folder = inbox_folder(root)
    start_batch(folder, waiting_files(folder))
    shutil.copytree(folder, tmp_path / "before")
    publish_waiting(root)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "before", folder)
    assert publish_waiting(root) is False
    assert list(folder.iterdir()) == []
    with open_snapshot(root) as snapshot:
        assert snapshot.version == 1
        assert snapshot.batches()[0].tables["impressions"].quarantined == 1
    assert shown(root) == {"a1": 1}


def test_an_unpublished_batch_is_published(root: Path) -> None:
    arrive(root, 1)
    folder = inbox_folder(root)
    start_batch(folder, waiting_files(folder))
    arrive(root, 2)
    publish_waiting(root)
    publish_waiting(root)
    assert shown(root) == {"a1": 1, "a2": 1}


def test_events_of_a_dead_server_are_published(root: Path) -> None:
    folder = inbox_folder(root)
    folder.mkdir()
    torn = lines([impression(1)]) + lines([impression(2)])[:-20]
    (folder / "impressions-1-a.jsonl.open").write_bytes(torn)
    publish_waiting(root)
    assert shown(root) == {"a1": 1}


def test_the_mapping_of_the_store_applies(root: Path) -> None:
    config = root / "keyart.toml"
    config.write_text('[map.impressions]\nprofile_id = "uid"\n', encoding="utf-8")
    row = impression(1)
    row["uid"] = row.pop("profile_id")
    inbox = Inbox(root)
    inbox.append("impressions", EventFormat.LINES, lines([row])).result(60)
    inbox.close()
    publish_waiting(root)
    assert shown(root) == {"a1": 1}


def test_events_wait_while_the_configuration_is_invalid(root: Path) -> None:
    arrive(root, 1)
    config = root / "keyart.toml"
    good = config.read_text(encoding="utf-8")
    config.write_text("[settings]\nthread = 1\n", encoding="utf-8")
    assert publish_waiting(root) is None
    config.write_text(good, encoding="utf-8")
    assert publish_waiting(root) is True
    assert shown(root) == {"a1": 1}


def test_an_unreadable_file_does_not_lose_others(root: Path) -> None:
    folder = inbox_folder(root)
    arrive(root, 1)
    (folder / "impressions-2-a.arrow").write_bytes(b"nonsense")
    (folder / "impressions-3-a.arrow").write_bytes(strange_stream())
    publish_waiting(root)
    assert shown(root) == {"a1": 1}
    assert waiting_files(folder) == []
    assert [path.name for path in (folder / "aside").iterdir()] == ["impressions-3-a.arrow"]
    with open_snapshot(root) as snapshot:
        assert sum(b.tables["impressions"].quarantined for b in snapshot.batches()) == 1


def strange_stream() -> bytes:
    """Return an impression whose device is of a type that no engine reads."""
    row = {name: [value] for name, value in impression(3).items()}
    kinds, places = pa.array([0], pa.int8()), pa.array([0], pa.int32())
    device = pa.UnionArray.from_dense(kinds, places, [pa.array(["tv"])])
    table = pa.table({**row, "device": device})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def test_events_are_seen_soon_and_in_the_feed(root: Path) -> None:
    inbox = Inbox(root)
    with producing(root):
        put(inbox, 1)
        wait_until_shown(root, 1)
        # All is loaded now: this is how long it takes from here on.
        put(inbox, 2)
        wait_until_shown(root, 1, 2, seconds=5.0)
        until = time.monotonic() + 60
        reader = FeedReader(root)
        while (feed := reader.current()) is None or feed.version != 2:
            assert time.monotonic() < until
            time.sleep(0.05)
    inbox.close()


def test_of_two_producers_one_produces_and_the_other_takes_over(root: Path) -> None:
    inbox = Inbox(root)
    first, second = Event(), Event()
    threads = [Thread(target=run, args=(root, stop)) for stop in (first, second)]
    for thread in threads:
        thread.start()
    put(inbox, 1)
    wait_until_shown(root, 1)
    first.set()
    threads[0].join(STOPS)
    put(inbox, 2)
    wait_until_shown(root, 1, 2)
    second.set()
    threads[1].join(STOPS)
    inbox.close()
    assert not any(thread.is_alive() for thread in threads)
