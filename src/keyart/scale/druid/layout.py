"""What a store looks like in Druid: the names of its datasources, columns and lookups.

Loading writes by these names, and the engine asks by them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from keyart.core.facts import Family

ROWS = "fact_rows"
"""The sum of the rows that were rolled up into one."""

MULTI_VALUED = ("genre", "tag", "asset_tag", "audience")
"""Physical columns that hold several values: those of the title, of the asset, of the profile."""

PROTECTED = "protected"
"""The column that is `YES` for profiles that are in no audience: minors, and those without full
consent. For all others it is null."""

YES = "yes"

MANIFEST = "manifest"
"""The one key of the lookup that holds the `Manifest`."""


def datasource(prefix: str, family: Family) -> str:
    """Return the name of the datasource of a family of facts."""
    return f"{prefix}_{family}"


def asset_days(prefix: str) -> str:
    """Return the datasource of Spark's sketches: `reach` and `viewers` by asset and day."""
    return f"{prefix}_asset_days"


def people(guard: str) -> str:
    """Return the column of sketches of the profiles with a row whose `guard` is above 0."""
    return f"people_{guard}"


def attribute(name: str) -> str:
    """Return the column that holds the profiles' attribute `name`."""
    return f"profile_{name}"


def lookup(prefix: str, column: str, kind: str, name: str = "") -> str:
    """Return the lookup that gives, for an id in `column`, what an axis' `Lookup` `kind` says.

    Its values are text: numbers as decimals, points in time as µs since 1970, `true`, `false`.
    """
    return "_".join(_plain(part) for part in (prefix, column, kind, name) if part)


def _plain(text: str) -> str:
    """Return `text` with letters, digits, `_` and `-` only, different texts staying different."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}.", text)


def manifest_lookup(prefix: str) -> str:
    """Return the name of the lookup that says what Druid holds."""
    return f"{prefix}_{MANIFEST}"


KEYS = "keys"
"""In the lookup of chunks: the fingerprint of the salt of the store's profiles' keys."""


def chunks_lookup(prefix: str) -> str:
    """Return the name of the lookup that has a digest of each chunk of facts (`FAMILY/NAME`)."""
    return f"{prefix}_chunks"


@dataclass(frozen=True)
class Manifest:
    """What Druid holds of a store, as the load that made it says.

    A family of which the store has no facts is in none of `dimensions`, `sums` and `guards`, and
    has no datasource.
    """

    version: int
    """The version of the store."""
    audiences_version: int
    """The fit of affinities, 0 for none."""
    lg_k: int
    """log2 of the sketches' number of registers."""
    granularity_seconds: int
    """What times are rounded down to: 900, 3600 or 86400."""
    audiences: tuple[str, ...]
    """The full names of the audiences in the column `audience`."""
    attributes: tuple[str, ...]
    """The profiles' attributes that have columns."""
    dimensions: Mapping[Family, tuple[str, ...]]
    """The columns of facts that can be grouped and filtered by, by family."""
    sums: Mapping[Family, tuple[str, ...]]
    """The stored sums, by family."""
    guards: Mapping[Family, tuple[str, ...]]
    """What people are counted by, by family: a column of sketches each, named by `people`."""
    lookups: tuple[str, ...]
    """The names of the lookups."""
    data_until: int | None = None
    """The time of the newest event that Druid holds, µs since 1970; None for no events."""
    retention: float | None = None
    """Seconds after which Druid lets facts go; 0 for never, None where the load did not say."""
    facts_from: int | None = None
    """The start of the first day (UTC) of which the store has facts, µs; None for no facts."""
    loaded_from: int | None = None
    """The start of the first day that was to be loaded, µs; None for all."""

    def served_from(self, now: datetime) -> int | None:
        """Return the time, µs since 1970, from which on Druid has all facts; None for all time.

        Segments go when all of their days are older than `retention`, so days are whole.
        """
        if not self.retention or self.facts_from is None:
            return None
        oldest = datetime.combine(now - timedelta(seconds=self.retention), time(), UTC)
        first = max(int(oldest.timestamp()) * 1_000_000, self.loaded_from or 0)
        return None if self.facts_from >= first else first

    def to_text(self) -> str:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `to_text` wrote."""
        raw: dict[str, Any] = json.loads(text)
        for name in ("dimensions", "sums", "guards"):
            raw[name] = {Family(family): tuple(own) for family, own in raw[name].items()}
        for name in ("audiences", "attributes", "lookups"):
            raw[name] = tuple(raw[name])
        return cls(**raw)
