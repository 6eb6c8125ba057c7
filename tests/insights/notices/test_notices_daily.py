"""Events of each day beside what was to be expected: what the picture of a gap is drawn from."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from keyart.insights.notices.volumes import daily_volumes
from keyart.query import Access, Query, Result, ask
from keyart.session import Store
from keyart.store import Snapshot
from tests.insights.notices.hourly import A_DAY, END, START, both, events, store

DAY = timedelta(days=1)
TUESDAY = START + 36 * DAY


def answering(made: Store, min_cell: int = 0) -> tuple[Snapshot, Callable[[Query], Result]]:
    snapshot = made.snapshot()

    def answer(query: Query) -> Result:
        return ask(snapshot, Access("somebody", min_cell=min_cell), query)

    return snapshot, answer


def test_a_lost_day_has_nothing_where_much_was_to_be_expected(tmp_path: Path) -> None:
    snapshot, answer = answering(store(tmp_path, events(*both(TUESDAY, TUESDAY + DAY))))
    found = daily_volumes(snapshot, answer, 21)
    impressions = {one.day: one for one in found if one.measure == "impressions"}
    assert len(impressions) == 21
    assert list(impressions) == sorted(impressions)
    assert max(impressions) == (END - DAY).date()
    lost = impressions[TUESDAY.date()]
    assert lost.seen == 0
    assert all(one.expected and abs(one.expected / A_DAY - 1) < 0.1 for one in found)


def test_a_day_that_is_lost_is_no_yardstick_for_later_ones(tmp_path: Path) -> None:
    snapshot, answer = answering(store(tmp_path, events(*both(TUESDAY, TUESDAY + DAY))))
    week_later = (TUESDAY + 7 * DAY).date()
    (one,) = (
        one
        for one in daily_volumes(snapshot, answer, 21)
        if (one.measure, one.day) == ("impressions", week_later)
    )
    assert one.expected is not None
    assert abs(one.expected / A_DAY - 1) < 0.1


def test_the_last_day_is_not_over(tmp_path: Path) -> None:
    made = store(tmp_path, events(until=TUESDAY + 10 * timedelta(hours=1)), now=TUESDAY + DAY)
    snapshot, answer = answering(made)
    (yesterday, today) = daily_volumes(snapshot, answer, 2)[:2]
    assert (yesterday.whole, today.whole) == (True, False)
    assert today.day == TUESDAY.date()
    assert today.expected is not None


def test_what_may_not_be_told_is_not_expected_either(tmp_path: Path) -> None:
    snapshot, answer = answering(store(tmp_path, events()), min_cell=10_000)
    found = daily_volumes(snapshot, answer, 3)
    assert {(one.seen, one.expected) for one in found} == {(None, None)}


def test_an_empty_store_has_no_days(tmp_path: Path) -> None:
    snapshot, answer = answering(store(tmp_path, {}))
    assert daily_volumes(snapshot, answer, 7) == []
