"""The two fact families, and the columns of events and facts between the steps.

Between the steps of the writing path events and facts travel as Arrow tables *without nulls*:
text is a code of a `Vocabulary` (int32, −1 = missing), numbers have a value that means missing.
"""

from enum import StrEnum

import pyarrow as pa

MISSING = -1
"""The code of a missing text value between the steps."""

SLOT_MICROSECONDS = 900 * 1_000_000
"""A slot is a quarter of an hour, UTC: since 2012, zones change their offsets at slots."""
DAY_MICROSECONDS = 86_400_000_000
SLOTS_PER_DAY = DAY_MICROSECONDS // SLOT_MICROSECONDS


class Family(StrEnum):
    """A kind of fact: what was shown and what it led to, or what was watched."""

    EXPOSURE = "exposure"
    VIEWING = "viewing"


class Reason(StrEnum):
    """Why a play did not qualify."""

    TOO_SHORT = "too_short"
    OUTSIDE_WINDOW = "outside_window"
    NO_IMPRESSION = "no_impression"


REASONS = tuple(reason.value for reason in Reason)
"""The vocabulary of the `reason` column: code 0, 1, 2; −1 for a play that qualified."""

EXPOSURE_DIMENSIONS = ("asset", "country", "device", "placement", "position", "phase")
VIEWING_DIMENSIONS = ("country", "device", "reason")

EXPOSURE_SUMS = (
    "impressions",
    "plays",
    "qualified_plays",
    "completions",
    "completion_known",
    "short_plays",
    "watch_ms",
    "hooks",
    "holds",
    "inverse_propensity",
)
"""`inverse_propensity`: 1 / propensity of each impression, added up, in whole millionths.

An impression without a propensity adds 0. Divided by `impressions`, it is the mean inverse weight
of a fact whose impressions had several propensities.
"""

VIEWING_SUMS = (
    "starts",
    "active_starts",
    "unattributed_plays",
    "completions",
    "completion_known",
    "watch_ms",
)

OPTIONAL_SUMS = frozenset({"inverse_propensity"})
"""Sums that few stores have: a segment has no column for one that is 0 everywhere."""

HOOK_SECONDS = 3
HOLD_SECONDS = 15

CUSTOM_SUM_SCALE = 1_000_000
"""Custom sums are kept as whole millionths, so that they add up exactly."""

INVERSE_PROPENSITY_SCALE = 1_000_000
"""Inverse propensities are kept as whole millionths; each is rounded half to even on its own."""

LEAST_PROPENSITY = 1e-6
"""Lower propensities count as this one: an impression weighs at most a million others, so sums of
fewer than nine million impressions fit into int64."""

IMPRESSION_TEXT = ("title", "asset", "country", "device", "placement", "position", "phase")
"""Coded columns of an impression between the steps, without custom dimensions (`x_…`)."""

PLAY_TEXT = ("title", "country", "device")
"""Coded columns of a play between the steps."""


def custom_dimension(name: str) -> str:
    """Return the column that holds the custom event dimension `name`."""
    return f"x_{name}"


def custom_sum(name: str) -> str:
    """Return the column that holds the custom sum `name`."""
    return f"s_{name}"


def events_schema(table: str, dimensions: tuple[str, ...], sums: tuple[str, ...]) -> pa.Schema:
    """Return the schema of `impressions` or `plays` between the steps.

    `dimensions` and `sums` are the custom ones, by the names in `keyart.toml`.
    """
    if table == "plays":
        types = {
            "profile": pa.uint32(),
            "title": pa.int32(),
            "ts": pa.int64(),
            "watch_ms": pa.int64(),
            "event_id": pa.string(),
            "fraction": pa.float64(),
            "country": pa.int32(),
            "device": pa.int32(),
            "impression_id": pa.string(),
        }
    else:
        types = {
            "profile": pa.uint32(),
            "title": pa.int32(),
            "asset": pa.int32(),
            "ts": pa.int64(),
            "event_id": pa.string(),
            **dict.fromkeys(IMPRESSION_TEXT[2:], pa.int32()),
            **dict.fromkeys(("propensity", "visible_ms", "media_seconds"), pa.float64()),
            **dict.fromkeys(map(custom_dimension, dimensions), pa.int32()),
            **dict.fromkeys(map(custom_sum, sums), pa.int64()),
        }
    return pa.schema({**types, "batch": pa.int32()})
