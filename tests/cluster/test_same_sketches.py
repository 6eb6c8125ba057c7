"""Sketches of the same ids are the same, whoever makes them: Python, Spark or Druid.

Equal registers do not make equal estimates (one that was never merged knows more), so what is
compared is the canonical estimate: that of the sketch merged with itself.
"""

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from datasketches import hll_sketch, hll_union, tgt_hll_type
from pyspark.sql import SparkSession
from pyspark.sql import functions as sf

from keyart.core.progress import Silent
from keyart.scale.druid import ingestion, segments, tasks
from keyart.scale.druid.client import Druid

LG_K = 14
NUMBERS = [n * 7_919 - 4_000_000_000 for n in range(20_000)]
TEXTS = [f"profil-ä-{n}-語" for n in range(20_000)]
IDS: Mapping[str, list[Any]] = {"numbers": NUMBERS, "texts": TEXTS}
KINDS = tuple(IDS)

Sketches = Mapping[str, Mapping[str, hll_sketch]]
"""By maker, then by kind of ids."""


def of_python(ids: list[Any]) -> hll_sketch:
    made = hll_sketch(LG_K, tgt_hll_type.HLL_8)
    for one in ids:
        made.update(one)
    return made


def canonical(*sketches: hll_sketch) -> float:
    """Return what sketches estimate together, whether they were built or merged before."""
    union = hll_union(LG_K)
    for sketch in (*sketches, *sketches):
        union.update(sketch)
    return union.get_result(tgt_hll_type.HLL_8).get_estimate()


def of_spark(spark: SparkSession, ids: list[Any]) -> tuple[hll_sketch, int]:
    """Return Spark's sketch of ids in several partitions, and its own canonical estimate."""
    kind = "bigint" if isinstance(ids[0], int) else "string"
    frame = spark.createDataFrame([(one,) for one in ids], f"id {kind}").repartition(3)
    merged = frame.agg(sf.hll_sketch_agg("id", LG_K).alias("made"))
    estimate = sf.hll_sketch_estimate(sf.hll_union("made", "made"))
    (row,) = merged.select("made", estimate.alias("estimate")).collect()
    return hll_sketch.deserialize(bytes(row["made"])), row["estimate"]


@pytest.fixture(scope="module")
def python() -> Mapping[str, hll_sketch]:
    return {kind: of_python(ids) for kind, ids in IDS.items()}


@pytest.fixture(scope="module")
def sparks(spark: SparkSession) -> Mapping[str, tuple[hll_sketch, int]]:
    return {kind: of_spark(spark, ids) for kind, ids in IDS.items()}


@pytest.fixture(scope="module")
def druid(druid_url: str) -> Iterator[Druid]:
    with Druid(druid_url) as found:
        yield found


@pytest.fixture(scope="module")
def name(
    druid: Druid,
    python: Mapping[str, hll_sketch],
    sparks: Mapping[str, tuple[hll_sketch, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Return a datasource: a row for each id, and one for each sketch that others made."""
    folder = tmp_path_factory.mktemp("ids")
    rows: list[dict[str, Any]] = [
        *({"who": "druid", "numbers": n, "texts": t} for n, t in zip(NUMBERS, TEXTS, strict=True)),
        {"who": "python", **{f"{kind}_made": encoded(python[kind]) for kind in KINDS}},
        {"who": "spark", **{f"{kind}_made": encoded(sparks[kind][0]) for kind in KINDS}},
    ]
    with gzip.open(folder / "rows.json.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"time": 0, **row}) + "\n" for row in rows)
    datasource = f"test_{uuid4().hex[:12]}"
    tasks.finish(druid, [tasks.submit(druid, specification(datasource, folder))], Silent())
    segments.await_served(druid, datasource, ["texts_merged"])
    yield datasource
    segments.unuse(druid, datasource)


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


def in_druid(druid: Druid, name: str, column: str, who: str) -> hll_sketch:
    text = f'SELECT DS_HLL("{column}", {LG_K}) AS found FROM "{name}" WHERE who = ?'
    found = druid.sql(text, [who]).column("found")[0].as_py()
    return hll_sketch.deserialize(base64.b64decode(json.loads(found)))


@pytest.mark.parametrize("kind", KINDS)
def test_all_make_the_same(
    druid: Druid,
    name: str,
    python: Mapping[str, hll_sketch],
    sparks: Mapping[str, tuple[hll_sketch, int]],
    kind: str,
) -> None:
    own = canonical(python[kind])
    assert own == pytest.approx(len(IDS[kind]), rel=0.03)
    theirs, said = sparks[kind]
    assert canonical(theirs) == own
    assert said == round(own)
    assert canonical(in_druid(druid, name, f"{kind}_built", "druid")) == own
    for who in ("python", "spark"):
        assert canonical(in_druid(druid, name, f"{kind}_merged", who)) == own, who


@pytest.mark.parametrize("kind", KINDS)
def test_unions_do_not_double(
    druid: Druid,
    name: str,
    python: Mapping[str, hll_sketch],
    sparks: Mapping[str, tuple[hll_sketch, int]],
    kind: str,
) -> None:
    own = canonical(python[kind])
    built = in_druid(druid, name, f"{kind}_built", "druid")
    assert canonical(python[kind], sparks[kind][0], built) == own
    # Those of Python and Spark, merged by Druid: it estimates as all do who merge.
    text = f'SELECT HLL_SKETCH_ESTIMATE(DS_HLL("{kind}_merged", {LG_K})) AS people FROM "{name}"'
    assert druid.sql(text).column("people")[0].as_py() == pytest.approx(own, abs=1e-6)


def test_druid_forgets_what_it_is_not_told(druid: Druid, name: str) -> None:
    """Without its size a sketch is merged at lgK 12: the trap that the engine avoids."""
    text = f'SELECT DS_HLL(numbers_built) AS found FROM "{name}" WHERE who = ?'
    found = druid.sql(text, ["druid"]).column("found")[0].as_py()
    assert hll_sketch.deserialize(base64.b64decode(json.loads(found))).lg_config_k == 12
    assert in_druid(druid, name, "numbers_built", "druid").lg_config_k == LG_K


def test_text_would_double_in_druids_own_encoding(
    druid: Druid, name: str, python: Mapping[str, hll_sketch]
) -> None:
    """Druid hashes text as UTF-16 unless it is told otherwise: the trap that loading avoids."""
    theirs = in_druid(druid, name, "texts_utf16", "druid")
    assert canonical(theirs) == pytest.approx(len(TEXTS), rel=0.03)
    assert canonical(theirs, python["texts"]) == pytest.approx(2 * len(TEXTS), rel=0.03)
