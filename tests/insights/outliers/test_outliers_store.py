"""What a store says of its outliers: who, with which evidence, in every form and context."""

import json
from typing import Any

import pytest

from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.outliers import Outliers
from keyart.session import Store
from tests.insights.outliers.stored import (
    ABROAD,
    DUEL,
    FAVOURED,
    FLOP,
    HIT,
    PROFILES,
    TITLES,
    WINNER,
)


def found(said: Outliers, level: str) -> dict[str, str]:
    return {one.id: one.direction for one in said.findings if one.level == level}


def test_titles_far_from_their_kind_are_found(opened: Store) -> None:
    """A title whose one artwork wins is taken more often itself."""
    titles = found(opened.outliers(q=0.01), "title")
    assert titles == {HIT: "over", FLOP: "under", DUEL: "over"}


def test_their_assets_are_found_too(opened: Store) -> None:
    assets = found(opened.outliers(level="asset"), "asset")
    assert {asset: assets[asset] for asset in assets if asset[:3] in {HIT, FLOP}} == {
        **{f"{HIT}a{n}": "over" for n in range(3)},
        **{f"{FLOP}a{n}": "under" for n in range(3)},
    }
    assert not [asset for asset in assets if asset.startswith(ABROAD)]


def test_within_titles_the_winner_is_found(opened: Store) -> None:
    assert found(opened.outliers(against="title"), "asset") == {WINNER: "over"}
    assert found(opened.outliers(title=DUEL), "asset") == {WINNER: "over"}
    assert not opened.outliers(title=HIT).findings


def test_a_finding_says_what_a_query_says(opened: Store) -> None:
    said = opened.outliers(title=DUEL)
    (one,) = said.findings
    until = said.notes[0].removeprefix("Impressions from ").split(" UTC")[0]
    question: dict[str, Any] = {
        "measures": ["reach", "viewers", "take_rate"],
        "where": {"asset": WINNER, "phase": "explore"},
        "until": until,
    }
    totals = opened.query(**question).totals
    assert (one.people, one.takes) == (totals["reach"], totals["viewers"])
    assert one.observed == pytest.approx(totals["take_rate"])
    assert one.low < one.difference < one.high
    assert one.expected == pytest.approx(0.15, abs=0.03)
    assert one.impact == pytest.approx(one.difference * one.expected * one.people)
    assert (one.title, one.title_name, one.kind) == (DUEL, "Title 5", "film artwork")
    assert one.sure == "almost certain"
    for text in (f"{one.observed:.1%}", "the title's other artwork", "more"):
        assert text in one.reason


def test_those_that_matter_most_come_first(opened: Store) -> None:
    impacts = [abs(one.impact) for one in opened.outliers().findings]
    assert impacts == sorted(impacts, reverse=True)


def test_what_a_model_chose_does_not_count_unless_asked_for(opened: Store) -> None:
    said = opened.outliers(against="title")
    assert any("explore phase" in note for note in said.notes)
    both = opened.outliers(against="title", where={"phase": ["explore", "exploit"]})
    assert found(both, "asset")[FAVOURED] == "over"
    assert not any("explore phase" in note for note in both.notes)


def test_who_was_left_out_is_said(opened: Store) -> None:
    said = opened.outliers(level="title")
    (family,) = said.families
    assert (family.judged, family.left_out) == (TITLES, 1)
    assert any(note.startswith("1 title not judged: under 200 people") for note in said.notes)
    nobody = opened.outliers(min_people=10 * PROFILES)
    assert not nobody.findings
    assert all(family.judged == 0 for family in nobody.families)


def test_a_context_narrows_it_down(opened: Store) -> None:
    said = opened.outliers(level="title", where={"country": "US"}, since="2026-03-01")
    (hit,) = (one for one in said.findings if one.id == HIT)
    assert hit.people == PROFILES // 2
    assert not opened.outliers(since="2027-01-01").findings


def test_small_effects_do_not_count(opened: Store) -> None:
    assert found(opened.outliers(level="title", effect=0.9), "title") == {HIT: "over"}
    assert not opened.outliers(effect=3).findings


def test_other_rates_are_judged_as_well(opened: Store) -> None:
    said = opened.outliers(measure="watch_seconds_per_profile", level="title", q=0.01)
    assert found(said, "title") == {HIT: "over", FLOP: "under", DUEL: "over"}


def test_it_is_data(opened: Store) -> None:
    said = opened.outliers()
    told = json.loads(json.dumps(said.to_dict(), allow_nan=False))
    assert [one["id"] for one in told["findings"]] == [one.id for one in said.findings]
    table = said.to_arrow()
    assert table.to_pylist() == told["findings"]
    assert opened.outliers(since="2027-01-01").to_arrow().schema == table.schema


def test_a_title_that_was_not_shown(opened: Store) -> None:
    said = opened.outliers(title="nope")
    assert not said.findings
    assert "Nobody was shown title 'nope' in this context." in said.notes


@pytest.mark.parametrize(
    "question",
    [
        {"measure": "reach"},
        {"measure": "hours_viewed"},
        {"level": "film"},
        {"against": "everybody"},
        {"level": "title", "against": "title"},
        {"q": 1.5},
        {"effect": -0.1},
        {"min_takes": 0},
    ],
)
def test_what_makes_no_sense_is_refused(opened: Store, question: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion):
        opened.outliers(**question)


def test_unknown_names_are_named(opened: Store) -> None:
    with pytest.raises(UnknownName, match="take_rte"):
        opened.outliers(measure="take_rte")
    with pytest.raises(UnknownName, match="countri"):
        opened.outliers(where={"countri": "DE"})
