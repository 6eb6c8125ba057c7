"""The notices of a producer: each is sent once, even if a process is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest

import keyart
from keyart.core.notice import Notice, NoticeCondition
from keyart.insights.authenticity.result import FindingKind
from keyart.live import run
from keyart.live.notices import Judge
from keyart.store import Snapshot
from keyart.store.inbox import Inbox
from tests.insights.authenticity import stored as promises
from tests.live.arriving import put
from tests.live.test_producer import STOPS, wait_until_shown
from tests.notify.found import condition
from tests.notify.receiving import HANG, Receiver, receiving

REPOSITORY = Path(__file__).parents[2]
OPENED = "Clickbait: The poster 'a1' of 'Heist' is clickbait"
RESOLVED = "Resolved: The poster 'a1' of 'Heist' is clickbait"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "live.keyart"
    keyart.create(path).close()
    return path


@contextmanager
def producing(root: Path, judge: Judge, address: str = "") -> Generator[None]:
    stop = Event()
    options = {"judge": judge, "address": address}
    thread = Thread(target=run, args=(root, stop), kwargs=options)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOPS)
        assert not thread.is_alive()


def tell(monkeypatch: pytest.MonkeyPatch, *receivers: Receiver) -> None:
    monkeypatch.setenv("KEYART_NOTIFY_URLS", ",".join(one.url for one in receivers))


def notices(root: Path) -> list[Notice]:
    with keyart.open(root) as store:
        return store.notices()


def publish(root: Path, *numbers: int) -> None:
    inbox = Inbox(root)
    put(inbox, *numbers)
    inbox.close()


def in_versions(*there: int) -> Judge:
    """Return a judgement that finds one thing in some versions."""

    def judge(snapshot: Snapshot, min_cell: int, *, now: datetime) -> tuple[NoticeCondition, ...]:
        assert (min_cell, now.tzinfo is None) == (50, False)
        return (condition(1),) if snapshot.version in there else ()

    return judge


def wait_until_judged(version: int, judged: list[int]) -> None:
    until = time.monotonic() + 60
    while version not in judged:
        assert time.monotonic() < until, judged
        time.sleep(0.05)


def noting(judge: Judge, judged: list[int]) -> Judge:
    """Return a judgement that also says which versions it has judged."""

    def noted(snapshot: Snapshot, min_cell: int, *, now: datetime) -> tuple[NoticeCondition, ...]:
        found = tuple(judge(snapshot, min_cell, now=now))
        judged.append(snapshot.version)
        return found

    return noted


def test_each_version_is_judged_once_and_causes_one_message(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[int] = []
    with receiving() as receiver:
        tell(monkeypatch, receiver)
        with producing(root, noting(in_versions(1, 2), judged), "http://127.0.0.1:8765/"):
            for version in range(5):
                wait_until_judged(version, judged)
                publish(root, version)
            receiver.wait_for(2)
            wait_until_judged(5, judged)
        with producing(root, noting(in_versions(), judged)):
            wait_until_shown(root, *range(5))
    assert judged == [0, 1, 2, 3, 4, 5]
    assert receiver.titles == [OPENED, RESOLVED]
    link = receiver.came[0]["message"].splitlines()[-1]
    assert link == "http://127.0.0.1:8765/titles/t1?asset=a1"
    (notice,) = notices(root)
    assert (notice.opened_version, notice.resolved_version) == (1, 4)
    assert {one.state for one in notice.deliveries} == {"sent"}


def test_links_have_the_public_address_of_the_service(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYART_PUBLIC_URL", "https://keyart.example.com/art/")
    with receiving() as receiver:
        tell(monkeypatch, receiver)
        with producing(root, in_versions(0), "http://127.0.0.1:8765/"):
            receiver.wait_for(1)
    link = receiver.came[0]["message"].splitlines()[-1]
    assert link == "https://keyart.example.com/art/titles/t1?asset=a1"


def test_an_address_that_does_not_answer_delays_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving([HANG]) as receiver:
        tell(monkeypatch, receiver)
        with producing(root, in_versions(0)):
            receiver.wait_for(1)
            publish(root, 1)
            wait_until_shown(root, 1)
            assert notices(root)[0].deliveries[0].said == "may not have arrived"
            receiver.ended.set()


def test_a_producer_killed_while_it_sends_never_sends_it_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(root, 1)
    command = [sys.executable, "-m", "tests.live.noticing_child", str(root)]
    with receiving([HANG]) as receiver:
        tell(monkeypatch, receiver)
        with subprocess.Popen(command, cwd=REPOSITORY) as process:
            receiver.wait_for(1)
            os.kill(process.pid, signal.SIGKILL)
        judged: list[int] = []
        with producing(root, noting(in_versions(), judged)):
            for version in (2, 3):
                publish(root, version)
                wait_until_judged(version, judged)
            receiver.wait_for(2)
    assert receiver.titles == [OPENED, RESOLVED]
    (notice,) = notices(root)
    said = [(one.about, one.state) for one in notice.deliveries]
    assert said == [("opened", "sending"), ("resolved", "sent")]


def test_a_failed_judgement_does_not_prevent_later_ones(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(snapshot: Snapshot, min_cell: int, *, now: datetime) -> tuple[NoticeCondition, ...]:
        if snapshot.version == 0:
            raise ZeroDivisionError(f"{min_cell} {now}")
        return (condition(1),)

    with receiving() as receiver:
        tell(monkeypatch, receiver)
        with producing(root, judge):
            publish(root, 1)
            receiver.wait_for(1)
    assert receiver.titles == [OPENED]


def test_clickbait_is_found_and_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with promises.store(tmp_path) as store, receiving() as receiver:
        tell(monkeypatch, receiver)
        found = {one.standing.asset for one in store.authenticity().of(FindingKind.CLICKBAIT)}
        stop = Event()
        thread = Thread(target=run, args=(store.root, stop))
        thread.start()
        receiver.wait_for(1)
        stop.set()
        thread.join(STOPS)
        noticed = [one for one in store.notices() if one.kind == "clickbait"]
    assert {one.asset for one in noticed} == found != set()
    assert len(receiver.came) == 1
    for one in noticed:
        assert one.what in receiver.came[0]["message"] or one.what[:-1] in receiver.titles[0]


def test_invalid_addresses_stop_the_start(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYART_NOTIFY_URLS", "nosuch://secret")
    command = [sys.executable, "-m", "keyart.live", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "notify_urls: address 1, of 'nosuch', is not valid." in done.stderr
    assert "secret" not in done.stderr
