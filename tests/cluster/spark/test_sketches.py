"""Sketches for all time are those of each day, put together."""

from collections.abc import Iterable, Mapping

from datasketches import hll_sketch
from pyspark.sql import DataFrame, SparkSession

from keyart.scale.spark import sketches
from keyart.scale.spark.kept_events import day_of
from tests.cluster.sketching import canonical, sketch

LG_K = 10

People = Mapping[str, Iterable[int]]
"""Who saw an asset, by asset."""

BEFORE: People = {"old": range(40), "often": range(300)}
"""Until day 9."""

DAYS: Mapping[int, People] = {
    10: {"new": range(25), "often": range(200, 500)},
    11: {},
    12: {"often": range(450, 900), "late": range(3)},
    13: {"new": range(20, 60)},
}


def rows(spark: SparkSession, days: Mapping[int, People]) -> DataFrame:
    """Return a sketch for each asset and day; all who saw one were won."""
    made = [
        (asset, *[bytearray(sketch(people, LG_K).serialize_updatable())] * 2, day_of(day))
        for day, assets in days.items()
        for asset, people in assets.items()
    ]
    return spark.createDataFrame(made, sketches.SCHEMA)


def test_all_time_goes_on_from_the_day_before(spark: SparkSession) -> None:
    made = sketches.sketch_all_time(
        spark, rows(spark, {9: BEFORE}), rows(spark, DAYS), sorted(DAYS)
    )
    found = {(row["day"], row["asset"]): row for row in made.collect()}
    together = {asset: [sketch(people, LG_K)] for asset, people in BEFORE.items()}
    expected = 0
    for day, assets in DAYS.items():
        for asset, people in assets.items():
            together.setdefault(asset, []).append(sketch(people, LG_K))
        for asset, parts in together.items():
            row = found[day_of(day), asset]
            for name in ("reach", "viewers"):
                assert canonical(hll_sketch.deserialize(bytes(row[name]))) == canonical(*parts)
        expected += len(together)
    assert len(found) == expected


def test_all_time_begins_with_the_first_day(spark: SparkSession) -> None:
    made = sketches.sketch_all_time(spark, rows(spark, {}), rows(spark, DAYS), sorted(DAYS))
    assert {(row["day"], row["asset"]) for row in made.collect()} >= {
        (day_of(10), "new"),
        (day_of(11), "often"),
        (day_of(13), "late"),
    }
