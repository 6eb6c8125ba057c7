"""Facts as files: how Spark, a store and Druid hand them to one another.

A folder holds `facts/FAMILY/day=YYYY-MM-DD/*.parquet` (days are UTC), beside the catalogue as
`titles.parquet`, `assets.parquet`, … Nothing in it depends on the store or the program that wrote
it: profiles are keyed hashes, all else is text and numbers. Rows of a file are sorted by title,
then profile (high, low).

Whole folders also hold `facts.json`, what the facts say of themselves (`About`), and may hold
`quarantine/*.parquet` (the columns of `store.QUARANTINE_SCHEMA`) and `account.json` (a `Report` as
`Report.to_dict` gives it).
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

Never null. Profiles of whom nobody knows an id (`keyart import upworthy`) have stand-in keys, the
same in all exports of one store; sketches are made of `PROFILE_LOW`.
"""

AUDIENCE = "audience"
"""The full names of the audiences that the profile is in: an optional column."""

FACTS = "facts"
"""The folder of the facts."""

ABOUT = "facts.json"
"""The file that holds `About`; written last, so that a folder that has it is whole."""

QUARANTINE = "quarantine"
"""The folder of rejected rows: Parquet files with the columns of `store.QUARANTINE_SCHEMA`."""

ACCOUNT = "account.json"
"""What became of the rows that the facts were made of: of those of the last build.

With `"whole": true` it is of all rows, as an export of a store has it.
"""

UNDER_WAY = "_staging/ready.json"
"""A file that is there while a build puts its files in place: the folder is not whole then."""

CATALOGUE = ("titles", "assets", "profiles", "availability", "tests")
"""The tables beside the facts, each as NAME.parquet.

All have the columns of the input tables but for `profiles`, which has `PROFILE_HIGH` and
`PROFILE_LOW` in place of `profile_id`, then `consent`, `is_minor` and attributes as text.
"""

_FORMAT = 1
_FINGERPRINTED = b"keyart fact files"


def day_folder(family: Family, day: date) -> str:
    """Return the folder of a day's facts, relative to the whole one's."""
    return f"{FACTS}/{family}/day={day.isoformat()}"


def key_fingerprint(salt: str) -> str:
    """Return what tells whether two keys of profiles were made with one salt, and nothing else."""
    return hmac.new(salt.encode(), _FINGERPRINTED, hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class About:
    """What a folder of facts says of itself."""

    keys: str
    """The fingerprint of the salt that its profiles' keys were made with (`key_fingerprint`)."""
    until: int | None = None
    """The time of the latest event that was looked at, µs since the epoch."""

    def to_text(self) -> str:
        """Return the contents of the file `ABOUT`."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `to_text` wrote; raises `BadInput` for anything else."""
        try:
            raw = json.loads(text)
            own = cls(str(raw["keys"]), None if raw["until"] is None else int(raw["until"]))
            written = raw["format"]
        except (ValueError, KeyError, TypeError):
            raise BadInput(
                f"{ABOUT} does not say what it should.", hint="Write the folder again."
            ) from None
        if written != _FORMAT:
            raise BadInput(
                f"The facts are written in format {written}; this version reads {_FORMAT}.",
                hint="Use the version of Keyart that wrote them, or a newer one.",
            )
        return own


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
