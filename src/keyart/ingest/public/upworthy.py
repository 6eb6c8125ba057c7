"""The Upworthy Research Archive as a store's input (`keyart import upworthy`).

Matias, Munger, Aubin Le Quere, Ebersole, "The Upworthy Research Archive, a time series of 32,487
experiments in U.S. media", Scientific Data 8, 195 (2021). For each *package* (a headline with an
image) of each test, the archive has the number of people who saw it and who clicked, but no single
events. So:

- each test becomes a title, its name the first headline, launched when its (first) week began;
- each package becomes an asset of the type `headline`, its id the package's `index`;
- each impression belongs to a profile of its own, spread evenly over the package's week;
- each click becomes a play by one of these profiles at (or microseconds after) its impression,
  just long enough to qualify, its fraction unknown. Clicking profiles are spread evenly, too.

`test_week` is YYYYWW with weeks that begin on Sunday; week 00 is what comes before a year's first
Sunday, and a year's last week ends with the year (strftime's `%U`). That is not documented with
the archive, but test ids begin with their time of creation (MongoDB), and 97% of them agree with
this numbering, 93% with weeks from Monday, 6% with ISO weeks. Times are UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.config import Config
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.progress import Progress, Silent
from keyart.core.schema import Column, Kind, Table
from keyart.core.vocabulary import Vocabularies, Vocabulary
from keyart.ingest.checks import metadata_checks, microseconds
from keyart.ingest.formats.blocks import RowNumbers
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.fields import Field
from keyart.ingest.public.upworthy_events import EventBatch, Ints, Packages, event_batches
from keyart.ingest.reading import (
    Columns,
    Finish,
    OpenedSource,
    ReadOptions,
    ReadPlan,
    open_source,
    read,
)
from keyart.ingest.values.text import decode

INDEX_NAMES = ("index", "", "Unnamed: 0", "column0")
"""Names of the column of package numbers; it is unnamed in the archive's own files."""

_ARCHIVE = Table(
    "packages",
    (
        Column("index", Kind.INT, required=True),
        Column("clickability_test_id", Kind.STR, required=True),
        Column("headline", Kind.STR),
        Column("eyecatcher_id", Kind.STR),
        Column("impressions", Kind.INT, required=True),
        Column("clicks", Kind.INT, required=True),
        Column("test_week", Kind.INT, required=True),
        Column("created_at", Kind.TS),
    ),
)
_TYPES = {Kind.STR: pa.string(), Kind.INT: pa.int64(), Kind.TS: pa.timestamp("us", "UTC")}


@dataclass(frozen=True)
class Archive:
    """The packages of the archive, one per row, with the columns of `_ARCHIVE` that exist."""

    packages: pa.Table

    @cached_property
    def impressions(self) -> int:
        """The number of impressions."""
        return int(self._integers("impressions").sum())

    @cached_property
    def clicks(self) -> int:
        """The number of clicks."""
        return int(self._integers("clicks").sum())

    @cached_property
    def profiles(self) -> int:
        """The number of profiles for the events."""
        shown = self._integers("impressions")
        return int(np.where(shown > 0, shown, self._integers("clicks")).sum())

    def titles(self) -> pa.Table:
        """Return the tests as titles, with columns as `read_metadata` gives them."""
        tests = pa.table(
            {
                "title_id": self.packages.column("clickability_test_id"),
                "name": self._headlines,
                "launched_at": pa.array(self._weeks[0], pa.timestamp("us", "UTC")),
            }
        ).combine_chunks()
        grouped = tests.group_by("title_id", use_threads=False)
        firsts = grouped.aggregate([("name", "first"), ("launched_at", "min")])
        return pa.table(
            {
                "title_id": firsts.column("title_id"),
                "name": firsts.column("name_first"),
                "content_type": pa.array(["article"] * len(firsts), pa.string()),
                "launched_at": firsts.column("launched_at_min"),
            }
        ).combine_chunks()

    def assets(self) -> pa.Table:
        """Return the packages as assets, with columns as `read_metadata` gives them."""
        columns = {
            "asset_id": self._asset_ids,
            "title_id": self.packages.column("clickability_test_id"),
            "asset_type": pa.array(["headline"] * len(self.packages), pa.string()),
            "name": self._headlines,
            "text": self._headlines,
        }
        for name in ("created_at", "eyecatcher_id"):
            if name in self.packages.column_names:
                columns[name] = self.packages.column(name)
        return pa.table(columns).combine_chunks()

    def events(
        self,
        config: Config,
        vocabularies: Vocabularies,
        first_profile: int,
        progress: Progress | None = None,
    ) -> Iterator[EventBatch]:
        """Yield all events, a million profiles at a time.

        The profiles are `first_profile` … `first_profile + self.profiles - 1`, each whole in one
        batch, in rising order. The vocabularies `title` and `asset` receive the tests and
        packages. Plays last `min_play_seconds` of the settings.
        """
        for name in ("title", "asset"):
            vocabularies.setdefault(name, Vocabulary())
        titles = vocabularies["title"].encode(self.packages.column("clickability_test_id"))
        assets = vocabularies["asset"].encode(self._asset_ids)
        packages = Packages(
            titles.astype(np.int64),
            assets.astype(np.int64),
            self._integers("impressions"),
            self._integers("clicks"),
            *self._weeks,
        )
        return event_batches(packages, config, first_profile, progress or Silent())

    @cached_property
    def _weeks(self) -> tuple[Ints, Ints]:
        """The first microsecond of each package's week, and the first one after it."""
        weeks, number = np.unique(self._integers("test_week"), return_inverse=True)
        bounds = np.array([week_bounds(week) for week in weeks.tolist()], np.int64)
        return bounds[number, 0], bounds[number, 1]

    @cached_property
    def _asset_ids(self) -> pa.ChunkedArray:
        return self.packages.column("index").cast(pa.string())

    @cached_property
    def _headlines(self) -> pa.ChunkedArray:
        """The headlines, or the package's number, since a title needs a name."""
        if "headline" in self.packages.column_names:
            return pc.coalesce(self.packages.column("headline"), self._asset_ids)
        return self._asset_ids

    def _integers(self, name: str) -> Ints:
        return self.packages.column(name).to_numpy()


def week_bounds(week: int) -> tuple[int, int]:
    """Return the first microsecond of the week YYYYWW and the first after it, since 1970 UTC.

    Raises `BadInput` if there is no such week.
    """
    year, number = divmod(week, 100)
    if not (2000 <= year < 2100 and 0 <= number <= 53):
        raise BadInput(f"There is no week {week}.", hint="test_week is written YYYYWW, as 201446.")
    new_year, next_year = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    first_sunday = new_year + timedelta(days=(6 - new_year.weekday()) % 7)
    start = max(new_year, first_sunday + timedelta(weeks=number - 1))
    end = min(next_year, first_sunday + timedelta(weeks=number))
    if start >= end:
        raise BadInput(f"The year {year} has no week {number:02d}.", hint="See %U of strftime.")
    return microseconds(start), microseconds(end)


def read_upworthy(source: Source, options: ReadOptions) -> Archive:
    """Return the archive's packages from Parquet or CSV: a file, a folder, or a pattern.

    Raises `BadInput` if this is not the archive: missing columns, missing or impossible numbers,
    or duplicate packages.
    """
    opened = open_source(source)
    for error in opened.broken.values():
        raise error
    fields = _package_fields(opened)
    archive_options = ReadOptions(Config(), options.salt, options.now, options.progress, [])
    plan = ReadPlan(
        _ARCHIVE, fields, metadata_checks(fields), _row_builder(fields), keeps_unknown=True
    )
    tables: list[pa.Table] = []
    for checked in read(opened, plan, archive_options):
        for row in checked.rejected.slice(0, 1).to_pylist():
            raise BadInput(
                f"{row['file']}, row {row['row']}: {row['message']}",
                hint="The archive has no such rows; download it again.",
            )
        tables.append(checked.accepted)
    if not any(len(table) for table in tables):
        raise BadInput("The source has no packages.", hint="Give the archive's packages.")
    packages = pa.concat_tables(tables, promote_options="default").combine_chunks()
    _refuse_impossible(packages)
    return Archive(packages)


def _package_fields(opened: OpenedSource) -> tuple[Field, ...]:
    columns = opened.all_columns
    index = next((name for name in INDEX_NAMES if name in columns), "index")
    names = {column.name: column.name for column in _ARCHIVE.columns} | {"index": index}
    absent = [name for name in _ARCHIVE.required if names[name] not in columns]
    if absent:
        raise MissingColumn(
            f"{opened.inputs[0].name} has no column {absent[0]!r}.",
            hint="Give the packages of the Upworthy Research Archive (osf.io/jd64p), as CSV or "
            "Parquet.",
        )
    return tuple(Field(c.name, c.name, names[c.name], c.kind, c.required) for c in _ARCHIVE.columns)


def _row_builder(fields: tuple[Field, ...]) -> Finish:
    def finish(columns: Columns, rows: RowNumbers) -> pa.Table:
        arrays: dict[str, pa.Array] = {}
        for field in fields:
            kind = _TYPES[field.kind]
            if field.name in columns:
                arrays[field.name] = decode(columns[field.name]).cast(kind)
            elif field.required:
                arrays[field.name] = pa.nulls(len(rows), kind)
        return pa.table(arrays)

    return finish


def _refuse_impossible(packages: pa.Table) -> None:
    for name in ("impressions", "clicks"):
        if pc.min(packages.column(name)).as_py() < 0:
            raise BadInput(f"A package has negative {name}.", hint="Download the archive again.")
    for week in pc.unique(packages.column("test_week")).to_pylist():
        week_bounds(week)
    counts = packages.column("index").value_counts()
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        raise BadInput(
            f"Package {twice[0]['values'].as_py()} occurs more than once.",
            hint="Give one copy of the archive, not both CSV and Parquet.",
        )
