"""A catalogue's tables are input that Keyart takes as it is."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.schema import ASSETS, AVAILABILITY, TESTS, TITLES
from keyart_demo.catalogue import model, tables
from keyart_demo.catalogue.build import catalogue
from keyart_demo.catalogue.model import Catalogue

UNTIL = date(2026, 6, 1)
DIGEST = """
import hashlib
from datetime import date
from keyart_demo.catalogue.build import catalogue
print(hashlib.sha256(repr(catalogue(150, 7, date(2026, 6, 1), 112)).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def known() -> Catalogue:
    made = catalogue(150, 1, UNTIL, 112)
    arms = [asset for asset in made.assets if asset.asset_type == "artwork"][:2]
    start = datetime.combine(UNTIL - timedelta(days=90), time(), UTC)
    shares = {arm.number: 0.5 for arm in arms}
    test = model.Test("first", arms[0].title, shares, start, start + timedelta(days=60))
    return replace(made, tests=(test,))


@pytest.fixture(scope="module")
def made(known: Catalogue) -> dict[str, pa.Table]:
    return {
        "titles": tables.titles_table(known),
        "assets": tables.assets_table(known),
        "availability": tables.availability_table(known),
        "tests": tables.tests_table(known),
    }


def test_columns_are_the_contracts(made: dict[str, pa.Table]) -> None:
    assert tuple(made["titles"].column_names) == (*TITLES.names, "moods", "language")
    assert tuple(made["assets"].column_names) == ASSETS.names
    assert tuple(made["availability"].column_names) == AVAILABILITY.names
    assert tuple(made["tests"].column_names) == TESTS.names


def test_episodes_name_their_series(known: Catalogue, made: dict[str, pa.Table]) -> None:
    rows = {row["title_id"]: row for row in made["titles"].to_pylist()}
    for title in known.titles:
        if title.parent is not None:
            row = rows[title.title_id]
            assert rows[row["parent_title_id"]]["content_type"] == "series"


def test_only_series_and_games_have_no_run_time(made: dict[str, pa.Table]) -> None:
    for row in made["titles"].to_pylist():
        assert (row["runtime_seconds"] is None) == (row["content_type"] in ("series", "game"))


def test_keyart_takes_all_of_it(tmp_path: Path, made: dict[str, pa.Table]) -> None:
    for name, table in made.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    with keyart.create(tmp_path / "a.keyart") as store:
        paths = {name: str(tmp_path / f"{name}.parquet") for name in made}
        report = store.ingest(
            titles=paths["titles"],
            assets=paths["assets"],
            availability=paths["availability"],
            tests=paths["tests"],
        )
        for name, table in made.items():
            account = report.batches[name]
            assert account["rows"] == account["accepted"] == table.num_rows
            assert account["quarantined"] == 0


def test_a_catalogue_is_the_same_whatever_python_hashes_to() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1")
    }
    assert len(digests) == 1
