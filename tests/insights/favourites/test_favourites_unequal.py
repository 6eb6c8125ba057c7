"""Artworks that are alike, but shown at other times or more often, are nobody's favourite."""

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.insights.favourites import Favourites
from tests.api.tastes import FIRST, TASTES, fitted

PEOPLE = 2_400
START = FIRST + timedelta(days=60)
DAYS = 12
JOINS = 6
"""On this day an artwork joins; from then on people take more, and keep less."""

Row = dict[str, Any]

pytestmark = pytest.mark.kernels


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Favourites:
    rng = np.random.default_rng(1)
    shown: list[Row] = [_shown("clock", "clock", "clock", DAYS + 3)]
    plays: list[Row] = []
    for number in range(PEOPLE):
        for title in ("joins", "often", "loved"):
            own = _exposures(number, title)
            shown += own
            plays += _plays(rng, number, own)
    path = fitted(tmp_path_factory.mktemp("favourites") / "unequal.keyart", PEOPLE)
    with keyart.open(path) as store:
        store.ingest(impressions=pa.Table.from_pylist(shown), plays=pa.Table.from_pylist(plays))
        return store.favourites()


def _shown(profile: str, title: str, asset: str, day: float) -> Row:
    return {
        "ts": START + timedelta(days=day),
        "profile_id": profile,
        "title_id": title,
        "asset_id": f"{title}-{asset}",
    }


def _exposures(number: int, title: str) -> list[Row]:
    """Return what a profile was shown of a title; every fourth one loves heists."""
    day = number * DAYS / PEOPLE
    special = number // 4 % 2 == 0 and (title != "joins" or day >= JOINS)
    asset = "special" if special else "plain"
    times = 4 if title == "often" and special and number % 4 == 0 else 1
    return [_shown(f"p{number}", title, asset, day + hour / 24) for hour in range(times)]


def _plays(rng: np.random.Generator, number: int, shown: list[Row]) -> list[Row]:
    plays: list[Row] = []
    for one in shown:
        late = one["title_id"] == "joins" and one["ts"] >= START + timedelta(days=JOINS)
        take, finish = (0.3, 0.35) if late else (0.1, 0.7)
        if one["asset_id"] == "loved-special" and number % 4 == 0:
            take = 0.4
        if rng.random() < take:
            fraction = 0.97 if rng.random() < finish else 0.4
            row = {key: one[key] for key in ("profile_id", "title_id")}
            at = one["ts"] + timedelta(minutes=5)
            plays.append({**row, "ts": at, "seconds": 6_000 * fraction, "fraction": fraction})
    return plays


def test_what_was_shown_more_often_to_an_audience_is_not_its_favourite(said: Favourites) -> None:
    (favourite,) = said.found
    assert favourite.asset == "loved-special"
    assert TASTES[0][1] in favourite.audience


def test_its_figures_are_those_of_first_exposures(said: Favourites) -> None:
    (favourite,) = said.found
    assert favourite.rates[0].rate == pytest.approx(0.4, abs=0.08)
    assert favourite.rates[1].rate == pytest.approx(0.1, abs=0.06)
    # Each of its people counts for one artwork.
    assert favourite.people == sum(one.people for one in favourite.rates)
    assert favourite.people == pytest.approx(PEOPLE / 4, rel=0.15)


def test_what_joined_when_people_kept_less_does_not_lose_viewers(said: Favourites) -> None:
    assert not any("viewers lost" in note for note in said.notes)
