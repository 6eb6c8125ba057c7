"""Columns under other names: the mapping, what it is told when it is wrong, what it proposes."""

from pathlib import Path

import pytest

from keyart.core.config import parse
from keyart.core.errors import MissingColumn, UnknownName
from keyart.ingest import infer, propose
from tests.ingest.sample import (
    IMPRESSION,
    events,
    impressions,
    metadata,
    options,
    plays,
    table_of,
    write,
)

OTHER = {"when": "2026-06-01 12:00:00", "uid": "p1", "artwork": "a1", "geo": "de", "speed": "3"}
MAP = """
[map.impressions]
ts = "when"
profile_id = "uid"
asset_id = "artwork"
country = "geo"
tz = "America/New_York"
"""


def test_mapped_columns_are_read():
    found = events(table_of([OTHER]), config=MAP)

    (row,) = found.accepted
    assert row["asset_id"] == "a1"
    assert row["country"] == "DE"
    assert row["ts"] == 1780329600000000
    assert found.notes == [
        "impressions: ignored the columns 'speed'. [dimensions] in keyart.toml declares them."
    ]


def test_custom_dimensions_and_sums_may_be_mapped():
    config = MAP + 'experiment = "arm"\n[dimensions]\nexperiment = "impressions"\n'
    config += '[measures.cost]\nsum = "price"\n'

    found = events(table_of([{**OTHER, "arm": 7, "price": "0.5"}]), config=config)

    assert found.values("x_experiment") == ["7"]
    assert found.values("s_price") == [500_000]


def test_missing_column_names_what_there_is_and_what_to_write():
    with pytest.raises(MissingColumn) as caught:
        events(table_of([OTHER]))

    assert "has no column 'ts'. It has 'when', 'uid'" in caught.value.message
    assert 'Write under [map.impressions] in keyart.toml: ts = "when"' in caught.value.hint


def test_mapping_to_a_column_that_is_not_there():
    with pytest.raises(MissingColumn, match=r"'nope' \(which \[map.impressions\] gives for ts\)"):
        events(impressions(), config='[map.impressions]\nts = "nope"')
    found = events(impressions(), config='[map.impressions]\ndevice = "nope"')

    assert found.notes == [
        "impressions: [map.impressions] says device is 'nope', and no input has such a column."
    ]


def test_mapping_of_a_name_that_keyart_does_not_know():
    with pytest.raises(UnknownName, match="Did you mean 'asset_id'"):
        events(impressions(), config='[map.impressions]\nassetid = "a"')


def test_plays_have_no_custom_dimensions():
    found = events(plays(arm="x"), "plays", '[dimensions]\narm = "impressions"')

    assert "x_arm" not in found.accepted[0]
    assert found.notes == ["plays: ignored the columns 'arm'."]


def test_unknown_columns_of_metadata_are_kept_as_text():
    found = metadata(
        table_of([{"asset_id": 1, "title_id": 2, "mood": ["dark"], "year": 1999, "key_high": "x"}]),
        "assets",
    )

    assert found.accepted == [
        {"asset_id": "1", "title_id": "2", "mood": '["dark"]', "year": "1999"}
    ]
    assert found.notes == []


IMPRESSIONS = [
    {"event_time": "2026-06-01 12:00", "uid": "u1", "creative": "a1", "geo": "DE", "arm": "x"}
]
PROPOSED = {
    "imp/a.csv": IMPRESSIONS,
    "imp/b.csv": IMPRESSIONS,
    "plays.jsonl": [
        {"started_at": 1780315200, "account_id": "u1", "content_id": "t1", "watch_seconds": 4.5}
    ],
    "movies.csv": [{"content_id": "t1", "title": "A film", "genre": "drama|war", "studio": "S"}],
    "creatives.parquet": [
        {"creative_id": "a1", "content_id": "t1", "type": "artwork", "url": "a.png"}
    ],
    "users.csv": [{"user_id": "u1", "age_band": "20-29", "consent": "full"}],
    "odd.csv": [{"x": "1", "y": "2"}],
}


def test_proposal_maps_what_it_recognises(tmp_path: Path):
    (tmp_path / "imp").mkdir()
    for name, rows in PROPOSED.items():
        write(tmp_path, name, rows)

    proposal = propose(tmp_path)

    guesses = {guess.table: guess for guess in proposal.guesses}
    assert dict(guesses["impressions"].columns) == {
        "ts": "event_time", "profile_id": "uid", "asset_id": "creative", "country": "geo",
    }  # fmt: skip
    assert len(guesses["impressions"].files) == 2
    assert guesses["impressions"].local
    assert dict(guesses["plays"].columns) == {
        "ts": "started_at",
        "profile_id": "account_id",
        "title_id": "content_id",
        "seconds": "watch_seconds",
    }  # fmt: skip
    assert dict(guesses["titles"].columns) == {
        "title_id": "content_id",
        "name": "title",
        "genres": "genre",
    }
    assert dict(guesses["assets"].columns) == {
        "asset_id": "creative_id", "title_id": "content_id", "asset_type": "type", "uri": "url",
    }  # fmt: skip
    assert dict(guesses["profiles"].columns) == {"profile_id": "user_id", "consent": "consent"}
    assert guesses[None].unused == ("x", "y")


def test_proposal_is_a_configuration_that_reads_the_files(tmp_path: Path):
    (tmp_path / "imp").mkdir()
    for name, rows in PROPOSED.items():
        write(tmp_path, name, rows)
    text = propose(tmp_path).text

    config = parse(text, {})

    assert config.map("plays").columns["seconds"] == "watch_seconds"
    assert '# tz = "America/New_York"' in text
    assert '# "arm" = "impressions"' in text
    assert events(tmp_path / "imp", config=text).rejected == []
    assert events(tmp_path / "plays.jsonl", "plays", text).rejected == []
    assert metadata(tmp_path / "movies.csv", "titles", text).rejected == []


def test_proposal_for_files_that_need_none(tmp_path: Path):
    proposal = propose(write(tmp_path, "impressions.csv", [IMPRESSION]))

    assert [guess.table for guess in proposal.guesses] == ["impressions"]
    assert parse(proposal.text, {}).map("impressions").columns == {}


def test_columns_of_a_dry_run(tmp_path: Path):
    path = write(tmp_path, "x.parquet", [{**OTHER, "n": 1}, {**OTHER, "geo": "lu", "n": 2}])

    columns = {column.column: column for column in infer(path, "impressions", options(MAP))}

    assert (columns["when"].field, columns["when"].kind, columns["when"].stored) == (
        "ts",
        "ts",
        "string",
    )
    assert columns["geo"].examples == ("de", "lu")
    assert columns["uid"].examples == ()
    assert columns["n"].field is None
    assert (columns["n"].stored, columns["n"].examples) == ("int64", ("1", "2"))


def test_columns_of_a_stream_are_told_without_reading_it():
    stream = table_of([OTHER]).to_reader()

    columns = infer(stream, "impressions", options(MAP))

    assert columns[0].examples == ()
    assert len(events(stream, config=MAP).accepted) == 1
