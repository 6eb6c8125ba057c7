"""What to compare: the arguments of `store.compare`, checked, and the arms that they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadQuestion, TooFewPeople, UnknownName
from keyart.core.ranges import SHARE, Range
from keyart.insights.catalogue.context import ARTWORK, EXPLORE, ContextRequest
from keyart.query import Access, Query, ask
from keyart.query.units import Crossover
from keyart.store import Snapshot

LOWER_IS_BETTER = ("short_play_rate",)
GUARDRAILS = ("completion_rate", "short_play_rate")
AUDIENCE_Q = 0.05
"""On average, at most this share of the reported differences by audience is false."""
HORIZON = Range(1, 3_650, whole=True)
"""Days of a planned test."""
MOST_ARMS = 50
"""All pairs of arms are compared: more would be a mistake, and no pair would be decided."""


@dataclass(frozen=True, kw_only=True)
class ComparisonRequest(ContextRequest):
    """Compare assets: which one wins, and can you trust the result?

    Without a condition on `phase`, only impressions of the explore phase count, if there are any.
    """

    assets: Sequence[str] = ()
    """The assets to compare, two or more. Or give `test` or `title` instead."""
    test: str | None = None
    """A test on record: its assets, intended shares and period."""
    title: str | None = None
    """Compare the assets of this title that were shown; those of its test if it has one."""
    asset_type: str | None = None
    """The type of assets to compare, with `title`."""
    measure: str = "take_rate"
    """The measure that decides: any rate of impressions, or `watch_time_share`."""
    guardrails: Sequence[str] = GUARDRAILS
    """Rates that must not get worse for an asset to win."""
    baseline: str | None = None
    """The asset to compare the others with; by default every pair is compared."""
    audiences: Sequence[str] | None = None
    """The audiences to break down by: all affinities by default, an empty list for none."""
    level: Annotated[float, SHARE] = 0.95
    """The confidence of intervals: 1 - the risk of ever reporting a difference that isn't real."""
    margin: Annotated[float, SHARE] = 0.05
    """Relative differences below this don't matter."""
    crossover: Crossover = Crossover.FIRST
    """How to count people who saw several of the assets."""
    every_crossover: bool = False
    """Also show the differences under the other crossover rules."""
    fixed: bool = False
    """Use intervals for one planned check, instead of always-valid ones."""
    horizon: Annotated[int | None, HORIZON] = None
    """The planned length in days. Always-valid intervals are narrowest at that length, and hold
    before and after."""

    def __post_init__(self) -> None:
        """Check what can be checked without a store."""
        super().__post_init__()
        if sum([bool(self.assets), self.test is not None, self.title is not None]) != 1:
            raise BadQuestion(
                "A comparison takes one of assets, test and title.",
                hint="Give two or more assets, or a test, or a title.",
            )
        if len(self.assets) == 1:
            raise BadQuestion(
                "A comparison needs at least 2 assets, not 1.", hint="Add another to assets."
            )
        if self.horizon is not None and self.fixed:
            raise BadQuestion(
                "horizon and fixed can't be combined.",
                hint="Use fixed for one check at the end, horizon to check before it, too.",
            )
        if "asset" in self.where:
            raise BadQuestion(
                "where can't name assets.", hint="List the assets to compare in assets."
            )

    def query(self, measures: Iterable[str], **more: Any) -> Query:
        """Return a query in this context, without its period; `more` may replace parts."""
        context: dict[str, Any] = {"where": self.where, "audience": self.audience, "tz": self.tz}
        return Query(tuple(measures), **(context | more))


@dataclass(frozen=True)
class Arms:
    """The arms that a request means.

    `titles` and `shares` are by arm; the intended shares sum to 1, and are None if not on
    record. `since` and `until` are the period of the test.
    """

    assets: tuple[str, ...]
    titles: tuple[str, ...]
    shares: tuple[float, ...] | None
    test: str | None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def of_one_title(self) -> bool:
        """Whether all arms are of one title: only then can they have been assigned at random."""
        return len(set(self.titles)) == 1


def resolve_arms(snapshot: Snapshot, access: Access, request: ComparisonRequest) -> Arms:
    """Return the arms; raises `UnknownName`, and `BadQuestion` for too few or too many."""
    if request.test is not None:
        arms = _read_test_arms(snapshot, request.test)
    elif request.title is not None:
        arms = _find_title_arms(snapshot, access, request, request.title)
    else:
        assets = tuple(request.assets)
        arms = _add_recorded_shares(snapshot, assets, _find_titles(snapshot, access, assets))
    if len(arms.assets) > MOST_ARMS:
        raise BadQuestion(
            f"A comparison takes at most {MOST_ARMS} assets, not {len(arms.assets)}.",
            hint="List the ones that matter in assets.",
        )
    return arms


def _find_titles(snapshot: Snapshot, access: Access, assets: tuple[str, ...]) -> tuple[str, ...]:
    """Return the title of each asset; without metadata, the title that it was shown for."""
    ids: list[str] = snapshot.assets.column("asset_id").to_pylist()
    of = dict(zip(ids, snapshot.assets.column("title_id").to_pylist(), strict=True))
    lacking = [asset for asset in assets if asset not in of]
    if lacking:
        shown = Query(("reach",), by=("asset", "title"), where={"asset": lacking})
        rows = ask(snapshot, access, shown).to_dicts()
        least = access.least_people
        of |= {row["asset"]: row["title"] for row in rows if row["reach"] >= least}
    for asset in assets:
        if asset not in of:
            raise UnknownName("asset", asset, ids)
    return tuple(of[asset] for asset in assets)


def _read_test_arms(snapshot: Snapshot, name: str) -> Arms:
    rows = _tests(snapshot, "test", name)
    if not rows:
        names: list[str] = snapshot.tests.column("test").unique().to_pylist()
        hint = "" if names else "The table tests is empty: load it with `keyart ingest`."
        raise UnknownName("test", name, names, hint=hint)
    if len(rows) < 2:
        raise BadQuestion(
            f"The test {name!r} has only one asset, so there is nothing to compare.",
            hint="Load the other rows of the table tests with `keyart ingest`, or list the assets.",
        )
    return _arms(rows)


def _tests(snapshot: Snapshot, column: str, value: str) -> list[dict[str, Any]]:
    table = snapshot.tests
    return table.filter(pc.equal(table.column(column), pa.scalar(value))).to_pylist()


def _arms(rows: list[dict[str, Any]]) -> Arms:
    """Return the arms of one test's rows."""
    starts = [row["start"] for row in rows if row["start"] is not None]
    ends = [row["end"] for row in rows if row["end"] is not None]
    return Arms(
        assets=tuple(row["asset_id"] for row in rows),
        titles=tuple(row["title_id"] for row in rows),
        shares=_normalise_shares([row["share"] for row in rows]),
        test=rows[0]["test"],
        since=min(starts, default=None),
        until=max(ends, default=None),
    )


def _normalise_shares(planned: list[float | None]) -> tuple[float, ...] | None:
    shares = [share for share in planned if share is not None and share > 0]
    if len(shares) < len(planned) or not shares:
        return None
    return tuple(share / sum(shares) for share in shares)


def _add_recorded_shares(
    snapshot: Snapshot, assets: tuple[str, ...], titles: tuple[str, ...]
) -> Arms:
    """Return the arms, with the shares of a test if exactly one test has all of them."""
    free = Arms(assets, titles, None, None)
    if not free.of_one_title:
        return free
    tests: dict[str, list[dict[str, Any]]] = {}
    for row in _tests(snapshot, "title_id", titles[0]):
        tests.setdefault(row["test"], []).append(row)
    having = [rows for rows in tests.values() if set(assets) <= {row["asset_id"] for row in rows}]
    if len(having) != 1:
        return free
    by_asset = {row["asset_id"]: row for row in having[0]}
    return _arms([by_asset[asset] for asset in assets])


def _find_title_arms(
    snapshot: Snapshot, access: Access, request: ComparisonRequest, title: str
) -> Arms:
    titles: list[str] = snapshot.titles.column("title_id").to_pylist()
    named = snapshot.assets.filter(pc.equal(snapshot.assets.column("title_id"), pa.scalar(title)))
    if request.asset_type is None:
        tests = {row["test"] for row in _tests(snapshot, "title_id", title)}
        if len(tests) == 1:
            return _read_test_arms(snapshot, tests.pop())
    rows = _find_shown_assets(snapshot, access, request, title, request.asset_type or ARTWORK)
    if request.asset_type is None and len({row["asset"] for row in rows}) < 2:
        # Assets without metadata have no type, and titles may be known by impressions alone.
        rows = _find_shown_assets(snapshot, access, request, title, None) or rows
    if not rows and title not in titles and not named.num_rows:
        raise UnknownName("title", title, titles)
    explored = [row for row in rows if row["phase"] == EXPLORE and "phase" not in request.where]
    assets = tuple(dict.fromkeys(row["asset"] for row in explored or rows))
    if len(assets) < 2 and access.least_people:
        raise TooFewPeople
    if len(assets) < 2:
        kind = request.asset_type or ARTWORK
        raise BadQuestion(
            f"{'Only one' if assets else 'No'} {kind} of {title!r} was shown in this context, so "
            "there is nothing to compare.",
            hint="List the assets, or give another asset_type or a wider context.",
        )
    return _add_recorded_shares(snapshot, assets, (title,) * len(assets))


def _find_shown_assets(
    snapshot: Snapshot, access: Access, request: ComparisonRequest, title: str, kind: str | None
) -> list[dict[str, Any]]:
    """Return the assets of a title and type that enough people were shown, by phase."""
    where = {**request.where, "title": title, "asset_type": [kind]}
    query = request.query(["reach"], by=("asset", "phase"), where=where)
    rows, least = ask(snapshot, access, query).to_dicts(), access.least_people
    return [row for row in rows if row["asset"] is not None and row["reach"] >= least]
