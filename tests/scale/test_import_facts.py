"""Importing facts: days replaced, nothing lost, and one kind of store or the other."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from keyart.core.errors import BadInput, WrongKind
from keyart.core.facts import Family
from keyart.store import ImportedPart
from tests.scale.folders import a_day, answers, day_files, imported, read, store_beside
from tests.scale.sources import DAYS, PEOPLE, PROFILES, Origin, impressions, plays, tables

QUESTION = {"measures": ["impressions", "reach", "viewers"]}


def totals(store: keyart.Store) -> tuple[int, int, int]:
    found = store.query(**QUESTION).totals
    return (found["impressions"], found["reach"], found["viewers"])


def test_a_new_store_answers_as_the_old_one(source: Origin) -> None:
    with imported(source.folder) as store:
        assert answers(store) == answers(source.store)
        by_plan = {"measures": ["reach"], "by": ["profile.plan"], "audience": "attr:plan=gold"}
        assert store.query(**by_plan).to_dicts() == source.store.query(**by_plan).to_dicts()
        assert store.check() == []
        # Ids are known as before: whoever brings them finds the same people.
        store.audiences.put("list:some", ["ann", "bob", "nobody"])
        assert store.query(measures=["reach"], audience="list:some").totals == {"reach": 2}


def test_the_account_and_what_was_rejected_come_along(source: Origin) -> None:
    with imported(source.folder) as store:
        (batch,) = store.snapshot().batches()
        assert batch.command == "import facts"
        theirs = source.store.snapshot().batches()[0].tables
        for table in ("impressions", "plays"):
            assert batch.tables[table] == theirs[table]
        rejected = store.snapshot().quarantine().drop_columns(["batch"])
        assert rejected.num_rows == len(DAYS)
        assert rejected.equals(source.store.snapshot().quarantine().drop_columns(["batch"]))


def test_the_same_again_is_neither_read_nor_published(source: Origin) -> None:
    with imported(source.folder) as store:
        report = store.import_facts(source.folder)
        assert (report.version, report.batch) == (1, None)
        assert report.notes[0] == "exposure: 0 facts on 0 days read, 3 unchanged."
        assert store.snapshot().version == 1


def test_a_day_takes_the_place_of_what_it_had_been(source: Origin) -> None:
    with imported(source.folder) as store:
        late = impressions(DAYS[1], ("eve",)), plays(DAYS[1], ("eve", "fay"))
        source.store.ingest(impressions=late[0], plays=late[1])
        report = store.import_facts(source.written("again"))
        assert report.notes[0] == "exposure: 15 facts on 1 days read, 2 unchanged."
        assert answers(store) == answers(source.store)
        assert store.check() == []
        # The account is that of the whole store: what the first import brought is not added again.
        accounts = [batch.tables["impressions"].rows for batch in store.snapshot().batches()]
        assert accounts == [39, 4]
        assert store.snapshot().quarantine().num_rows == 4


def test_days_are_replaced_as_often_as_they_change(source: Origin) -> None:
    with imported(source.folder) as store:
        for number in range(12):
            source.store.ingest(impressions=impressions(DAYS[number % 3], (f"p{number}",)))
            store.import_facts(source.written(f"facts{number}"))
            assert answers(store) == answers(source.store)
            assert store.check() == []


def test_a_folder_may_hold_only_what_is_new(source: Origin) -> None:
    with imported(source.folder) as store:
        before = totals(store)
        for family in Family:
            shutil.rmtree(a_day(source.folder, family, DAYS[0]))
        report = store.import_facts(source.folder)
        assert report.notes[0] == (
            "exposure: 0 facts on 0 days read, 2 unchanged, 1 kept that the folder lacks."
        )
        assert totals(store) == before
        report = store.import_facts(source.folder, replace=True)
        assert report.notes[0] == "exposure: 0 facts on 0 days read, 2 unchanged, 1 taken out."
        assert totals(store) == (24, 4, 4)
        assert store.check() == []


def test_a_day_without_files_has_no_facts(source: Origin) -> None:
    with imported(source.folder) as store:
        for path in a_day(source.folder, Family.EXPOSURE, DAYS[0]).iterdir():
            path.unlink()
        store.import_facts(source.folder)
        assert totals(store)[0] == 24


def test_rows_of_the_same_fact_add_up(source: Origin) -> None:
    (path,) = a_day(source.folder, Family.EXPOSURE, DAYS[0]).iterdir()
    pq.write_table(pa.concat_tables([read(path), read(path)]), path)
    with imported(source.folder) as store:
        assert totals(store) == (12 * 4, 4, 4)


def test_what_lies_beside_the_files_of_spark_is_passed_over(source: Origin) -> None:
    day = a_day(source.folder, Family.EXPOSURE, DAYS[0])
    (day / "_SUCCESS").touch()
    (day / ".part-00000.parquet.crc").write_bytes(b"sum")
    (source.folder / "facts" / "exposure" / "_temporary").mkdir()
    with imported(source.folder) as store:
        assert totals(store)[0] == 36


def test_custom_columns_are_those_that_the_store_declares(source: Origin) -> None:
    for path in day_files(source.folder, Family.EXPOSURE):
        rows = read(path)
        rows = rows.append_column("x_shelf", pa.array(["top"] * rows.num_rows))
        rows = rows.append_column("s_cost", pa.array([500_000] * rows.num_rows))
        pq.write_table(rows.append_column("x_other", pa.array(["?"] * rows.num_rows)), path)
    declared = '[dimensions]\nshelf = "impressions"\n[measures.cost]\nsum = "cost"\n'
    with imported(source.folder, declared) as store:
        notes = store.snapshot().batches()[0].notes
        assert [note for note in notes if "ignored" in note] == [
            "Column x_other of the facts is ignored: keyart.toml does not declare it."
        ]
        found = store.query(measures=["cost"], by=["shelf"]).to_dicts()
        assert found == [{"shelf": "top", "cost": 18.0}]
    # Once they are declared, the same files are read again.
    store = imported(source.folder, name="plain.keyart")
    with store, (store.root / "keyart.toml").open("a") as file:
        file.write(declared)
    with keyart.open(store.root) as store:
        assert store.import_facts(source.folder).batch == "2"
        assert store.query(measures=["cost"], by=["shelf"]).to_dicts() == found


def test_keys_of_another_salt_are_refused(source: Origin, tmp_path: Path) -> None:
    with keyart.create(tmp_path / "other.keyart") as store:
        with pytest.raises(BadInput, match="another salt") as caught:
            store.import_facts(source.folder)
        assert "--key-file" in caught.value.hint
        assert store.snapshot().version == 0


def test_a_store_holds_events_or_facts(source: Origin) -> None:
    with pytest.raises(WrongKind, match="holds events"):
        source.store.import_facts(source.folder)
    with imported(source.folder) as store:
        for table, rows in tables(DAYS[0]).items():
            with pytest.raises(WrongKind, match="holds imported facts"):
                store.ingest(**{table: rows})
        with pytest.raises(WrongKind, match="cannot take events or attribute plays"):
            store.refresh()
        with pytest.raises(WrongKind):
            store.import_upworthy("nothing.csv")
        assert store.snapshot().version == 1


def test_metadata_holds_at_once_and_facts_stay(source: Origin) -> None:
    with imported(source.folder) as store:
        moved = pa.table({"title_id": ["quiet"], "name": ["Loud"], "parent_title_id": ["heist"]})
        store.ingest(titles=moved, assets=pa.table({"asset_id": ["new"], "title_id": ["heist"]}))
        found = store.query(measures=["impressions"], by=["series"], labels=True).to_dicts()
        assert found == [{"series": "heist", "series_name": "The Heist", "impressions": 36}]
        assert store.check() == []
        # What the folder says of titles is older: it has been read already.
        store.import_facts(source.folder)
        found = store.query(measures=["impressions"], by=["title"], labels=True).to_dicts()
        assert [row["title_name"] for row in found] == ["The Heist", "Loud"]


def consent(person: str, value: str) -> pa.Table:
    return pa.table({"profile_id": [person], "consent": [value]})


def test_whoever_refuses_is_not_counted_and_whoever_agrees_again_is(source: Origin) -> None:
    with imported(source.folder) as store:
        store.ingest(profiles=consent("ann", "none"))
        assert totals(store) == (27, 3, 3)
        assert store.check() == []
        # An import that brings a day anew brings none of theirs back.
        source.store.ingest(impressions=impressions(DAYS[2], ("eve",)))
        again = source.written("again")
        store.import_facts(again)
        assert totals(store) == (30, 4, 3)
        report = store.ingest(profiles=consent("ann", "full"))
        assert "import the facts again" in report.notes[-1]
        assert totals(store) == (30, 4, 3)
        store.import_facts(again)
        assert totals(store) == (39, 5, 4)
        assert answers(store) == answers(source.store)
        assert store.check() == []


def test_consent_in_the_folder_counts_as_any(source: Origin) -> None:
    path = source.folder / "profiles.parquet"
    rows = pq.read_table(path)
    refused = pa.array(["none"] * rows.num_rows)
    at = rows.schema.get_field_index("consent")
    pq.write_table(rows.set_column(at, "consent", refused), path)
    with imported(source.folder) as store:
        # Of dan and ann and bob something is known, of cat that she wants no profile.
        assert totals(store) == (0, 0, 0)
        pq.write_table(rows, path)
        store.import_facts(source.folder)
        assert totals(store) == (36, 4, 4)


def test_affinities_are_fitted_to_imported_plays(source: Origin) -> None:
    five = range(5)  # people who watched five titles: just enough to learn from
    watched = [
        {
            "ts": f"2026-03-03T15:{who}{what}Z",
            "profile_id": f"viewer {who}",
            "title_id": f"film {what}",
            "seconds": 3600.0,
        }
        for who in five
        for what in five
    ]
    source.store.ingest(plays=pa.Table.from_pylist(watched))
    with imported(source.written("with films")) as store:
        store.ingest(profiles=consent("ann", "none"))
        card = store.audiences.fit().card
        assert card["plays"] == {
            "kept": 9 + 25,
            "from": "2026-03-01T11:30:00+00:00",
            "until": "2026-03-03T15:44:00+00:00",
        }


def test_an_export_of_imported_facts_is_the_same_folder(source: Origin, tmp_path: Path) -> None:
    with imported(source.folder) as store:
        store.export_facts(tmp_path / "second")
    for family in Family:
        first, second = (
            list(day_files(folder, family)) for folder in (source.folder, tmp_path / "second")
        )
        assert [read(path).to_pylist() for path in first] == [
            read(path).to_pylist() for path in second
        ]
    assert json.loads((tmp_path / "second" / "account.json").read_text()) == json.loads(
        (source.folder / "account.json").read_text()
    )


def test_the_store_remembers_which_days_it_has(source: Origin) -> None:
    with imported(source.folder) as store:
        parts = store.snapshot().imported
        assert parts is not None
        days = {str(part.day): own.rows for part, own in parts.items() if part.name == "exposure"}
        assert days == dict.fromkeys(DAYS, 12)
        assert parts[ImportedPart("profiles")].rows == PROFILES.num_rows
    with source.store as events:
        assert events.snapshot().imported is None


def test_an_empty_store_stays_of_no_kind(source: Origin) -> None:
    root = store_beside(source.folder)
    with keyart.open(root) as store:
        store.ingest(profiles=PROFILES)
        store.import_facts(source.folder)
        assert totals(store) == (36, len(PEOPLE), len(PEOPLE))
