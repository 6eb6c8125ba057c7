"""The days of facts in a build's folder: their columns, and how they are read and written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from keyart.core.config import Config
from keyart.core.fact_files import FACTS, TIME, fact_schema
from keyart.core.facts import Family
from keyart.scale.spark.kept_events import day_number, on_days
from keyart.scale.spark.places import Folder
from keyart.scale.spark.rows import DAY, HALVES, sql_schema

FAMILY = "family"


def facts_schema(config: Config) -> pa.Schema:
    """Return the columns of the facts of both families together."""
    both = {field.name: field for family in Family for field in family_schema(family, config)}
    return pa.schema([pa.field(FAMILY, pa.string()), *both.values()])


def family_schema(family: Family, config: Config, *, audience: bool = False) -> pa.Schema:
    """Return the columns of a family's fact files."""
    return fact_schema(family, config.dimensions, config.custom_sums, audience=audience)


def days_of(names: Sequence[str]) -> set[int]:
    """Return the days in names of files, by their folders `day=…`."""
    parts = (part for name in names for part in name.split("/") if part.startswith(f"{DAY}="))
    return {day_number(date.fromisoformat(part.removeprefix(f"{DAY}="))) for part in parts}


@dataclass(frozen=True)
class FactDays:
    """The facts of a folder."""

    spark: SparkSession
    folder: Folder
    config: Config

    def there(self, family: Family) -> set[int]:
        """Return the days that have facts."""
        return days_of(self.folder.files(f"{FACTS}/{family}"))

    def read(self, family: Family, *names: str) -> DataFrame:
        """Return the stored facts, or those in another folder with the same layout."""
        schema = f"{sql_schema(family_schema(family, self.config))}, {DAY} date"
        place = "/".join(names) or f"{FACTS}/{family}"
        if not self.folder.files(place):
            return self.spark.createDataFrame([], schema)
        return self.spark.read.schema(schema).parquet(self.folder.uri(place))

    def kept(
        self,
        family: Family,
        days: Collection[int],
        changed: Collection[int],
        profiles: DataFrame | None,
    ) -> DataFrame:
        """Return the facts of `days` that stay: on the days `changed` those of other profiles."""
        there = self.there(family)
        whole = on_days(self.read(family), (set(days) - set(changed)) & there)
        if profiles is None:
            return whole
        partly = on_days(self.read(family), set(days) & set(changed) & there)
        return whole.unionByName(partly.join(profiles, list(HALVES), "left_anti"))


def write_by_day(rows: DataFrame, place: str, order: Sequence[str], *above: str) -> None:
    """Write rows into few files, sorted by `order`.

    Folders are by the columns `above`, then by day. Spark lets small days share a task and splits
    large ones.
    """
    spread = rows.hint("rebalance", *map(sf.col, (*above, DAY)))
    columns = [sf.col(name).asc_nulls_last() for name in (*above, DAY, *order)]
    ordered = spread.sortWithinPartitions(*columns)
    ordered.write.partitionBy(*above, DAY).mode("overwrite").parquet(place)


ORDER = ("title", *HALVES, TIME)
"""The order of facts in a file."""
