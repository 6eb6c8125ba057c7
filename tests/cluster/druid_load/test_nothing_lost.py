"""A load that fails leaves Druid as it was; so does one whose files Druid cannot find.

The tests of this module go one after another on one store.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from keyart.core.errors import DruidError
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.mirror import load, read_state, replacement
from keyart.query import Query, ask, owner
from keyart.scale.druid import ingestion, segments
from keyart.scale.druid.layout import datasource
from tests.cli.commands import keyart, succeed
from tests.cluster.druid_load.conftest import NOW, Mirrored
from tests.cluster.druid_load.months import FEBRUARY, JANUARY, MARCH

FACTS = len(JANUARY) + len(FEBRUARY) + len(MARCH)

JANUARY_2026 = (
    datetime.fromisoformat("2026-01-01T00:00Z"),
    datetime.fromisoformat("2026-02-01T00:00Z"),
)


@dataclass(frozen=True)
class Served:
    """What Druid says of a store's exposure facts."""

    facts: int
    segments: tuple[str, ...]
    impressions: int | None


def served(mirrored: Mirrored) -> Served:
    name = datasource(mirrored.settings.prefix, Family.EXPOSURE)
    facts, _ = segments.counts(mirrored.druid, name)
    found = mirrored.druid.sql(f'SELECT SUM(impressions) AS n FROM "{name}"')
    ids = tuple(own.id for own in segments.current_segments(mirrored.druid, name))
    return Served(facts, ids, found.column("n")[0].as_py())


@pytest.fixture
def commands(mirrored: Mirrored, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Go into the store's parent folder, where Druid is not, and return the store's name there."""
    for name in ("url", "prefix", "lg_k"):
        monkeypatch.setenv(f"KEYART_DRUID_{name.upper()}", str(getattr(mirrored.settings, name)))
    monkeypatch.setenv("KEYART_DRUID_ATTRIBUTES", "plan")
    monkeypatch.chdir(mirrored.folder.parent)
    yield Path(mirrored.folder.name)
    monkeypatch.chdir(tmp_path)


def test_a_store_by_a_relative_path_is_loaded_whole(mirrored: Mirrored, commands: Path) -> None:
    assert not commands.is_absolute()
    assert served(mirrored).facts == FACTS
    told = succeed("druid", "load", commands, "--full")
    assert f"exposure: {FACTS:,} facts, 3 months loaded" in told.out
    now = served(mirrored)
    wanted = ask(mirrored.snapshot, owner(), Query(measures=("impressions",)))
    assert (now.facts, now.impressions) == (FACTS, wanted.totals["impressions"])


def test_a_folder_that_druid_does_not_see_is_refused(
    mirrored: Mirrored, commands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`/proc/self/cwd` is another folder for each process, as an unshared disk is."""
    before = served(mirrored)
    monkeypatch.setenv("KEYART_DRUID_INPUT_FOLDER", "/proc/self/cwd")
    told = keyart("druid", "load", commands, "--full")
    assert told.code == 1
    assert "Druid finds no rows in /proc/self/cwd" in told.err
    assert "input_folder" in told.err
    assert served(mirrored) == before
    version = succeed("druid", "status", commands, "--json").json["manifest"]["version"]
    assert version == mirrored.snapshot.version


def sending(mirrored: Mirrored, files: tuple[Path, ...], rows: int) -> replacement.Target:
    """Return a target whose January is replaced by files that are said to have some rows."""
    name = datasource(mirrored.settings.prefix, Family.EXPOSURE)
    table = ingestion.FactTable(name, ("title",), ("impressions",), (), 13, 900)
    new = ingestion.IntervalReplacement((JANUARY_2026,), "MONTH", files, False, 1000)
    columns = ("time", "title", "impressions")
    task = ingestion.replace_task(table, new)
    chunks = frozenset(
        (own.start, own.end) for own in segments.current_segments(mirrored.druid, name)
    )
    sent = replacement.Sending(task, files[0], columns, (JANUARY_2026,), rows)
    return replacement.Target(name, ("__time", *columns[1:]), chunks, FACTS, sent)


def lines(path: Path, count: int, **row: object) -> Path:
    fields = {"time": 1767225600000, "title": '"film"', "impressions": 1, **row}
    text = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    path.write_text(f"{{{text}}}\n" * count)
    return path


@pytest.mark.full
@pytest.mark.parametrize("there", [1, 0])
def test_rows_that_workers_do_not_find_bring_back_what_was_there(
    mirrored: Mirrored, tmp_path: Path, there: int
) -> None:
    """Druid calls a task a success whose files are missing, be it one of two or all."""
    before = served(mirrored)
    present = lines(tmp_path / "present.json", 3)
    files = (present, tmp_path / "gone.json") if there else (tmp_path / "gone.json",)
    target = sending(mirrored, files, 5)
    with pytest.raises(DruidError, match=f"loaded {3 * there} of the 5 rows") as refused:
        replacement.replace(mirrored.druid, [target], Silent())
    assert "input_folder" in refused.value.hint
    assert served(mirrored) == before


def test_a_file_with_other_columns_is_refused(mirrored: Mirrored, tmp_path: Path) -> None:
    before = served(mirrored)
    target = sending(mirrored, (lines(tmp_path / "other.json", 2, secret=1),), 2)
    with pytest.raises(DruidError, match=r"other\.json differently.*secret"):
        replacement.require_readable(mirrored.druid, [target])
    assert served(mirrored) == before


@pytest.mark.full
def test_months_become_days_and_months_again(mirrored: Mirrored) -> None:
    """Days without facts lie within months that are let go of."""
    for rows, first in ((1000, "2026-01-01"), (5_000_000, "2026-01")):
        settings = replace(mirrored.settings, rows_per_segment=rows)
        done = load(mirrored.snapshot, mirrored.druid, settings, now=NOW)
        own = done.families[Family.EXPOSURE]
        assert own.loaded[0] == first
        assert own.dropped
        found = read_state(mirrored.snapshot, mirrored.druid, settings)
        assert found.families[Family.EXPOSURE].facts == FACTS == served(mirrored).facts
