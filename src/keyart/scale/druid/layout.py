"""The names of a store's datasources, columns and lookups in Druid, for loads and queries."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from keyart.core.facts import Family

ROWS = "fact_rows"
"""The number of facts that were rolled up into a row."""

MULTI_VALUED = ("genre", "tag", "asset_tag", "audience")
"""Physical columns with several values: of the title, of the asset, of the profile."""

PROTECTED = "protected"
"""The column that is `YES` for profiles excluded from audiences (minors, and those without full
consent), and null for all others."""

YES = "yes"

MANIFEST = "manifest"
"""The only key of the lookup that holds the `Manifest`."""


def datasource(prefix: str, family: Family) -> str:
    """Return the name of the datasource of a family of facts."""
    return f"{prefix}_{family}"


def asset_days(prefix: str) -> str:
    """Return the datasource of Spark's sketches: `reach` and `viewers` by asset and day."""
    return f"{prefix}_asset_days"


def people(guard: str) -> str:
    """Return the column of sketches of the profiles that have a row with `guard` above 0."""
    return f"people_{guard}"


def attribute(name: str) -> str:
    """Return the column that holds the profiles' attribute `name`."""
    return f"profile_{name}"


def lookup(prefix: str, column: str, kind: str, name: str = "") -> str:
    """Return the lookup from an id in `column` to the value of an axis' `Lookup` `kind`.

    Its values are text: numbers as decimals, times as µs since 1970, `true`, `false`.
    """
    return "_".join(_escape(part) for part in (prefix, column, kind, name) if part)


def _escape(text: str) -> str:
    """Return `text` with only letters, digits, `_` and `-`; different texts stay different."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda match: f".{ord(match[0]):x}.", text)


def manifest_lookup(prefix: str) -> str:
    """Return the name of the lookup with the manifest."""
    return f"{prefix}_{MANIFEST}"


KEYS = "keys"
"""In the lookup of chunks: the fingerprint of the store's salt."""


def chunks_lookup(prefix: str) -> str:
    """Return the name of the lookup that has a digest of each chunk of facts (`FAMILY/NAME`)."""
    return f"{prefix}_chunks"


@dataclass(frozen=True)
class Manifest:
    """Druid's copy of a store, as described by its last load.

    A family without facts in the store is missing in `dimensions`, `sums` and `guards`, and has no
    datasource.
    """

    version: int
    """The store version."""
    audiences_version: int
    """The fit of affinities, 0 for none."""
    lg_k: int
    """log2 of the sketches' number of registers."""
    granularity_seconds: int
    """The granularity to which times are rounded down: 900, 3600 or 86400."""
    audiences: tuple[str, ...]
    """The full names of the audiences in the column `audience`."""
    attributes: tuple[str, ...]
    """The profiles' attributes that have columns."""
    dimensions: Mapping[Family, tuple[str, ...]]
    """The columns of facts for grouping and filtering, by family."""
    sums: Mapping[Family, tuple[str, ...]]
    """The stored sums, by family."""
    guards: Mapping[Family, tuple[str, ...]]
    """The sums by which people are counted, by family: each has sketches, named by `people`."""
    lookups: tuple[str, ...]
    """The names of the lookups."""
    data_until: int | None = None
    """The time of the newest event that Druid holds, µs since 1970; None for no events."""
    retention: float | None = None
    """Seconds after which Druid drops facts; 0 for never, None if unknown."""
    facts_from: int | None = None
    """The start of the store's first day (UTC) with facts, µs; None for no facts."""
    loaded_from: int | None = None
    """The start of the first loaded day, µs; None for all."""

    def served_from(self, now: datetime) -> int | None:
        """Return the time, µs since 1970, from which Druid has all facts; None for all time.

        Segments are dropped when all of their days are older than `retention`, so days are whole.
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
            raw[name] = {Family(family): tuple(columns) for family, columns in raw[name].items()}
        for name in ("audiences", "attributes", "lookups"):
            raw[name] = tuple(raw[name])
        return cls(**raw)
