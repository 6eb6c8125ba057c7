"""Kept events: `events/` of a built folder.

- `events/table=T/batch=N/day=D/`: all rows that passed the checks of build N, once each; rows are
  only ever added.
- `events/again/table=T/`: all rows of events with several kept rows (players that report a play as
  it grows, ids used twice). Only one of them counts, so reading events skips these and settles them
  again; they are few.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from keyart.core.config import Config
from keyart.ingest.values.keyed_hash import Keys
from keyart.scale.spark.catalogue import CatalogueTables
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
    """Events by day, including those that this build has staged."""

    spark: SparkSession
    config: Config
    places: tuple[str, ...]
    """URIs of folders with the layout of `EVENTS`."""
    again_place: str | None
    """URI of a folder with the layout of `AGAIN_EVENTS`."""

    def rows(self, days: Collection[int] | None = None) -> DataFrame:
        """Return all kept rows, or those of some days."""
        schema = self._event_schema(f"{BATCH} int, {DAY} date")
        frames = [self.spark.read.schema(schema).parquet(place) for place in self.places]
        events = _unite(frames) if frames else self.spark.createDataFrame([], schema)
        return events if days is None else on_days(events, days)

    def again(self) -> DataFrame:
        """Return all rows of events with several."""
        schema = self._event_schema(f"{BATCH} int")
        if self.again_place is None:
            return with_day(self.spark.createDataFrame([], schema))
        return with_day(self.spark.read.schema(schema).parquet(self.again_place))

    def counting(
        self,
        days: Collection[int] | None,
        profiles: DataFrame | None,
        metadata: CatalogueTables,
        parts: int,
    ) -> DataFrame:
        """Return the row of each event that counts, for some days and profiles.

        Rows that the current catalogue excludes do not count.
        """
        columns = [*wide_schema(self.config).names, BATCH]
        single = self.rows(days)
        if self.again_place is None:
            events = countable(self.spark, single, metadata).select(*columns)
        else:
            again = with_identity(self.again())
            several = again.select(IDENTITY).distinct()
            single = with_identity(single).join(several, IDENTITY, "left_anti")
            winners = self._winning_rows(again, days, metadata, parts).select(*columns)
            events = countable(self.spark, single, metadata).select(*columns).unionByName(winners)
        return events if profiles is None else events.join(profiles, list(HALVES), "left_semi")

    def _winning_rows(
        self, again: DataFrame, days: Collection[int] | None, metadata: CatalogueTables, parts: int
    ) -> DataFrame:
        """Return the rows that count of events with several, if they are of these days."""
        schema = wide_schema(self.config)
        several = countable(self.spark, again, metadata)
        grouped = several.repartition(parts, IDENTITY).select(*schema.names, BATCH)
        winners = grouped.mapInArrow(Settler(self.config, -1).winners, sql_schema(schema))
        winners = with_day(winners).withColumn(BATCH, sf.lit(0))
        return winners if days is None else on_days(winners, days)

    def _event_schema(self, extra: str) -> str:
        return f"{sql_schema(wide_schema(self.config))}, {extra}"


def _unite(frames: Iterable[DataFrame]) -> DataFrame:
    first, *others = frames
    for other in others:
        first = first.unionByName(other)
    return first


def keys_frame(spark: SparkSession, keys: Keys) -> DataFrame:
    """Return keys of profiles as rows."""
    return spark.createDataFrame(pa.table(signed_halves(keys)))


def countable(spark: SparkSession, events: DataFrame, metadata: CatalogueTables) -> DataFrame:
    """Return the events that the current consent and catalogue allow."""
    return with_countable(spark, events, metadata).where(COUNTABLE).drop(COUNTABLE)


def with_countable(spark: SparkSession, events: DataFrame, metadata: CatalogueTables) -> DataFrame:
    """Return events, and whether the current consent and catalogue allow each."""
    refused, assets = metadata.no_consent(), metadata.tables["assets"]
    counts = sf.lit(True)
    if len(refused):
        keys = keys_frame(spark, refused).withColumn("_refused", sf.lit(True))
        events = events.join(keys, list(HALVES), "left")
        counts &= sf.col("_refused").isNull()
    if assets.num_rows:
        owners = spark.createDataFrame(assets.select(["asset_id", "title_id"])).toDF(
            "asset", "_title"
        )
        events = events.join(owners, "asset", "left")
        counts &= sf.col("_title").isNull() | (sf.col("_title") == sf.col("title"))
    return events.withColumn(COUNTABLE, counts).drop("_refused", "_title")


def again_folder(folder: Folder) -> str | None:
    """Return the URI of the rows of events with several, None if there are none."""
    return folder.uri(AGAIN_EVENTS) if folder.files(AGAIN_EVENTS) else None


def same_events(kept: KeptEvents, new: DataFrame) -> DataFrame:
    """Return the kept rows of the events that have new rows."""
    identities = new.select(identity().alias(IDENTITY)).distinct()
    return with_identity(kept.rows()).join(identities, IDENTITY, "left_semi").drop(IDENTITY)
