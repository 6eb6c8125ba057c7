"""The audiences of profiles: a table of (audience, profile_id), in any format.

A build stores them in `audiences/`, a row per profile: its key's halves, and the sorted names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyspark import Broadcast
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from keyart.core.errors import BadInput, MissingColumn
from keyart.core.fact_files import AUDIENCE
from keyart.ingest.formats.blocks import ColumnSelection
from keyart.ingest.formats.sources import open_inputs
from keyart.ingest.values.keyed_hash import Keys, profile_keys
from keyart.ingest.values.text import clean_block, decode
from keyart.scale.spark.errors import encode_errors
from keyart.scale.spark.kept_events import keys_frame
from keyart.scale.spark.places import fetch_file
from keyart.scale.spark.rows import HALVES, batches, signed_halves, sql_schema

AUDIENCES = "audiences"

PROFILE = "profile_id"

_MEMBER = pa.schema([*((name, pa.int64()) for name in HALVES), pa.field(AUDIENCE, pa.string())])


MEMBERS = f"{', '.join(f'{name} bigint' for name in HALVES)}, {AUDIENCE} array<string>"
"""The columns of the stored table."""


@dataclass(frozen=True)
class MemberReader:
    """Reads the members of audiences; the salt is broadcast."""

    salt: Broadcast[str]

    @encode_errors
    def read(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the members in the files in the column `path`."""
        for piece in pieces:
            for path in piece.column("path").to_pylist():
                with fetch_file(path) as local:
                    yield from self._read_file(path, local)

    def _read_file(self, path: str, local: str) -> Iterator[pa.RecordBatch]:
        for item in open_inputs(local):
            columns = item.header().columns
            for name in (AUDIENCE, PROFILE):
                if name not in columns:
                    raise MissingColumn(
                        f"{path} has no column {name!r}. It has {', '.join(map(repr, columns))}.",
                        hint="A table of audiences has the columns audience and profile_id.",
                    )
            for block in item.blocks(ColumnSelection((AUDIENCE, PROFILE))):
                clean = clean_block(block)
                if clean.broken:
                    raise BadInput(clean.broken[0].message, hint=f"Fix {path}.")
                names, ids = (_as_text(clean.columns[n]) for n in (AUDIENCE, PROFILE))
                if names.null_count or ids.null_count:
                    raise BadInput(
                        f"{path} has rows without an audience or a profile.",
                        hint="Remove them.",
                    )
                halves = signed_halves(profile_keys(self.salt.value, ids))
                yield from batches(pa.table({**halves, AUDIENCE: names}, schema=_MEMBER))


def _as_text(values: pa.Array) -> pa.Array:
    return pc.cast(decode(values), pa.string())


def read_members(files: DataFrame, salt: Broadcast[str]) -> DataFrame:
    """Return each profile's audiences, from the files in the column `path`."""
    members = files.mapInArrow(MemberReader(salt).read, sql_schema(_MEMBER))
    names = sf.sort_array(sf.collect_set(AUDIENCE)).alias(AUDIENCE)
    return members.groupBy(*HALVES).agg(names)


def with_audiences(
    spark: SparkSession, facts: DataFrame, members: DataFrame, protected: Keys
) -> DataFrame:
    """Return facts with the audiences of their profiles; protected profiles are in none."""
    if len(protected):
        hidden = keys_frame(spark, protected)
        members = members.join(hidden, list(HALVES), "left_anti")
    joined = facts.join(members, list(HALVES), "left")
    none = sf.array().cast("array<string>")
    return joined.withColumn(AUDIENCE, sf.coalesce(sf.col(AUDIENCE), none))
