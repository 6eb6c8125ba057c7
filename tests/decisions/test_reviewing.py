"""What came of decisions: planted gains are found, the season is not one."""

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.decisions import RecordRequest, ReviewState, record
from keyart.session import Store
from tests.api.serving import VIEW_TOKEN, serving
from tests.cli.commands import succeed

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DECIDED = BEGIN + timedelta(days=28)
PEOPLE = 4000
"""New people of each title in each four weeks."""
RATES = {"plain": 0.10, "better": 0.20}
SEASON = 1.3
TITLES = [f"t{number:02}" for number in range(12)]
NARROWED, KEENER = {"t01", "t07", "t08", "t09"}, 1.5
"""Titles that only half as many people are shown later on, and how much more these want them."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    """Yield a store of twelve titles with two assets, each for half of the people.

    After four weeks the season wins everybody 30% more. Of `t00` everyone is shown the better
    asset then; of `t01` it was decided as well, but nobody did it. Some titles, `t01` among them,
    are shown to fewer people then: to those who want them most.
    """
    rng = np.random.default_rng(3)
    impressions: dict[str, list[object]] = {
        name: [] for name in ("ts", "profile_id", "title_id", "asset_id", "phase")
    }
    plays: dict[str, list[object]] = {
        name: [] for name in ("ts", "profile_id", "title_id", "seconds")
    }
    for title in TITLES:
        for period in (0, 1):
            narrow = title in NARROWED and period == 1
            keen = KEENER if narrow else 1
            for person in range(PEOPLE // 2 if narrow else PEOPLE):
                carried = title == "t00" and period == 1
                kind = "better" if carried or rng.random() < 0.5 else "plain"
                at = BEGIN + timedelta(days=28 * period, minutes=int(rng.integers(28 * 24 * 60)))
                profile = f"{title}-{period}-{person}"
                row = (at, profile, title, f"{title}-{kind}", "explore")
                for column, value in zip(impressions.values(), row, strict=True):
                    column.append(value)
                if rng.random() < RATES[kind] * SEASON**period * keen:
                    play = (at + timedelta(minutes=1), profile, title, 3000.0)
                    for column, value in zip(plays.values(), play, strict=True):
                        column.append(value)
    end = (DECIDED + timedelta(days=30), "t00-0-0", "t00", 9.0)
    for column, value in zip(plays.values(), end, strict=True):
        column.append(value)
    with keyart.create(tmp_path_factory.mktemp("review") / "s.keyart") as made:
        made.ingest(impressions=pa.table(impressions), plays=pa.table(plays))
        yield made


def test_gains_are_found_and_the_season_is_not_one(store: Store) -> None:
    for title in ("t00", "t01"):
        request = RecordRequest(
            kind="winner", title=title, chosen=f"{title}-better", because="It wins."
        )
        record(store.snapshot(), request, DECIDED)
    found = store.decisions.review()
    by_title = {one.title: one for one in found.reviews}
    carried, idle = by_title["t00"], by_title["t01"]
    truth = PEOPLE / 4 * (RATES["better"] - sum(RATES.values()) / 2)
    assert carried.actual is not None
    assert carried.actual.low is not None
    assert carried.actual.high is not None
    assert 0 < carried.actual.low <= truth <= carried.actual.high
    assert carried.rate_usual == pytest.approx(SEASON * 0.15, rel=0.1)
    assert idle.actual is not None
    assert idle.actual.low is not None
    assert idle.actual.high is not None
    assert idle.actual.low < 0 < idle.actual.high
    assert idle.actual.value == pytest.approx(0, abs=truth / 2)
    assert found.share is not None
    said = succeed("decisions", "review", store.root).out
    assert "of what was promised came" in said
    assert carried.sentence in said


def test_readers_are_told_the_same(store: Store) -> None:
    """However few people some of the titles have that tell the season."""
    request = RecordRequest(kind="winner", title="t06", chosen="t06-better", because="It wins.")
    record(store.snapshot(), request, DECIDED + timedelta(days=2))
    own = store.decisions.review(title="t06")
    assert own.reviews[0].actual is not None
    least = own.reviews[0].people
    with serving(store.root, min_cell=least) as service, service.client(VIEW_TOKEN) as reader:
        told = reader.get("/v1/decisions/review", params={"title": "t06"}).json()
    assert told["reviews"] == json.loads(json.dumps(own.to_dict()))["reviews"]


def test_what_was_decided_just_now_is_too_early(store: Store) -> None:
    request = RecordRequest(kind="winner", title="t05", chosen="t05-better", because="It wins.")
    record(store.snapshot(), request, DECIDED + timedelta(days=25))
    (found,) = store.decisions.review(title="t05").reviews
    assert found.state is ReviewState.TOO_EARLY
    assert found.actual is None


def test_nothing_promised_is_said(tmp_path: Path) -> None:
    with keyart.create(tmp_path / "s.keyart") as empty:
        assert empty.decisions.review().sentence == "No decision has promised anything yet."
