"""Odd and damaged files, made from seeds: the name of each, and how it is made."""

import gzip
import io
import json
import os
import random
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 40
SEED = 7

Write = Callable[[Path], None]
"""Makes a file, or what only looks like one, at a path."""

Columns = dict[str, list[Any]]


def columns(rows: int = ROWS) -> Columns:
    """Return impressions, all good."""
    begin = datetime(2026, 3, 1, 18, tzinfo=UTC)
    return {
        "ts": [(begin + timedelta(minutes=n)).isoformat() for n in range(rows)],
        "profile_id": [f"p{n % 17}" for n in range(rows)],
        "asset_id": [f"a{n % 3}" for n in range(rows)],
        "title_id": ["heist"] * rows,
        "country": ["DE", "LU"] * (rows // 2),
        "position": list(range(rows)),
    }


def _csv(delimiter: str = ",", end: str = "\n") -> bytes:
    given = columns()
    lines = [
        delimiter.join(given),
        *(delimiter.join(map(str, row)) for row in zip(*given.values(), strict=True)),
    ]
    return "".join(f"{line}{end}" for line in lines).encode()


def _lines() -> bytes:
    given = columns()
    rows = (dict(zip(given, row, strict=True)) for row in zip(*given.values(), strict=True))
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _parquet(table: pa.Table | None = None, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns()) if table is None else table, sink, **options)
    return sink.getvalue()


def _ipc() -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, pa.table(columns()).schema) as writer:
        writer.write_table(pa.table(columns()))
    return sink.getvalue()


def _with(**more: pa.Array | list[Any]) -> pa.Table:
    return pa.table({**columns(), **more})


def _flipped(data: bytes, seed: int, count: int) -> bytes:
    chance, found = random.Random(seed), bytearray(data)
    for _ in range(count):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _put(data: bytes) -> Write:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def damaged() -> Iterator[tuple[str, Write]]:
    """Yield good files that were cut off, or of which bits were flipped."""
    whole = {
        "csv": _csv(),
        "jsonl": _lines(),
        "parquet": _parquet(row_group_size=10),
        "csv.gz": gzip.compress(_csv(), mtime=0),
        "jsonl.zst": pa.compress(_lines(), codec="zstd", asbytes=True),
        "snappy.parquet": _parquet(compression="snappy", use_dictionary=False),
    }
    for kind, data in whole.items():
        for share in (0.01, 0.3, 0.7, 0.99):
            yield f"cut-{share:g}.{kind}", _put(data[: int(len(data) * share)])
        for seed, count in ((1, 1), (2, 8), (3, 64), (4, 512)):
            yield f"flipped-{count}.{kind}", _put(_flipped(data, SEED + seed, count))
    yield "other-bytes.parquet", _put(random.Random(SEED).randbytes(4000))
    yield "other-bytes.csv", _put(random.Random(SEED).randbytes(4000))
    yield "other-bytes.jsonl", _put(random.Random(SEED).randbytes(4000))


def mislabelled() -> Iterator[tuple[str, Write]]:
    """Yield files that are not what their names say."""
    yield "text.parquet", _put(_csv())
    yield "text.csv.gz", _put(_csv())
    yield "text.jsonl.zst", _put(_lines())
    yield "parquet.csv", _put(_parquet())
    yield "parquet.jsonl", _put(_parquet())
    yield "gzip.csv", _put(gzip.compress(_csv()))
    yield "zstd.csv.gz", _put(pa.compress(_csv(), codec="zstd", asbytes=True))
    yield "csv.tsv", _put(_csv())
    yield "csv.jsonl", _put(_csv())
    yield "lines.csv", _put(_lines())
    yield "ipc.parquet", _put(_ipc())
    yield "ipc-cut.csv", _put(_ipc()[:500])
    yield "magic.parquet", _put(b"PAR1" + b"\0" * 100 + b"PAR1")
    yield "encrypted.parquet", _put(b"PARE" + _parquet()[4:-4] + b"PARE")
    yield "array.json", _put(json.dumps([columns()]).encode())
    yield "unknown.xlsx", _put(b"PK\3\4")
    yield "no-suffix", _put(_csv())


def texts() -> Iterator[tuple[str, Write]]:
    """Yield text that is odd in its letters, lines, quotes and delimiters."""
    good = _csv()
    yield "cr.csv", _put(_csv(end="\r"))
    yield "crlf.csv", _put(_csv(end="\r\n"))
    yield "mixed-ends.csv", _put(good.replace(b"\n", b"\r", 5).replace(b"\n", b"\r\n", 5))
    yield "cr-within.csv", _put(good.replace(b"heist", b"hei\rst"))
    yield "mark.csv", _put(b"\xef\xbb\xbf" + good)
    yield "utf-16.csv", _put(good.decode().encode("utf-16"))
    yield "utf-16-be.csv", _put(good.decode().encode("utf-16-be"))
    yield "utf-32.csv", _put(good.decode().encode("utf-32"))
    yield "latin.csv", _put(good.replace(b"heist", b"h\xe9ist"))
    yield "nul.csv", _put(good.replace(b"heist", b"he\0st"))
    yield "nul-header.csv", _put(b"\0" + good)
    yield "empty.csv", _put(b"")
    yield "blank.csv", _put(b"\n\n\r\n  \n")
    yield "mark-only.csv", _put(b"\xef\xbb\xbf")
    yield "header-only.csv", _put(good.split(b"\n")[0] + b"\n")
    yield "header-no-end.csv", _put(good.split(b"\n")[0])
    yield "no-header.csv", _put(good.split(b"\n", 1)[1])
    yield "hash.csv", _put(_csv("#"))
    yield "semicolon.csv", _put(_csv(";"))
    yield "tabs.csv", _put(_csv("\t"))
    yield "quote.csv", _put(b'"' + good)
    yield "quotes.csv", _put(good.replace(b"heist", b'"heist'))
    yield "open-quote-header.csv", _put(b'ts,"profile_id,asset_id\n' + good)
    yield "twice.csv", _put(good.replace(b"country", b"ts"))
    yield "twice-unused.csv", _put(good.replace(b"country", b"x").replace(b"position", b"x"))
    yield "nameless.csv", _put(good.replace(b"country", b"").replace(b"position", b""))
    yield "long-name.csv", _put(good.replace(b"country", b"c" * 200_000))
    yield "many-columns.csv", _put(b",".join(b"c%d" % n for n in range(20_000)) + b"\n" + good)
    yield "long-value.csv", _put(good.replace(b"heist", b"h" * 200_000, 1))
    yield "ragged.csv", _put(good.replace(b"DE,", b"DE,,,"))
    yield "huge-numbers.csv", _put(good.replace(b"heist,DE,", b"heist,DE,9" + b"9" * 400))
    yield "far-times.csv", _put(good.replace(b"2026", b"99999"))
    yield "formula.csv", _put(good.replace(b"heist", b"=cmd()"))


def objects() -> Iterator[tuple[str, Write]]:
    """Yield JSON lines that are odd."""
    good = _lines()
    first = good.split(b"\n")[0]
    nest = b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n"
    yield "deep.jsonl", _put(nest)
    yield "deep-later.jsonl", _put(good + nest)
    yield "deep-list.jsonl", _put(good + b'{"ts":' + b"[" * 5000 + b"]" * 5000 + b"}\n")
    yield "open-deep.jsonl", _put(b"[" * 100_000)
    yield "deep-value.jsonl", _put(good.replace(b'"heist"', b'{"a":' * 900 + b"1" + b"}" * 900, 1))
    yield "objects-empty.jsonl", _put(b"{}\n{}\n")
    yield "some-empty.jsonl", _put(good + b"{}\n")
    yield "scalars.jsonl", _put(b'1\n"x"\nnull\ntrue\n')
    yield "twice.jsonl", _put(good + first.replace(b'"country"', b'"ts"') + b"\n")
    yield "huge.jsonl", _put(good.replace(b'"position": 1,', b'"position": ' + b"9" * 5000 + b","))
    yield "far.jsonl", _put(good.replace(b'"position": ', b'"position": 1e999, "x": '))
    yield "nan.jsonl", _put(good.replace(b'"position": ', b'"position": NaN, "x": '))
    yield "surrogate.jsonl", _put(good.replace(b"heist", b"\\ud800"))
    yield "nul.jsonl", _put(good.replace(b"heist", b"\\u0000"))
    yield "bad-escape.jsonl", _put(good.replace(b"heist", b"\\q"))
    yield "lists.jsonl", _put(good.replace(b'"heist"', b'["heist", ["x"]]'))
    yield "pretty.json", _put(json.dumps({"ts": 1, "profile_id": "p"}, indent=1).encode())
    yield "cr.jsonl", _put(good.replace(b"\n", b"\r"))
    yield "empty.jsonl", _put(b"")
    yield "marked.jsonl", _put(b"\xef\xbb\xbf" + good)
    yield "many-keys.jsonl", _put(json.dumps({f"k{n}": n for n in range(20_000)}).encode() + b"\n")


def tables() -> Iterator[tuple[str, Write]]:
    """Yield Parquet files of odd types and shapes."""
    n = ROWS
    kinds: dict[str, Any] = {
        "decimals": {"position": pa.array([Decimal("1.5")] * n, pa.decimal128(38, 10))},
        "wide-decimals": {"position": pa.array([Decimal(10) ** 60] * n, pa.decimal256(70, 2))},
        "dates": {"ts": pa.array([date(2026, 3, 1)] * n)},
        "far-dates": {"ts": pa.array([2**30] * n, pa.int32()).view(pa.date32())},
        "nanoseconds": {"ts": pa.array([2**62] * n, pa.timestamp("ns"))},
        "local-times": {"ts": pa.array([datetime(2026, 3, 1)] * n)},  # noqa: DTZ001
        "clock": {"ts": pa.array([1] * n, pa.time64("us"))},
        "dictionary": {"title_id": pa.array(["heist"] * n).dictionary_encode()},
        "lists": {"title_id": pa.array([["heist"]] * n)},
        "structs": {"title_id": pa.array([{"a": 1}] * n)},
        "maps": {"country": pa.array([[("a", 1)]] * n, pa.map_(pa.string(), pa.int8()))},
        "nested": {"country": pa.array([[{"a": [{"b": [1]}]}]] * n)},
        "bytes": {"title_id": pa.array([b"\xff\xfe"] * n)},
        "fixed": {"country": pa.array([b"DE"] * n, pa.binary(2))},
        "unsigned": {"position": pa.array([2**64 - 1] * n, pa.uint64())},
        "halves": {"position": pa.array([1.5] * n, pa.float32()).cast(pa.float16())},
        "no-number": {"position": pa.array([float("nan"), float("inf")] * (n // 2))},
        "nulls": {"title_id": pa.nulls(n)},
        "all-null": {name: pa.nulls(n) for name in columns()},
        "other": {"x": pa.array([[1, 2]] * n), "y": pa.array([{"a": None}] * n)},
        "truths": {"ts": pa.array([True] * n)},
        "large-text": {"title_id": pa.array(["heist"] * n, pa.large_string())},
    }
    for name, more in kinds.items():
        yield f"{name}.parquet", partial(_write_table, _with(**more))
    yield "no-rows.parquet", partial(_write_table, _with().slice(0, 0))
    yield "no-columns.parquet", partial(_write_table, pa.table({}))
    yield (
        "unnamed.parquet",
        partial(_write_table, _with().rename_columns(["", *list(columns())[1:]])),
    )
    names = [*list(columns())[:-1], "ts"]
    yield "twice.parquet", partial(_write_table, _with().rename_columns(names))
    yield (
        "twice-unused.parquet",
        partial(_write_table, _with().rename_columns([*list(columns())[:-2], "x", "x"])),
    )
    yield "old-version.parquet", partial(_write_table, _with(), version="1.0")
    yield "many-groups.parquet", partial(_write_table, _with(), row_group_size=1)


def _write_table(table: pa.Table, path: Path, **options: Any) -> None:
    pq.write_table(table, path, **options)


def places() -> Iterator[tuple[str, Write]]:
    """Yield what is no file at all, though it is called like one."""
    yield "folder.csv", Path.mkdir
    yield "pipe.csv", os.mkfifo
    yield "loop.csv", lambda path: path.symlink_to(path)
    yield "gone.csv", lambda path: path.symlink_to(path.with_name("nothing.csv"))
    yield "endless.csv", lambda path: path.symlink_to("/dev/zero")
    yield "nothing.jsonl", lambda path: path.symlink_to("/dev/null")
    yield "socket.csv", _socket


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def bombs() -> Iterator[tuple[str, Write]]:
    """Yield small files that unpack to much."""
    yield "bomb.csv.gz", _put(gzip.compress(_csv() + b"x" * (80 << 20), 1))
    yield "bomb.jsonl.gz", _put(gzip.compress(b" " * (80 << 20), 1))


GROUPS = (damaged, mislabelled, texts, objects, tables, places, bombs)


def odd_files() -> dict[str, Write]:
    """Return all of them by name; the same with every call."""
    return {name: write for group in GROUPS for name, write in group()}
