"""What became of every row: rows = accepted + duplicate + quarantined, each code, each kind."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

import keyart
from keyart.core.report import Account, Report
from keyart.core.schema import Rejection
from tests.pipeline.stories import CONFIG, Story, ingest, load, new_store, stories

Row = dict[str, Any]

IMPRESSION: Row = {"ts": "2025-05-01T12:00:00Z", "profile_id": "p", "asset_id": "a"}
PLAY: Row = {
    "ts": "2025-05-01T12:30:00Z", "profile_id": "p", "title_id": "film", "seconds": "600"
}  # fmt: skip
FILM: Row = {"title_id": "film", "name": "Film"}
POSTER: Row = {"asset_id": "a", "title_id": "film"}
NOBODY: Row = {"profile_id": "nobody", "consent": "none"}

REJECTED: Sequence[tuple[str, Rejection, Row]] = (
    ("impressions", Rejection.MISSING_VALUE, {**IMPRESSION, "asset_id": None}),
    ("impressions", Rejection.MISSING_VALUE, {**IMPRESSION, "profile_id": ""}),
    ("impressions", Rejection.BAD_TYPE, {**IMPRESSION, "position": "first"}),
    ("impressions", Rejection.BAD_TYPE, {**IMPRESSION, "ts": "yesterday"}),
    ("impressions", Rejection.BAD_TIMESTAMP, {**IMPRESSION, "ts": "1989-12-31T23:59:59Z"}),
    ("impressions", Rejection.BAD_RANGE, {**IMPRESSION, "phase": "exploitation"}),
    ("impressions", Rejection.BAD_RANGE, {**IMPRESSION, "propensity": "0"}),
    ("impressions", Rejection.UNKNOWN_ASSET, {**IMPRESSION, "asset_id": "unknown"}),
    ("impressions", Rejection.TITLE_MISMATCH, {**IMPRESSION, "title_id": "series"}),
    ("impressions", Rejection.NOT_VIEWABLE, {**IMPRESSION, "visible_ms": "499"}),
    ("impressions", Rejection.NO_CONSENT, {**IMPRESSION, "profile_id": "nobody"}),
    ("plays", Rejection.MISSING_VALUE, {**PLAY, "title_id": None}),
    ("plays", Rejection.BAD_TYPE, {**PLAY, "seconds": "long"}),
    ("plays", Rejection.BAD_TIMESTAMP, {**PLAY, "ts": "2999-01-01"}),
    ("plays", Rejection.BAD_RANGE, {**PLAY, "seconds": "-1"}),
    ("plays", Rejection.BAD_RANGE, {**PLAY, "fraction": "1.01"}),
    ("plays", Rejection.NO_CONSENT, {**PLAY, "profile_id": "nobody"}),
    ("titles", Rejection.MISSING_VALUE, {"title_id": "x", "name": None}),
    ("titles", Rejection.BAD_RANGE, {**FILM, "title_id": "x", "runtime_seconds": "-5"}),
    ("assets", Rejection.TITLE_MISMATCH, {**POSTER, "title_id": "series"}),
    ("profiles", Rejection.BAD_RANGE, {"profile_id": "q", "consent": "perhaps"}),
    ("tests", Rejection.BAD_RANGE, {"test": "x", **POSTER, "share": "2"}),
    ("availability", Rejection.BAD_TYPE, {"title_id": "film", "country": "DE", "from": "soon"}),
)


def table(rows: Sequence[Row]) -> pa.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: pa.array([r.get(name) for r in rows], pa.string()) for name in names})


@pytest.fixture
def store(tmp_path: Path) -> keyart.Store:
    """A store that knows one title with an asset, and a profile that does not consent."""
    made = new_store(
        tmp_path / "a.keyart", CONFIG.replace("[settings]", "[settings]\nmin_visible_ms = 500", 1)
    )
    made.ingest(titles=table([FILM]), assets=table([POSTER]), profiles=table([NOBODY]))
    return made


def add_up(report: Report) -> None:
    for account in report.batches.values():
        assert account.rows == account.accepted + account.duplicate + account.quarantined
        assert account.quarantined == sum(account.reasons.values())
        assert account.updated + account.conflict <= account.duplicate


def impressions_of(store: keyart.Store) -> int:
    return store.query(measures=["impressions"]).totals["impressions"]


def contents(root: Path) -> Mapping[str, str]:
    """Return what is in every file of a folder; of SQLite's own bookkeeping only the database."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("catalog.sqlite")
    }


# ------------------------------------------------------------------------------------ rejections


def test_every_code_has_a_row() -> None:
    told = {code for _, code, _ in REJECTED} | {Rejection.MALFORMED}
    assert told == set(Rejection)


@pytest.mark.parametrize(("name", "code", "row"), REJECTED)
def test_a_bad_row_is_quarantined_and_nothing_else(
    store: keyart.Store, name: str, code: Rejection, row: Row
) -> None:
    good: Mapping[str, Row] = {
        "impressions": IMPRESSION,
        "plays": PLAY,
        "titles": FILM,
        "assets": {"asset_id": "b", "title_id": "film"},
        "profiles": {"profile_id": "q"},
        "tests": {"test": "x", **POSTER},
        "availability": {"title_id": "film", "country": "DE"},
    }
    # Required columns that are all missing here would be an error of the file.
    report = load(store, {name: table([row, {**dict.fromkeys(row), **good[name]}])})
    assert report.batches[name] == Account(rows=2, accepted=1, quarantined=1, reasons={code: 1})
    (found,) = store.snapshot().quarantine().to_pylist()
    assert (found["table"], found["code"], found["row"], found["batch"]) == (name, code, 1, 2)
    assert found["message"]
    assert "nobody" not in (found["data"] or "")
    assert store.snapshot().batches()[-1].tables[name] == report.batches[name]
    assert store.check() == []


def test_a_line_that_cannot_be_parsed_costs_itself_alone(
    store: keyart.Store, tmp_path: Path
) -> None:
    lines = tmp_path / "plays.jsonl"
    good = '{"ts": "2025-05-01", "profile_id": "p", "title_id": "film", "seconds": 600}'
    lines.write_text(f'{good}\n{{"ts": "2025-05-01", "profile\n', encoding="utf-8")
    report = store.ingest(plays=lines)
    expected = Account(rows=2, accepted=1, quarantined=1, reasons={Rejection.MALFORMED: 1})
    assert report.batches["plays"] == expected


def test_a_truncated_file_costs_one_row_of_the_account(store: keyart.Store, tmp_path: Path) -> None:
    folder = tmp_path / "plays"
    folder.mkdir()
    for name in ("1", "2"):
        pq.write_table(table([PLAY]), folder / f"{name}.parquet")
    broken = folder / "1.parquet"
    broken.write_bytes(broken.read_bytes()[:100])
    report = store.ingest(plays=folder)
    expected = Account(rows=2, accepted=1, quarantined=1, reasons={Rejection.MALFORMED: 1})
    assert report.batches["plays"] == expected
    assert store.query(measures=["starts"]).totals["starts"] == 1


# ------------------------------------------------------------------------------------ duplicates


PLAYED = {**PLAY, "event_id": "v"}
SHOWN = {**IMPRESSION, "event_id": "i"}


@dataclass(frozen=True)
class Twice:
    """Two rows of one event, and what the second one counts as beside `duplicate`."""

    table: str
    first: Row
    second: Row
    updated: int = 0
    conflict: int = 0


TWICE = (
    Twice("plays", PLAYED, PLAYED),
    Twice("plays", PLAYED, {**PLAYED, "seconds": "700"}, updated=1),
    Twice("plays", PLAYED, {**PLAYED, "seconds": "500"}, updated=1),
    Twice("plays", PLAYED, {**PLAYED, "seconds": "700", "device": "tv"}, updated=1),
    Twice("plays", PLAYED, {**PLAYED, "device": "tv"}, conflict=1),
    Twice("plays", PLAYED, {**PLAYED, "profile_id": "q"}, conflict=1),
    Twice("plays", PLAYED, {**PLAYED, "title_id": "series", "seconds": "700"}, conflict=1),
    Twice("plays", PLAY, PLAY),
    Twice("impressions", SHOWN, SHOWN),
    Twice("impressions", SHOWN, {**SHOWN, "ts": "2025-05-01T11:00:00Z"}, conflict=1),
    Twice("impressions", SHOWN, {**SHOWN, "ts": "2025-05-02"}, conflict=1),
    Twice("impressions", SHOWN, {**SHOWN, "profile_id": "q"}, conflict=1),
    Twice("impressions", SHOWN, {**SHOWN, "title_id": "film"}),
    Twice("impressions", IMPRESSION, IMPRESSION),
)


@pytest.mark.parametrize("twice", TWICE)
def test_two_rows_of_one_event_in_one_batch(store: keyart.Store, twice: Twice) -> None:
    report = load(store, {twice.table: table([twice.second, twice.first])})
    assert report.batches[twice.table] == Account(
        rows=2, accepted=1, duplicate=1, updated=twice.updated, conflict=twice.conflict
    )
    counts_once(store, twice.table)


@pytest.mark.parametrize("twice", TWICE)
def test_two_rows_of_one_event_in_two_batches(store: keyart.Store, twice: Twice) -> None:
    report = load(store, {twice.table: table([twice.first])})
    assert report.batches[twice.table] == Account(rows=1, accepted=1)
    report = load(store, {twice.table: table([twice.second])})
    assert report.batches[twice.table] == Account(
        rows=1, duplicate=1, updated=twice.updated, conflict=twice.conflict
    )
    counts_once(store, twice.table)


def counts_once(store: keyart.Store, name: str) -> None:
    measure = {"plays": "starts", "impressions": "impressions"}[name]
    assert store.query(measures=[measure]).totals[measure] == 1
    assert store.check() == []


def test_rows_without_id_that_differ_are_events_of_their_own(store: keyart.Store) -> None:
    rows = [IMPRESSION, {**IMPRESSION, "device": "tv"}, {**IMPRESSION, "position": "1"}]
    assert store.ingest(impressions=table(rows)).batches["impressions"].accepted == 3
    assert impressions_of(store) == 3


def test_a_growing_play_counts_once_with_most_seconds(store: keyart.Store) -> None:
    for seconds in ("60", "300", "200"):
        store.ingest(plays=table([{**PLAYED, "seconds": seconds}]))
    totals = store.query(measures=["starts", "active_profiles", "hours_viewed"]).totals
    assert totals == {"starts": 1, "active_profiles": 1, "hours_viewed": 300 / 3600}


def test_the_same_file_again_changes_no_answer(store: keyart.Store, tmp_path: Path) -> None:
    events = [{**IMPRESSION, "profile_id": f"p{n}", "event_id": f"i{n}"} for n in range(40)]
    events += [{**IMPRESSION, "profile_id": f"p{n}"} for n in range(10)]
    pq.write_table(table(events), tmp_path / "impressions.parquet")
    files = {"impressions": tmp_path / "impressions.parquet", "plays": table([PLAY, PLAYED])}
    first = load(store, files)
    question = {"measures": ["impressions", "reach", "plays", "starts"], "by": ["title"]}
    before = store.query(**question).to_dicts()
    again = load(store, files)
    assert first.batches["impressions"] == Account(rows=50, accepted=50)
    assert again.batches["impressions"] == Account(rows=50, duplicate=50)
    assert again.batches["plays"] == Account(rows=2, duplicate=2)
    assert store.query(**question).to_dicts() == before
    assert store.check() == []


@given(story=stories())
def test_accounts_add_up(tmp_path_factory: pytest.TempPathFactory, story: Story) -> None:
    with new_store(tmp_path_factory.mktemp("story") / "a.keyart") as store:
        for batch in story.batches:
            report = ingest(store, batch)
            add_up(report)
            given = {table: len(rows) for table, rows in batch.items()}
            told = {name: account.rows for name, account in report.batches.items()}
            released = {"impressions": report.released} if report.released else {}
            assert told == {n: given.get(n, 0) + released.get(n, 0) for n in {*given, *released}}
            assert store.snapshot().batches()[-1].tables == report.batches
        assert store.check() == []


# ----------------------------------------------------------------------------------- quarantine


def test_rows_are_released_when_their_assets_arrive(store: keyart.Store) -> None:
    waiting = [{**IMPRESSION, "asset_id": "late", "event_id": f"i{n}"} for n in range(3)]
    first = store.ingest(impressions=table([*waiting, SHOWN]))
    assert first.batches["impressions"].reasons == {Rejection.UNKNOWN_ASSET: 3}
    assert store.ingest(titles=table([FILM])).released == 0
    report = store.ingest(assets=table([{"asset_id": "late", "title_id": "film"}]))
    assert report.released == 3
    assert report.batches["impressions"] == Account(rows=3, accepted=3)
    assert impressions_of(store) == 4
    assert store.snapshot().quarantine().num_rows == 0
    assert store.check() == []


def test_released_rows_and_new_ones_add_up_together(store: keyart.Store) -> None:
    late = {**IMPRESSION, "asset_id": "late"}
    store.ingest(impressions=table([late, {**IMPRESSION, "asset_id": "later"}]))
    report = store.ingest(
        impressions=table([late, SHOWN]),
        assets=table([{"asset_id": "late", "title_id": "film"}]),
    )
    assert report.released == 1
    assert report.batches["impressions"] == Account(rows=3, accepted=2, duplicate=1)
    assert impressions_of(store) == 2
    assert store.snapshot().quarantine().num_rows == 1


def test_a_released_row_says_all_that_it_said(store: keyart.Store) -> None:
    told = {
        "asset_id": "late", "event_id": "é\U0001f600", "country": "de", "device": "tv \"4k\"",
        "placement": "row\n1", "position": "7", "phase": "explore", "propensity": "0.1",
        "visible_ms": "1234.5", "media_seconds": "15", "experiment": "x|y", "cost_usd": "0.333333",
        "ts": "2025-05-01T12:00:00.123456Z",
    }  # fmt: skip
    play = {**PLAY, "impression_id": "é\U0001f600"}
    store.ingest(impressions=table([{**IMPRESSION, **told}]), plays=table([play]))
    store.ingest(assets=table([{"asset_id": "late", "title_id": "film"}]))
    by = ["title", "country", "device", "placement", "position", "phase", "experiment"]
    measures = ["impressions", "qualified_plays", "holds", "cost"]
    assert store.query(measures=measures, by=by, grain="hour").to_pandas().shape[0] == 1
    (row,) = store.query(measures=measures, by=by).to_dicts()
    assert row == {
        "title": "film", "country": "DE", "device": "tv \"4k\"", "placement": "row\n1",
        "position": 7, "phase": "explore", "experiment": "x|y",
        "impressions": 1, "qualified_plays": 1, "holds": 1, "cost": 0.333333,
    }  # fmt: skip


# --------------------------------------------------------------------------------------- dry run


def test_a_dry_run_writes_nothing_and_tells_everything(store: keyart.Store, tmp_path: Path) -> None:
    bad = [{**IMPRESSION, "position": f"x{n}"} for n in range(5)]
    rows = [*bad, {**IMPRESSION, "asset_id": "unknown"}, IMPRESSION, IMPRESSION]
    pq.write_table(table(rows), tmp_path / "impressions.parquet")
    before, version = contents(store.root), store.snapshot().version
    report = store.ingest(
        impressions=tmp_path / "impressions.parquet",
        plays=table([PLAY, {**PLAY, "ts": "2025-05-03"}]),
        titles=table([{**FILM, "title_id": "new"}]),
        dry_run=True,
    )
    assert contents(store.root) == before
    assert store.snapshot().version == version
    assert len(store.snapshot().batches()) == 1
    assert report.version is None
    assert report.dry_run
    assert report.batches["impressions"] == Account(
        rows=8, accepted=1, duplicate=1, quarantined=6, reasons={"bad_type": 5, "unknown_asset": 1}
    )
    assert [row.code for row in report.samples["impressions"]] == ["bad_type"] * 3 + [
        "unknown_asset"
    ]
    assert report.attribution_rate == 0.5
    columns = {column.column: column for column in report.columns["impressions"]}
    assert columns["ts"].kind == "ts"
    assert columns["position"].kind == "int"
    assert columns["profile_id"].examples == ()
    assert {"impressions", "plays", "titles"} == report.columns.keys()
    assert impressions_of(store) == 0


def test_a_dry_run_forecasts_the_account(store: keyart.Store) -> None:
    store.ingest(impressions=table([SHOWN]), plays=table([PLAYED]))
    sources = {
        "impressions": table([SHOWN, {**SHOWN, "event_id": "other", "country": "DE"}]),
        "plays": table([{**PLAYED, "seconds": "900"}]),
    }
    forecast = load(store, sources, dry_run=True)
    assert load(store, sources).batches == forecast.batches
