"""A producer killed at any instant leaves the old feed or the new one, whole."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from keyart.feed import FeedReader, current, feed_folder, kept, produce
from keyart.feed.announcing import checked
from keyart.query import Query, ask, owner
from keyart.store import Snapshot
from tests.feed.conftest import NOW

REPOSITORY = Path(__file__).parents[2]


def test_a_killed_producer_leaves_a_whole_feed(snapshot: Snapshot, full: bool) -> None:
    chance = random.Random(7)
    query = Query(("reach", "play_rate"), by=("asset",), where={"title": "film"}, intervals=True)
    expected = ask(snapshot, owner(), query).to_dicts()
    reader = FeedReader(snapshot.root)
    folder = feed_folder(snapshot.root)
    drafts = 0
    for _ in range(30 if full else 5):
        command = [sys.executable, "-m", "tests.feed.producing_child", str(snapshot.root)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.random())
            process.send_signal(signal.SIGKILL)
        drafts += any(path.name.startswith("draft") for path in folder.iterdir())
        held = current(folder)
        assert held is not None
        assert checked(folder, held) == held
        found = ask(snapshot, owner(), query, feed=reader.current())
        assert (found.meta.answered_by, found.to_dicts()) == ("feed", expected)
    assert drafts > 0
    last = produce(snapshot, now=NOW)
    assert last.file in {one.file for one in kept(folder)}
    assert not [path for path in folder.iterdir() if path.name.startswith("draft")]
