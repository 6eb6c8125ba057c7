"""An answer: a table, totals, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keyart.core.errors import MissingExtra
from keyart.core.zones import zone

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Meta:
    """Where an answer comes from, and how exact it is."""

    answered_by: str
    """The engine's name."""
    reason: str
    """Why this engine: a `keyart.query.router.Reason`."""
    exact: bool
    """Whether all counts are exact; sums always are."""
    error_bound: float
    """The greatest relative error of any count of people, at `confidence`; 0 if exact."""
    confidence: float
    """The share of counts that lie within the bound; 1 for exact answers."""
    rows_scanned: int
    """Rounded down to a multiple of 10,000 for a reader with a view."""
    ms: float
    as_of: datetime | None
    """The time of the newest event in the answer's data, None without events."""
    complete_until: datetime | None
    """No more plays can come before this: `as_of` minus the longest attribution window."""
    version: int
    """The version of the store, or of the copy of it, that was read."""
    audiences_version: int
    """The number of the fit that affinities come from, 0 if there is none."""
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as data that JSON can hold: times as ISO text."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in {**vars(self), "notes": list(self.notes)}.items()
        }


@dataclass(frozen=True)
class Result:
    """The answer to one question."""

    table: pa.Table
    totals: Mapping[str, Any]
    """The measures over all rows that pass the filters, by column name."""
    meta: Meta

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.table

    def to_polars(self) -> "pl.DataFrame":
        """Return the rows as a Polars frame; raises `MissingExtra` without Polars."""
        try:
            import polars as pl  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise _missing("polars") from error
        frame = pl.from_arrow(self.table)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a pandas frame; raises `MissingExtra` without pandas."""
        try:
            return self.table.to_pandas()
        except ImportError as error:
            raise _missing("pandas") from error

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dicts: time as zone-aware `datetime`, missing values as None."""
        rows: list[dict[str, Any]] = self.table.to_pylist()
        for column in self.table.schema:
            if pa.types.is_timestamp(column.type):
                moments = times(self.table.column(column.name))
                for row, moment in zip(rows, moments, strict=True):
                    row[column.name] = moment
        return rows


def times(column: pa.Array | pa.ChunkedArray) -> list[datetime | None]:
    """Return the times of a column in its zone, by the rules of `zone`: pyarrow's may be older."""
    moments: list[datetime | None] = column.to_pylist()
    tz: str | None = column.type.tz
    if tz is None or tz == "UTC":
        return moments
    local = zone(tz)
    return [None if moment is None else moment.astimezone(local) for moment in moments]


def _missing(package: str) -> MissingExtra:
    return MissingExtra(
        f"{package} is not installed.", hint=f"Run: pip install 'keyart[{package}]'."
    )
