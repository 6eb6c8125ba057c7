"""What is planted in small services is found, with its kind, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.truth.resonance_worlds import DAYS, START, World, make
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.resonance import Resonance, ResonanceRow
from keyart.session import Store

TITLES = {"crime": 6, "drama": 20, "comedy": 20, "docs": 10, "horror": 4}
FOUND = {"under_served", "over_served", "one_title"}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    world = World(
        TITLES,
        liked={("crime", "DE"): 3, ("docs", "DE"): 0.35},
        hits={("horror0", "US"): 9},
    )
    with make(tmp_path_factory.mktemp("planted"), world) as store:
        store.audiences.put("list:some", [f"p{n}" for n in range(300)])
        yield store


def findings(result: Resonance) -> dict[tuple[str, str | None], str]:
    return {(row.value, row.market): row.finding for row in result.rows if row.finding in FOUND}


def row_of(result: Resonance, value: str, market: str | None) -> ResonanceRow:
    (row,) = [row for row in result.rows if (row.value, row.market) == (value, market)]
    return row


def test_what_is_planted_is_found_and_nothing_else(planted: Store) -> None:
    found = findings(planted.resonance(across="country"))
    assert found == {
        ("crime", "DE"): "under_served",
        ("docs", "DE"): "over_served",
        ("horror", "US"): "one_title",
    }


def test_one_market_is_judged_by_itself(planted: Store) -> None:
    result = planted.resonance(where={"country": "DE"})
    assert findings(result) == {
        ("crime", None): "under_served",
        ("docs", None): "over_served",
    }
    row = row_of(result, "crime", None)
    base = row_of(planted.resonance(), "crime", None)
    assert row.share_of_supply == pytest.approx(6 / 60)
    assert row.demand_index == pytest.approx(100 * row.share_of_hours / row.share_of_supply)
    assert row.taste_index == pytest.approx(100 * row.share_of_hours / base.share_of_hours)
    assert (row.taste_index_low or 0) < (row.taste_index or 0) < (row.taste_index_high or 0)
    hours = planted.query(measures=["hours_viewed"], where={"country": "DE", "genre": "crime"})
    assert row.hours == pytest.approx(hours.totals["hours_viewed"])


def test_the_top_title_is_named_with_the_index_without_it(planted: Store) -> None:
    row = row_of(planted.resonance(where={"country": "US"}), "horror", None)
    assert (row.top_title, row.top_title_name, row.titles) == ("horror0", "Horror0", 4)
    assert row.finding == "one_title"
    assert (row.top_title_share or 0) > 0.6
    of_all = sum(r.hours for r in planted.resonance(where={"country": "US"}).rows)
    left = (1 - (row.top_title_share or 0)) * row.hours
    top = row.hours - left
    expected = 100 * (left / (of_all - top)) / ((3 / 60) / (59 / 60))
    assert row.without_top_title == pytest.approx(expected)


def test_shares_of_one_kind_add_up_to_all(planted: Store) -> None:
    for result in (planted.resonance(), planted.resonance(by="content_type", across="country")):
        for market in {row.market for row in result.rows}:
            rows = [row for row in result.rows if row.market == market]
            assert sum(row.share_of_hours for row in rows) == pytest.approx(1)
            assert sum(row.share_of_supply for row in rows) == pytest.approx(1)


def test_people_compared_with_themselves_have_no_taste(planted: Store) -> None:
    result = planted.resonance()
    assert {row.taste_index for row in result.rows} == {100.0}
    assert any("compared with themselves" in note for note in result.notes)


def test_an_audience_is_compared_with_all_who_may_be_segmented(planted: Store) -> None:
    result = planted.resonance(audience="list:some")
    base = row_of(planted.resonance(), "crime", None)
    row = row_of(result, "crime", None)
    assert row.audience == "list:some"
    assert row.taste_index == pytest.approx(100 * row.share_of_hours / base.share_of_hours)
    assert not findings(result), "the list has people of all countries alike"
    across = planted.resonance(across="audience")
    assert {row.audience for row in across.rows} == {"list:some"}


def test_small_markets_are_shrunken_towards_all_markets(planted: Store) -> None:
    whole = planted.resonance(across="country", where={"country": ["DE", "FR", "US"]})
    alone = planted.resonance(where={"country": "DE"})
    near, far = (row_of(r, "crime", m).taste_index or 0 for r, m in ((whole, "DE"), (alone, None)))
    assert 100 < near < far


def test_a_world_dealt_anew_shows_nothing(tmp_path: Path) -> None:
    false = 0
    for seed in range(5):
        folder = tmp_path / str(seed)
        folder.mkdir()
        world = World(TITLES, liked={("crime", "DE"): 3}, people=150, seed=seed, dealt_anew=True)
        with make(folder, world) as store:
            false += len(findings(store.resonance(across="country")))
    assert false <= 1


def test_supply_is_what_was_offered_there(tmp_path: Path) -> None:
    """In France half the docs left half-way; in DE one was never offered."""
    half = START + timedelta(days=DAYS / 2)
    limited = [
        {"title_id": f"docs{n}", "country": country, "from": None, "until": until}
        for n in range(5)
        for country, until in (("DE", None), ("FR", half), ("US", None))
        if (n, country) != (0, "DE")
    ]
    with make(tmp_path, World(TITLES, people=60, availability=limited)) as store:
        result = store.resonance(across="country")
    share = {m: row_of(result, "docs", m).share_of_supply for m in ("DE", "FR", "US")}
    assert share["DE"] == pytest.approx(9 / 59)
    assert share["FR"] == pytest.approx(7.5 / 57.5, rel=0.02)
    assert share["US"] == pytest.approx(10 / 60)
    assert any(note.startswith("55 titles count as offered everywhere") for note in result.notes)


def test_few_people_are_not_shown(planted: Store) -> None:
    planted.audiences.put("list:few", [f"p{n}" for n in range(20)])
    result = planted.resonance(audience="list:few")
    assert {row.finding for row in result.rows} == {"too_little_data"}


def test_bad_input_is_refused_with_what_to_do(planted: Store) -> None:
    for bad in ("country", "device"):
        with pytest.raises(BadQuestion, match="titles have in common"):
            planted.resonance(by=bad)
    with pytest.raises(UnknownName):
        planted.resonance(by="genr")
    with pytest.raises(BadQuestion):
        planted.resonance(by=["genre", "tag", "content_type"])
    with pytest.raises(BadQuestion):
        planted.resonance(across="planet")  # pyright: ignore[reportArgumentType]
    with pytest.raises(BadQuestion):
        planted.resonance(across="audience", audience="list:some")
    nothing = planted.resonance(since="2030-01-01")
    assert (nothing.rows, len(nothing.notes)) == ((), 1)


def test_a_table_for_other_tools(planted: Store) -> None:
    result = planted.resonance(by=["genre", "content_type"], across="region")
    table = result.to_arrow()
    assert table.num_rows == len(result.rows)
    assert "crime × film" in table.column("value").to_pylist()
