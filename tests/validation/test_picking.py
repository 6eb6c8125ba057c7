"""The newest, the biggest and the odd titles are those that are asked about."""

from random import Random

from keyart.query import owner
from keyart.store import Snapshot
from keyart.validation.findings import Pick
from keyart.validation.titles import NOBODY, TitlePicker, pick_titles


def chosen(snapshot: Snapshot, *kinds: str) -> list[Pick]:
    return list(pick_titles(TitlePicker(snapshot, owner(), Random(1)), kinds))


def test_the_newest_were_launched_last(snapshot: Snapshot) -> None:
    assert [(pick.where["title"], pick.why) for pick in chosen(snapshot, "recent")] == [
        ("episode", "launched 2025-04-01"),
        ("film", "launched 2025-03-29"),
    ]


def test_the_biggest_have_most_impressions(snapshot: Snapshot) -> None:
    found = chosen(snapshot, "biggest")
    shown = [int(pick.why.removeprefix("impressions: ")) for pick in found]
    assert len(found) == 3
    assert shown == sorted(shown, reverse=True)


def test_odd_titles_are_of_every_kind_that_there_is(snapshot: Snapshot) -> None:
    found = {pick.why: pick.where for pick in chosen(snapshot, "edge")}
    assert found["in the catalogue, never seen"] == {"title": "silent"}
    assert found["not in the catalogue"] == {"title": "unheard"}
    assert found["no genre"]["title"] in {"film-part", "loop-a", "orphan"}
    assert found["no assets"]["title"] in {
        *("episode", "film-part", "loop-a", "loop-b", "orphan", "unheard")
    }
    assert found["the longest series, episodes: 1"]["series"] in {"series", "gone"}
    assert found["a title that does not exist"] == {"title": NOBODY}
    assert "one asset" not in found


def test_all_titles_are_one_pick(snapshot: Snapshot) -> None:
    assert chosen(snapshot, "all") == [Pick("all", "all titles", {})]
