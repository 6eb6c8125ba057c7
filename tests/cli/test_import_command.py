"""`keyart import upworthy`: a store of the archive's packages."""

from pathlib import Path

from tests.cli.commands import fail, succeed

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
    assert "There is no file" in fail(1, "import", "upworthy", archive, store)
    archive.write_text(PACKAGES)
    assert "Published version 1" in succeed("import", "upworthy", archive, store).err
