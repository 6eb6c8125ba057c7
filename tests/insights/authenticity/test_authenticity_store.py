"""What a store says of its assets' promises: to everybody, by audience, and in every form."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.truth.permuting import added_up, seen
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.authenticity import Authenticity, Context, FindingKind, Place
from keyart.insights.authenticity.exposures import count_exposures
from keyart.insights.authenticity.record import Record
from keyart.insights.catalogue.units import describe_units
from keyart.query import owner
from keyart.query.engine import Moments
from keyart.session import Store
from tests.insights.authenticity.stored import PROFILES, START, VIPS, store

EVERYBODY = {("clickbait", "bait", None), ("hidden_gem", "gem", None)}
"""What is true of everybody."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with store(tmp_path_factory.mktemp("promises")) as made:
        yield made


@pytest.fixture(scope="module")
def said(opened: Store) -> Authenticity:
    return opened.authenticity()


@pytest.fixture(scope="module")
def by_vip(opened: Store) -> Authenticity:
    return opened.authenticity(audiences=[VIPS])


def told(said: Authenticity) -> set[tuple[str, str, str | None]]:
    return {(one.kind, one.standing.asset, one.standing.audience) for one in said.found}


def test_what_was_planted_is_found(said: Authenticity) -> None:
    assert told(said) == EVERYBODY
    places = {one.asset: one.place for one in said.standings}
    assert places["bait"] is Place.CLICKBAIT
    assert places["gem"] is Place.HIDDEN_GEM
    assert places["heist0"] is Place.UNCLEAR


def test_a_finding_says_its_evidence(said: Authenticity) -> None:
    (bait,) = [one for one in said.of(FindingKind.CLICKBAIT) if one.standing.asset == "bait"]
    assert PROFILES // 4 == bait.affected > bait.standing.people > 1_000
    assert bait.sentence.startswith("“<bait>” of “The Heist & Co” over-promises. 2")
    for pair in ("take_rate", "short_play_rate", "completion_rate"):
        rate = getattr(bait.standing, pair)
        assert f"{rate.own:.1%}" in bait.sentence
        assert f"{rate.others:.1%})" in bait.sentence


def test_its_figures_are_those_of_a_query(opened: Store, said: Authenticity) -> None:
    measures = ["reach", "plays", "take_rate", "short_play_rate", "completion_rate"]
    until = said.notes[0].removeprefix("Impressions from ").split(" UTC")[0]
    rows = opened.query(measures=measures, by=["asset"], until=until).to_dicts()
    one = {row["asset"]: row for row in rows}["gem"]
    (gem,) = [standing for standing in said.standings if standing.asset == "gem"]
    assert (gem.people, gem.plays) == (one["reach"], one["plays"])
    for name in measures[2:]:
        assert getattr(gem, name).own == pytest.approx(one[name])


def test_an_audience_of_its_own_is_found(by_vip: Authenticity) -> None:
    assert told(by_vip) == {*EVERYBODY, ("clickbait", "vip-bait", VIPS)}
    assert "With vip only: “<vip-bait>” of" in " ".join(one.sentence for one in by_vip.found)
    audiences = by_vip.to_arrow().column("audience").to_pylist()
    assert audiences.count(VIPS) == 1


def test_with_an_audience_only_its_people_count(opened: Store) -> None:
    vips, others = opened.authenticity(audience=VIPS), opened.authenticity(audience=f"not {VIPS}")
    assert ("clickbait", "vip-bait", None) in told(vips)
    assert told(others) == EVERYBODY


def test_one_title_is_judged_as_in_the_catalogue(opened: Store, said: Authenticity) -> None:
    alone = opened.authenticity(title="heist")
    assert {one.title for one in alone.standings} == {"heist"}
    assert set(alone.standings) <= set(said.standings)
    assert {one.asset for one in opened.authenticity(asset="gem").standings} == {"gem"}


def test_chance_decides_where_it_can(tmp_path: Path) -> None:
    with store(tmp_path, exploited=True) as made:
        explored, exploited = (
            made.authenticity(),
            made.authenticity(where={"phase": "exploit"}),
        )
    assert ("hidden_gem", "gem", None) in told(explored)
    assert any("explore" in note for note in explored.notes)
    assert told(exploited) == {("clickbait", "gem", None)}
    (gem,) = explored.of(FindingKind.HIDDEN_GEM)
    assert gem.affected == PROFILES // 4
    assert gem.standing.people <= gem.affected


def test_where_no_play_is_led_to_nobody_counts(tmp_path: Path) -> None:
    with store(tmp_path) as made:
        before = made.authenticity(title="heist")
        again = [
            {
                "ts": START,
                "profile_id": f"q{number}",
                "asset_id": "bait",
                "placement": "continue_watching",
            }
            for number in range(9_000)
        ]
        made.ingest(impressions=pa.Table.from_pylist(again))
        after = made.authenticity(title="heist")
    assert after.standings == before.standings
    assert after.found[0].affected == before.found[0].affected + 9_000


def test_what_people_did_is_added_up_as_row_by_row(tmp_path: Path) -> None:
    with store(tmp_path, exploited=True) as made:
        # Shown again, and taken: it is the first time that counts.
        again = [
            {"ts": START + timedelta(days=9), "profile_id": f"p{n}", "asset_id": "gem"}
            | {"title_id": "quiet", "phase": "explore"}
            for n in range(0, PROFILES, 8)
        ]
        plays = [
            {"ts": one["ts"], "profile_id": one["profile_id"], "title_id": "quiet", "seconds": 900}
            for one in again
        ]
        made.ingest(impressions=pa.Table.from_pylist(again), plays=pa.Table.from_pylist(plays))
        snapshot = made.snapshot()
        query = Context(where={"phase": "explore"}).query("asset", further="impressions")
        found = count_exposures(snapshot, owner(), query)
        known = describe_units(snapshot, found.assets.take(pa.array(found.asset)), of_assets=True)
        expected = added_up(seen(snapshot, known))
    order = np.lexsort((found.days.day, found.days.row))
    assert (found.days.row[order] == expected.row).all()
    assert (found.days.day[order] == expected.day).all()
    for part in fields(Record):
        one, other = getattr(found.days.record, part.name), getattr(expected.record, part.name)
        for moment in fields(Moments):
            assert np.allclose(getattr(one, moment.name)[order], getattr(other, moment.name))


def test_nothing_is_said_of_little(opened: Store) -> None:
    nothing = opened.authenticity(where={"title": "unheard"})
    assert nothing.found == nothing.standings == ()
    few = opened.authenticity(audiences=["list:vip and saw(title=heist, at_least=9)"])
    assert told(few) == told(opened.authenticity())


def test_unknown_names_are_refused(opened: Store) -> None:
    with pytest.raises(UnknownName, match="heist"):
        opened.authenticity(title="hesit")
    with pytest.raises(UnknownName):
        opened.authenticity(asset="nothing")
    with pytest.raises(UnknownName):
        opened.authenticity(by_audience=True)
    with pytest.raises(BadQuestion):
        opened.authenticity(q=7)


def test_every_form_says_the_same(said: Authenticity) -> None:
    table = said.to_arrow()
    found = {row["asset"]: row["found"] for row in table.to_pylist() if row["found"]}
    assert found == {one.standing.asset: one.kind for one in said.found}
    data = json.loads(json.dumps(said.to_dict()))
    assert [one["sentence"] for one in data["found"]] == [one.sentence for one in said.found]
    shown = said.html()
    assert "&lt;bait&gt;" in shown
    assert "<bait>" not in shown
    ET.fromstring(said.chart().svg())
