"""Assets are held against each other on the days that both had, and on no others."""

import numpy as np
import pytest

from keyart.insights.authenticity.record import DailyRecord, subtract_people
from keyart.query.engine import Floats, Moments
from tests.insights.authenticity.people import Asset, record

EVERYBODY = np.ones(2, np.bool_)
GROUP = np.zeros(2, np.int64)


def days() -> DailyRecord:
    """Return an asset alone on a day on which people took much, then two alike at half and half."""
    alone, after = Asset(take=0.4, finish=0.9, people=4_000), Asset(people=20_000)
    made = record(np.random.default_rng(1), [alone, after, after])
    return DailyRecord(np.array([0, 0, 1]), np.array([10, 11, 11]), made)


def rate(one: Moments) -> Floats:
    """Return Σy / Σx."""
    return one.y / one.x


def test_days_that_only_one_had_do_not_count() -> None:
    own, others = days().sides(GROUP, EVERYBODY).weighted
    assert rate(own.takes) / rate(others.takes) == pytest.approx([1, 1], abs=0.08)
    assert rate(own.kept) / rate(others.kept) == pytest.approx([1, 1], abs=0.08)
    # On all days together the first one would seem to win.
    whole = days().whole(2)
    assert rate(whole.takes)[0] > 1.3 * rate(whole.takes)[1]


def test_figures_that_are_shown_differ_as_what_is_judged_does() -> None:
    sides = days().sides(GROUP, EVERYBODY)
    (own, others), (mine, rest) = sides.shown, sides.weighted
    for part in ("takes", "kept", "short", "completed", "watched"):
        shown = rate(getattr(own, part)) / rate(getattr(others, part))
        judged = rate(getattr(mine, part)) / rate(getattr(rest, part))
        assert shown == pytest.approx(judged)
    # The people who met the first one when it was alone are not among them.
    assert own.people.tolist() == [20_000, 20_000]


def test_what_is_set_aside_is_no_yardstick() -> None:
    own, others = days().sides(GROUP, np.array([True, False])).counted
    assert others.people[0] == 0 == own.people[0]
    assert others.people[1] > 0


def test_all_others_are_everybody_less_the_people_of_an_audience() -> None:
    whole = days()
    part = DailyRecord(np.array([0, 0]), np.array([10, 11]), whole.record.at(np.array([0, 1])))
    rest = subtract_people(whole, part, np.array([0]))
    assert rest.day.tolist() == [10, 11]
    assert not rest.record.people.any()
    nobody = DailyRecord(
        np.empty(0, np.int64), np.empty(0, np.int64), whole.record.at(np.arange(0))
    )
    assert subtract_people(whole, nobody, np.array([1])).record.people.tolist() == [20_000]
