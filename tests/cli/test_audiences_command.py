"""`keyart audiences`: lists of profiles from any file."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.commands import fail, loaded, succeed


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the tests of this module change."""
    return loaded(tmp_path_factory.mktemp("audiences"))


def _reach(store: Path) -> int:
    words = ("--measures", "reach", "--audience", "list:vip", "--json")
    return succeed("query", store, *words).json["totals"]["reach"]


def _write(folder: Path, name: str) -> Path:
    file = folder / name
    match name.split(".", 1)[1]:
        case "txt":
            file.write_text("ann\n\n  dan \n")
        case "csv":
            file.write_text("name,profile_id\nA,ann\nD,dan\n")
        case "jsonl.gz":
            file.write_bytes(gzip.compress(b'{"profile_id": "ann"}\n{"profile_id": "dan"}\n'))
        case _:
            pq.write_table(pa.table({"whoever": ["ann", "dan", None]}), file)
    return file


@pytest.mark.parametrize("name", ["vip.txt", "vip.csv", "vip.jsonl.gz", "vip.parquet"])
def test_a_list_may_be_any_file(own: Path, tmp_path: Path, name: str) -> None:
    file = _write(tmp_path, name)
    assert succeed("audiences", "put", own, "list:vip", file).out == "list:vip has 2 profiles.\n"
    assert _reach(own) == 2


def test_a_list_may_be_piped_and_listed_and_removed(own: Path) -> None:
    put = succeed("audiences", "put", own, "list:all", "-", "--json", stdin="ann\nbob\ncat\nann")
    assert put.json == {"name": "list:all", "profiles": 3}
    listed = succeed("audiences", "list", own, "--json").json
    assert {"name": "list:all", "profiles": 3} in listed
    assert "list:all" in succeed("audiences", "list", own).out
    assert succeed("audiences", "remove", own, "list:all").out == "Removed list:all.\n"
    assert {"name": "list:all", "profiles": 3} not in succeed(
        "audiences", "list", own, "--json"
    ).json


def test_a_store_without_lists_says_so(store: Path) -> None:
    assert "No audiences yet" in succeed("audiences", "list", store).out


def test_groups_by_audience(own: Path, tmp_path: Path) -> None:
    succeed("audiences", "put", own, "list:vip", _write(tmp_path, "vip.txt"))
    words = ("--measures", "reach", "--by", "audience", "--audiences", "list:vip", "--json")
    rows = succeed("query", own, *words).json["rows"]
    assert rows == [{"audience": "list:vip", "reach": 2}, {"audience": None, "reach": 4}]


def test_what_is_no_list(own: Path, tmp_path: Path) -> None:
    several = tmp_path / "several.csv"
    several.write_text("a,b\n1,2\n")
    assert "has no column 'profile_id'" in fail(1, "audiences", "put", own, "list:x", several)
    assert "does not exist" in fail(1, "audiences", "put", own, "list:x", tmp_path / "no.txt")
    (tmp_path / "latin.txt").write_bytes(b"\xff\xfe")
    assert "is not UTF-8" in fail(1, "audiences", "put", own, "list:x", tmp_path / "latin.txt")
    assert "There is no list" in fail(2, "audiences", "remove", own, "list:none")


def test_a_segment_is_saved_shown_and_removed(own: Path) -> None:
    succeed("audiences", "put", own, "list:vip", "-", stdin="ann\ndan\n")
    words = ("segment:seen", "saw() AND NOT list:vip", "--note", "Spring", "--owner", "Ana")
    assert succeed("audiences", "save", own, *words).out == "segment:seen has 4 profiles.\n"
    shown = succeed("audiences", "show", own, "segment:seen")
    for word in ("saw() and not list:vip", "Spring", "Ana", "list:vip"):
        assert word in shown.out
    told = succeed("audiences", "show", own, "segment:seen", "--json").json
    assert told["profiles"] == 4
    assert [row["text"] for row in told["history"]] == ["saw() and not list:vip"]
    listed = succeed("audiences", "list", own, "--json").json
    assert "saw() and not list:vip" in [entry.get("text") for entry in listed]
    refused = fail(1, "audiences", "remove", own, "list:vip")
    assert "segment:seen uses it" in refused
    assert succeed("audiences", "remove", own, "segment:seen").out == "Removed segment:seen.\n"


def test_a_ready_made_segment_is_shown(store: Path) -> None:
    assert "hours(days=28) >= 20" in succeed("audiences", "show", store, "segment:heavy").out


def test_sizes_and_overlaps(own: Path) -> None:
    succeed("audiences", "put", own, "list:vip", "-", stdin="ann\ndan\n")
    assert succeed("audiences", "size", own, "list:vip").out == "2 profiles\n"
    told = succeed("audiences", "size", own, "saw() and not list:vip", "--json").json
    assert told == {"audience": "saw() and not list:vip", "profiles": 4}
    assert "lift" in succeed("audiences", "overlap", own, "list:vip", "saw()").out
    pairs = succeed("audiences", "overlap", own, "list:vip", "saw()", "--json").json["pairs"]
    found = {(pair["audience"], pair["other"]): pair["profiles"] for pair in pairs}
    assert found[("list:vip", "saw()")] == 2


def test_groups_may_be_expressions(own: Path) -> None:
    succeed("audiences", "put", own, "list:vip", "-", stdin="ann\ndan\n")
    groups = "list:vip, saw(asset=red, at_least=1) and not list:vip"
    words = ("--measures", "reach", "--by", "audience", "--audiences", groups, "--json")
    rows = succeed("query", own, *words).json["rows"]
    assert [row["audience"] for row in rows][:2] == [
        "list:vip",
        "saw(asset=red, at_least=1) and not list:vip",
    ]


def test_what_is_no_expression_points_at_the_place(store: Path) -> None:
    error = fail(2, "query", store, "--measures", "reach", "--audience", "saw() && list:vip")
    assert error.startswith("At column 7")
    assert "Write and." in error
    assert "Did you mean 'segment:heavy'" in fail(2, "audiences", "size", store, "segment:hevy")
