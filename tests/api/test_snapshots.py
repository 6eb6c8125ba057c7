"""Versions: each request reads the newest one, and one only, whatever is published meanwhile."""

import threading
from pathlib import Path
from typing import Any

from keyart.api.snapshots import Snapshots
from keyart.store import open_snapshot
from tests.api.serving import serving
from tests.cli.commands import loaded, succeed

HEADER = "ts,profile_id,asset_id,title_id\n"
QUESTION = {"measures": ["impressions", "reach"], "by": ["asset"]}


def publish(store: Path, number: int) -> None:
    """Publish a version with one impression more, by a profile of its own."""
    file = store.parent / f"more-{number}.csv"
    file.write_text(f"{HEADER}2026-03-01T19:00Z,more-{number},blue,heist\n")
    succeed("ingest", store, f"--impressions={file}")


def test_a_request_keeps_its_version_and_the_next_one_has_the_newest(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    snapshots = Snapshots(store)
    with snapshots.newest() as before:
        publish(store, 0)
        with snapshots.newest() as after:
            assert after.version == before.version + 1
        # What is still read stays readable, although nobody else wants it any more.
        with open_snapshot(store, before.version) as held:
            assert held.version == before.version
        assert [s.rows for s in before.segments("exposure")]  # pyright: ignore[reportArgumentType]
    with snapshots.newest() as again:
        assert again is after
    snapshots.close()


def test_versions_published_in_quick_succession_are_all_seen(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    snapshots = Snapshots(store)
    for number in range(3):
        publish(store, number)
        with snapshots.newest() as newest, open_snapshot(store) as known:
            assert newest.version == known.version
    snapshots.close()


def test_no_answer_mixes_versions_and_none_fails_while_versions_are_published(
    tmp_path: Path,
) -> None:
    """A hundred versions, and several workers: tests/live."""
    rounds = 5
    store = loaded(tmp_path)
    ended = threading.Event()
    answers: list[dict[str, Any]] = []

    def ask() -> None:
        with served.client() as client:
            while not ended.is_set():
                answer = client.post("/v1/query", json=QUESTION)
                assert answer.status_code == 200, answer.text
                answers.append(answer.json())

    with serving(store) as served:
        with served.client() as client:
            first = client.post("/v1/query", json=QUESTION).json()["meta"]["version"]
        askers = [threading.Thread(target=ask) for _ in range(2)]
        for thread in askers:
            thread.start()
        for number in range(rounds):
            publish(store, number)
        with served.client() as client:
            answers.append(client.post("/v1/query", json=QUESTION).json())
        ended.set()
        for thread in askers:
            thread.join()
    assert max(answer["meta"]["version"] for answer in answers) == first + rounds
    for answer in answers:
        newer = answer["meta"]["version"] - first
        assert answer["totals"] == {"impressions": 6 + newer, "reach": 6 + newer}
        assert sum(row["impressions"] for row in answer["rows"]) == 6 + newer
