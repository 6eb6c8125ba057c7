"""Moments by group are those of a store's facts, in the measure's own unit."""

import numpy as np
import pyarrow as pa
import pytest

from keyart.core.errors import BadQuestion
from keyart.core.facts import Family
from keyart.core.measures import Ratio
from keyart.query import Query, ask, owner
from keyart.query.moments import MeasuredGroups, measure_moments, measure_parts
from keyart.query.native.job import Job
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


@pytest.mark.parametrize("window", [1, 7, 1 << 22])
@pytest.mark.parametrize("by", [(), ("country",), ("genre", "country")])
def test_parts_are_the_sums_of_each_profile(
    small: Snapshot, by: tuple[str, ...], window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many profiles are held at once, they are those of another engine."""

    def held(job: Job, rows: int) -> int:
        del job, rows
        return window

    monkeypatch.setattr("keyart.query.native.engine.dense_window", held)
    parts = measure_parts(small, owner(), Query(("hours_viewed",), by=by))
    mean = Ratio("mean", Family.VIEWING, "hours_viewed", "active_profiles")
    asked = Query(("mean", "active_profiles", "hours_viewed"), by=by, engine="duckdb")
    found = measure_moments(small, owner(), asked, [mean])
    places = {key: at for at, key in enumerate(_keys(found.keys))}
    keys = _keys(parts.keys) if by else [()]
    assert {*keys} <= {*places}
    for at, key in enumerate(keys):
        other = places[key]
        assert parts.y[at] / 3_600_000 == pytest.approx(found.sums["hours_viewed"][other])
        assert parts.people[at] == found.sums["active_profiles"][other]
        assert parts.yy[at] / 3_600_000**2 == pytest.approx(found.moments["mean"].yy[other])
    if not by:
        assert parts.xy == pytest.approx(parts.yy)


def _keys(keys: pa.Table) -> list[tuple[object, ...]]:
    columns = [column.to_pylist() for column in keys.columns]
    return list(zip(*columns, strict=True)) if columns else [()]
