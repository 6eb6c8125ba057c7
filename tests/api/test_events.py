"""Events by HTTP: what is confirmed is kept, the rest is refused, and every row is counted."""

import gzip
import json
import struct
import zlib
from collections.abc import Generator
from pathlib import Path

import httpx
import pyarrow as pa
import pytest

import keyart
from keyart.live.inbox import publish_waiting
from keyart.store import create
from keyart.store.inbox import inbox_folder, inbox_size
from tests.api.serving import VIEW_TOKEN, Served, serving
from tests.live.arriving import impression, lines, shown
from tests.scale.folders import NOW
from tests.scale.sources import make_origin

IMPRESSIONS = "/v1/events/impressions"
PLAYS = "/v1/events/plays"
LINES = {"content-type": "application/x-ndjson"}
ARROW = {"content-type": "application/vnd.apache.arrow.stream"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("events") / "live.keyart"
    keyart.create(path).close()
    return path


@pytest.fixture(scope="module")
def door(root: Path) -> Generator[Served]:
    with serving(root, events_size=1 << 20) as running:
        yield running


def post(
    door: Served, body: bytes, path: str = IMPRESSIONS, token: str | None = None, **headers: str
) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()} or LINES
    with door.client(*([token] if token else [])) as client:
        return client.post(path, content=body, headers=given)


def stream(table: pa.Table, compression: str | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Return status and code of an error, which has the one shape."""
    error = response.json()["error"]
    assert set(error) == {"code", "message", "hint"}
    assert error["message"]
    return response.status_code, error["code"]


def fresh(tmp_path: Path) -> Path:
    path = tmp_path / "fresh.keyart"
    keyart.create(path).close()
    return path


def test_events_of_every_form_are_kept_and_become_answers(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    play = {
        "ts": impression(1)["ts"],
        "profile_id": "p1",
        "title_id": "heist",
        "seconds": 600,
        "event_id": "v1",
    }
    with serving(root) as door:
        for answer in (
            post(door, lines([impression(1)])),
            post(door, lines([impression(2)]).rstrip(), content_type="application/json"),
            post(door, b"\xef\xbb\xbf" + lines([impression(3)]).replace(b"\n", b"\r\n")),
            post(door, gzip.compress(lines([impression(4)])), content_encoding="gzip"),
            post(door, stream(pa.Table.from_pylist([impression(5)])), **arrow()),
            post(door, lines([play]), PLAYS),
        ):
            assert answer.status_code == 200, answer.text
            assert answer.json() == {
                "rows": 1,
                "accepted": 1,
                "duplicate": 0,
                "updated": 0,
                "conflict": 0,
                "quarantined": 0,
                "reasons": {},
                "provisional": True,
            }
    publish_waiting(root)
    assert shown(root) == {f"a{number}": 1 for number in range(1, 6)}
    with keyart.open(root) as store:
        assert store.query(measures=["starts"]).totals == {"starts": 1}


def arrow() -> dict[str, str]:
    return {"content_type": ARROW["content-type"]}


def test_bad_rows_are_counted_at_once_and_quarantined_later(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    again = impression(1)
    body = (
        lines([again, again, impression(2, ts="2026-13-01"), {"ts": 1}])
        + b'nonsense\n\n["a list"]\n{}\n\xff\n'
    )
    with serving(root) as door:
        told = post(door, body).json()
    assert told["rows"] == 8
    assert told["duplicate"] == 1
    assert told["accepted"] == 1
    assert told["quarantined"] == sum(told["reasons"].values()) == 6
    assert told["reasons"]["malformed"] == 3
    publish_waiting(root)
    with keyart.open(root) as store:
        (batch,) = store.snapshot().batches()
    kept = batch.tables["impressions"].to_dict()
    assert kept | {"provisional": True} == told


def test_an_event_again_counts_once(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    body = lines([impression(1)])
    with serving(root) as door:
        assert post(door, body).status_code == 200
        publish_waiting(root)
        assert post(door, body).status_code == 200
        assert post(door, body).status_code == 200
    publish_waiting(root)
    assert shown(root) == {"a1": 1}


def test_nothing_is_kept_of_what_is_refused(door: Served, root: Path) -> None:
    before = inbox_size(inbox_folder(root))
    table = pa.Table.from_pylist([impression(1)])
    whole = stream(table)
    lacking = pa.Table.from_pylist([{"uid": "x", "ts": 1}])
    cases: list[tuple[bytes, dict[str, str], tuple[int, str]]] = [
        (b'[{"ts": 1}]', {}, (400, "bad_input")),
        (b"\xff\xfe{\x00}\x00", {}, (400, "bad_input")),
        (b'{"a":' * 100_000, {}, (400, "bad_input")),
        (lines([{"uid": "x", "ts": 1}]), {}, (400, "missing_column")),
        (b"{}", {}, (400, "missing_column")),
        (b"{}\n{}\n", {}, (400, "missing_column")),
        (stream(lacking), arrow(), (400, "missing_column")),
        (b"", arrow(), (400, "bad_input")),
        (b"ARROW1\0\0 and more", arrow(), (400, "bad_input")),
        (whole[:-100], arrow(), (400, "bad_input")),
        (whole[:100], arrow(), (400, "bad_input")),
        (b"\xff\xff\xff\xff\x10\0\0\0" + b"\xff" * 99, arrow(), (400, "bad_input")),
        (stream(table, "zstd"), arrow(), (400, "bad_input")),
        (whole.replace(b"event_id", b"\xffvent_id"), arrow(), (400, "bad_input")),
        (stream(pa.table({"ts": pa.nulls(1 << 22)})), arrow(), (400, "bad_input")),
        (b"{}", {"content_type": "text/csv"}, (415, "unsupported_media_type")),
        (b"{}", {"content_encoding": "br"}, (415, "unsupported_encoding")),
        (b"{}", {"content_encoding": "gzip"}, (400, "bad_input")),
        (gzip.compress(whole)[:-9], {"content_encoding": "gzip"}, (400, "bad_input")),
        (b"x" * (1 << 20) + b"x", {}, (413, "body_too_large")),
        (bomb(), {"content_encoding": "gzip"}, (413, "body_too_large")),
    ]
    for body, headers, expected in cases:
        assert refusal(post(door, body, **headers)) == expected, (body[:50], headers)
    assert inbox_size(inbox_folder(root)) == before


def bomb() -> bytes:
    """Return some kilobytes that unpack to a gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    zeros = b"0" * (1 << 24)
    return b"".join([packer.compress(zeros) for _ in range(64)]) + packer.flush()


def test_an_arrow_stream_that_lies_about_its_text_is_refused(door: Served) -> None:
    whole = stream(pa.Table.from_pylist([impression(1, profile_id="p" * 777)]))
    honest, lying = struct.pack("<ii", 0, 777), struct.pack("<ii", 0, 1 << 30)
    before, _, after = whole.rpartition(honest)
    answer = post(door, before + lying + after, **arrow())
    assert refusal(answer) == (400, "bad_input")


def test_an_empty_request_is_answered_and_keeps_nothing(door: Served, root: Path) -> None:
    before = inbox_size(inbox_folder(root))
    assert post(door, b"\n\n").json()["rows"] == 0
    assert inbox_size(inbox_folder(root)) == before


def test_who_may_only_read_brings_no_events(door: Served) -> None:
    answer = post(door, lines([impression(1)]), token=VIEW_TOKEN)
    assert refusal(answer) == (403, "read_only")


def test_senders_wait_while_events_are_not_published(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    with serving(root, inbox_size=100) as door:
        assert post(door, lines([impression(1)])).status_code == 200
        answer = post(door, lines([impression(2)]))
        assert refusal(answer) == (429, "inbox_full")
        assert int(answer.headers["retry-after"]) > 0
        publish_until_empty(root)
        assert post(door, lines([impression(2)])).status_code == 200
    publish_waiting(root)
    assert shown(root) == {"a1": 1, "a2": 1}


def publish_until_empty(root: Path) -> None:
    while inbox_size(inbox_folder(root)):
        publish_waiting(root)


def test_the_names_of_the_store_hold_at_the_door(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    (root / "keyart.toml").write_text('[map.impressions]\nprofile_id = "uid"\n', encoding="utf-8")
    row = impression(1)
    row["uid"] = row.pop("profile_id")
    with serving(root) as door:
        assert post(door, lines([row])).json()["accepted"] == 1
        assert refusal(post(door, lines([impression(2)]))) == (400, "missing_column")


def test_no_profile_id_stays_once_events_are_published(tmp_path: Path) -> None:
    root = fresh(tmp_path)
    secret = "someone@example.com"
    with serving(root) as door:
        body = lines([impression(1, profile_id=secret), {"ts": "never", "profile_id": secret}])
        assert post(door, body).json()["rows"] == 2
    publish_waiting(root)
    for path in root.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_a_request_answers_json_that_says_it_all(door: Served) -> None:
    with door.client() as client:
        described = client.get("/v1/openapi.json").json()["paths"][IMPRESSIONS]["post"]
    example = described["requestBody"]["content"]["application/x-ndjson"]["example"]
    told = post(door, example.encode()).json()
    assert told["accepted"] == 1
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == set(told)
    assert json.loads(example)["event_id"]


def test_a_store_of_imported_facts_takes_no_events(tmp_path: Path) -> None:
    root = tmp_path / "facts.keyart"
    make_origin(tmp_path)
    salt = (tmp_path / "from.keyart" / "store.key").read_text("ascii")
    create(root, now=NOW, salt=salt)
    with keyart.open(root) as store:
        store.import_facts(tmp_path / "facts")
    with serving(root) as door:
        for path in (IMPRESSIONS, PLAYS):
            assert refusal(post(door, lines([impression(1)]), path)) == (409, "wrong_kind")
        assert inbox_size(inbox_folder(root)) == 0
        with door.client() as client:
            asked = client.post("/v1/query", json={"measures": ["reach"]})
        assert asked.json()["totals"] == {"reach": 4}
