"""`keyart import …`: stores of public data."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import fail, succeed
from tests.ingest.public_files import movielens_csv, open_bandit, zipped

PACKAGES = """\
,clickability_test_id,headline,impressions,clicks,test_week
0,test1,You will not believe it,300,30,201446
1,test1,You may believe it,200,10,201446
2,test2,Something else,5,0,201401
"""


def test_the_archive_becomes_a_store(tmp_path: Path) -> None:
    archive, store = tmp_path / "packages.csv", tmp_path / "upworthy.keyart"
    archive.write_text(PACKAGES)
    report = succeed("import", "upworthy", archive, store, "--json").json
    assert report["batches"]["impressions"]["accepted"] == 505
    words = ("--measures", "impressions,viewers,take_rate", "--by", "asset", "--labels", "--json")
    rows = succeed("query", store, *words).json["rows"]
    assert [(row["asset"], row["impressions"], row["viewers"]) for row in rows] == [
        ("0", 300, 30),
        ("1", 200, 10),
        ("2", 5, 0),
    ]
    assert rows[0]["asset_name"] == "You will not believe it"
    assert "holds data already" in fail(1, "import", "upworthy", archive, store)


def test_a_failed_import_can_be_tried_again(tmp_path: Path) -> None:
    archive, store = tmp_path / "packages.csv", tmp_path / "upworthy.keyart"
    assert "does not exist" in fail(1, "import", "upworthy", archive, store)
    archive.write_text(PACKAGES)
    assert "Published version 1" in succeed("import", "upworthy", archive, store).err


def test_movielens_becomes_a_store(tmp_path: Path) -> None:
    edition, store = movielens_csv(tmp_path / "ml"), tmp_path / "movielens.keyart"
    outcome = succeed("import", "movielens", edition, store)
    assert "5 ratings read = 5 plays + 0 in quarantine." in outcome.out
    assert "Published version 1" in outcome.err
    words = ("--measures", "starts", "--by", "title", "--labels", "--where", "genre=Comedy")
    (row,) = succeed("query", store, *words, "--json").json["rows"]
    assert row == {"title": "2", "title_name": "American President, The", "starts": 1}


def test_open_bandit_becomes_a_store(tmp_path: Path) -> None:
    data, store = zipped(open_bandit(tmp_path / "obd")), tmp_path / "bandit.keyart"
    report = succeed("import", "open-bandit", data, store, "--json").json
    assert report["batches"]["impressions"]["accepted"] == 8
    assert report["plays_by_reason"]["qualified"] == 4
    words = ("--measures", "reach,viewers,take_rate", "--by", "phase,position", "--json")
    rows = succeed("query", store, *words).json["rows"]
    assert [(row["phase"], row["position"], row["take_rate"]) for row in rows] == [
        (phase, position, rate)
        for phase in ("exploit", "explore")
        for position, rate in ((1, 1.0), (2, 0.0), (3, 0.0))
    ]


@pytest.mark.parametrize(
    ("name", "write"), [("movielens", movielens_csv), ("open-bandit", open_bandit)]
)
def test_a_store_is_imported_into_once(tmp_path: Path, name: str, write: Any) -> None:
    data, store = tmp_path / "data", tmp_path / "my.keyart"
    assert "does not exist" in fail(1, "import", name, data, store)
    data.mkdir()
    assert "Give the folder or the zip file" in fail(1, "import", name, data, store)
    succeed("import", name, write(data), store)
    assert "holds data already" in fail(1, "import", name, data, store)
