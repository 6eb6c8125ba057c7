"""Moments by group are those of a store's facts, in the measure's own unit."""

import numpy as np
import pytest

from keyart.core.errors import BadQuestion
from keyart.query import Query, ask, owner
from keyart.query.moments import MeasuredGroups, measure_moments
from keyart.store import Snapshot

RATIOS = ("take_rate", "play_rate", "watch_seconds_per_profile", "completion_rate")


@pytest.fixture(params=["native", "duckdb"])
def found(small: Snapshot, request: pytest.FixtureRequest) -> MeasuredGroups:
    question = Query((*RATIOS, "reach", "watch_seconds"), by=("asset",), engine=request.param)
    return measure_moments(small, owner(), question)


def test_moments_give_the_measures(small: Snapshot, found: MeasuredGroups) -> None:
    rows = ask(small, owner(), Query((*RATIOS, "reach", "watch_seconds"), by=("asset",))).to_dicts()
    place = {asset: at for at, asset in enumerate(found.keys.column("asset").to_pylist())}
    assert set(place) == {row["asset"] for row in rows}
    for row in rows:
        at = place[row["asset"]]
        assert found.sums["reach"][at] == row["reach"]
        assert found.sums["watch_seconds"][at] == row["watch_seconds"]
        for name in RATIOS:
            moments = found.moments[name]
            if row[name] is not None:
                assert moments.y[at] / moments.x[at] == pytest.approx(row[name])


def test_a_share_of_profiles_has_the_moments_of_yes_and_no(found: MeasuredGroups) -> None:
    moments = found.moments["take_rate"]
    assert np.array_equal(moments.n, found.sums["reach"])
    for values in (moments.x, moments.xx):
        assert np.array_equal(values, moments.n)
    for values in (moments.yy, moments.xy):
        assert np.array_equal(values, moments.y)


def test_moments_of_both_families_are_refused(small: Snapshot) -> None:
    with pytest.raises(BadQuestion, match="together"):
        measure_moments(small, owner(), Query(("take_rate", "hours_viewed")))
