"""How fast Spark builds facts, and by which road it attributes plays faster: loops or SQL.

Two sizes tell what a build costs anyhow from what it costs for each event. Both roads take the same
kept events, once each to warm up and once to be timed. The loops also add facts up; the SQL only
says which impression led to which play, so it has less to do.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from benchmarks import worlds
from benchmarks.options import Options
from benchmarks.watching import Peak, watched
from keyart.attribute import MATCH_SQL, rule_tables, title_rules
from keyart.core.config import Config
from keyart.core.vocabulary import Vocabulary
from keyart.scale.spark import BuildOptions, build, start
from keyart.scale.spark.attribution import Attributor
from keyart.scale.spark.facts import facts_schema
from keyart.scale.spark.rows import BATCH, HALVES, TABLE, sql_schema, wide_schema
from keyart_demo.events import EventWorld

SALT = "0123456789abcdef0123456789abcdef"

SIZES = (2_000_000, 10_000_000)
"""Impressions."""

PARTS = 8


def measure(options: Options) -> dict[str, Any]:
    """Return the rate of builds, their memory, and the seconds of both roads of attribution."""
    return {"sizes": [_measured(impressions, options) for impressions in SIZES]}


def _measured(impressions: int, options: Options) -> dict[str, Any]:
    place = worlds.events(EventWorld(impressions), options.data, options.threads)
    out = place.parent / "spark"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.spark", str(place), str(out)]
    told, peak = watched([*command, f"local[{options.threads}]"])
    shutil.rmtree(out)
    return _result(worlds.event_count(place), json.loads(told.splitlines()[-1]), peak)


def _result(events: int, seconds: Mapping[str, float], peak: Peak) -> dict[str, Any]:
    told = ", ".join(f"{road} {taken:.1f} s" for road, taken in seconds.items())
    print(f"  {events:,} events: {told}, {peak.resident / 2**30:.1f} GiB")
    return {"events": events, "seconds": dict(seconds), "peak_resident_bytes": peak.resident}


def child(place: Path, out: Path, master: str) -> dict[str, float]:
    """Build the facts of the events in `place`; return the seconds that each thing took."""
    spark = start(master)
    sources = {
        "impressions": [str(place / "impressions")],
        "plays": [str(place / "plays")],
        "titles": [str(place / "titles.parquet")],
        "assets": [str(place / "assets.parquet")],
    }
    asked = BuildOptions(sources, str(out), SALT, datetime.now(UTC))
    roads = {"build": _timed(lambda: build(spark, asked))}
    spark.conf.set("spark.sql.shuffle.partitions", str(PARTS))
    titles = pq.read_table(out / "titles.parquet")
    events = spark.read.parquet(str(out / "events" / "by_day"))
    for name, road in (("loops", _loops), ("sql", _sql)):
        plan = road(spark, events, titles)
        _run(plan)
        roads[name] = _timed(lambda plan=plan: _run(plan))
    return roads


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _run(plan: DataFrame) -> None:
    plan.write.format("noop").mode("overwrite").save()


def _loops(spark: SparkSession, events: DataFrame, titles: pa.Table) -> DataFrame:
    config = Config()
    columns = [*wide_schema(config).names, BATCH]
    attributor = Attributor(config, spark.sparkContext.broadcast(titles))
    grouped = events.select(*columns).repartition(PARTS, *HALVES)
    return grouped.mapInArrow(attributor.facts, sql_schema(facts_schema(config)))


def _sql(spark: SparkSession, events: DataFrame, titles: pa.Table) -> DataFrame:
    numbered = events.withColumn("row", sf.monotonically_increasing_id())
    numbered = numbered.withColumn("profile", sf.struct(*HALVES)).withColumn("row_text", sf.lit(0))
    for table in ("impressions", "plays"):
        numbered.where(sf.col(TABLE) == table).createOrReplaceTempView(table)
    names = Vocabulary(titles.column("title_id").to_pylist())
    placements = Vocabulary(
        row[0] for row in events.select("placement").distinct().collect() if row[0] is not None
    )
    rules = title_rules(titles, names, placements, Config().settings)
    for name, rows in rule_tables(rules, {"title": names, "placement": placements}).items():
        spark.createDataFrame(rows).createOrReplaceTempView(name)
    (text,) = sqlglot.transpile(MATCH_SQL, read="duckdb", write="spark")
    return spark.sql(text)


if __name__ == "__main__":
    print(json.dumps(child(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
