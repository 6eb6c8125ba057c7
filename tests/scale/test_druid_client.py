"""What is sent to Druid, and what is made of its answers.

The server is one of the standard library that answers as Druid does.
"""

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pyarrow as pa
import pytest

from keyart.core.errors import BadSettings, DruidError, DruidUnavailable, KeyartError, QueryTimeout
from keyart.scale.druid import sql
from keyart.scale.druid.client import AS_WRITTEN, PARQUET, SKETCHES, Cluster, Druid
from keyart.scale.druid.http import Login

ROWS = (
    '["n","share","name","at","yes","several"]\n'
    '["LONG","DOUBLE","STRING","LONG","LONG","ARRAY<STRING>"]\n'
    '["BIGINT","DOUBLE","VARCHAR","TIMESTAMP","BOOLEAN","ARRAY"]\n'
    '[9007199254740993,0.5,"a\\nb","2026-01-01T00:15:00.000Z",true,["x","y"]]\n'
    '[null,"NaN",null,null,null,null]\n\n'
)


class Answers:
    """What a server answers to all requests, and the requests that it got."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text
        self.requests: list[tuple[str, str, dict[str, str], Any]] = []


@contextmanager
def serving(answers: Answers) -> Generator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            said = json.loads(self.rfile.read(length) or "null")
            answers.requests.append((self.command, self.path, dict(self.headers), said))
            self.send_response(answers.status)
            self.end_headers()
            self.wfile.write(answers.text.encode())

        do_GET = do_DELETE = do_POST  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def asked(answers: Answers, login: Login | None = None) -> pa.Table:
    with serving(answers) as url, Druid(url, login) as druid:
        return druid.sql("SELECT ? AS n", ["it's"], query_id="q1", timeout=1.5)


def test_rows_come_with_their_types() -> None:
    found = sql.rows(ROWS)
    assert found.schema == pa.schema(
        {
            "n": pa.int64(),
            "share": pa.float64(),
            "name": pa.string(),
            "at": pa.timestamp("us", "UTC"),
            "yes": pa.bool_(),
            "several": pa.list_(pa.string()),
        }
    )
    first, second = found.to_pylist()
    at = datetime(2026, 1, 1, 0, 15, tzinfo=UTC)
    assert list(first.values()) == [9007199254740993, 0.5, "a\nb", at, True, ["x", "y"]]
    assert second["share"] != second["share"]  # not a number
    assert (second["n"], second["at"], second["several"]) == (None, None, None)


def test_no_rows_have_types_too() -> None:
    empty = "\n".join([*ROWS.split("\n")[:3], "", ""])
    assert sql.rows(empty).schema.names == sql.rows(ROWS).schema.names
    assert sql.rows(empty).num_rows == 0


def test_an_answer_that_broke_off_is_no_answer() -> None:
    with pytest.raises(DruidUnavailable, match="is incomplete"):
        sql.rows(ROWS[:-1])


def test_values_are_typed_and_never_part_of_the_text() -> None:
    berlin = datetime(2026, 1, 1, 1, 15, tzinfo=timezone(timedelta(hours=1)))
    typed = [sql.typed(value) for value in ("o'x", 7, 0.5, True, None, berlin)]
    assert [one["type"] for one in typed] == [
        "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR", "TIMESTAMP",
    ]  # fmt: skip
    assert typed[-1]["value"] == "2026-01-01 00:15:00.000"


def test_what_is_asked_says_how() -> None:
    answers = Answers(200, ROWS)
    assert asked(answers).num_rows == 2
    method, path, _, said = answers.requests[0]
    assert (method, path) == ("POST", "/druid/v2/sql")
    assert said["query"] == "SELECT ? AS n"
    assert said["parameters"] == [{"type": "VARCHAR", "value": "it's"}]
    assert said["context"] == {**AS_WRITTEN, "sqlQueryId": "q1", "timeout": 1500}
    assert AS_WRITTEN == {"useApproximateTopN": False, "sqlReverseLookup": False}


def test_a_query_is_stopped_by_its_id() -> None:
    answers = Answers(404, "")
    with serving(answers) as url, Druid(url) as druid:
        druid.cancel("a/b")
    assert answers.requests[0][:2] == ("DELETE", "/druid/v2/sql/a%2Fb")


@pytest.mark.parametrize(
    ("login", "sent"),
    [
        (Login(), None),
        (Login(user="ann", password="pass"), "Basic YW5uOnBhc3M="),
        (Login(token="t0ken"), "Bearer t0ken"),
    ],
)
def test_who_asks_says_so(login: Login, sent: str | None) -> None:
    answers = Answers(200, ROWS)
    asked(answers, login)
    headers = {name.lower(): value for name, value in answers.requests[0][2].items()}
    assert headers.get("authorization") == sent
    assert "t0ken" not in repr(login)
    assert "pass" not in repr(login).replace("password", "")


REFUSED = {
    "error": "druidException",
    "errorCode": "invalidInput",
    "category": "INVALID_INPUT",
    "errorMessage": "Column 'nope' not found",
}


@pytest.mark.parametrize(
    ("status", "text", "kind", "words"),
    [
        (400, json.dumps(REFUSED), DruidError, "Column 'nope' not found"),
        (504, json.dumps({"error": "Query timeout", "errorMessage": "[q1] timed out"}),
         QueryTimeout, "timed out"),
        (504, json.dumps({**REFUSED, "category": "TIMEOUT"}), QueryTimeout, "time limit"),
        (401, "who?", DruidUnavailable, "KEYART_DRUID_TOKEN"),
        (500, "<html>oh no</html>", DruidError, "oh no"),
        (500, "[1]", DruidError, "500"),
    ],
)  # fmt: skip
def test_refusals_are_in_druids_words(
    status: int, text: str, kind: type[KeyartError], words: str
) -> None:
    with pytest.raises(kind, match=words) as refused:
        asked(Answers(status, text))
    assert type(refused.value) is kind


def test_an_error_says_of_what_kind_it_is() -> None:
    with pytest.raises(DruidError) as refused:
        asked(Answers(400, json.dumps(REFUSED)))
    assert (refused.value.error_code, refused.value.category) == ("invalidInput", "INVALID_INPUT")


def test_what_is_not_druid_is_said_to_be_so() -> None:
    answers = Answers(200, "<html>")
    refused = pytest.raises(DruidUnavailable, match="did not answer as Druid does")
    with serving(answers) as url, Druid(url) as druid, refused:
        druid.cluster()


def test_nobody_there() -> None:
    with serving(Answers(200, "")) as url:
        pass
    with Druid(url) as druid, pytest.raises(DruidUnavailable, match="cannot be reached"):
        druid.cluster()


@pytest.mark.parametrize("url", ["", "druid:8888", "ftp://druid", "http://"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(BadSettings, match="address of Druid"):
        Druid(url)


def _status(*extensions: str) -> str:
    modules = [{"name": "M", "artifact": name} for name in extensions]
    return json.dumps({"version": "33.0.0", "modules": [*modules, {"name": "no artifact"}]})


def test_a_cluster_says_what_it_has_loaded() -> None:
    with serving(Answers(200, _status(SKETCHES))) as url, Druid(url) as druid:
        assert druid.require_sketches() == Cluster("33.0.0", (SKETCHES,))
        assert not druid.cluster().has(PARQUET)


def test_without_sketches_it_is_of_no_use() -> None:
    missing = pytest.raises(DruidError, match=f"{SKETCHES}.*loadList")
    with serving(Answers(200, _status(PARQUET))) as url, Druid(url) as druid, missing:
        druid.require_sketches()
