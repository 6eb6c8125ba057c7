"""What the store holds, how fresh it is, and how its rows were handled."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import field

from keyart.api.context import RequestContext
from keyart.api.graphql.nodes import AFTER, FIRST, MOST, PAGE, Connection, Info, Page
from keyart.api.graphql.question import Meta, meta_of
from keyart.api.graphql.scalars import Named
from keyart.api.security.guard import taking_raw
from keyart.core.ranges import Range
from keyart.core.report import Account
from keyart.core.zone_data import zone_data
from keyart.insights.attribution import Attribution, attribution
from keyart.insights.attribution import Cause as LikelyCause
from keyart.insights.notices.volumes import daily_volumes
from keyart.insights.status import COUNTED, OF_IMPRESSIONS, OF_PLAYS, warnings
from keyart.query import Query
from keyart.store import Batch, last_verification

MOST_DAYS = 366


@strawberry.type(description="Rows of one table in a batch: accepted, repeated and rejected.")
class TableAccount:
    """rows = accepted + duplicate + quarantined; duplicates include updated and conflict."""

    table: str = field(description="The table.")
    rows: float = field(description="Rows received.")
    accepted: float = field(description="Rows accepted.")
    duplicate: float = field(description="Rows that were already loaded.")
    updated: float = field(description="Duplicates with new values, such as a longer play.")
    conflict: float = field(description="Duplicates with conflicting values.")
    quarantined: float = field(description="Rejected rows.")
    reasons: Named = field(description="Rejected rows by reason.")


@strawberry.type(description="A publication of new rows.")
class DataBatch:
    """One batch."""

    batch: int = field(description="Its number.")
    version: int = field(description="The version of the store that it published.")
    created: datetime = field(description="When it was published.")
    command: str = field(description="The command or route that published it.")
    tables: list[TableAccount] = field(description="The account of each table.")
    released: float = field(description="Rows that it released from quarantine.")
    notes: list[str] = field(description="Remarks about it.")


@strawberry.type(description="A rejected row.")
class RejectedRow:
    """One row in quarantine."""

    batch: int | None = field(description="The batch it arrived in.")
    table: str = field(description="The table.")
    file: str | None = field(description="The file it is in.")
    row: float | None = field(description="Its row number in the file.")
    code: str = field(description="Why it was rejected.")
    column: str | None = field(description="The column that is wrong.")
    message: str | None = field(description="What is wrong.")
    data: str | None = field(description="The row, without profile ids.")


@strawberry.type(description="A likely cause of plays without impressions.")
class Cause:
    """One cause."""

    code: str = field(description="Its code.")
    share: float = field(description="The share of those plays that it explains.")
    evidence: str = field(description="The figures behind it.")
    remedy: str = field(description="What to do about it.")


@strawberry.type(description="The feed: precomputed answers.")
class FeedState:
    """The current feed."""

    version: int = field(description="The version of the store it was made for.")
    created: datetime = field(description="When it was made.")
    is_newest: bool = field(description="Whether it is for the version being read.")
    problem: str | None = field(description="The error in a newer one, if any.")


@strawberry.type(description="Events of a day (UTC), and how many were expected.")
class Volume:
    """One measure on one day."""

    measure: str = field(description="What is counted: impressions or starts.")
    day: date = field(description="The day.")
    seen: float | None = field(description="The number; null where too few people are behind it.")
    expected: float | None = field(
        description="The usual volume of this weekday; null while there are too few of them."
    )
    whole: bool = field(description="Whether the day is complete.")


@strawberry.type(description="The newest time zone data on the server.")
class TimeZoneData:
    """Time zone data."""

    version: str = field(description="Its IANA version, such as 2026a.")
    source: str = field(description="The system folder, or the Python package, it comes from.")


@strawberry.type(description="What the store holds and how fresh it is.")
class DataHealth:
    """The state of the store."""

    version: int = field(description="The newest version.")
    published: datetime = field(description="When that was published.")
    titles: int = field(description="Titles on record.")
    assets: int = field(description="Assets on record.")
    bytes: float = field(description="Bytes of its files.")
    measures: Named = field(description="Total impressions, reach, starts and active profiles.")
    meta: Meta = field(description="How these were answered, and until when data are complete.")
    quarantined: Named = field(description="Rows in quarantine so far, by reason.")
    feed: FeedState | None = field(description="The feed; null while there is none.")
    time_zones: TimeZoneData = field(description="The time zone data that days and hours follow.")
    verified: datetime | None = field(
        description="When all files were last verified; null if never."
    )
    warnings: list[str] = field(
        description="Problems with the key or files, and whether the store is read-only."
    )
    hidden: strawberry.Private[bool]
    """Whether plays are hidden because too few people are behind them."""

    @strawberry.field(
        description="The number of plays by outcome. Costs a question, with `causes`."
    )
    def plays_by_reason(self, info: Info) -> Named:
        """Return the numbers of plays."""
        return Named({} if self.hidden else _plays(info.context).plays)

    @strawberry.field(description="Why many plays found no impression, if many did.")
    def causes(self, info: Info) -> list[Cause]:
        """Return the likely causes."""
        return [] if self.hidden else list(map(_convert_cause, _plays(info.context).causes))


@strawberry.type(description="The state of the store.")
class HealthQuery:
    """Questions about the store itself."""

    @strawberry.field(description="What the store holds and how fresh it is. Costs two questions.")
    def data_health(self, info: Info) -> DataHealth:
        """Return the state."""
        return _health(info.context)

    @strawberry.field(description="Batches, newest first, and how their rows were handled.")
    def batches(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=FIRST)] = PAGE,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[DataBatch]:
        """Return a page of batches."""
        batches = {str(batch.batch): batch for batch in reversed(info.context.snapshot.batches())}
        return Page(first, after).of(info, list(batches), lambda key: _convert_batch(batches[key]))

    @strawberry.field(
        description="Rejected rows, newest first; needs the right to export raw rows."
    )
    def rejected_rows(
        self,
        info: Info,
        limit: Annotated[
            int, strawberry.argument(description=f"How many: {MOST} or fewer.")
        ] = PAGE,
        code: Annotated[
            str | None, strawberry.argument(description="Only those rejected for this reason.")
        ] = None,
    ) -> list[RejectedRow]:
        """Return the newest rejected rows."""
        taking_raw(info.context.access)
        Range(0, MOST, whole=True).check("limit", limit)
        info.context.budget.show(limit)
        rows = info.context.snapshot.quarantine(limit, code).to_pylist()
        return [RejectedRow(**row) for row in rows]

    @strawberry.field(
        description="Events of the last days, oldest first, and those expected. Costs 2 questions."
    )
    def volumes(
        self,
        info: Info,
        days: Annotated[
            int, strawberry.argument(description=f"How many days: {MOST_DAYS} or fewer.")
        ] = 28,
    ) -> list[Volume]:
        """Return the volumes of each measure."""
        Range(0, MOST_DAYS, whole=True).check("days", days)
        volumes = daily_volumes(info.context.snapshot, info.context.ask, days)
        return [Volume(**vars(volume)) for volume in volumes]


def _health(context: RequestContext) -> DataHealth:
    snapshot = context.snapshot
    # Asked separately, because a store may have plays without impressions, or the reverse.
    shown, watched = context.ask(Query(OF_IMPRESSIONS)), context.ask(Query(OF_PLAYS))
    rejected = Account()
    for batch in snapshot.batches():
        for account in batch.tables.values():
            for code, rows in account.reasons.items():
                rejected.reject(code, rows)
    verified = last_verification(snapshot.root)
    return DataHealth(
        version=snapshot.version,
        published=snapshot.created,
        titles=snapshot.titles.num_rows,
        assets=snapshot.assets.num_rows,
        bytes=sum(file.bytes for file in snapshot.state.files),
        measures=Named({name: {**shown.totals, **watched.totals}[name] for name in COUNTED}),
        meta=meta_of((watched if shown.totals["reach"] is None else shown).meta),
        quarantined=Named(rejected.reasons),
        feed=_feed(context),
        time_zones=TimeZoneData(**vars(zone_data())),
        verified=None if verified is None else verified.at,
        warnings=[*warnings(snapshot)],
        hidden=watched.totals["starts"] is None,
    )


def _plays(context: RequestContext) -> Attribution:
    context.budget.scan()
    return attribution(context.snapshot)


def _convert_cause(cause: LikelyCause) -> Cause:
    return Cause(
        code=cause.code.value, share=cause.share, evidence=cause.evidence, remedy=cause.remedy
    )


def _feed(context: RequestContext) -> FeedState | None:
    feeds = context.service.feeds
    feed = feeds.current()
    if feed is None:
        return None
    return FeedState(
        version=feed.version,
        created=feed.created,
        is_newest=feed.is_of(context.snapshot),
        problem=None if feeds.problem is None else feeds.problem.message,
    )


def _convert_batch(batch: Batch) -> DataBatch:
    return DataBatch(
        batch=batch.batch,
        version=batch.version,
        created=batch.created,
        command=batch.command,
        tables=[_account(table, account) for table, account in batch.tables.items()],
        released=batch.released,
        notes=list(batch.notes),
    )


def _account(table: str, account: Account) -> TableAccount:
    figures: dict[str, Any] = {**account.to_dict(), "reasons": Named(account.reasons)}
    return TableAccount(table=table, **figures)
