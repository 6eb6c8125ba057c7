"""The figures of a catalogue count people's first exposures, and say what queries say."""

from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.core.regions import REGION_OF_COUNTRY, REGIONS
from keyart.insights.catalogue import Context, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.places import country_name
from keyart.query import ask, owner
from keyart.session import Store
from keyart.store import Snapshot
from tests.insights.outliers.stored import DUEL, FAVOURED, PROFILES, store
from tests.oracles.small import SMALL
from tests.oracles.world import publish


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    with store(tmp_path_factory.mktemp("figures")) as made:
        yield made


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Generator[Snapshot]:
    with publish(SMALL, tmp_path_factory.mktemp("small") / "small.keyart") as snapshot:
        yield snapshot


@pytest.mark.parametrize("level", list(Level))
def test_each_unit_has_what_a_query_says(small: Snapshot, level: Level) -> None:
    context = Context("play_rate")
    known = figures(small, owner(), context, level)
    rows = {row[level]: row for row in ask(small, owner(), context.query(level)).to_dicts()}
    assert set(known.units.ids.to_pylist()) == set(rows) - {None}
    for at, unit in enumerate(known.units.ids.to_pylist()):
        assert known.reach[at] == rows[unit]["reach"]
        assert known.whole.y[at] / known.whole.x[at] == rows[unit]["play_rate"]


@pytest.mark.parametrize("level", list(Level))
def test_strata_add_up(opened: Store, level: Level) -> None:
    known = figures(opened.snapshot(), owner(), Context("play_rate"), level)
    assert (np.diff(known.unit) >= 0).all()
    # Each person counts once for a title: by the one artwork that was met first.
    people = np.bincount(known.unit, known.moments.n)
    of_title = np.bincount(known.units.title, people)
    most = [known.reach[known.units.of_title(t)].max() for t in known.units.titles.to_pylist()]
    assert (of_title >= most).all()
    assert of_title[known.units.titles.to_pylist().index(FAVOURED[:3])] == PROFILES
    # Where a title was shown to everybody once, first exposures are all there are.
    once = known.reach[known.units.of_title(DUEL)]
    assert np.array_equal(people[known.units.of_title(DUEL)], once)
    assert known.markets.to_pylist() == ["DE", "US"] or known.markets.to_pylist() == ["US", "DE"]
    assert set(known.placements.to_pylist()) == {"home", "search"}


def test_an_asset_is_of_the_title_that_it_was_shown_for(opened: Store) -> None:
    units = figures(opened.snapshot(), owner(), Context(), Level.ASSET).units
    own = [units.ids[at].as_py() for at in units.of_title(DUEL)]
    assert sorted(own) == [f"{DUEL}a{n}" for n in range(3)]
    assert units.of_title("nope").size == 0


def test_assets_that_no_table_knows_still_have_their_title(tmp_path: Path) -> None:
    with _shown_once(tmp_path, ["DE"]) as bare:
        units = figures(bare.snapshot(), owner(), Context(), Level.ASSET).units
    assert sorted(units.ids.to_pylist()) == ["a", "b"] == sorted(units.names.to_pylist())
    assert units.titles.to_pylist() == ["t"]
    assert units.asset_types.to_pylist() == [None]


def test_regions_stand_in_where_countries_would_be_too_many(tmp_path: Path) -> None:
    with _shown_once(tmp_path, list(REGION_OF_COUNTRY)) as many:
        (many.root / "keyart.toml").write_text("[settings]\nquery_memory = 30000\n")
        with keyart.open(many.root) as small:
            known = figures(small.snapshot(), owner(), Context(), Level.ASSET)
    assert set(known.markets.to_pylist()) == set(REGIONS)
    assert np.array_equal(known.region, known.market)
    assert known.reach.tolist() == [len(REGION_OF_COUNTRY)] * 2


def _shown_once(folder: Path, countries: Sequence[str]) -> Store:
    """Return a store in which two assets of a title were shown once in each country."""
    places = [*countries, *countries]
    made = keyart.create(folder / "bare.keyart")
    impressions = {
        "ts": [datetime(2026, 3, 1, tzinfo=UTC)] * len(places),
        "profile_id": [f"p-{country}" for country in places],
        "asset_id": ["a"] * len(countries) + ["b"] * len(countries),
        "title_id": ["t"] * len(places),
        "country": places,
    }
    made.ingest(impressions=pa.table(impressions))
    return made


def test_titles_age(opened: Store) -> None:
    """All were launched four weeks before the first day: no launch week, no first month."""
    known = figures(opened.snapshot(), owner(), Context(), Level.TITLE)
    assert set(known.age[known.unit == 0].tolist()) <= {2}
    own = Context(where={"days_since_launch": {"from": 0, "to": 29}})
    first_day = figures(opened.snapshot(), owner(), own, Level.TITLE)
    assert set(first_day.age.tolist()) == {0}
    assert first_day.reach.max() < PROFILES


def test_the_same_question_is_worked_out_once(opened: Store) -> None:
    snapshot = opened.snapshot()
    first = figures(snapshot, owner(), Context(), Level.TITLE)
    assert figures(snapshot, owner(), Context(), Level.TITLE) is first
    assert figures(snapshot, owner(), Context(tz="Asia/Tokyo"), Level.TITLE) is not first


def test_impressions_whose_plays_may_come_do_not_count(opened: Store) -> None:
    context, notes = settled(opened.snapshot(), owner(), Context())
    assert context.until is not None
    assert notes[0].startswith(f"Impressions from {str(context.until)[:10]}")
    earlier, said = settled(opened.snapshot(), owner(), Context(until="2026-03-02"))
    assert earlier.until == "2026-03-02"
    assert not any(note.startswith("Impressions") for note in said)


def test_countries_have_names() -> None:
    assert country_name("DE") == "Germany"
    assert country_name("XX") == "XX"
