"""Facts as files, which Spark, stores and Druid exchange.

A folder has the facts in `facts/FAMILY/day=YYYY-MM-DD/*.parquet` (days are UTC) and the catalogue
in `titles.parquet`, `assets.parquet`, … It does not depend on the store or the program that wrote
it: profiles are keyed hashes, everything else is text and numbers. Rows of a file are sorted by
title, then profile (high, low).

Complete folders also have `facts.json`, which describes the facts (`About`). They may have
`quarantine/*.parquet` (the columns of `store.QUARANTINE_SCHEMA`) and `account.json` (the result of
`Report.to_dict`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

import pyarrow as pa

from keyart.core.errors import BadInput
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

Never null. Profiles without a known id (`keyart import upworthy`) have artificial keys, the same in
all exports of one store. Sketches count `PROFILE_LOW`.
"""

AUDIENCE = "audience"
"""An optional column: the full names of the audiences that the profile is in."""

FACTS = "facts"
"""The folder of the facts."""

ABOUT = "facts.json"
"""The file of `About`. It is written last, so a folder that has it is complete."""

QUARANTINE = "quarantine"
"""The folder of rejected rows: Parquet files with the columns of `store.QUARANTINE_SCHEMA`."""

ACCOUNT = "account.json"
"""The report on the rows of the last build.

With `"whole": true`, it is about all rows, as in an export of a store.
"""

UNDER_WAY = "_staging/ready.json"
"""A file that exists while a build moves its files into place: the folder is incomplete then."""

CATALOGUE = ("titles", "assets", "profiles", "availability", "tests")
"""The tables of the catalogue, each in NAME.parquet.

They have the columns of the input tables, except `profiles`: it has `PROFILE_HIGH` and
`PROFILE_LOW` instead of `profile_id`, then `consent`, `is_minor` and attributes as text.
"""

_FORMAT = 1
_FINGERPRINTED = b"keyart fact files"


def day_folder(family: Family, day: date) -> str:
    """Return the folder of a day's facts, relative to the folder of everything."""
    return f"{FACTS}/{family}/day={day.isoformat()}"


def key_fingerprint(salt: str) -> str:
    """Return a fingerprint of a salt, which only shows whether two folders have the same."""
    return hmac.new(salt.encode(), _FINGERPRINTED, hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class About:
    """The description of a folder of facts."""

    keys: str
    """The fingerprint of the salt of its profiles' keys (`key_fingerprint`)."""
    until: int | None = None
    """The time of the latest event that was read, µs since the epoch."""

    def to_text(self) -> str:
        """Return the contents of the file `ABOUT`."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the description in the text of `to_text`; raises `BadInput` for other text."""
        try:
            raw = json.loads(text)
            about = cls(str(raw["keys"]), None if raw["until"] is None else int(raw["until"]))
            version = raw["format"]
        except (ValueError, KeyError, TypeError):
            raise BadInput(f"{ABOUT} is not valid.", hint="Write the folder again.") from None
        if version != _FORMAT:
            raise BadInput(
                f"The facts are in format {version}; this version of Keyart reads {_FORMAT}.",
                hint="Use the version of Keyart that wrote them, or a newer one.",
            )
        return about


def fact_schema(
    family: Family, dimensions: Iterable[str], sums: Iterable[str], *, audience: bool = False
) -> pa.Schema:
    """Return the columns of a family's fact files, in order.

    `dimensions` and `sums` are the custom ones, by the names in `keyart.toml`; only exposure has
    them. Sums are in stored units (`core.facts`).
    """
    if family is Family.EXPOSURE:
        text_columns = (*EXPOSURE_DIMENSIONS, *map(custom_dimension, dimensions))
        numbers = (*EXPOSURE_SUMS, *map(custom_sum, sums))
    else:
        text_columns, numbers = VIEWING_DIMENSIONS, VIEWING_SUMS
    return pa.schema(
        [
            pa.field("title", pa.string()),
            pa.field(PROFILE_HIGH, pa.int64()),
            pa.field(PROFILE_LOW, pa.int64()),
            pa.field(TIME, pa.timestamp("us", "UTC")),
            *(pa.field(name, pa.string()) for name in text_columns),
            *([pa.field(AUDIENCE, pa.list_(pa.string()))] if audience else []),
            *(pa.field(name, pa.int64()) for name in numbers),
        ]
    )
