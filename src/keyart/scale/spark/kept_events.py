"""The events that were kept: `events/` of a built folder.

- `events/table=T/batch=N/day=D/`: all rows that passed the checks of build N, once each; rows are
  only ever added.
- `events/again/table=T/`: all rows of the events of which several rows are kept (players that
  report a play as it grows, ids used twice). Only one of them counts, so wherever events are read
  these are left out and settled anew; there are few.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from keyart.core.config import Config
from keyart.ingest.values.keyed_hash import Keys
from keyart.scale.spark.catalogue import Metadata
from keyart.scale.spark.duplicates import COUNTABLE, Settler, identity
from keyart.scale.spark.places import Folder
from keyart.scale.spark.rows import (
    BATCH,
    DAY,
    HALVES,
    signed_halves,
    sql_schema,
    wide_schema,
)

EVENTS, AGAIN_EVENTS = "events/by_day", "events/again"

IDENTITY = "identity"


def day_number(day: date) -> int:
    """Return the days since 1970."""
    return (day - date(1970, 1, 1)).days


def day_of(number: int) -> date:
    """Return the day that is `number` days after 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=number)


def on_days(rows: DataFrame, days: Collection[int]) -> DataFrame:
    """Return the rows of some days."""
    return rows.where(sf.col(DAY).isin([day_of(number) for number in sorted(days)]))


def with_day(events: DataFrame) -> DataFrame:
    """Return events with their day, UTC."""
    return events.withColumn(DAY, sf.to_date(sf.timestamp_micros("ts")))


def with_identity(events: DataFrame) -> DataFrame:
    """Return events with the hash of their identity."""
    return events.withColumn(IDENTITY, identity())


@dataclass(frozen=True)
class KeptEvents:
    """Events by day, those of this build among them once they are staged."""

    spark: SparkSession
    config: Config
    places: tuple[str, ...]
    """URIs of folders with the layout of `EVENTS`."""
    again_place: str | None
    """URI of a folder with the layout of `AGAIN_EVENTS`."""

    def rows(self, days: Collection[int] | None = None) -> DataFrame:
        """Return all rows, or those of some days, as they were kept."""
        schema = self._schema(f"{BATCH} int, {DAY} date")
        frames = [self.spark.read.schema(schema).parquet(place) for place in self.places]
        found = _union(frames) if frames else self.spark.createDataFrame([], schema)
        return found if days is None else on_days(found, days)

    def again(self) -> DataFrame:
        """Return all rows of events with several."""
        schema = self._schema(f"{BATCH} int")
        if self.again_place is None:
            return with_day(self.spark.createDataFrame([], schema))
        return with_day(self.spark.read.schema(schema).parquet(self.again_place))

    def counting(
        self,
        days: Collection[int] | None,
        profiles: DataFrame | None,
        metadata: Metadata,
        parts: int,
    ) -> DataFrame:
        """Return the one row of each event that counts, of some days and profiles.

        Rows that the catalogue rules out as it is now do not count.
        """
        columns = [*wide_schema(self.config).names, BATCH]
        single = self.rows(days)
        if self.again_place is None:
            found = countable(self.spark, single, metadata).select(*columns)
        else:
            again = with_identity(self.again())
            several = again.select(IDENTITY).distinct()
            single = with_identity(single).join(several, IDENTITY, "left_anti")
            winners = self._winners(again, days, metadata, parts).select(*columns)
            found = countable(self.spark, single, metadata).select(*columns).unionByName(winners)
        return found if profiles is None else found.join(profiles, list(HALVES), "left_semi")

    def _winners(
        self, again: DataFrame, days: Collection[int] | None, metadata: Metadata, parts: int
    ) -> DataFrame:
        """Return, of events with several rows, the one that counts where it is of these days."""
        schema = wide_schema(self.config)
        several = countable(self.spark, again, metadata)
        grouped = several.repartition(parts, IDENTITY).select(*schema.names, BATCH)
        winners = grouped.mapInArrow(Settler(self.config, -1).winners, sql_schema(schema))
        winners = with_day(winners).withColumn(BATCH, sf.lit(0))
        return winners if days is None else on_days(winners, days)

    def _schema(self, further: str) -> str:
        return f"{sql_schema(wide_schema(self.config))}, {further}"


def _union(frames: Iterable[DataFrame]) -> DataFrame:
    first, *others = frames
    for other in others:
        first = first.unionByName(other)
    return first


def keys_frame(spark: SparkSession, keys: Keys) -> DataFrame:
    """Return keys of profiles as rows."""
    return spark.createDataFrame(pa.table(signed_halves(keys)))


def countable(spark: SparkSession, events: DataFrame, metadata: Metadata) -> DataFrame:
    """Return the events that consent and catalogue let count, as they are now."""
    return with_countable(spark, events, metadata).where(COUNTABLE).drop(COUNTABLE)


def with_countable(spark: SparkSession, events: DataFrame, metadata: Metadata) -> DataFrame:
    """Return events, and whether consent and catalogue let each count, as they are now."""
    refused, assets = metadata.no_consent(), metadata.tables["assets"]
    counts = sf.lit(True)
    if len(refused):
        keys = keys_frame(spark, refused).withColumn("_refused", sf.lit(True))
        events = events.join(keys, list(HALVES), "left")
        counts &= sf.col("_refused").isNull()
    if assets.num_rows:
        own = spark.createDataFrame(assets.select(["asset_id", "title_id"])).toDF("asset", "_title")
        events = events.join(own, "asset", "left")
        counts &= sf.col("_title").isNull() | (sf.col("_title") == sf.col("title"))
    return events.withColumn(COUNTABLE, counts).drop("_refused", "_title")


def again_folder(folder: Folder) -> str | None:
    """Return the URI of the rows of events with several, None where there are none."""
    return folder.uri(AGAIN_EVENTS) if folder.files(AGAIN_EVENTS) else None


def same_events(kept: KeptEvents, new: DataFrame) -> DataFrame:
    """Return the kept rows of the events of which there are new rows."""
    wanted = new.select(identity().alias(IDENTITY)).distinct()
    return with_identity(kept.rows()).join(wanted, IDENTITY, "left_semi").drop(IDENTITY)
