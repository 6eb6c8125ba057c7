"""The road from a store to what its assets promise and keep."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import UnknownName
from keyart.insights.authenticity.audiences import Everybody, in_audiences
from keyart.insights.authenticity.drawing import towards_all
from keyart.insights.authenticity.judging import Bench, judged
from keyart.insights.authenticity.met import met
from keyart.insights.authenticity.record import Flags
from keyart.insights.authenticity.request import AuthenticityRequest
from keyart.insights.authenticity.result import Authenticity
from keyart.insights.authenticity.rows import Rows, findings, standings
from keyart.insights.authenticity.rules import AuthenticityRules
from keyart.insights.authenticity.unlike import unlike
from keyart.insights.catalogue.context import Context, attributed, settled
from keyart.insights.catalogue.units import units
from keyart.query import Access, Query, ask
from keyart.query.engine import Ints
from keyart.query.planning.model import AUDIENCE
from keyart.store import Snapshot

AFFINITIES = f"{AUDIENCE}:affinity"


@dataclass(frozen=True)
class Judging:
    """How strictly to judge."""

    rules: AuthenticityRules
    every_look: bool


def authenticity(
    snapshot: Snapshot,
    access: Access,
    request: AuthenticityRequest,
    *,
    rules: AuthenticityRules | None = None,
    every_look: bool = False,
) -> Authenticity:
    """Return where assets stand between winning plays and keeping viewers.

    `rules` are those of the request's `q` unless given. With `every_look` the share of false
    findings holds however often one looks while people come: fewer are found.

    What is said of a title is what is said of it in the whole catalogue: what is usual, and how
    many findings may be false, do not hang on what is looked at. Raises as `keyart.query.ask`
    does, and `UnknownName` for a title or an asset that was not shown.
    """
    judging = Judging(rules or AuthenticityRules(q=request.q), every_look)
    whole = request.context()
    # 1. Which impressions count.
    context, notes = settled(snapshot, access, attributed(snapshot, whole))
    # 2. Each asset against its title's others of the same type, with everybody.
    everybody = _everybody(snapshot, access, context, judging)
    rows = everybody.rows
    chosen = _chosen(snapshot, rows, request, access.least_people)
    reach = _reach(snapshot, access, whole.query("asset"))
    found = findings(rows, chosen, reach)
    # 3. The same with the people of single audiences.
    if request.audiences or request.by_audience:
        own = in_audiences(snapshot, access, _by_audience(context, request), everybody)
        reach = _reach(snapshot, access, _by_audience(whole, request))
        found += findings(own, chosen[own.asset], reach)
    # 4. In order: first what concerns most people.
    return Authenticity(
        found=tuple(sorted(found, key=lambda one: (-one.affected, one.standing.asset))),
        standings=tuple(standings(rows, _shown(rows, chosen, request))),
        notes=(*notes, *_left_out(rows, chosen)),
        rules=judging.rules,
        version=snapshot.version,
    )


def _everybody(snapshot: Snapshot, access: Access, context: Context, judging: Judging) -> Everybody:
    """Judge all assets that were shown, with everybody."""
    found = met(snapshot, access, context.query("asset", further="impressions"))
    known = units(snapshot, found.assets.take(pa.array(found.asset)), of_assets=True)
    record = found.days.whole(known.count)
    group = known.title * max(len(known.asset_types), 1) + known.asset_type
    bench = Bench(
        record,
        group,
        towards_all,
        judging.rules,
        days=found.days,
        every_look=judging.every_look,
    )
    verdict, aside = judged(bench, np.zeros(known.count, np.bool_))
    rows = Rows(
        units=known,
        titles=units(snapshot, known.titles, of_assets=False).names,
        asset=np.arange(known.count),
        audience=[(None, None)] * known.count,
        record=bench.record,
        judged=verdict,
        unlike=unlike(found, group),
        rules=judging.rules,
    )
    return Everybody(rows, group, aside, context)


def _chosen(
    snapshot: Snapshot, rows: Rows, request: AuthenticityRequest, least_people: int
) -> Flags:
    """Return which assets are asked for, of those that enough people were shown.

    Raises `UnknownName` where there is none; who may not see few people is told so only of what
    the catalogue lacks, too.
    """
    known = rows.units
    enough = rows.record.people >= least_people
    chosen = enough.copy()
    titles = known.titles.take(pa.array(known.title))
    for name, wanted, values in (
        ("title", request.title, titles),
        ("asset", request.asset, known.ids),
    ):
        if wanted is not None:
            fits = pc.fill_null(pc.equal(values, wanted), fill_value=False)
            chosen &= fits.to_numpy(zero_copy_only=False)
            table = snapshot.titles if name == "title" else snapshot.assets
            if least_people and wanted in table.column(f"{name}_id").to_pylist():
                continue
            if not chosen.any():
                shown = values.filter(pa.array(enough)).drop_null().unique().to_pylist()
                raise UnknownName(f"{name} that was shown", wanted, shown)
    return chosen


def _by_audience(context: Context, request: AuthenticityRequest) -> Query:
    """Return the question by asset and audience, of the titles that are asked for."""
    narrowed = context
    if request.title is not None and "title" not in context.where:
        narrowed = replace(context, where={**context.where, "title": request.title})
    if request.audiences:
        by = narrowed.query("asset", AUDIENCE, further="impressions")
        return replace(by, audiences=request.audiences)
    return narrowed.query("asset", AFFINITIES, further="impressions")


def _reach(snapshot: Snapshot, access: Access, query: Query) -> dict[tuple[str, str | None], int]:
    """Return how many people were shown each asset, by asset and audience, in any phase."""
    rows = ask(snapshot, access, replace(query, measures=("reach",))).to_dicts()
    return {(row["asset"], row.get(AUDIENCE)): row["reach"] for row in rows}


def _shown(rows: Rows, chosen: Flags, request: AuthenticityRequest) -> Ints:
    """Return the rows to show, by title and asset: of a title that is asked for, all."""
    whole = request.title is not None or request.asset is not None
    some = np.flatnonzero(chosen & (whole | rows.judged.axes.judged))
    table = pa.table(
        {
            "title": rows.units.titles.take(pa.array(rows.units.title[some])),
            "asset": rows.units.ids.take(pa.array(some)),
        }
    )
    order = pc.sort_indices(table, sort_keys=[("title", "ascending"), ("asset", "ascending")])
    return some[order.to_numpy()]


def _left_out(rows: Rows, chosen: Flags) -> list[str]:
    """Return a sentence on the assets that are not judged, if there are any."""
    missing = int((chosen & ~rows.judged.axes.judged).sum())
    if not missing:
        return []
    who = (
        "1 asset is not judged: it, or its"
        if missing == 1
        else (f"{missing:,} assets are not judged: they, or their")
    )
    least = f"{rows.rules.least_people:,} people or {rows.rules.least_plays:,} plays"
    said = f"{who} title's others of the same type, had fewer than {least}"
    return [f"{said} by first exposure on the same days."]
