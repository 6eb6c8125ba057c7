"""The Upworthy Research Archive as a store's input (`keyart import upworthy`).

Matias, Munger, Aubin Le Quere, Ebersole, "The Upworthy Research Archive, a time series of 32,487
experiments in U.S. media", Scientific Data 8, 195 (2021). The archive holds, for each *package*
(a headline with an image) of each test, how many people saw it and how many clicked; it says
nothing of single people. So:

- each test becomes a title, its name the first headline, launched when its (first) week began;
- each package becomes an asset of the type `headline`, its id the package's `index`;
- each impression becomes one by a profile of its own, spread evenly over the package's week;
- each click becomes a play by one of these profiles at (or microseconds after) its impression,
  just long enough to qualify, its fraction unknown. The clicking profiles are spread evenly, too.

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
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.config import Config
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.facts import MISSING
from keyart.core.progress import Progress, Silent
from keyart.core.schema import Column, Kind, Table
from keyart.core.vocabulary import Vocabularies, Vocabulary
from keyart.ingest.blocks import RowNumbers
from keyart.ingest.checks import metadata_checks, microseconds
from keyart.ingest.fields import Field
from keyart.ingest.options import ReadOptions
from keyart.ingest.reading import Columns, Opened, Plan, open_source, read
from keyart.ingest.sources import Source
from keyart.ingest.staging import impressions_schema, plays_schema
from keyart.ingest.text import decoded

Ints = npt.NDArray[np.int64]

INDEX_NAMES = ("index", "", "Unnamed: 0", "column0")
"""What the column of package numbers is called; the archive's own files leave it unnamed."""

BATCH_PROFILES = 1_000_000

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
class EventBatch:
    """Events of consecutive profiles, each profile's whole: columns as of staged events, but with
    `profile` (uint32) in place of the keys.
    """

    impressions: pa.Table
    plays: pa.Table


@dataclass(frozen=True)
class Archive:
    """The packages of the archive; `packages` has the columns of `_ARCHIVE`, `created_at` perhaps."""

    packages: pa.Table

    @cached_property
    def impressions(self) -> int:
        """How many impressions there are."""
        return int(self._ints("impressions").sum())

    @cached_property
    def clicks(self) -> int:
        """How many clicks there are."""
        return int(self._ints("clicks").sum())

    @cached_property
    def profiles(self) -> int:
        """How many profiles the events need."""
        return int(self._viewers.sum())

    def titles(self) -> pa.Table:
        """Return the tests as titles."""
        starts = self._weeks[0]
        tests = pa.table(
            {
                "title_id": self.packages.column("clickability_test_id"),
                "name": self._headline,
                "launched_at": pa.array(starts, pa.timestamp("us", "UTC")),
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
        """Return the packages as assets."""
        columns = {
            "asset_id": self._asset_ids,
            "title_id": self.packages.column("clickability_test_id"),
            "asset_type": pa.array(["headline"] * len(self.packages), pa.string()),
            "name": self._headline,
            "text": self._headline,
        }
        for own in ("created_at", "eyecatcher_id"):
            if own in self.packages.column_names:
                columns[own] = self.packages.column(own)
        return pa.table(columns).combine_chunks()

    def events(
        self,
        config: Config,
        vocabularies: Vocabularies,
        first_profile: int,
        progress: Progress | None = None,
    ) -> Iterator[EventBatch]:
        """Yield all events, a million profiles at a time, in the order of the profiles.

        The profiles are `first_profile` … `first_profile + profiles - 1`. The vocabularies
        receive the titles and assets. Plays last `min_play_seconds` of the settings.
        """
        progress = progress or Silent()
        progress.begin("make events", self.impressions)
        for name in ("title", "asset"):
            vocabularies.setdefault(name, Vocabulary())
        titles = vocabularies["title"].encode(self.packages.column("clickability_test_id"))
        assets = vocabularies["asset"].encode(self._asset_ids)
        watch_ms = round(config.settings.min_play_seconds * 1000)
        ends = np.cumsum(self._viewers)
        for first in range(0, self.profiles, BATCH_PROFILES):
            last = min(first + BATCH_PROFILES, self.profiles)
            shown, played = self._shown(ends, first, last), self._played(ends, first, last)
            impressions = pa.table(
                {
                    "profile": pa.array((shown.profiles + first_profile).astype(np.uint32)),
                    "title": pa.array(titles[shown.packages]),
                    "asset": pa.array(assets[shown.packages]),
                    "ts": pa.array(shown.ts),
                }
            )
            plays = pa.table(
                {
                    "profile": pa.array((played.profiles + first_profile).astype(np.uint32)),
                    "title": pa.array(titles[played.packages]),
                    "ts": pa.array(played.ts),
                    "watch_ms": pa.array(np.full(len(played.ts), watch_ms)),
                }
            )
            yield EventBatch(
                _completed(impressions, impressions_schema(config)),
                _completed(plays, plays_schema()),
            )
            progress.advance(impressions.num_rows)

    def _shown(self, ends: Ints, first: int, last: int) -> "_Moments":
        """Return the impressions of the profiles [first, last): one each, where there are any."""
        low, high = np.searchsorted(ends, [first, last - 1], side="right")
        packages = np.arange(low, high + 1)
        starts = ends[packages] - self._viewers[packages]
        counts = np.minimum(ends[packages], last) - np.maximum(starts, first)
        packages = np.repeat(packages, counts)
        profiles = np.arange(first, last)
        seen = self._ints("impressions")[packages] > 0
        if not seen.all():
            packages, profiles = packages[seen], profiles[seen]
        number = profiles - (ends - self._viewers)[packages]
        return _Moments(profiles, packages, self._moment(packages, number))

    def _played(self, ends: Ints, first: int, last: int) -> "_Moments":
        """Return the plays of the profiles [first, last).

        Of c clicks on a package that n profiles saw, click j is profile ⌊j n / c⌋'s. Where c > n,
        a profile has several, a microsecond apart.
        """
        low, high = np.searchsorted(ends, [first, last - 1], side="right")
        packages = np.arange(low, high + 1)
        packages = np.repeat(packages, self._ints("clicks")[packages])
        heads = np.flatnonzero(np.diff(packages, prepend=-1))
        clicks = np.arange(len(packages)) - np.repeat(heads, np.diff(heads, append=len(packages)))
        n, c = self._viewers[packages], self._ints("clicks")[packages]
        number = clicks * n // c
        again = clicks + (-number * c) // n  # the profile's first click is number ⌈number c / n⌉
        profiles = (ends - self._viewers)[packages] + number
        inside = (profiles >= first) & (profiles < last)
        ts = self._moment(packages, number) + again
        return _Moments(profiles[inside], packages[inside], ts[inside])

    def _moment(self, packages: Ints, number: Ints) -> Ints:
        starts, ends = self._weeks
        step = (ends - starts) // np.maximum(self._viewers, 1)
        return starts[packages] + number * step[packages]

    @cached_property
    def _viewers(self) -> Ints:
        """Profiles of each package: one an impression; clicks on what nobody saw have their own."""
        seen = self._ints("impressions")
        return np.where(seen > 0, seen, self._ints("clicks"))

    @cached_property
    def _weeks(self) -> tuple[Ints, Ints]:
        """The first microsecond of each package's week, and the first one after it."""
        weeks, number = np.unique(self._ints("test_week"), return_inverse=True)
        bounds = np.array([week_bounds(week) for week in weeks.tolist()], np.int64).reshape(-1, 2)
        return bounds[number, 0], bounds[number, 1]

    @cached_property
    def _asset_ids(self) -> pa.ChunkedArray:
        return self.packages.column("index").cast(pa.string())

    @cached_property
    def _headline(self) -> pa.ChunkedArray:
        if "headline" in self.packages.column_names:
            return pc.coalesce(self.packages.column("headline"), self._asset_ids)
        return self._asset_ids

    def _ints(self, name: str) -> Ints:
        return self.packages.column(name).to_numpy()


@dataclass(frozen=True)
class _Moments:
    """Who met which package when: int64 arrays of equal length."""

    profiles: Ints
    packages: Ints
    ts: Ints


def _completed(events: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return `events` with the further columns of `schema`, all missing."""
    columns = {"profile": events.column("profile")}
    for field in schema:
        if field.name in ("key_high", "key_low"):
            continue
        known = field.name in events.column_names
        columns[field.name] = (
            events.column(field.name) if known else _missing(field, events.num_rows)
        )
    return pa.table(columns)


def _missing(field: pa.Field, rows: int) -> pa.Array:
    if pa.types.is_string(field.type):
        return pa.nulls(rows, pa.string())
    if pa.types.is_floating(field.type):
        return pa.array(np.full(rows, np.nan))
    if pa.types.is_int64(field.type):
        return pa.array(np.zeros(rows, np.int64))
    return pa.array(np.full(rows, MISSING, np.int32))


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

    Raises `BadInput` for what is not the archive: missing columns, a package that says no or an
    impossible number, a package that stands there twice.
    """
    opened = open_source(source)
    for error in opened.broken.values():
        raise error
    fields = _fields(opened)
    plain = ReadOptions(Config(), options.salt, options.now, options.progress, [])
    plan = Plan(_ARCHIVE, fields, metadata_checks(fields), _finish(fields), keeps_unknown=True)
    tables: list[pa.Table] = []
    for checked in read(opened, plan, plain):
        for row in checked.rejected.slice(0, 1).to_pylist():
            raise BadInput(
                f"{row['file']}, row {row['row']}: {row['message']}",
                hint="The archive has no such rows; get it again.",
            )
        tables.append(checked.accepted)
    packages = pa.concat_tables(tables, promote_options="default").combine_chunks()
    _refuse_impossible(packages)
    return Archive(packages)


def _fields(opened: Opened) -> tuple[Field, ...]:
    columns = opened.all_columns
    index = next((name for name in INDEX_NAMES if name in columns), "index")
    absent = [
        c for c in _ARCHIVE.required if c not in columns and not (c == "index" and index in columns)
    ]
    if absent:
        raise MissingColumn(
            f"{opened.inputs[0].name} has no column {absent[0]!r}.",
            hint="Give the packages of the Upworthy Research Archive (osf.io/jd64p), as CSV or "
            "Parquet.",
        )
    return tuple(
        Field(c.name, c.name, index if c.name == "index" else c.name, c.kind, c.required)
        for c in _ARCHIVE.columns
    )


def _finish(fields: tuple[Field, ...]):
    def finish(columns: Columns, rows: RowNumbers) -> pa.Table:
        return pa.table(
            {
                field.name: decoded(columns[field.name]).cast(_TYPES[field.kind])
                if field.name in columns
                else pa.nulls(len(rows), _TYPES[field.kind])
                for field in fields
                if field.name in columns or field.required
            }
        )

    return finish


def _refuse_impossible(packages: pa.Table) -> None:
    if not len(packages):
        raise BadInput("There are no packages.", hint="Give the archive's packages.")
    for name in ("impressions", "clicks"):
        if pc.min(packages.column(name)).as_py() < 0:
            raise BadInput(f"A package has negative {name}.", hint="Get the archive again.")
    counts = packages.column("index").value_counts()
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        raise BadInput(
            f"Package {twice[0]['values'].as_py()} stands there more than once.",
            hint="Give one copy of the archive: the same rows as CSV and as Parquet are twice.",
        )
