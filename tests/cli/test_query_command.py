"""`keyart query`: every option, every format, and what it says when it cannot answer."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from keyart.cli.asking import options
from keyart.query import Query
from tests.cli.commands import fail, keyart, succeed

ASK = ("--measures", "reach,viewers,take_rate", "--by", "asset")


def test_a_table_is_for_people(store: Path) -> None:
    outcome = succeed("query", store, *ASK, "--order", "-take_rate")
    lines = [line.rstrip() for line in outcome.out.splitlines()]
    assert lines == [
        "asset   reach   viewers   take_rate",
        "───────────────────────────────────",
        "red         3         2      66.67%",
        "blue        3         1      33.33%",
        "",
        "total       6         3      50.00%",
    ]
    assert "6 rows scanned · exact · version 1" in outcome.err


def test_json_has_rows_totals_and_meta(store: Path) -> None:
    answer = succeed("query", store, *ASK, "--json").json
    assert answer["rows"][0] == {
        "asset": "blue",
        "reach": 3,
        "viewers": 1,
        "take_rate": pytest.approx(1 / 3),
    }
    assert answer["totals"]["reach"] == 6
    assert answer["meta"]["exact"] is True
    assert answer["meta"]["as_of"] == "2026-03-02T21:30:00+00:00"


def test_csv_holds_plain_values(store: Path) -> None:
    outcome = succeed("query", store, *ASK, "--by", "country", "--format", "csv")
    rows = list(csv.reader(io.StringIO(outcome.out)))
    assert rows[0] == ["country", "reach", "viewers", "take_rate"]
    assert rows[1] == ["DE", "2", "1", "0.5"]
    assert rows[-1][0] == ""


@pytest.mark.parametrize("name", ["answer.csv", "answer.json", "answer.parquet", "answer.txt"])
def test_the_end_of_a_name_chooses_the_format(store: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert succeed("query", store, *ASK, "--out", out).out == ""
    match out.suffix:
        case ".csv":
            assert out.read_text().startswith("asset,reach,viewers,take_rate\n")
        case ".json":
            assert json.loads(out.read_text())["totals"]["viewers"] == 3
        case ".parquet":
            assert pq.read_table(out).column("viewers").to_pylist() == [1, 2]
        case _:
            assert "66.67%" in out.read_text()


def test_parquet_goes_to_a_pipe(store: Path) -> None:
    assert keyart("query", store, *ASK, "--format", "parquet").out.startswith("PAR1")


def test_a_question_may_be_a_file(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text('{"measures": ["reach"], "where": {"country": ["DE", null]}}')
    assert succeed("query", store, "--json-query", file, "--json").json["rows"] == [{"reach": 3}]
    answer = succeed("query", store, "--json-query", "-", "--json", stdin=file.read_text())
    assert answer.json["rows"] == [{"reach": 3}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "is JSON, but not an object"),
        ('{"measures": ["reach"], "measures": ["plays"]}', "'measures' appears twice"),
        ('{"measure": ["reach"]}', "Did you mean 'measures'"),
        ('{"measures": []}', "names no measure"),
    ],
)
def test_a_file_must_hold_a_question(store: Path, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "question.json"
    file.write_text(text)
    assert says in fail(2, "query", store, "--json-query", file)


def test_a_file_holds_the_whole_question(store: Path) -> None:
    assert "can't be combined with by" in fail(
        2, "query", store, "--json-query", "x", "--by", "asset"
    )


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("--where", "country=DE,LU"), [{"reach": 3}]),
        (("--where", "country!=DE"), [{"reach": 4}]),
        (("--where", "country=null"), [{"reach": 1}]),
        (("--where", "position=2..7"), [{"reach": 3}]),
        (("--where", "country=DE", "--where", "device=tv"), [{"reach": 1}]),
        (("--where", 'title.name="The Heist, again"'), [{"reach": 6}]),
        (("--since", "2026-03-02"), [{"reach": 1}]),
        (("--until", "2026-03-01T18:15"), [{"reach": 3}]),
        (("--by", "asset", "--having", "reach=4.."), []),
        (("--by", "asset", "--limit", "1"), [{"asset": "blue", "reach": 3}]),
        (("--by", "asset", "--limit", "0"), []),
        (("--by", "asset", "--order", "-asset", "--limit", "1"), [{"asset": "red", "reach": 3}]),
        (("--by", "genre", "--where", "genre=comedy"), [{"genre": "comedy", "reach": 6}]),
    ],
)
def test_options_shape_the_question(
    store: Path, words: tuple[str, ...], rows: list[dict[str, object]]
) -> None:
    answer = succeed("query", store, "--measures", "reach", *words, "--json").json
    assert answer["rows"] == rows


def test_co_values_show_the_other_genres(store: Path) -> None:
    words = ("--measures", "reach", "--by", "genre", "--where", "genre=comedy", "--co-values")
    rows = succeed("query", store, *words, "--json").json["rows"]
    assert [row["genre"] for row in rows] == ["comedy", "thriller"]


def test_time_labels_and_bounds_are_columns(store: Path) -> None:
    words = ("--grain", "day", "--tz", "Europe/Berlin", "--labels", "--intervals")
    row = succeed("query", store, *ASK, *words, "--json").json["rows"][0]
    assert row["asset_name"] == "Blue poster"
    assert row["time"] == "2026-03-01T00:00:00+01:00"
    assert row["complete"] is False
    assert row["take_rate_low"] < row["take_rate"] < row["take_rate_high"]


def test_confidence_widens_the_bounds(store: Path) -> None:
    def low(*words: str) -> float:
        return succeed("query", store, *ASK, *words, "--json").json["rows"][0]["take_rate_low"]

    assert low("--confidence", "0.99") < low("--intervals") < low("--confidence", "0.5")


def test_engines_agree(store: Path) -> None:
    answers = [
        succeed("query", store, *ASK, "--engine", engine, "--json").json
        for engine in ("native", "duckdb")
    ]
    assert answers[0]["rows"] == answers[1]["rows"]
    assert [answer["meta"]["answered_by"] for answer in answers] == ["native", "duckdb"]


def test_unknown_values_are_remarked(store: Path) -> None:
    outcome = succeed("query", store, *ASK, "--where", "country=XX")
    assert "Nothing has country 'XX'." in outcome.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--measures", "reech"), "Did you mean 'reach'"),
        (("--measures", "reach", "--by", "aset"), "Did you mean 'asset'"),
        (("--measures", "reach", "--where", "cuntry=DE"), "Did you mean 'country'"),
        (("--measures", "reach", "--grain", "dya"), "Did you mean 'day'"),
        (("--measures", "reach", "--tz", "Europe/Belin"), "Europe/Berlin"),
        (("--measures", "reach", "--engine", "natve"), "Did you mean 'native'"),
        (("--measures", "reach", "--audience", "list:vip"), "There is no audience"),
        (("--measures", "reach", "--since", "2026-03-01T18:07"), "quarter"),
        (("--measures", "starts", "--by", "asset"), "asset"),
        (("--measures", "reach", "--confidence", "0"), "intervals"),
        (("--measures", "reach", "--limit", "-1"), "limit"),
        (("--by", "asset"), "--measures reach"),
        (("--measures", "reach", "--format", "xls"), "'xls' is not one of"),
        (("--measures", "reach", "--wher", "a=b"), "Did you mean --where"),
    ],
)
def test_what_cannot_be_asked_is_misuse(store: Path, words: tuple[str, ...], says: str) -> None:
    assert says in fail(2, "query", store, *words)


def test_a_missing_store_is_a_failure(tmp_path: Path) -> None:
    message = fail(1, "query", tmp_path / "no.keyart", "--measures", "reach")
    assert "is not a Keyart store" in message
    assert "keyart init" in message


def test_an_unwritable_file_is_a_failure(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "answer.csv"
    assert "No such file or directory" in fail(1, "query", store, *ASK, "--out", out)


def test_written_options_ask_the_same(store: Path) -> None:
    query = Query(
        measures=("reach", "take_rate"),
        by=("asset", "country"),
        where={"country": {"not": [None]}, "title.name": "The Heist, again"},
        having={"reach": {"from": "1"}},
        order=("-reach",),
        limit=3,
        intervals=0.9,
        labels=True,
        grain="day",
    )
    by_options = succeed("query", store, *options(query), "--json").json
    by_file = succeed(
        "query", store, "--json-query", "-", "--json", stdin=json.dumps(query.to_dict())
    ).json
    assert by_options["rows"] == by_file["rows"] != []
