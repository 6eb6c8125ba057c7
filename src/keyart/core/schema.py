"""The input tables of the contract, their columns, and the codes of rejected rows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""The earliest time of an event: earlier ones are mistakes, such as a time of 0."""


class Kind(StrEnum):
    """The type of an input column, as a user names it."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    TS = "ts"
    BOOL = "bool"
    LIST = "list"


@dataclass(frozen=True)
class Column:
    """One column of an input table."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One input table: its name and columns, in the contract's order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a source must have."""
        return tuple(column.name for column in self.columns if column.required)


def _table(name: str, /, **kinds: str) -> Table:
    return Table(
        name,
        tuple(
            Column(column, Kind(kind.rstrip("*")), kind.endswith("*"))
            for column, kind in kinds.items()
        ),
    )


IMPRESSIONS = _table(
    "impressions",
    ts="ts*",
    profile_id="str*",
    asset_id="str*",
    title_id="str",
    event_id="str",
    country="str",
    device="str",
    placement="str",
    position="int",
    phase="str",
    propensity="float",
    visible_ms="float",
    media_seconds="float",
)
PLAYS = _table(
    "plays",
    ts="ts*",
    profile_id="str*",
    title_id="str*",
    seconds="float*",
    event_id="str",
    fraction="float",
    country="str",
    device="str",
    impression_id="str",
)
TITLES = _table(
    "titles",
    title_id="str*",
    name="str*",
    parent_title_id="str",
    content_type="str",
    genres="list",
    tags="list",
    launched_at="ts",
    runtime_seconds="float",
    synopsis="str",
    maturity="str",
)
ASSETS = _table(
    "assets",
    asset_id="str*",
    title_id="str*",
    asset_type="str",
    name="str",
    uri="str",
    text="str",
    concept="str",
    aspect="str",
    locale="str",
    tags="list",
    created_at="ts",
)
PROFILES = _table("profiles", profile_id="str*", consent="str", is_minor="bool")
AVAILABILITY = _table(
    "availability", **{"title_id": "str*", "country": "str*", "from": "ts", "until": "ts"}
)
TESTS = _table(
    "tests", test="str*", title_id="str*", asset_id="str*", share="float", start="ts", end="ts"
)

EVENT_TABLES = (IMPRESSIONS, PLAYS)
METADATA_TABLES = (TITLES, ASSETS, PROFILES, AVAILABILITY, TESTS)
INPUT_TABLES = {table.name: table for table in (*EVENT_TABLES, *METADATA_TABLES)}

KEYS = {
    "titles": ("title_id",),
    "assets": ("asset_id",),
    "profiles": ("profile_id",),
    "availability": ("title_id", "country", "from"),
    "tests": ("test", "asset_id"),
}
"""The columns that identify a row of a metadata table: newer rows replace older ones."""

PHASES = ("explore", "exploit")
CONSENTS = ("full", "no_profiling", "none")


class Rejection(StrEnum):
    """Why a row was put into quarantine."""

    MISSING_VALUE = "missing_value"
    BAD_TYPE = "bad_type"
    BAD_TIMESTAMP = "bad_timestamp"
    BAD_RANGE = "bad_range"
    UNKNOWN_ASSET = "unknown_asset"
    TITLE_MISMATCH = "title_mismatch"
    MALFORMED = "malformed"
    NOT_VIEWABLE = "not_viewable"
    NO_CONSENT = "no_consent"


RETRIED = (Rejection.UNKNOWN_ASSET, Rejection.TITLE_MISMATCH)
"""Rows rejected for these reasons are kept whole and tried again whenever assets arrive."""
