"""`check` finds each kind of damage, and none where there is none."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keyart.core.errors import StoreDamaged
from keyart.core.facts import Family
from keyart.core.ids import keys
from keyart.core.report import Account, Report
from keyart.store import PairSet, check, create, open_snapshot, publication, sorted_keys
from keyart.store.files.block_sums import file_sums
from keyart.store.files.disk import checksum
from tests.store.store_rows import DAY, FAST, NOW, Row, events, facts, vocabularies

pytestmark = pytest.mark.kernels


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("check") / "store"
    create(root, now=NOW, config_text=FAST.format(max_segments=16))
    rows: list[Row] = [
        {"title": i % 3, "profile": i % 4, "slot": i, "asset": i % 2, "impressions": i}
        for i in range(40)
    ]
    with publication(root, command="test", now=NOW) as p:
        ordinals, _ = p.ordinals(sorted_keys(keys("salt", "abcd")))
        p.add_segment(Family.EXPOSURE, [facts(Family.EXPOSURE, rows)], vocabularies())
        p.add_segment(Family.VIEWING, [facts(Family.VIEWING, rows)], vocabularies())
        kept: list[Row] = [
            {
                "title": "t",
                "profile": i % 4,
                "ts": 18_000 * DAY + i,
                "event_id": str(i),
                "number": i,
            }
            for i in range(9)
        ]
        p.add_events("plays", [events(kept)])
        p.add_contested_ids("plays", np.array([3, 9], np.uint64))
        p.put_metadata("titles", pa.table({"title_id": ["a", "b"], "name": ["A", "B"]}))
        p.put_profiles(ordinals, pa.table({"consent": ["none"] * 4, "plan": ["x"] * 4}))
        p.put_list("list:vip", ordinals)
        p.define_segment("segment:a", "list:vip", None, "Ana")
        p.define_segment("segment:a", "not list:vip", "better", None)
        bad = {name: ["x"] for name in ("file", "code", "column", "message", "data")}
        p.quarantine("plays", pa.table({**bad, "row": [1]}))
        report = Report({"plays": Account(rows=10, accepted=9)})
        report.batches["plays"].reject("bad_type", 1)
        p.set_report(report)
        p.commit()
    with publication(root, command="test", now=NOW) as p:
        p.hide(PairSet(profiles=np.array([0], np.uint32)))
        p.commit()
    return root


@pytest.fixture
def store(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "store")
    return tmp_path / "store"


def problems(root: Path) -> str:
    return "\n".join(map(str, check(root)))


def test_a_good_store_has_no_findings(store: Path) -> None:
    assert problems(store) == ""


def files(root: Path) -> Iterator[Path]:
    return (path for path in (root / "data").rglob("*.*") if path.suffix in {".arrow", ".parquet"})


def test_every_file_that_is_missing_cut_or_changed_is_found(store: Path) -> None:
    names = [str(path.relative_to(store / "data")) for path in files(store)]
    assert len(names) >= 14
    for name in names:
        path = store / "data" / name
        whole = path.read_bytes()
        path.unlink()
        assert f"{name} is missing" in problems(store)
        path.write_bytes(whole[:-1])
        assert f"{name} has {len(whole) - 1} bytes" in problems(store)
        path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        assert f"{name} has changed" in problems(store)
        path.write_bytes(whole)
    assert problems(store) == ""


def arrow(pattern: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    """Rewrite an Arrow file as if it had been written wrongly, checksum and all."""

    def damage(root: Path) -> None:
        (path,) = [p for p in root.rglob(pattern) if p.name.count(".") == pattern.count(".")]
        with pa.memory_map(str(path)) as source:
            table = change(pa.ipc.open_file(source).read_all())
        draft = path.with_suffix(".draft")
        with pa.OSFile(str(draft), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        draft.rename(path)
        reseal(root, path)

    return damage


def parquet(pattern: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    def damage(root: Path) -> None:
        (path,) = root.rglob(pattern)
        table = change(pq.read_table(path))
        pq.write_table(table, path)
        reseal(root, path)

    return damage


def reseal(root: Path, path: Path) -> None:
    sealed, name = checksum(path), str(path.relative_to(root / "data"))
    values = (sealed.bytes, sealed.checksum, name)
    sql(root, "UPDATE file SET bytes = ?, checksum = ? WHERE name = ?", *values)
    sql(root, "UPDATE block SET sums = ? WHERE name = ?", file_sums(path).tobytes(), name)
    sql(root, "DELETE FROM seal")


def sql(root: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(root / "catalog.sqlite")
    with connection:
        connection.execute(statement, values)
    connection.close()


def replaced(name: str, values: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        field = table.schema.field(name)
        return table.set_column(
            table.schema.get_field_index(name), field, pa.array(values, field.type)
        )

    return change


def reversed_rows(table: pa.Table) -> pa.Table:
    return table.take(pa.array(range(table.num_rows)[::-1]))


def unordered_titles(table: pa.Table) -> pa.Table:
    """The same rows, sorted by profile only; the dictionaries stay whole."""
    return table.sort_by("profile")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "order of facts": (arrow("exposure-0*.arrow", unordered_titles), "not sorted by title"),
    "rows of facts": (arrow("exposure-0*.arrow", lambda t: t.slice(1)), "has 39 rows"),
    "sums": (
        arrow("viewing-0*.arrow", lambda t: replaced_sum(t, -1)),
        "has a sum starts below 0",
    ),
    "profiles of facts": (
        arrow("viewing-0*.arrow", replaced("profile", [9] * 40)),
        "has profiles that the store does not know",
    ),
    "slots of facts": (
        arrow("viewing-0*.arrow", replaced("slot", [99] * 40)),
        "has slots that the catalogue does not know",
    ),
    "columns of facts": (
        arrow("viewing-0*.arrow", lambda t: t.drop_columns(["watch_ms"])),
        "has no column watch_ms",
    ),
    "title index": (
        arrow("exposure-0*.index.arrow", lambda t: t.slice(1)),
        "title index that is not its own",
    ),
    "hidden rows": (
        arrow("viewing-hidden-*.arrow", lambda t: replaced("row", [77] * t.num_rows)(t)),
        "hides rows that its segment does not have",
    ),
    "order of hidden rows": (
        arrow("viewing-hidden-*.arrow", reversed_rows),
        "is not sorted",
    ),
    "rows of events": (parquet("plays-0*.parquet", lambda t: t.slice(1)), "has 8 rows"),
    "bounds of events": (
        parquet("plays-0*.parquet", replaced("ts", [5] * 9)),
        "has timestamps that the catalogue does not know",
    ),
    "profiles of events": (
        parquet("plays-0*.parquet", replaced("profile", [9] * 9)),
        "has profiles that the store does not know",
    ),
    "ids of events": (
        parquet("plays-0*.parquet", replaced("event_id", ["new"] * 9)),
        "ids that the index lacks",
    ),
    "order of ids": (arrow("plays-ids-*.arrow", reversed_rows), "is not sorted"),
    "order of contested ids": (arrow("plays-contested-*.arrow", reversed_rows), "is not sorted"),
    "order of keys": (arrow("keys-*.arrow", reversed_rows), "is not sorted"),
    "ordinals twice": (arrow("keys-*.arrow", replaced("ordinal", [0] * 4)), "has an ordinal twice"),
    "ordinals unknown": (
        arrow("keys-*.arrow", replaced("ordinal", [9] * 4)),
        "has ordinals that were never given",
    ),
    "key bits": (arrow("bits-*.arrow", replaced("bits", [0] * 4)), "top bits are not those"),
    "number of key bits": (arrow("bits-*.arrow", lambda t: t.slice(1)), "key bits of 3 of 4"),
    "consent": (arrow("profiles-*.arrow", replaced("consent", [7] * 4)), "unknown consent"),
    "metadata keys": (
        arrow("titles-*.arrow", replaced("title_id", ["a", "a"])),
        "has a key twice",
    ),
    "metadata columns": (
        arrow("titles-*.arrow", lambda t: t.drop_columns(["name"])),
        "lacks columns",
    ),
    "order of lists": (arrow("list-*.arrow", reversed_rows), "is not sorted"),
    "profiles of lists": (
        arrow("list-*.arrow", replaced("profile", [0, 1, 2, 9])),
        "has profiles that the store does not know",
    ),
    "history of segments": (
        arrow("definitions-*.arrow", replaced("revision", [1, 3])),
        "lacks a part of the history of segment:a",
    ),
    "order of segments": (
        arrow("definitions-*.arrow", replaced("version", [1, 0])),
        "has the history of segment:a in another order",
    ),
    "versions of segments": (
        arrow("definitions-*.arrow", replaced("version", [1, 9])),
        "of a later version",
    ),
    "columns of segments": (
        arrow("definitions-*.arrow", lambda t: t.drop_columns(["owner"])),
        "has other columns than definitions have",
    ),
    "rows of quarantine": (
        parquet("plays-quarantine-*.parquet", lambda t: t.slice(1)),
        "has 0 rows, not 1",
    ),
    "accounts": (
        lambda root: sql(root, "UPDATE account SET accepted = 8"),
        "has 10 rows but accounts for 9",
    ),
    "reasons": (
        lambda root: sql(root, "UPDATE account SET reasons = '{}'"),
        "quarantined rows without a reason",
    ),
    "no key": (lambda root: (root / "store.key").unlink(), "store.key is missing"),
    "open key": (lambda root: (root / "store.key").chmod(0o644), "read by others"),
    "short key": (
        lambda root: (root / "store.key").write_text("abc"),
        "has not 32 characters",
    ),
}


def replaced_sum(table: pa.Table, value: int) -> pa.Table:
    at = table.schema.get_field_index("starts")
    return table.set_column(at, "starts", pa.array([value] * table.num_rows, pa.int64()))


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_with_the_right_checksum_is_found(store: Path, kind: str) -> None:
    damage, expected = DAMAGE[kind]
    damage(store)
    assert expected in problems(store)


def test_a_damaged_catalogue_is_said_so(store: Path) -> None:
    sql(store, "PRAGMA journal_mode = DELETE")
    path = store / "catalog.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(2000) + whole[len(whole) // 2 + 2000 :])
    assert "catalog.sqlite" in problems(store)


def test_a_truncated_file_is_an_error_not_a_crash(store: Path) -> None:
    (path,) = (p for p in store.rglob("exposure-0*.arrow") if p.name.count(".") == 1)
    path.write_bytes(path.read_bytes()[:-100])
    with open_snapshot(store) as snapshot, pytest.raises(StoreDamaged, match="bytes where"):
        snapshot.segments(Family.EXPOSURE)[0].table()
