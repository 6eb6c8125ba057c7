"""What a store says of an asset's norm."""

import json
from collections.abc import Iterator

import pytest

from keyart.core.errors import BadQuestion
from keyart.session import Store
from tests.insights.outliers.stored import (
    ABROAD,
    ARTWORKS,
    DUEL,
    FLOP,
    HIT,
    TITLES,
    WINNER,
    store,
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with store(tmp_path_factory.mktemp("norms")) as made:
        yield made


def test_an_asset_stands_among_its_like(opened: Store) -> None:
    (row,) = opened.norms(asset=f"{HIT}a0").rows
    assert row.kind == "film artwork"
    assert row.observed > 1.8 * (row.expected or 0)
    assert (row.low or 0) < (row.index or 0) < (row.high or 0)
    assert (row.index or 0) > 170
    assert (row.percentile or 0) > 95
    assert (row.among, row.peers) == ("thriller artwork", ARTWORKS * TITLES)
    assert f"{row.observed:.1%} where its kind gets {row.expected:.1%}" in row.sentence
    assert row.sentence.endswith("% of thriller artwork.")


def test_the_middle_half_of_its_like_lies_about_its_norm(opened: Store) -> None:
    """Most get what the norm says; a hit is beyond the upper quarter, a flop below the lower."""
    (hit,) = opened.norms(asset=f"{HIT}a0").rows
    assert (hit.usual_low or 1) <= (hit.usual or 0) <= (hit.usual_high or 0) < hit.observed
    assert hit.usual == pytest.approx(hit.expected, rel=0.15)
    for flop in opened.norms(title=FLOP).rows:
        assert flop.observed < (flop.usual_low or 0)


def test_the_least_taken_stand_last(opened: Store) -> None:
    rows = [row for row in opened.norms().rows if row.percentile is not None]
    assert {row.title for row in rows[:2]} == {HIT}
    assert {row.title for row in rows[-3:]} == {FLOP}
    percentiles = [row.percentile or 0 for row in rows]
    assert percentiles == sorted(percentiles, reverse=True)


def test_where_something_was_shown_is_no_merit(opened: Store) -> None:
    """In the US everything is taken twice as often; what is shown there only is no better."""
    rows = opened.norms(title=ABROAD).rows
    assert len(rows) == ARTWORKS
    for row in rows:
        assert row.observed > 0.15
        assert row.expected == pytest.approx(0.2, abs=0.02)
        assert (row.low or 0) < 110
        assert (row.high or 0) > 90


def test_a_market_is_called_by_its_name(opened: Store) -> None:
    said = opened.norms(asset=WINNER, where={"country": "DE"})
    (row,) = said.rows
    assert row.among == "thriller artwork in Germany"
    assert "of thriller artwork in Germany." in row.sentence
    assert row.expected == pytest.approx(0.1, abs=0.02)
    (region,) = opened.norms(asset=WINNER, where={"region": ["EMEA"]}).rows
    assert region.among == "thriller artwork in EMEA"


def test_little_data_says_little(opened: Store) -> None:
    (row,) = opened.norms(title="seldom").rows
    assert (row.people, row.index, row.percentile) == (12, None, None)
    assert (row.usual_low, row.usual, row.usual_high) == (None, None, None)
    assert row.sentence == "Not enough data."


def test_it_is_data(opened: Store) -> None:
    said = opened.norms(title=DUEL)
    told = json.loads(json.dumps(said.to_dict(), allow_nan=False))
    assert said.to_arrow().to_pylist() == told["rows"]
    assert opened.norms(asset="nope").to_arrow().schema == said.to_arrow().schema


def test_what_was_not_shown_is_said(opened: Store) -> None:
    said = opened.norms(asset="nope")
    assert not said.rows
    assert "Nobody was shown asset 'nope' in this context." in said.notes


def test_an_asset_and_a_title_are_too_much(opened: Store) -> None:
    with pytest.raises(BadQuestion, match="asset and title"):
        opened.norms(asset=WINNER, title=DUEL)
