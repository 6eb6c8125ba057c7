"""Facts as files: how Spark, a store and Druid hand them to one another.

A folder holds `facts/FAMILY/day=YYYY-MM-DD/*.parquet` (days are UTC), beside the catalogue as
`titles.parquet`, `assets.parquet`, … Nothing in it depends on the store or the program that wrote
it: profiles are keyed hashes, all else is text and numbers. Rows of a file are sorted by title,
then profile.
"""

from collections.abc import Iterable

import pyarrow as pa

from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
    custom_dimension,
    custom_sum,
)

TIME = "time"
"""The start of the fact's quarter of an hour, UTC, in microseconds."""

PROFILE_HIGH, PROFILE_LOW = "profile_high", "profile_low"
"""The two halves of the profile's keyed hash (`core.ids`), as signed numbers of the same bits.

Null halves mean that nobody knows whose the fact is; sketches are made of `PROFILE_LOW`.
"""

AUDIENCE = "audience"
"""The full names of the audiences that the profile is in: an optional column."""


def fact_schema(
    family: Family, dimensions: Iterable[str], sums: Iterable[str], *, audience: bool = False
) -> pa.Schema:
    """Return the columns of a family's fact files, in order.

    `dimensions` and `sums` are the custom ones, by the names in `keyart.toml`; only exposure has
    them. Sums are in stored units (`core.facts`).
    """
    if family is Family.EXPOSURE:
        texts = (*EXPOSURE_DIMENSIONS, *map(custom_dimension, dimensions))
        numbers = (*EXPOSURE_SUMS, *map(custom_sum, sums))
    else:
        texts, numbers = VIEWING_DIMENSIONS, VIEWING_SUMS
    return pa.schema(
        [
            pa.field("title", pa.string()),
            pa.field(PROFILE_HIGH, pa.int64()),
            pa.field(PROFILE_LOW, pa.int64()),
            pa.field(TIME, pa.timestamp("us", "UTC")),
            *(pa.field(name, pa.string()) for name in texts),
            *([pa.field(AUDIENCE, pa.list_(pa.string()))] if audience else []),
            *(pa.field(name, pa.int64()) for name in numbers),
        ]
    )
