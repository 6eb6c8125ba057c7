"""Sketches of the people that an asset reached and won, by day and for all time.

HLL sketches of Apache DataSketches (HLL_8) of the low half of the profiles' keys, so that they
merge with Druid's and Python's. Tables: `asset`, `reach`, `viewers`.

- `sketches/days/day=D/`: of the day's exposure facts;
- `sketches/all_time/day=D/`: of all days up to D: the union of the day before's and D's own.
"""

from collections.abc import Sequence
from datetime import date

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from keyart.core.fact_files import PROFILE_LOW
from keyart.scale.spark.kept import day_of
from keyart.scale.spark.rows import DAY

DAYS, ALL_TIME = "sketches/days", "sketches/all_time"

SCHEMA = f"asset string, reach binary, viewers binary, {DAY} date"

_BEFORE = date(1900, 1, 1)
"""Stands for the day before a block."""

AT_ONCE = 8
"""All-time sketches of so many days are made by one job; it merges half as many for each."""

_COUNTED = {"reach": "impressions", "viewers": "qualified_plays"}


def of_days(exposure: DataFrame, lg_k: int) -> DataFrame:
    """Return the sketches of exposure facts by asset and day."""
    own = [
        sf.hll_sketch_agg(sf.when(sf.col(guard) > 0, sf.col(PROFILE_LOW)), lg_k).alias(name)
        for name, guard in _COUNTED.items()
    ]
    return exposure.where(sf.col("asset").isNotNull()).groupBy("asset", DAY).agg(*own)


def all_time(
    spark: SparkSession, before: DataFrame, days: DataFrame, block: Sequence[int]
) -> DataFrame:
    """Return the sketches for all time as of each day of `block`, ascending.

    `before` are those of the day before the block, `days` those of days in it.
    """
    pairs = [(day_of(until), day_of(day)) for until in block for day in block if day <= until]
    start: list[tuple[date, date]] = [(day_of(until), _BEFORE) for until in block]
    grid = sf.broadcast(spark.createDataFrame([*pairs, *start], f"until date, {DAY} date"))
    earlier = before.withColumn(DAY, sf.lit(_BEFORE))
    merged = days.unionByName(earlier).join(grid, DAY).groupBy("asset", "until")
    own = [sf.hll_union_agg(name).alias(name) for name in _COUNTED]
    return merged.agg(*own).withColumnRenamed("until", DAY)
