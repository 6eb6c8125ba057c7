"""Where plays cannot be linked to impressions there is no rate of them, and the answer says so."""

from pathlib import Path

import pytest

import keyart
from keyart import Result, Store
from tests.query.test_per_title import TITLES, Event, impressions, plays

pytestmark = pytest.mark.kernels

RATES = ["take_rate", "title_take_rate", "play_rate", "watch_seconds_per_profile"]
HOME: tuple[Event, ...] = (
    ("2026-03-01T10:00", "ann", "crown"),
    ("2026-03-01T10:00", "bob", "jaws"),
)
RESUMED: tuple[Event, ...] = (
    ("2026-03-01T10:00", "cat", "jaws"),
    ("2026-03-01T10:00", "dan", "alien"),
)
PLAYED: tuple[Event, ...] = (
    ("2026-03-01T11:00", "ann", "e1"),
    ("2026-03-01T11:00", "dan", "alien"),
)


def made(folder: Path, config: str = "") -> Store:
    store = keyart.create(folder / "a.keyart")
    if config:
        (folder / "a.keyart" / "keyart.toml").write_text(config)
        store = keyart.open(folder / "a.keyart")
    store.ingest(titles=TITLES)
    store.ingest(impressions=impressions(HOME, placement="home"), plays=plays(PLAYED))
    store.ingest(impressions=impressions(RESUMED, placement="continue_watching"))
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made(tmp_path_factory.mktemp("linking"))


def by_first(result: Result, name: str) -> dict[object, object]:
    first = result.table.column_names[0]
    return {row[first]: row[name] for row in result.to_dicts()}


@pytest.mark.parametrize("engine", ["native", "duckdb", None])
def test_rates_are_missing_not_0_where_plays_are_never_linked(
    store: Store, engine: str | None
) -> None:
    asked = [*RATES, "frequency", "reach", "viewers"]
    result = store.query(measures=asked, by=["placement"], intervals=True, engine=engine)
    rows = {row["placement"]: row for row in result.to_dicts()}
    for name in RATES:
        assert rows["continue_watching"][name] is None
        assert rows["continue_watching"][f"{name}_low"] is None
        assert rows["home"][name] is not None
    assert rows["continue_watching"]["frequency"] == 1
    assert (rows["continue_watching"]["reach"], rows["continue_watching"]["viewers"]) == (2, 0)
    assert any(
        "are missing where all impressions were in continue_watching" in note
        and "exclude_placements" in note
        for note in result.meta.notes
    )
    assert any(
        "take_rate, title_take_rate" in note and "are too low: impressions in" in note
        for note in result.meta.notes
    )


@pytest.mark.parametrize("engine", ["native", "duckdb", None])
def test_it_is_no_matter_what_groups_are_made_by(store: Store, engine: str | None) -> None:
    """Alien was only shown where people go on watching: by title, too, it has no take rate."""
    result = store.query(measures=["take_rate"], by=["title"], engine=engine)
    assert by_first(result, "take_rate") == {"alien": None, "crown": 1.0, "jaws": 0.0}
    assert len(result.meta.notes) == 2
    assert result.totals["take_rate"] == 1 / 4
    only = store.query(measures=["take_rate"], where={"title": "alien"}, engine=engine)
    assert only.totals["take_rate"] is None


@pytest.mark.parametrize("engine", ["native", "duckdb", None])
def test_where_nothing_was_shown_there_is_no_rate_and_no_note(
    store: Store, engine: str | None
) -> None:
    """Neither in a range without facts, nor where no impression was in such a placement."""
    never = store.query(measures=["title_take_rate"], until="2024-01-01", engine=engine)
    assert (never.totals["title_take_rate"], never.meta.notes) == (None, ())
    crown = store.query(measures=["title_take_rate"], where={"title": "crown"}, engine=engine)
    assert (crown.totals["title_take_rate"], crown.meta.notes) == (1.0, ())


def test_an_answer_says_that_it_includes_them_until_they_are_left_out(store: Store) -> None:
    mixed = store.query(measures=["title_take_rate"])
    assert mixed.totals["title_take_rate"] == 1 / 4
    (note,) = mixed.meta.notes
    assert note == (
        "title_take_rate is too low: impressions in continue_watching, which no play is linked to, "
        'count. To exclude them, add where={"placement": {"not": ["continue_watching"]}}.'
    )
    left_out = store.query(
        measures=["title_take_rate"], where={"placement": {"not": ["continue_watching"]}}
    )
    assert (left_out.totals["title_take_rate"], left_out.meta.notes) == (1 / 2, ())
    assert store.query(measures=["impressions", "frequency"]).meta.notes == ()


def test_settings_may_differ_by_content_type(tmp_path: Path) -> None:
    config = "[settings]\nexclude_placements = []\n"
    result = made(tmp_path, config).query(measures=["take_rate"], by=["placement"])
    assert by_first(result, "take_rate") == {"continue_watching": 0.5, "home": 0.5}
    assert not any("exclude_placements" in note for note in result.meta.notes)


def test_order_and_conditions_see_that_a_rate_is_missing(store: Store) -> None:
    result = store.query(
        measures=["take_rate"], by=["title"], order=["take_rate"], having={"take_rate": {"to": 0.5}}
    )
    assert by_first(result, "take_rate") == {"jaws": 0.0}
    ordered = store.query(measures=["take_rate"], by=["title"], order=["-take_rate"]).to_dicts()
    assert [row["title"] for row in ordered] == ["crown", "jaws", "alien"]
