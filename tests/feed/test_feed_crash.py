"""A producer killed at any instant leaves either the old feed or the new one."""

import random

from keyart.feed import FeedReader, current_feed, feed_folder, kept_feeds, produce
from keyart.feed.announcements import checked
from keyart.query import Query, ask, owner
from keyart.store import Snapshot
from tests.feed.conftest import NOW
from tests.killing import writers


def test_a_killed_producer_leaves_a_complete_feed(snapshot: Snapshot, full: bool) -> None:
    chance = random.Random(7)
    query = Query(("reach", "play_rate"), by=("asset",), where={"title": "film"}, intervals=True)
    expected = ask(snapshot, owner(), query).to_dicts()
    reader = FeedReader(snapshot.root)
    folder = feed_folder(snapshot.root)
    drafts = 0
    with writers("tests.feed.producing", snapshot.root, snapshot.root) as producers:
        whole = producers.write(snapshot.root).seconds
        for _ in range(30 if full else 5):
            ended = producers.write(snapshot.root, chance.random() * whole)
            whole = whole if ended.status else ended.seconds
            drafts += any(path.name.startswith("draft") for path in folder.iterdir())
            held = current_feed(folder)
            assert held is not None
            assert checked(folder, held) == held
            found = ask(snapshot, owner(), query, feed=reader.current())
            assert (found.meta.answered_by, found.to_dicts()) == ("feed", expected)
    assert drafts > 0
    last = produce(snapshot, now=NOW)
    assert last.file in {one.file for one in kept_feeds(folder)}
    assert not [path for path in folder.iterdir() if path.name.startswith("draft")]
