"""Facts that are not sound: an error that names the file, and nothing is published."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.errors import BadInput, KeyartError, MissingColumn
from keyart.core.facts import Family
from tests.scale.folders import a_day, answers, imported, read, store_beside
from tests.scale.sources import DAYS, Origin

Change = Callable[[pa.Table], pa.Table]


def without(name: str) -> Change:
    return lambda rows: rows.drop_columns([name])


def with_column(name: str, values: Callable[[pa.ChunkedArray], Any]) -> Change:
    def change(rows: pa.Table) -> pa.Table:
        at = rows.schema.get_field_index(name)
        return rows.set_column(at, name, values(rows.column(name)))

    return change


def first_is(value: Any) -> Callable[[pa.ChunkedArray], pa.Array]:
    return lambda old: pa.array([value, *old.to_pylist()[1:]], old.type)


LATER = datetime(2026, 3, 2, tzinfo=UTC)

ROWS = {
    "a column is missing": (without("asset"), "has no column asset"),
    "a sum is missing": (without("impressions"), "has no column impressions"),
    "no key": (without("profile_low"), "has no column profile_low"),
    "no title": (with_column("title", first_is(None)), "has rows without title"),
    "half a key": (with_column("profile_high", first_is(None)), "has rows without profile_high"),
    "no time": (with_column("time", first_is(None)), "has rows without time"),
    "no sum": (with_column("plays", first_is(None)), "has rows without plays"),
    "below 0": (with_column("plays", first_is(-1)), "has plays below 0"),
    "another day": (with_column("time", first_is(LATER)), "facts of days other than 2026-03-01"),
    "no quarter": (
        with_column("time", first_is(datetime(2026, 3, 1, 10, 7, tzinfo=UTC))),
        "not the start of a quarter of an hour",
    ),
    "a phase": (with_column("phase", first_is("guess")), "has the unknown phase 'guess'"),
    "text for a sum": (
        with_column("impressions", lambda old: old.cast(pa.string())),
        "has impressions as string instead of int64",
    ),
    "a number for text": (
        with_column("title", lambda old: pa.array(range(len(old)))),
        "has title as int64 instead of string",
    ),
    "a fraction for a sum": (
        with_column("impressions", lambda old: old.cast(pa.float64())),
        "has impressions as double",
    ),
    "a date for a time": (
        with_column("time", lambda old: old.cast(pa.date32())),
        "has time as date32",
    ),
}


@pytest.mark.parametrize(("change", "says"), ROWS.values(), ids=list(ROWS))
def test_rows_that_cannot_be_are_refused(source: Origin, change: Change, says: str) -> None:
    (path,) = a_day(source.folder, Family.EXPOSURE, DAYS[0]).iterdir()
    pq.write_table(change(read(path)), path)
    refused(source, says, path)


def refused(source: Origin, says: str, path: Path | None = None) -> KeyartError:
    with keyart.open(store_beside(source.folder)) as store:
        with pytest.raises(BadInput) as caught:
            store.import_facts(source.folder)
        assert says in caught.value.message
        assert path is None or str(path) in caught.value.message
        assert caught.value.hint
        assert store.snapshot().version == 0
        assert store.check() == []
        return caught.value


def test_what_spark_writes_otherwise_is_the_same(source: Origin) -> None:
    with imported(source.folder) as store:
        expected = answers(store)
    (path,) = a_day(source.folder, Family.EXPOSURE, DAYS[0]).iterdir()
    rows = read(path)
    for change in (
        with_column("impressions", lambda old: old.cast(pa.int32())),
        with_column("title", pc.dictionary_encode),
        with_column("device", lambda old: pa.nulls(len(old))),
        with_column("time", lambda old: old.cast(pa.timestamp("ms"))),
        without("inverse_propensity"),
    ):
        rows = change(rows)
    pq.write_table(rows.select(rows.schema.names[::-1]), path)
    with imported(source.folder, name="other.keyart") as store:
        assert answers(store) == expected


def test_half_a_file_is_refused(source: Origin) -> None:
    (path,) = a_day(source.folder, Family.VIEWING, DAYS[1]).iterdir()
    path.write_bytes(path.read_bytes()[:-40])
    refused(source, "cannot be read as Parquet", path)


def test_a_file_with_broken_pages_is_refused(source: Origin) -> None:
    (path,) = a_day(source.folder, Family.EXPOSURE, DAYS[1]).iterdir()
    data = bytearray(path.read_bytes())
    data[4:400] = bytes(396)
    path.write_bytes(data)
    refused(source, "cannot be read as Parquet", path)


def test_a_failed_import_leaves_what_was_there(source: Origin) -> None:
    with imported(source.folder) as store:
        before = answers(store)
        (good,) = a_day(source.folder, Family.EXPOSURE, DAYS[0]).iterdir()
        pq.write_table(read(good).slice(1), good)
        (bad,) = a_day(source.folder, Family.VIEWING, DAYS[2]).iterdir()
        bad.write_bytes(b"PAR1")
        with pytest.raises(BadInput):
            store.import_facts(source.folder)
        assert (store.snapshot().version, answers(store)) == (1, before)
        assert store.check() == []


def test_no_folder_and_an_empty_one(source: Origin, tmp_path: Path) -> None:
    with keyart.open(store_beside(source.folder)) as store:
        with pytest.raises(BadInput, match="does not exist"):
            store.import_facts(tmp_path / "nowhere")
        empty = tmp_path / "empty"
        empty.mkdir()
        with pytest.raises(BadInput, match=r"not a complete fact folder: it has no facts\.json"):
            store.import_facts(empty)
        (empty / "facts.json").write_text((source.folder / "facts.json").read_text())
        with pytest.raises(BadInput, match="has neither facts nor a catalogue"):
            store.import_facts(empty)


def test_a_folder_that_is_being_written_is_refused(source: Origin) -> None:
    (source.folder / "_staging").mkdir()
    (source.folder / "_staging" / "ready.json").write_text("{}")
    refused(source, "A build is writing to")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": 1, "until": "soon", "format": 1}'])
def test_what_says_nothing_of_itself_is_refused(source: Origin, text: str) -> None:
    (source.folder / "facts.json").write_text(text)
    refused(source, "facts.json is not valid")


def test_another_format_is_refused(source: Origin) -> None:
    path = source.folder / "facts.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    assert "newer" in refused(source, "in format 2").hint


@pytest.mark.parametrize("name", ["day=yesterday", "day=2026-3-1", "2026-03-01", "day="])
def test_folders_of_no_day_are_refused(source: Origin, name: str) -> None:
    (source.folder / "facts" / "viewing" / name).mkdir()
    refused(source, "is not the folder of a day")


def test_other_files_and_families_are_refused(source: Origin) -> None:
    path = a_day(source.folder, Family.EXPOSURE, DAYS[0]) / "part-00000.json.gz"
    path.touch()
    refused(source, "is not a Parquet file", path)
    path.unlink()
    (source.folder / "facts" / "listening").mkdir()
    store = keyart.open(source.folder.with_name("to.keyart"))
    with store, pytest.raises(BadInput, match="listening is not a family of facts"):
        store.import_facts(source.folder)


PROFILES = {
    "ids in the clear": (without("profile_low"), "has no column profile_low"),
    "a consent": (with_column("consent", first_is("maybe")), "has the unknown consent 'maybe'"),
    "half a key": (
        with_column("profile_high", first_is(None)),
        "must have a 64-bit integer in profile_high",
    ),
    "a word for a minor": (
        with_column("is_minor", lambda old: old.cast(pa.string())),
        "has is_minor as string instead of bool",
    ),
}


@pytest.mark.parametrize(("change", "says"), PROFILES.values(), ids=list(PROFILES))
def test_profiles_that_cannot_be_are_refused(source: Origin, change: Change, says: str) -> None:
    path = source.folder / "profiles.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    error = refused(source, says, path)
    assert isinstance(error, MissingColumn) == ("no column" in says)


def test_rows_of_the_catalogue_go_to_quarantine_as_always(source: Origin) -> None:
    path = source.folder / "titles.parquet"
    rows = pq.read_table(path)
    pq.write_table(with_column("title_id", first_is(None))(rows), path)
    with imported(source.folder) as store:
        account = store.snapshot().batches()[0].tables["titles"]
        assert account.reasons == {"missing_value": 1}
        rejected = store.snapshot().quarantine().to_pylist()
        assert [row["code"] for row in rejected if row["table"] == "titles"] == ["missing_value"]


@pytest.mark.parametrize("text", ["", "[1]", '{"batches": 3}'])
def test_an_account_that_is_none_is_refused(source: Origin, text: str) -> None:
    (source.folder / "account.json").write_text(text)
    refused(source, "account.json is not a valid account")


def test_rejected_rows_without_a_reason_are_refused(source: Origin) -> None:
    (path,) = (source.folder / "quarantine").iterdir()
    pq.write_table(without("code")(read(path)), path)
    refused(source, "has no column code", path)
