"""Sketches of an asset's reach and viewers, by day and for all time.

HLL sketches of Apache DataSketches (HLL_8) of the low half of the profiles' keys, so that they
merge with Druid's and Python's. Tables: `asset`, `reach`, `viewers`.

- `sketches/days/day=D/`: of the day's exposure facts;
- `sketches/all_time/day=D/`: of all days up to D: the union of the day before's and D's own.
"""

from collections.abc import Sequence
from datetime import date

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as sf

from keyart.core.fact_files import FACTS, PROFILE_LOW
from keyart.core.facts import Family
from keyart.scale.spark.commits import STAGING
from keyart.scale.spark.facts import FactDays, days_of
from keyart.scale.spark.kept_events import day_of, on_days
from keyart.scale.spark.rows import DAY
from keyart.scale.spark.scope import BuildScope
from keyart.scale.spark.state import BuildState

DAYS, ALL_TIME = "sketches/days", "sketches/all_time"

SCHEMA = f"asset string, reach binary, viewers binary, {DAY} date"

_BEFORE = date(1900, 1, 1)
"""A date that stands for the day before."""

_COUNTED = {"reach": "impressions", "viewers": "qualified_plays"}


def sketch_days(exposure: DataFrame, lg_k: int) -> DataFrame:
    """Return the sketches of exposure facts by asset and day."""
    aggregates = [
        sf.hll_sketch_agg(sf.when(sf.col(guard) > 0, sf.col(PROFILE_LOW)), lg_k).alias(name)
        for name, guard in _COUNTED.items()
    ]
    return exposure.where(sf.col("asset").isNotNull()).groupBy("asset", DAY).agg(*aggregates)


def sketch_all_time(
    spark: SparkSession, before: DataFrame, days: DataFrame, chosen_days: Sequence[int]
) -> DataFrame:
    """Return the sketches for all time as of each of `chosen_days`.

    `before` are those of the day before the first of them, `days` those of each day. An asset has a
    sketch on every day since its first; each is the union of the previous one and its own day's.
    """
    earlier = before.withColumn(DAY, sf.lit(_BEFORE))
    all_days = days.unionByName(earlier)
    first_days = all_days.groupBy("asset").agg(sf.min(DAY).alias("first"))
    every = spark.createDataFrame([(day_of(day),) for day in chosen_days], f"{DAY} date")
    grid = first_days.crossJoin(sf.broadcast(every)).where(sf.col(DAY) >= sf.col("first"))
    rows = grid.drop("first").join(days, ["asset", DAY], "left").unionByName(earlier)
    until = Window.partitionBy("asset").orderBy(DAY).rowsBetween(Window.unboundedPreceding, 0)
    merged = (sf.hll_union_agg(name).over(until).alias(name) for name in _COUNTED)
    return rows.select("asset", *merged, DAY).where(sf.col(DAY) > sf.lit(_BEFORE))


def make_sketches(work: BuildState, scope: BuildScope) -> None:
    """Stage the sketches of the days whose facts were made again, and for all time since."""
    if not scope.facts:
        return
    work.begin("make sketches")
    days = FactDays(work.spark, work.folder, work.config)
    name = f"{FACTS}/{Family.EXPOSURE}"
    staged = days.read(Family.EXPOSURE, STAGING, name)
    there = work.staged_days(name) & scope.facts
    if there:
        built = sketch_days(on_days(staged, there), work.options.lg_k)
        work.stage(built.repartition(DAY), DAYS, DAY)
    work.plan.replace_days(work.folder, DAYS, scope.facts)
    old = days_of(work.folder.files(DAYS))
    every = sorted((old - scope.facts) | there)
    first = min(scope.facts)
    changed = [day for day in every if day >= first]
    _stage_all_time(work, [day for day in every if day < first], changed, there)
    stale = {day for day in days_of(work.folder.files(ALL_TIME)) if day >= first}
    work.plan.replace_days(work.folder, ALL_TIME, stale | set(changed))


def _stage_all_time(
    work: BuildState, earlier: Sequence[int], changed: Sequence[int], there: set[int]
) -> None:
    """Stage the sketches for all time as of the days `changed`; `there` are staged by day."""
    if not changed:
        return
    at_rest = _read_sketches(work, DAYS)
    changed_days = on_days(work.staged(DAYS, SCHEMA), there)
    changed_days = changed_days.unionByName(on_days(at_rest, set(changed) - there))
    before = _read_sketches(work, ALL_TIME)
    made = sketch_all_time(work.spark, on_days(before, earlier[-1:]), changed_days, changed)
    work.stage(made.repartition(DAY), ALL_TIME, DAY)


def _read_sketches(work: BuildState, name: str) -> DataFrame:
    """Return the stored sketches of a folder by name."""
    if not work.folder.files(name):
        return work.spark.createDataFrame([], SCHEMA)
    return work.spark.read.schema(SCHEMA).parquet(work.folder.uri(name))
