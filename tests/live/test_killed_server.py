"""A server killed at any instant: every confirmed event is there exactly once."""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

import keyart
from tests.live.arriving import impression, lines, shown
from tests.live.running import STARTS, TOKEN, children, server


@dataclass
class Sender:
    """Sends events one after the other, each again until it is confirmed, as players do."""

    sent: set[int] = field(default_factory=set[int])
    confirmed: set[int] = field(default_factory=set[int])
    rows: dict[int, bytes] = field(default_factory=dict[int, bytes])
    ended: Event = field(default_factory=Event)

    def send(self, url: str, first: int, step: int) -> None:
        """Send the events first, first + step, … that are not confirmed, until `ended`."""
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/x-ndjson"}
        number = first
        with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
            while not self.ended.is_set():
                if number in self.confirmed:
                    number += step
                    continue
                row = self.rows.setdefault(number, lines([impression(number)]))
                self.sent.add(number)
                try:
                    answer = client.post("/v1/events/impressions", content=row)
                except httpx.TransportError:
                    self.ended.wait(0.05)
                    continue
                if answer.status_code == 200:
                    self.confirmed.add(number)


def wait_for_more(sender: Sender, events: int) -> None:
    """Wait until so many more events are confirmed."""
    until = time.monotonic() + STARTS
    before = len(sender.confirmed)
    while len(sender.confirmed) < before + events:
        assert time.monotonic() < until, "no event was confirmed"
        time.sleep(0.005)


def wait_until_published(root: Path, sender: Sender) -> None:
    until = time.monotonic() + STARTS
    while not sender.confirmed <= {int(asset[1:]) for asset in shown(root)}:
        assert time.monotonic() < until, "confirmed events are missing"
        time.sleep(0.1)


@pytest.mark.timeout(3600)
def test_confirmed_events_are_there_once(tmp_path: Path, full: bool) -> None:
    rounds, at_once = (4 if full else 1), 4
    chance = random.Random(20261125)
    root = tmp_path / "live.keyart"
    keyart.create(root).close()
    sender = Sender()
    for _ in range(rounds):
        with server(root) as (process, url):
            sender.ended.clear()
            threads = [
                Thread(target=sender.send, args=(url, number, at_once)) for number in range(at_once)
            ]
            for thread in threads:
                thread.start()
            wait_for_more(sender, at_once)
            # A worker or the producer first, which is replaced; then all of them at once.
            time.sleep(chance.uniform(0, 2))
            chance.choice(children(process)).kill()
            wait_for_more(sender, at_once)
            time.sleep(chance.uniform(0, 2))
            os.killpg(process.pid, signal.SIGKILL)
            sender.ended.set()
            for thread in threads:
                thread.join(60)
    assert len(sender.confirmed) >= rounds * at_once
    with server(root):
        wait_until_published(root, sender)
    found = shown(root)
    assert set(found.values()) == {1}
    assert {int(asset[1:]) for asset in found} <= sender.sent
    with keyart.open(root) as store:
        assert store.check() == []
        assert all(b.tables["impressions"].quarantined == 0 for b in store.snapshot().batches())
