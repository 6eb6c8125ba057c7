"""Sketches of the same ids are the same, whoever makes them: Python, Spark or Druid.

What is compared is the canonical estimate: that of the sketch merged with itself.
"""

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from datasketches import hll_sketch, tgt_hll_type
from pyspark.sql import SparkSession
from pyspark.sql import functions as sf

from keyart.core.progress import Silent
from keyart.scale.druid import ingestion, segments, tasks
from keyart.scale.druid.client import Druid
from tests.cluster.sketching import canonical, decoded, sketch

LG_K = 14
NUMBERS = [n * 7_919 - 4_000_000_000 for n in range(20_000)]
TEXTS = [f"profil-ä-{n}-語" for n in range(20_000)]
IDS: Mapping[str, list[Any]] = {"numbers": NUMBERS, "texts": TEXTS}
KINDS = tuple(IDS)


@dataclass(frozen=True)
class Made:
    """Sketches by kind of ids, and the datasource that has them all and makes its own."""

    python: Mapping[str, hll_sketch]
    spark: Mapping[str, hll_sketch]
    spark_says: Mapping[str, int]
    druid: Druid
    name: str

    def in_druid(self, column: str, who: str) -> hll_sketch:
        text = f'SELECT DS_HLL("{column}", {LG_K}) AS found FROM "{self.name}" WHERE who = ?'
        return decoded(self.druid.sql(text, [who]).column("found")[0].as_py())


def of_spark(spark: SparkSession, ids: list[Any]) -> tuple[hll_sketch, int]:
    """Return Spark's sketch of ids in several partitions, and its own canonical estimate."""
    kind = "bigint" if isinstance(ids[0], int) else "string"
    frame = spark.createDataFrame([(one,) for one in ids], f"id {kind}").repartition(3)
    merged = frame.agg(sf.hll_sketch_agg("id", LG_K).alias("made"))
    estimate = sf.hll_sketch_estimate(sf.hll_union("made", "made"))
    (row,) = merged.select("made", estimate.alias("estimate")).collect()
    return hll_sketch.deserialize(bytes(row["made"])), row["estimate"]


@pytest.fixture(scope="module")
def made(
    spark: SparkSession, druid_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """Give a datasource with a row for each id, and one for each sketch that others made."""
    python = {kind: sketch(ids, LG_K, tgt_hll_type.HLL_8) for kind, ids in IDS.items()}
    sparks = {kind: of_spark(spark, ids) for kind, ids in IDS.items()}
    folder = tmp_path_factory.mktemp("ids")
    rows: list[dict[str, Any]] = [
        *({"who": "druid", "numbers": n, "texts": t} for n, t in zip(NUMBERS, TEXTS, strict=True)),
        {"who": "python", **{f"{kind}_made": encoded(python[kind]) for kind in KINDS}},
        {"who": "spark", **{f"{kind}_made": encoded(sparks[kind][0]) for kind in KINDS}},
    ]
    with gzip.open(folder / "rows.json.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"time": 0, **row}) + "\n" for row in rows)
    name = f"test_{uuid4().hex[:12]}"
    with Druid(druid_url) as druid:
        tasks.finish(druid, [tasks.submit(druid, specification(name, folder))], Silent())
        segments.await_served(druid, name, ["texts_merged"])
        yield Made(
            python,
            {kind: made for kind, (made, _) in sparks.items()},
            {kind: says for kind, (_, says) in sparks.items()},
            druid,
            name,
        )
        segments.unuse(druid, name)


def encoded(sketch: hll_sketch) -> str:
    return base64.b64encode(sketch.serialize_compact()).decode()


def specification(datasource: str, folder: Path) -> dict[str, Any]:
    metrics = [
        metric
        for kind in KINDS
        for metric in (
            ingestion.sketch(f"{kind}_built", kind, LG_K),
            ingestion.merged(f"{kind}_merged", f"{kind}_made", LG_K),
        )
    ]
    utf16 = {**ingestion.sketch("texts_utf16", "texts", LG_K), "stringEncoding": "utf16le"}
    return {
        "type": "index_parallel",
        "spec": {
            "dataSchema": {
                "dataSource": datasource,
                "timestampSpec": {"column": "time", "format": "millis"},
                "dimensionsSpec": {"dimensions": ["who"]},
                "metricsSpec": [*metrics, utf16],
                "granularitySpec": {"segmentGranularity": "DAY", "rollup": True},
            },
            "ioConfig": {
                "type": "index_parallel",
                "inputSource": {"type": "local", "baseDir": str(folder), "filter": "*.gz"},
                "inputFormat": {"type": "json"},
            },
            "tuningConfig": {"type": "index_parallel"},
        },
    }


@pytest.mark.parametrize("kind", KINDS)
def test_all_make_the_same(made: Made, kind: str) -> None:
    own = canonical(made.python[kind])
    assert own == pytest.approx(len(IDS[kind]), rel=0.03)
    assert canonical(made.spark[kind]) == own
    assert made.spark_says[kind] == round(own)
    assert canonical(made.in_druid(f"{kind}_built", "druid")) == own
    for who in ("python", "spark"):
        assert canonical(made.in_druid(f"{kind}_merged", who)) == own, who


@pytest.mark.parametrize("kind", KINDS)
def test_unions_do_not_double(made: Made, kind: str) -> None:
    own = canonical(made.python[kind])
    built = made.in_druid(f"{kind}_built", "druid")
    assert canonical(made.python[kind], made.spark[kind], built) == own
    # Those of Python and Spark, merged by Druid: it estimates as all do who merge.
    estimate = f'HLL_SKETCH_ESTIMATE(DS_HLL("{kind}_merged", {LG_K}))'
    found = made.druid.sql(f'SELECT {estimate} AS people FROM "{made.name}"')
    assert found.column("people")[0].as_py() == pytest.approx(own, abs=1e-6)


def test_druid_forgets_what_it_is_not_told(made: Made) -> None:
    """Without its size a sketch is merged at lgK 12: the trap that the engine avoids."""
    text = f'SELECT DS_HLL(numbers_built) AS found FROM "{made.name}" WHERE who = ?'
    found = made.druid.sql(text, ["druid"]).column("found")[0].as_py()
    assert decoded(found).lg_config_k == 12
    assert made.in_druid("numbers_built", "druid").lg_config_k == LG_K


def test_text_would_double_in_druids_own_encoding(made: Made) -> None:
    """Druid hashes text as UTF-16 unless it is told otherwise: the trap that loading avoids."""
    theirs = made.in_druid("texts_utf16", "druid")
    assert canonical(theirs) == pytest.approx(len(TEXTS), rel=0.03)
    assert canonical(theirs, made.python["texts"]) == pytest.approx(2 * len(TEXTS), rel=0.03)
