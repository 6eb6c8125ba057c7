"""Artworks that are alike, but shown at other times or more often, mislead nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from keyart import session
from keyart.insights import authenticity
from keyart.insights.authenticity import AuthenticityRules, Place
from keyart.query import owner

START = datetime(2026, 3, 1, tzinfo=UTC)
PROFILES = 12_000
DAYS = 12
JOINS = 6
"""On this day an artwork joins; from then on people take more, and keep less."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Chances:
    """That a title is taken at an impression, and that the play is finished."""

    take: float
    finish: float


BEFORE, AFTER = Chances(0.1, 0.7), Chances(0.3, 0.35)
AT_EACH = Chances(0.1, 0.5)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[session.Store]:
    rng = np.random.default_rng(2)
    impressions: list[Row] = []
    plays: list[Row] = []
    for number in range(PROFILES):
        for title in ("joins", "often"):
            shown, played = _met(rng, number, title)
            impressions += shown
            plays += played
    with session.create(tmp_path_factory.mktemp("unequal") / "unequal.keyart") as store:
        store.ingest(
            impressions=pa.Table.from_pylist(impressions), plays=pa.Table.from_pylist(plays)
        )
        yield store


def _met(rng: np.random.Generator, number: int, title: str) -> tuple[list[Row], list[Row]]:
    """Return what a profile was shown of a title, and what it played of it."""
    day = number * DAYS // PROFILES
    ts = START + timedelta(days=day, minutes=number % (PROFILES // DAYS))
    special = number % 2 == 0 and (title == "often" or day >= JOINS)
    asset = f"{title}-special" if special else f"{title}-plain{number // 2 % 2}"
    often = title == "often"
    chances = AT_EACH if often else AFTER if day >= JOINS else BEFORE
    row = {"profile_id": f"p{number}", "title_id": title}
    shown: list[Row] = []
    plays: list[Row] = []
    for time in range(3 if often and special else 1):
        at = ts + timedelta(hours=time)
        shown.append({**row, "ts": at, "asset_id": asset})
        # Who sees it again takes it as often again, and is the sooner through with it.
        take, finish = rng.random(2) < (chances.take, chances.finish / (1 + time))
        if take:
            fraction = 0.97 if finish else 0.4
            play = {"seconds": 6_000 * fraction, "fraction": fraction}
            plays.append({**row, **play, "ts": at + timedelta(minutes=5)})
    return shown, plays


@pytest.mark.parametrize("title", ["joins", "often"])
@pytest.mark.parametrize("every_look", [False, True])
def test_nothing_is_found_where_all_are_alike(
    opened: session.Store, title: str, every_look: bool
) -> None:
    request = authenticity.AuthenticityRequest(title=title)
    said = authenticity.authenticity(opened.snapshot(), owner(), request, every_look=every_look)
    assert not said.found
    (special,) = [one for one in said.standings if one.asset == f"{title}-special"]
    assert special.place is Place.UNCLEAR
    # And its figures say so.
    assert special.take_rate.own == pytest.approx(special.take_rate.others, rel=0.15)
    assert special.kept_rate.own == pytest.approx(special.kept_rate.others, rel=0.15)


def test_a_finding_says_how_often_and_when_it_was_shown(opened: session.Store) -> None:
    rules = AuthenticityRules(q=1, least_effect=0, sure=0.5)
    request = authenticity.AuthenticityRequest()
    said = authenticity.authenticity(opened.snapshot(), owner(), request, rules=rules)
    sentences = {one.standing.asset: one.sentence for one in said.found}
    assert sentences
    for asset, sentence in sentences.items():
        assert "of people who saw it first play" in sentence
        if asset == "often-special":
            assert "Each person saw it 3.0 times (the others: 1.0 times)" in sentence
        if asset == "joins-special":
            assert "days later than the others; only" in sentence
