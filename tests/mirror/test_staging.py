"""What Druid should hold of a store, and what has to be loaded."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from keyart.core.druid import DruidSettings
from keyart.core.errors import StoreBusy, UnknownName
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.mirror.changes import FamilyChange
from keyart.mirror.content import content_of, lookups_of
from keyart.mirror.replacement import DAY, MONTH, chunk_name, interval, merge_intervals, unit_for
from keyart.mirror.staging import Staging, fact_days_of, folder_for
from keyart.scale.druid.layout import lookup, people
from keyart.scale.druid.segments import DruidSegment
from keyart.scale.facts.files import FactFormat
from keyart.store import Snapshot
from tests.oracles.small import SMALL
from tests.oracles.world import publish

SETTINGS = DruidSettings()
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with publish(SMALL, tmp_path_factory.mktemp("small") / "store") as found:
        yield found


def staged(
    snapshot: Snapshot,
    folder: Path,
    settings: DruidSettings = SETTINGS,
    *,
    there: tuple[DruidSegment, ...] = (),
    held: dict[str, str] | None = None,
) -> FamilyChange:
    content = content_of(snapshot, settings)
    days = fact_days_of(snapshot, settings.retention, NOW).retained(Family.EXPOSURE)
    staging = Staging(snapshot, content, Family.EXPOSURE, FactFormat.JSON_LINES, days)
    return staging.write_changes(folder, settings, there, held or {}, Silent())


def rows(change: FamilyChange) -> list[dict[str, Any]]:
    files = [file for chunk in change.chunks for file in chunk.files]
    lines = [
        line for file in files for line in gzip.decompress(file.read_bytes()).decode().splitlines()
    ]
    return [json.loads(line) for line in lines]


def segment(name: str) -> DruidSegment:
    start, end = interval(name)
    return DruidSegment(name, start, end, 1, is_tombstone=False)


def test_files_have_columns_derived_from_ids(snapshot: Snapshot, tmp_path: Path) -> None:
    change = staged(snapshot, tmp_path)
    found = rows(change)
    assert change.rows == len(found) == 6
    first = next(row for row in found if row["asset"] == "a1" and row["position"] == "0")
    assert first["genre"] == ["crime", "drama"]
    assert "list:all" in first["audience"]
    assert "profile_high" not in first
    minor = next(row for row in found if row["protected"] == "yes")
    assert minor["audience"] == []


def test_settings_select_what_is_loaded(snapshot: Snapshot, tmp_path: Path) -> None:
    settings = replace(SETTINGS, dimensions=(), audiences=("list",), lg_k=12)
    content = content_of(snapshot, settings)
    assert set(content.audiences) == {name for name in SMALL.lists if name.startswith("list:")}
    assert "x_shelf" not in content.tables[Family.EXPOSURE].dimensions
    assert content.tables[Family.EXPOSURE].lg_k == 12
    assert people("qualified_plays") in content.tables[Family.EXPOSURE].columns
    assert "x_shelf" not in rows(staged(snapshot, tmp_path, settings))[0]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"attributes": ("nothing",)}, "nothing"),
        ({"dimensions": ("shelve",)}, "shelve"),
        ({"audiences": ("list:none",)}, "list:none"),
    ],
)
def test_unknown_names_in_settings(snapshot: Snapshot, wrong: dict[str, Any], name: str) -> None:
    with pytest.raises(UnknownName, match=name) as refused:
        content_of(snapshot, replace(SETTINGS, **wrong))
    assert "[druid]" in refused.value.hint


def test_lookups_are_text_of_ids_that_occur(snapshot: Snapshot) -> None:
    found = lookups_of(snapshot, "p")
    assert found[lookup("p", "title", "titles", "runtime_seconds")] == {"film": "6000.0"}
    launched = int(datetime(2026, 1, 5, 12, tzinfo=UTC).timestamp()) * 1_000_000
    assert found[lookup("p", "title", "age", "launched_at")] == {"film": str(launched)}
    assert found[lookup("p", "title", "series")]["pilot"] == "show"
    assert found[lookup("p", "country", "regions")]["JP"] == "APAC"
    assert "unseen" not in found[lookup("p", "title", "titles", "name")]


def test_names_of_lookups_fit_into_addresses() -> None:
    odd = {lookup("p", "title", "titles", name) for name in ("a/b", "a b", "a.b", "a_b", "ü?")}
    assert len(odd) == 5
    assert not {sign for name in odd for sign in name} & set("/ ?#%ü")


def test_chunks_in_druid_need_no_file(snapshot: Snapshot, tmp_path: Path) -> None:
    before = staged(snapshot, tmp_path / "a")
    held = {f"exposure/{chunk.name}": chunk.digest for chunk in before.chunks}
    there = (segment("2026-01"),)
    again = staged(snapshot, tmp_path / "b", there=there, held=held)
    assert [chunk.files for chunk in again.chunks] == [()]
    assert again.rows == before.rows
    assert not list((tmp_path / "b").rglob("*.gz"))


def test_chunks_lost_by_druid_are_loaded_again(snapshot: Snapshot, tmp_path: Path) -> None:
    held = {f"exposure/{c.name}": c.digest for c in staged(snapshot, tmp_path / "a").chunks}
    assert staged(snapshot, tmp_path / "b", held=held).new


def test_other_columns_or_sketches_are_another_content(snapshot: Snapshot, tmp_path: Path) -> None:
    held = {f"exposure/{c.name}": c.digest for c in staged(snapshot, tmp_path / "a").chunks}
    for number, wrong in enumerate(({"lg_k": 12}, {"granularity": "1h"}, {"audiences": ()})):
        settings = replace(SETTINGS, **wrong)
        folder, there = tmp_path / str(number), (segment("2026-01"),)
        assert staged(snapshot, folder, settings, there=there, held=held).new


def test_intervals_without_facts_are_dropped(snapshot: Snapshot, tmp_path: Path) -> None:
    before = staged(snapshot, tmp_path / "a")
    held = {f"exposure/{chunk.name}": chunk.digest for chunk in before.chunks}
    there = (segment("2025-12"), segment("2026-01"), segment("2026-02-05"))
    found = staged(snapshot, tmp_path / "b", there=there, held=held)
    assert found.stale == (interval("2025-12"), interval("2026-02-05"))
    assert not found.new


def test_chunks_of_another_size_are_replaced_together(snapshot: Snapshot, tmp_path: Path) -> None:
    before = staged(snapshot, tmp_path / "a")
    held = {f"exposure/{chunk.name}": chunk.digest for chunk in before.chunks}
    there = (segment("2026-01"), segment("2026-01-05"))
    found = staged(snapshot, tmp_path / "b", there=there, held=held)
    assert found.new
    assert found.stale == (interval("2026-01-05"),)


def test_large_days_have_their_own_chunks(snapshot: Snapshot, tmp_path: Path) -> None:
    found = staged(snapshot, tmp_path, replace(SETTINGS, rows_per_segment=5))
    assert found.unit == DAY
    assert [chunk.name for chunk in found.chunks] == ["2026-01-05", "2026-01-07", "2026-01-08"]


def test_facts_older_than_the_retention_are_not_loaded(snapshot: Snapshot, tmp_path: Path) -> None:
    back = NOW - datetime(2026, 1, 8, 1, tzinfo=UTC)
    settings = replace(SETTINGS, retention=back / timedelta(seconds=1))
    assert staged(snapshot, tmp_path, settings).rows == 2


def test_one_load_at_a_time(tmp_path: Path) -> None:
    with folder_for(tmp_path) as folder:
        (folder / "file").touch()
        with pytest.raises(StoreBusy, match="Another load is running"), folder_for(tmp_path):
            pass
        assert (folder / "file").exists()
    assert not folder.exists()
    with folder_for(tmp_path) as folder:
        assert not list(folder.iterdir())


def test_chunks_of_the_calendar() -> None:
    assert interval("2026-12")[1] == datetime(2027, 1, 1, tzinfo=UTC)
    assert interval("2028-02-29")[1] == datetime(2028, 3, 1, tzinfo=UTC)
    assert chunk_name(date(2026, 3, 9), MONTH) == "2026-03"
    assert merge_intervals([interval("2026-02"), interval("2026-01"), interval("2026-02-03")]) == (
        (interval("2026-01")[0], interval("2026-02")[1]),
    )
    assert unit_for({}, 10) == MONTH


def test_an_empty_store_has_no_chunks(tmp_path: Path) -> None:
    empty = replace(SMALL, runs=[{}], lists={}, segments={})
    with publish(empty, tmp_path / "store") as snapshot:
        change = staged(snapshot, tmp_path / "files", there=(segment("2026-01"),))
    assert not change.chunks
    assert change.stale == (interval("2026-01"),)
