"""Public data as stores: what a store answers is what the files say, counted by plain SQL."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import keyart
from keyart.core.report import Account
from tests.ingest.public_files import (
    LAYOUTS,
    MOVIELENS,
    OPEN_BANDIT,
    movielens_csv,
    needs_movielens,
    needs_open_bandit,
    open_bandit,
    open_bandit_full,
)

# -------------------------------------------------------------------------------- small editions


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_movielens_makes_the_same_store(
    store: keyart.Store, tmp_path: Path, layout: str
) -> None:
    report = store.import_movielens(LAYOUTS[layout](tmp_path / "edition"))
    assert report.batches["plays"] == Account(rows=5, accepted=5)
    assert report.notes == ["5 ratings read = 5 plays + 0 in quarantine."]
    measures = ["starts", "active_profiles", "hours_viewed"]
    assert store.query(measures=measures, by=["genre"]).to_dicts() == [
        {"genre": "Adventure", "starts": 2, "active_profiles": 2, "hours_viewed": 2.5},
        {"genre": "Animation", "starts": 2, "active_profiles": 2, "hours_viewed": 2.5},
        {"genre": "Comedy", "starts": 1, "active_profiles": 0, "hours_viewed": 96 / 3600},
        {"genre": "Drama", "starts": 1, "active_profiles": 1, "hours_viewed": 1.5},
        {"genre": None, "starts": 1, "active_profiles": 0, "hours_viewed": 48 / 3600},
    ]
    pixar = store.query(measures=["starts"], where={"tag": "pixar"}).totals
    assert pixar == {"starts": 2}
    assert store.query(measures=["impressions"]).totals == {"impressions": 0}
    assert store.check() == []


def test_people_of_the_1m_edition_can_be_grouped_by(store: keyart.Store, tmp_path: Path) -> None:
    store.import_movielens(LAYOUTS["dat"](tmp_path / "edition"))
    rows = store.query(measures=["starts"], by=["profile.age_band"]).to_dicts()
    assert rows == [
        {"profile.age_band": "25-34", "starts": 1},
        {"profile.age_band": "56 and over", "starts": 2},
        {"profile.age_band": "under 18", "starts": 2},
    ]


@pytest.mark.parametrize("write", [open_bandit, open_bandit_full])
def test_the_same_import_again_adds_nothing(
    store: keyart.Store, tmp_path: Path, write: Any
) -> None:
    folder = write(tmp_path / "obd")
    first = store.import_open_bandit(folder)
    question = {"measures": ["impressions", "reach", "viewers"], "by": ["asset", "phase"]}
    before = store.query(**question).to_dicts()
    again = store.import_open_bandit(folder)
    for table in ("impressions", "plays"):
        rows = first.batches[table].rows
        assert first.batches[table] == Account(rows=rows, accepted=rows)
        assert again.batches[table] == Account(rows=rows, duplicate=rows)
    assert f"= 0 impressions + {rows_of(first)} known before + 0" in again.notes[0]
    assert store.query(**question).to_dicts() == before
    assert store.check() == []


def rows_of(report: Any) -> int:
    return report.batches["impressions"].rows


def test_movielens_again_adds_nothing(store: keyart.Store, tmp_path: Path) -> None:
    folder = movielens_csv(tmp_path / "edition")
    store.import_movielens(folder)
    again = store.import_movielens(folder)
    assert again.batches["plays"] == Account(rows=5, duplicate=5)
    assert store.query(measures=["starts"]).totals == {"starts": 5}


def test_a_mapping_of_ones_own_does_not_matter(store: keyart.Store, tmp_path: Path) -> None:
    config = store.root / "keyart.toml"
    config.write_text(config.read_text() + '\n[map.plays]\nprofile_id = "uid"\ntz = "Asia/Tokyo"\n')
    report = store.import_movielens(movielens_csv(tmp_path / "edition"))
    assert report.batches["plays"].accepted == 5


def test_what_cannot_be_imported_leaves_the_store_as_it_is(
    store: keyart.Store, tmp_path: Path
) -> None:
    folder = open_bandit(tmp_path / "obd")
    (folder / "bts" / "all.csv").write_bytes(b"")
    with pytest.raises(keyart.BadInput, match="is empty"):
        store.import_open_bandit(folder)
    assert store.snapshot().version == 0
    assert store.check() == []


# ------------------------------------------------------------------------------------ MovieLens


@pytest.fixture(scope="module")
def movielens(tmp_path_factory: pytest.TempPathFactory) -> Generator[keyart.Store]:
    """The small edition of 2016."""
    with keyart.create(tmp_path_factory.mktemp("movielens") / "a.keyart") as made:
        made.import_movielens(MOVIELENS)
        yield made


def counted(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


RATINGS = f"read_csv('{MOVIELENS}/ratings.csv')"
MOVIES = f"read_csv('{MOVIELENS}/movies.csv', all_varchar = true)"


@needs_movielens
def test_every_rating_is_a_play_even_of_1995(movielens: keyart.Store) -> None:
    ((rows, first),) = counted(f"SELECT count(*), min(timestamp) FROM {RATINGS}")
    (batch,) = movielens.snapshot().batches()
    assert (rows, datetime.fromtimestamp(first, UTC).year) == (100_004, 1995)
    assert batch.tables["plays"] == Account(rows=rows, accepted=rows)
    assert batch.tables["titles"] == Account(rows=9_125, accepted=9_125)
    assert movielens.snapshot().quarantine().num_rows == 0
    assert movielens.check() == []


@needs_movielens
def test_plays_are_counted_as_the_ratings_are(movielens: keyart.Store) -> None:
    kept = f"FROM {RATINGS}"
    ((starts, profiles),) = counted(
        f"SELECT count(*), count(DISTINCT userId) FILTER (rating > 2) {kept}"
    )
    totals = movielens.query(measures=["starts", "active_profiles", "hours_viewed"]).totals
    assert (totals["starts"], totals["active_profiles"]) == (starts, profiles)
    watched = "[24, 48, 72, 96, 1500, 3000, 4500, 5400, 5700, 6000][(rating * 2)::INT]"
    assert totals["hours_viewed"] == counted(f"SELECT sum({watched}) / 3600 {kept}")[0][0]


@needs_movielens
def test_genres_and_years_are_those_of_the_ratings(movielens: keyart.Store) -> None:
    kept = f"FROM {RATINGS} JOIN {MOVIES} m USING (movieId)"
    genres = dict(
        counted(f"SELECT unnest(string_split(genres, '|')) AS g, count(*) {kept} GROUP BY g")
    )
    rows = movielens.query(measures=["starts"], by=["genre"]).to_dicts()
    ours = {row["genre"] or "(no genres listed)": row["starts"] for row in rows}
    assert ours == genres
    years = counted(
        f"SELECT year(make_timestamp(timestamp * 1000000)) AS y, count(*) {kept} GROUP BY y"
    )
    rows = movielens.query(measures=["starts"], grain="year").to_dicts()
    assert {(row["time"].year, row["starts"]) for row in rows} == set(years)


# ---------------------------------------------------------------------------------- Open Bandit


@pytest.fixture(scope="module")
def bandit(tmp_path_factory: pytest.TempPathFactory) -> Generator[keyart.Store]:
    """The sample of the Open Bandit Dataset."""
    with keyart.create(tmp_path_factory.mktemp("bandit") / "a.keyart") as made:
        made.import_open_bandit(OPEN_BANDIT)
        yield made


LOGS = f"""(
    SELECT *, 'explore' AS phase FROM read_csv('{OPEN_BANDIT}/random/all.csv')
    UNION ALL BY NAME
    SELECT *, 'exploit' AS phase FROM read_csv('{OPEN_BANDIT}/bts/all.csv')
)"""


@needs_open_bandit
def test_every_row_is_an_impression_and_every_click_a_qualified_play(bandit: keyart.Store) -> None:
    ((rows, clicks),) = counted(f"SELECT count(*), sum(click) FROM {LOGS}")
    (batch,) = bandit.snapshot().batches()
    assert batch.tables["impressions"] == Account(rows=rows, accepted=rows)
    assert batch.tables["plays"] == Account(rows=clicks, accepted=clicks)
    assert rows == 20_000
    names = ["impressions", "reach", "frequency", "plays", "qualified_plays", "viewers"]
    assert bandit.query(measures=[*names, "unattributed_plays"]).totals == {
        "impressions": rows,
        "reach": rows,
        "frequency": 1.0,
        "plays": clicks,
        "qualified_plays": clicks,
        "viewers": clicks,
        "unattributed_plays": 0,
    }
    assert bandit.check() == []


@needs_open_bandit
@pytest.mark.parametrize("engine", ["native", "duckdb"])
@pytest.mark.parametrize(
    ("by", "column"),
    [
        (["phase", "position"], "position"),
        (["phase", "asset"], "concat('all-', item_id)"),
        (["phase", "profile.user_feature_1"], "user_feature_1"),
    ],
)
def test_rates_are_those_of_the_files(
    bandit: keyart.Store, engine: str, by: list[str], column: str
) -> None:
    found = bandit.query(measures=["impressions", "take_rate"], by=by, engine=engine).to_dicts()
    told = counted(
        f"SELECT phase, {column} AS v, count(*), sum(click) / count(*) FROM {LOGS} GROUP BY ALL"
    )
    assert {tuple(row.values()) for row in found} == set(told)


@needs_open_bandit
def test_propensities_average_to_those_of_the_files(tmp_path: Path) -> None:
    with keyart.create(tmp_path / "a.keyart") as store:
        config = store.root / "keyart.toml"
        config.write_text(config.read_text() + PROPENSITY)
        store.import_open_bandit(OPEN_BANDIT)
        asked = store.query(measures=["mean_propensity"], by=["phase", "asset"]).to_dicts()
    ours = {(row["phase"], row["asset"]): row["mean_propensity"] for row in asked}
    told = counted(
        f"SELECT phase, concat('all-', item_id), avg(propensity_score) FROM {LOGS} GROUP BY ALL"
    )
    assert ours == pytest.approx({(phase, item): mean for phase, item, mean in told}, abs=1e-9)
    explore = [mean for (phase, _), mean in ours.items() if phase == "explore"]
    assert explore == pytest.approx([1 / 80] * 80)


PROPENSITY = """
[measures.propensities]
sum = "propensity"
[measures.mean_propensity]
numerator = "propensities"
denominator = "impressions"
"""
