"""The feed as a file: verifying, announcing, keeping, rolling back, and reading during a swap."""

import gc
import json
import threading
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from keyart.core.errors import StoreBusy, StoreDamaged, StoreError
from keyart.feed import (
    Feed,
    FeedReader,
    check_feeds,
    current_feed,
    feed_folder,
    is_made,
    kept_feeds,
    produce,
    production,
    roll_back,
    roll_forward,
)
from keyart.feed.announcements import KEPT, MAKING, feed_lock
from keyart.insights.catalogue import Context, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.outliers import OutlierRequest, outliers
from keyart.query import Query, ask, owner
from keyart.store import Snapshot, open_snapshot
from tests.feed.conftest import NOW

MINUTE = timedelta(minutes=1)


def make(snapshot: Snapshot, times: int) -> list[str]:
    """Make feeds, one a minute; return their files."""
    return [produce(snapshot, now=NOW + n * MINUTE).file for n in range(times)]


def flip(path: Path, at: int) -> None:
    """Change one byte of a file, in another file of its name."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.unlink()
    path.write_bytes(data)


# ---------------------------------------------------------------------------------- what it holds


def test_a_title_has_only_the_values_that_it_has(feed: Feed) -> None:
    film = feed.filters("film")
    assert film["country"].values == ("DE", "US", None)
    assert film["asset_type"].values == ("artwork", "video")
    assert film["phase"].values == ("explore", None)
    assert (film["shelf"].values, film["shelf"].count) == ((None, "top"), 2)
    assert feed.filters("pilot")["country"].values == ("DE",)
    assert feed.filters("unseen") == {}


def test_launches_and_days(feed: Feed) -> None:
    assert feed.launches().column("title").to_pylist() == ["film"]
    assert str(feed.first_day) == "2025-12-12"
    days, whole = feed.days("film"), feed.all_days()
    assert days is not None
    assert whole is not None
    assert [days["reach"][n] for n in (23, 24, 25, 26, 27)] == [0, 2, 0, 2, 0]
    assert days["viewers"][24:] == [1, 0, 1, 0]
    assert whole["reach"][24:] == [2, 0, 2, 2]
    assert feed.days("unseen") is None


def test_other_programs_open_it(snapshot: Snapshot, feed: Feed) -> None:
    path = feed_folder(snapshot.root) / feed.entry.file
    rows = pl.read_ipc(path)["exposure_title"].explode().drop_nulls()
    reach = dict(rows.struct.unnest().select("title", "profiles_impressions").iter_rows())
    assert reach == {"film": 3, "show": 1, None: 1}


def test_outliers_start_from_the_feed(snapshot: Snapshot, feed: Feed) -> None:
    fresh = outliers(snapshot, owner(), OutlierRequest())
    with open_snapshot(snapshot.root) as other:
        assert feed.prime(other)
        context, _ = settled(other, owner(), Context())
        held = figures(other, owner(), context, Level.ASSET)
        assert figures(other, owner(), context, Level.ASSET) is held
        assert held.units.ids.equals(figures(snapshot, owner(), context, Level.ASSET).units.ids)
        assert outliers(other, owner(), OutlierRequest()) == fresh


# --------------------------------------------------------------------------- verified, announced


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.9])
def test_a_damaged_file_is_not_announced(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, place: float
) -> None:
    (first,) = make(snapshot, 1)
    verify = production.verify

    def after_damage(snapshot: Snapshot, path: Path, sha256: str, rows: dict[str, int]) -> None:
        flip(path, int(path.stat().st_size * place))
        verify(snapshot, path, sha256, rows)

    monkeypatch.setattr(production, "verify", after_damage)
    with pytest.raises(StoreDamaged, match="as it was written"):
        produce(snapshot, now=NOW + MINUTE)
    held = current_feed(feed_folder(snapshot.root))
    assert held is not None
    assert held.file == first


def test_a_file_with_other_answers_is_not_announced(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_a_profile(self: production.FeedQuestions, query: Query) -> object:
        answer = whole(self, query)
        for values in answer.totals.distincts.values():
            np.subtract(values, 1, out=values)
        return answer

    whole = production.FeedQuestions.whole
    monkeypatch.setattr(production.FeedQuestions, "whole", without_a_profile)
    with pytest.raises(StoreDamaged, match="as the store does"):
        produce(snapshot, now=NOW)
    assert current_feed(feed_folder(snapshot.root)) is None


def test_the_newest_feeds_are_kept(snapshot: Snapshot) -> None:
    assert not is_made(snapshot)
    files = make(snapshot, KEPT + 2)
    folder = feed_folder(snapshot.root)
    assert [one.file for one in kept_feeds(folder)] == files[:1:-1]
    assert is_made(snapshot)
    assert {p.name for p in folder.iterdir()} == {*files[2:], "CURRENT", "lock", "making"}


def test_back_and_forward(snapshot: Snapshot) -> None:
    first, second, third = make(snapshot, 3)
    reader = FeedReader(snapshot.root)

    def holds() -> str:
        found = reader.current()
        assert found is not None
        return found.entry.file

    assert holds() == third
    assert roll_back(snapshot.root, now=NOW).file == second
    assert holds() == second
    assert roll_back(snapshot.root, now=NOW).file == first
    assert roll_back(snapshot.root, now=NOW, file=second).pinned
    newest = produce(snapshot, now=NOW + 9 * MINUTE).file
    assert holds() == second
    assert roll_forward(snapshot.root, now=NOW).file == newest
    assert holds() == newest
    assert produce(snapshot, now=NOW + 10 * MINUTE).file == holds()


def test_impossible_rollbacks(snapshot: Snapshot) -> None:
    with pytest.raises(StoreError, match="no feed yet"):
        roll_forward(snapshot.root, now=NOW)
    first, second = make(snapshot, 2)
    flip(feed_folder(snapshot.root) / first, 2000)
    with pytest.raises(StoreDamaged, match="has changed since it was written"):
        roll_back(snapshot.root, now=NOW)
    with pytest.raises(StoreError, match="no feed nothing"):
        roll_back(snapshot.root, now=NOW, file="nothing")
    held = current_feed(feed_folder(snapshot.root))
    assert held is not None
    assert held.file == second


def test_one_at_a_time(snapshot: Snapshot) -> None:
    first, _ = make(snapshot, 2)
    with feed_lock(snapshot.root, NOW, 0, MAKING):
        with pytest.raises(StoreBusy):
            produce(snapshot, now=NOW, wait=0)
        assert roll_back(snapshot.root, now=NOW, wait=0).file == first


# --------------------------------------------------------------------------------------- reading


def test_a_reader_keeps_its_feed_if_the_new_one_is_damaged(snapshot: Snapshot) -> None:
    make(snapshot, 1)
    reader = FeedReader(snapshot.root)
    before = reader.current()
    folder = feed_folder(snapshot.root)
    told = json.loads((folder / "CURRENT").read_text())
    (folder / "next").write_text(json.dumps(told | {"file": "9.0.beef.arrow"}))
    (folder / "next").rename(folder / "CURRENT")
    assert reader.current() is before
    assert reader.problem is not None
    second = produce(snapshot, now=NOW + MINUTE).file
    found = reader.current()
    assert found is not None
    assert (found.entry.file, reader.problem) == (second, None)


def test_a_name_that_cannot_be_read_is_written_again(snapshot: Snapshot) -> None:
    first, second = make(snapshot, 2)
    name = feed_folder(snapshot.root) / "CURRENT"
    name.write_text("{}")
    with pytest.raises(StoreDamaged, match="keyart feed make"):
        current_feed(feed_folder(snapshot.root))
    assert roll_forward(snapshot.root, now=NOW).file == second
    name.write_text("nothing")
    assert FeedReader(snapshot.root).current() is None
    third = produce(snapshot, now=NOW + 5 * MINUTE)
    assert current_feed(feed_folder(snapshot.root)) == third
    assert first != third.file


def test_there_may_be_none(snapshot: Snapshot) -> None:
    assert FeedReader(snapshot.root).current() is None


def test_swapping_under_load(snapshot: Snapshot) -> None:
    """Every answer is whole, whichever feed it comes from, and old maps go."""
    make(snapshot, 1)
    reader = FeedReader(snapshot.root)
    query = Query(("reach", "take_rate"), by=("asset",), where={"title": "film"})
    expected = ask(snapshot, owner(), query).to_dicts()
    done = threading.Event()
    wrong: list[object] = []
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            feed = reader.current()
            assert feed is not None
            found = ask(snapshot, owner(), query, feed=feed)
            seen.add(feed.entry.file)
            if found.to_dicts() != expected or found.meta.answered_by != "feed":
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    files = [produce(snapshot, now=NOW + n * MINUTE).file for n in range(1, KEPT + 3)]
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(seen) > 1
    assert reader.current() is not None
    gc.collect()
    assert _mapped(snapshot.root) == {files[-1]}


def _mapped(root: Path) -> set[str]:
    lines = Path("/proc/self/maps").read_text().splitlines()
    paths = (line.split(maxsplit=5)[5].removesuffix(" (deleted)") for line in lines if "/" in line)
    return {Path(path).name for path in paths if path.startswith(str(feed_folder(root)) + "/")}


def test_a_flipped_bit_never_changes_an_answer_of_a_feed(snapshot: Snapshot, full: bool) -> None:
    """Of the feed, or of what announces it: it is taken as it was written, or not at all."""
    (file,) = make(snapshot, 1)
    folder = feed_folder(snapshot.root)
    query = Query(("reach", "viewers"), by=("title",))
    right = ask(snapshot, owner(), query).to_dicts()
    for name in ("CURRENT", file):
        path = folder / name
        whole = path.read_bytes()
        for at in range(0, len(whole), len(whole) // (200 if full else 12)):
            flip(path, at)
            feed = FeedReader(snapshot.root).current()
            if feed is not None:
                assert name == "CURRENT"
                assert ask(snapshot, owner(), query, feed=feed).to_dicts() == right
            path.write_bytes(whole)
        flip(path, len(whole) // 2)
        assert [finding.where for finding in check_feeds(snapshot.root)] != []
        path.write_bytes(whole)
    assert list(check_feeds(snapshot.root)) == []
