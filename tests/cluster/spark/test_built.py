"""One build by the command line, of a world with a bot and a title that everybody watches."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasketches import hll_sketch
from pyspark.sql import SparkSession

import keyart
from keyart.cli import app
from keyart.core.facts import Family
from keyart.core.ids import keys
from tests.cluster.sketching import canonical, sketch
from tests.cluster.spark.both import Files, fact_files, ingested, read, same, written
from tests.pipeline.stories import CONFIG, SALT, START, Batch, new_store

HOUR, DAY = 3_600_000_000, 86_400_000_000
LG_K = 12

CATALOGUE: Batch = {
    "titles": [{"title_id": "hit", "name": "Hit"}, {"title_id": "film", "name": "Film"}],
    "assets": [{"asset_id": f"hit-{n}", "title_id": "hit"} for n in range(3)]
    + [{"asset_id": "film-0", "title_id": "film"}],
    "profiles": [
        {"profile_id": "p0", "is_minor": True},
        {"profile_id": "p1", "consent": "no_profiling"},
        {"profile_id": "p2", "plan": "gold"},
        {"profile_id": "p3", "consent": "none"},
    ],
}


def crowd() -> Batch:
    """Return the events of 3,000 people who watch one title, and of a bot that watches another."""
    people = range(3_000)
    shown = [
        {
            "profile_id": f"p{n}", "asset_id": f"hit-{n % 3}", "event_id": f"i{n}-{day}",
            "ts": START + day * DAY + n * 1_000_000, "country": ("DE", "lu")[n % 2],
        }
        for day in range(3) for n in people if (n + day) % 2
    ]  # fmt: skip
    shown += [
        {"profile_id": "bot", "asset_id": "film-0", "ts": START + n * 1_000_000}
        for n in range(4_000)
    ]
    played = [
        {
            "profile_id": f"p{n}", "title_id": "hit", "ts": START + DAY + HOUR + n * 1_000_000,
            "seconds": float(n % 300), "event_id": f"v{n}",
        }
        for n in people if n % 4 == 0
    ]  # fmt: skip
    played += [
        {"profile_id": "bot", "title_id": "film", "ts": START + n * 4_000_001, "seconds": 200.0}
        for n in range(1_000)
    ]
    return {**CATALOGUE, "impressions": shown, "plays": played}


AUDIENCES = {"list:first": ["p0", "p1", "p2", "p5"], "list:second": ["p5", "p7", "nobody"]}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("crowd")
    rows = [(name, profile) for name, own in AUDIENCES.items() for profile in own]
    members = pa.table({"audience": [row[0] for row in rows], "profile_id": [r[1] for r in rows]})
    pq.write_table(members, folder / "audiences.parquet")
    (folder / "salt").write_text(SALT)
    (folder / "keyart.toml").write_text(CONFIG)
    own = written(crowd(), folder)
    return {**own, "audiences": [str(folder / "audiences.parquet")]}


@pytest.fixture(scope="module")
def out(spark: SparkSession, files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert spark
    folder = tmp_path_factory.mktemp("built")
    own = Path(files["titles"][0]).parent
    options = [option for table, paths in files.items() for option in (f"--{table}", paths[0])]
    options += ["--salt-file", str(own / "salt"), "--config", str(own / "keyart.toml")]
    options += ["--rows-per-task", "1500", "--lg-k", str(LG_K), "--out", str(folder / "out")]
    keyart_(["spark", "build", *options])
    return folder / "out"


def keyart_(words: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(list(words))
    assert not ended.value.code


def test_it_is_what_an_ingest_is(out: Path, files: Files, tmp_path: Path) -> None:
    with new_store(tmp_path / "store") as store:
        report = ingested(store, {t: own for t, own in files.items() if t != "audiences"})
    same(tmp_path / "store", out, tmp_path)
    account = json.loads((out / "account.json").read_text())
    expected = report.to_dict()
    for name in ("batches", "plays_by_reason", "notes"):
        assert account[name] == expected[name]


def test_a_store_takes_it_and_answers_as_if_the_events_were_its_own(
    out: Path, files: Files, tmp_path: Path
) -> None:
    with new_store(tmp_path / "own") as own:
        ingested(own, {t: paths for t, paths in files.items() if t != "audiences"})
    new_store(tmp_path / "imported").close()
    keyart_(["import", "facts", str(out), str(tmp_path / "imported")])
    asked: dict[str, Any] = {
        "measures": ["impressions", "reach", "viewers", "take_rate"],
        "by": ["asset", "country"],
        "grain": "day",
    }
    answers: list[list[dict[str, Any]]] = []
    for name in ("own", "imported"):
        with keyart.open(tmp_path / name) as store:
            answers.append(store.query(**asked).to_dicts())
    assert answers[0] == answers[1]


def test_facts_name_the_audiences_of_those_who_may_be_in_one(out: Path) -> None:
    expected = {_low("p2"): ["list:first"], _low("p5"): ["list:first", "list:second"]}
    expected[_low("p7")] = ["list:second"]
    for family in Family:
        found: dict[int, list[str]] = {}
        for path in fact_files(out, family):
            table = read(path)
            found |= dict(
                zip(
                    *(table.column(c).to_pylist() for c in ("profile_low", "audience")), strict=True
                )
            )
        members = {key: names for key, names in found.items() if names}
        assert members.items() <= expected.items()
        assert None not in found.values()
        if family is Family.EXPOSURE:
            assert members == expected


def _low(profile: str) -> int:
    return int(keys(SALT, [profile])["low"].astype(np.int64)[0])


@pytest.mark.parametrize(("kind", "days"), [("days", 1), ("all_time", 3)])
def test_sketches_are_those_of_the_same_keys(out: Path, kind: str, days: int) -> None:
    exposure = [(path.parent.name, read(path)) for path in fact_files(out, Family.EXPOSURE)]
    names = sorted({name for name, _ in exposure})
    assert len(names) == 3
    for place, name in enumerate(names):
        own = names[max(0, place + 1 - days) : place + 1]
        facts = pa.concat_tables([table for day, table in exposure if day in own]).to_pylist()
        found = {
            row["asset"]: row
            for path in (out / "sketches" / kind / name).glob("*.parquet")
            for row in read(path).to_pylist()
        }
        assert set(found) == {row["asset"] for row in facts}
        for asset, row in found.items():
            for column, guard in (("reach", "impressions"), ("viewers", "qualified_plays")):
                people = [f["profile_low"] for f in facts if f["asset"] == asset and f[guard] > 0]
                made = hll_sketch.deserialize(row[column])
                assert made.lg_config_k == LG_K
                assert canonical(made) == canonical(sketch(people, LG_K))


def test_the_salt_is_nowhere(out: Path) -> None:
    for path in out.rglob("*"):
        assert not path.is_file() or SALT.encode() not in path.read_bytes()
