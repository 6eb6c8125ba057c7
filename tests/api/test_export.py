"""Exports: the rows of the answer or the store, whole, in every format, to who may take them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.facts import Family
from keyart.store import open_snapshot
from tests.api.serving import VIEW_TOKEN, Served, serving
from tests.cli.commands import IMPRESSIONS, loaded, succeed

QUESTION = {"measures": "reach,take_rate", "by": "asset,country", "grain": "day", "labels": "true"}

ASKED: dict[str, Any] = {
    "measures": ["reach", "take_rate"],
    "by": ["asset", "country"],
    "grain": "day",
    "labels": True,
}


def read(form: str, content: bytes) -> list[dict[str, Any]]:
    """Return rows as any reader of the format finds them, times as ISO text."""
    match form:
        case "csv":
            return list(csv.DictReader(io.StringIO(content.decode())))
        case "jsonl":
            return [json.loads(line) for line in content.decode().splitlines()]
        case "parquet":
            table = pq.read_table(io.BytesIO(content))
        case _:
            table = pa.ipc.open_stream(content).read_all()
    return [plain(row) for row in table.to_pylist()]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: row[name].isoformat() for name in row if name == "time"}


def as_csv(row: dict[str, Any]) -> dict[str, str]:
    texts = {True: "true", False: "false", None: ""}
    return {
        name: texts[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in row.items()
    }


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "arrow"])
def test_an_answer_is_the_same_in_every_format(served: Served, store: Path, form: str) -> None:
    with served.client() as client:
        answer = client.get("/v1/export", params={**QUESTION, "format": form})
        again = client.get("/v1/export", params={"query": json.dumps(ASKED), "format": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="keyart-answer.{form}"'
    with keyart.open(store) as opened:
        rows = [plain(row) for row in opened.query(**ASKED).to_dicts()]
    found = read(form, answer.content)
    if form == "csv":
        rows = [as_csv(row) for row in rows]
        found = [row | {"take_rate": str(float(row["take_rate"]))} for row in found]
    assert found == rows
    assert read(form, again.content) == read(form, answer.content)


@pytest.mark.parametrize("family", Family)
def test_facts_are_taken_whole(served: Served, store: Path, family: Family) -> None:
    with served.client() as client:
        answer = client.get("/v1/export", params={"raw": family, "format": "parquet"})
    taken = pq.read_table(io.BytesIO(answer.content))
    with open_snapshot(store) as snapshot:
        stored = pa.concat_tables(s.table() for s in snapshot.segments(family))
    assert taken.num_rows == stored.num_rows
    for name in ("title", "country", "profile"):
        assert taken.column(name).to_pylist() == stored.column(name).to_pylist()
    counted = "impressions" if family is Family.EXPOSURE else "starts"
    assert sum(taken.column(counted).to_pylist()) == sum(stored.column(counted).to_pylist())
    slots = [round(time.timestamp()) // 900 for time in taken.column("time").to_pylist()]
    assert slots == stored.column("slot").to_pylist()


def test_facts_of_several_publications_have_one_form(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    more = tmp_path / "more.csv"
    more.write_text(IMPRESSIONS.replace("2026-03", "2026-02") + IMPRESSIONS.splitlines()[1] + "\n")
    succeed("ingest", store, f"--impressions={more}")
    with serving(store) as served, served.client() as client:
        for form in ("parquet", "arrow", "csv", "jsonl"):
            answer = client.get("/v1/export", params={"raw": "exposure", "format": form})
            assert len(read(form, answer.content)) == 12
        reach = client.post("/v1/query", json={"measures": ["impressions"]}).json()
    assert reach["totals"] == {"impressions": 12}


def test_rejected_rows_are_taken_whole(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "ts,profile_id,asset_id,title_id\nyesterday,ann,blue,heist\n2026-03-01,,blue,heist\n"
    )
    succeed("ingest", store, f"--impressions={bad}")
    with serving(store) as served, served.client() as client:
        answer = client.get("/v1/export", params={"raw": "quarantine", "format": "jsonl"})
    rows = read("jsonl", answer.content)
    assert [row["code"] for row in rows] == ["bad_type", "missing_value"]
    assert "ann" not in rows[0]["data"]


@pytest.mark.parametrize("raw", ["exposure", "viewing", "quarantine"])
def test_who_may_only_read_takes_answers_alone(served: Served, raw: str) -> None:
    with served.client(VIEW_TOKEN) as client:
        refused = client.get("/v1/export", params={"raw": raw})
        allowed = client.get("/v1/export", params=QUESTION)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "no_raw_export")
    assert allowed.status_code == 200


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"measures": "reach", "format": "xlsx"}, "unknown_name"),
        ({"raw": "secrets"}, "unknown_name"),
        ({"raw": "exposure", "measures": "reach"}, "bad_question"),
        ({"measure": "reach"}, "unknown_name"),
        ({"measures": "reach", "limit": "few"}, "bad_question"),
        ({"measures": "reach", "where": "country=DE"}, "bad_question"),
        ({"measures": "reach", "labels": "perhaps"}, "bad_question"),
        ({"query": "{}"}, "bad_question"),
        ({"query": "{}", "measures": "reach"}, "bad_question"),
        ({}, "bad_question"),
    ],
)
def test_what_cannot_be_exported_says_why(
    served: Served, parameters: dict[str, str], code: str
) -> None:
    with served.client() as client:
        answer = client.get("/v1/export", params=parameters)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
