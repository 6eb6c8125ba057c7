"""The scope of a comparison: which exposures count, and the decisions behind that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.measures import Distinct, Ratio, Sum
from keyart.insights.comparison.request import (
    EXPLORE,
    LOWER_IS_BETTER,
    Arms,
    ComparisonRequest,
)
from keyart.insights.statistics.sequences import Horizon
from keyart.query import Access, ask
from keyart.query.lookups import series_of
from keyart.query.planning.compile import compile, parts_of, term_of  # noqa: A004
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import DistinctTerm, Moment, Plan
from keyart.query.request import Conditions, TimeBound
from keyart.query.units import Crossover, Trial, TrialLimits, TrialOutcome, TrialStrata
from keyart.store import Snapshot

WATCH_TIME_SHARE = "watch_time_share"
"""An arm's seconds watched per profile, as a share of the sum over all arms: what YouTube's Test &
Compare calls watch time share. It is not a measure of queries, because it depends on the arms."""

WATCHED = "watch_seconds_per_profile"
MOST_RISK = 0.9
"""Above this risk, no interval is narrowest anywhere."""


@dataclass(frozen=True)
class ComparedMeasure:
    """A measure for comparison: its moments, its unit, and which direction is better."""

    name: str
    moment: Moment
    scale: float
    """The factor from Σy / Σx to the measure."""
    yes_or_no: bool
    """Whether each y is part of its x, so that x - y is a count, too."""
    least: float
    most: float
    """The measure's range is `least` to `most`."""

    @property
    def of_profiles(self) -> bool:
        """Whether it is the share of profiles that did something."""
        return isinstance(self.moment.numerator, DistinctTerm) and self.yes_or_no

    @property
    def lower_is_better(self) -> bool:
        """Whether lower is better."""
        return self.name in LOWER_IS_BETTER


@dataclass(frozen=True)
class ComparisonScope:
    """Which exposures count, and the measures; `notes` tell the reader about decisions made."""

    arms: Arms
    names: Mapping[str, str]
    """The display name of each arm."""
    where: Conditions
    """The conditions of `plan`."""
    plan: Plan
    measures: tuple[ComparedMeasure, ...]
    """The primary one first."""
    first_slot: int | None
    """Units start from here on; earlier rows show who had seen an arm."""
    last_first_slot: int | None
    window_slots: int
    closed_before: int
    explore_only: bool
    notes: tuple[str, ...]
    limits: TrialLimits | None = None
    """When and where every arm was available; None: always and everywhere."""
    leave_returning: bool = False
    """Whether people who had seen an arm before the period are left out."""
    strata: TrialStrata | None = None
    horizon: Horizon | None = None
    least_people: int = 0
    """Groups of fewer people are neither set aside nor named."""

    def trial(self, crossover: Crossover, *, weighted: bool = False) -> Trial:
        """Return what to scan: all measures, then all of them weighted by propensity.

        Cells and audiences are by the primary one, weighted if `weighted`.
        """
        outcomes = [
            TrialOutcome(measure.moment, by_propensity)
            for by_propensity in (False, True)
            for measure in self.measures
        ]
        return Trial(
            arms=self.arms.assets,
            plan=self.plan,
            last_first_slot=self.last_first_slot,
            window_slots=self.window_slots,
            closed_before=self.closed_before,
            outcomes=tuple(outcomes),
            primary=len(self.measures) if weighted else 0,
            crossover=crossover,
            first_slot=self.first_slot,
            limits=self.limits,
            leave_returning=self.leave_returning,
            strata=self.strata,
        )


def resolve_scope(
    snapshot: Snapshot, access: Access, request: ComparisonRequest, arms: Arms
) -> ComparisonScope:
    """Return the scope of a request; raises as a query does."""
    model = model_of(snapshot)
    measures = tuple(resolve_measure(model, name) for name in _measures(request))
    window, excluded = _attribution(snapshot, arms)
    where: dict[str, object] = {"asset": list(arms.assets)}
    notes: list[str] = []
    since, until = _period(request, arms, notes)
    period = {"since": since, "until": until}
    explore = _explores(snapshot, access, request, arms, period)
    if explore:
        where["phase"] = [EXPLORE]
        notes.append(
            "Only impressions of the explore phase count: those chosen by a model aren't "
            "comparable."
        )
    if excluded and "placement" not in request.where:
        where["placement"] = {"not": list(excluded)}
    query = request.query(
        ["reach"], where={**request.where, **where}, **period,
        by=("audience:affinity",) if _by_affinity(snapshot, request) else
        ("audience",) if request.audiences else (),
        audiences=request.audiences or None,
    )  # fmt: skip
    plan = compile(model, access, query)
    if not query.by:
        plan = replace(plan, audiences=())
    last = plan.last_slot
    window_slots = -(-round(window * 1_000_000) // SLOT_MICROSECONDS)
    return ComparisonScope(
        arms=arms,
        names=_names(snapshot, arms.assets),
        where=query.where,
        plan=replace(
            plan, first_slot=None, last_slot=None if last is None else last + window_slots
        ),
        measures=measures,
        first_slot=plan.first_slot,
        last_first_slot=last,
        window_slots=window_slots,
        closed_before=(snapshot.data_until or 0) // SLOT_MICROSECONDS - 2 * window_slots + 1,
        explore_only=explore or request.where.get("phase") in (EXPLORE, [EXPLORE], (EXPLORE,)),
        notes=tuple(notes),
        horizon=_horizon(request, len(arms.assets)),
        least_people=access.least_people,
    )


def _horizon(request: ComparisonRequest, arms: int) -> Horizon | None:
    """Return where to make intervals narrowest: those that decide which arm is best."""
    if request.horizon is None:
        return None
    return Horizon(request.horizon, min(2 * (1 - request.level) / arms, MOST_RISK))


def resolve_measure(model: Model, name: str) -> ComparedMeasure:
    """Return a measure for comparison; raises `UnknownName` and `BadQuestion`."""
    measure = model.measure(WATCHED if name == WATCH_TIME_SHARE else name)
    if not isinstance(measure, Ratio) or measure.family is not Family.EXPOSURE:
        raise BadQuestion(
            f"{name!r} is not a rate of impressions.",
            hint="Compare a rate of impressions, such as take_rate or completion_rate, or "
            f"{WATCH_TIME_SHARE}.",
        )
    numerator, denominator = parts_of(model, measure)
    moment = Moment(term_of(numerator), term_of(denominator))
    signed = any(isinstance(part, Sum) and part.signed for part in (numerator, denominator))
    return ComparedMeasure(
        name=name,
        moment=moment,
        scale=_divisor(denominator) / _divisor(numerator),
        yes_or_no=measure.upper == 1,
        least=-np.inf if signed else 0.0,
        most=1.0 if measure.upper == 1 or name == WATCH_TIME_SHARE else np.inf,
    )


def _divisor(part: Sum | Distinct) -> int:
    return part.divisor if isinstance(part, Sum) else 1


def _measures(request: ComparisonRequest) -> list[str]:
    return list(dict.fromkeys([request.measure, *request.guardrails]))


def _by_affinity(snapshot: Snapshot, request: ComparisonRequest) -> bool:
    fit = snapshot.fit
    return request.audiences is None and fit is not None and bool(fit.profiles)


def _attribution(snapshot: Snapshot, arms: Arms) -> tuple[float, tuple[str, ...]]:
    """Return the longest attribution window of the arms' titles, and placements left out.

    Plays of episodes count for their series, by the settings of episodes.
    """
    titles = snapshot.titles
    ids = titles.column("title_id").combine_chunks()
    shown = pa.array(sorted(set(arms.titles)), pa.string())
    of_arms = pc.is_in(series_of(titles, ids), value_set=series_of(titles, shown))
    types = set(titles.column("content_type").filter(of_arms).to_pylist())
    if not pc.all(pc.is_in(shown, value_set=ids)).as_py():
        types.add(None)
    settings = [snapshot.config.settings.for_content_type(name) for name in sorted(types, key=str)]
    excluded = [name for setting in settings for name in setting.exclude_placements]
    return max(setting.attribution_window for setting in settings), tuple(dict.fromkeys(excluded))


def _explores(
    snapshot: Snapshot,
    access: Access,
    request: ComparisonRequest,
    arms: Arms,
    period: Mapping[str, TimeBound | None],
) -> bool:
    """Return whether to use only the phase `explore`: it exists, and the request sets no phase."""
    if "phase" in request.where:
        return False
    where = {**request.where, "asset": list(arms.assets)}
    query = request.query(["reach"], by=("phase",), where=where, **period)
    rows = ask(snapshot, access, query).to_dicts()
    return any(row["phase"] == EXPLORE and row["reach"] >= access.least_people for row in rows)


def _period(
    request: ComparisonRequest, arms: Arms, notes: list[str]
) -> tuple[TimeBound | None, TimeBound | None]:
    """Return when units may start: as requested, else the period of the test."""
    since, until = request.since, request.until
    if arms.test is None:
        return since, until
    if since is None and arms.since is not None:
        since = next_quarter(arms.since.timestamp())
    if until is None and arms.until is not None:
        until = next_quarter(arms.until.timestamp())
    notes.append(f"Assets, shares and period come from the test {arms.test!r}.")
    return since, until


def next_quarter(seconds: float) -> float:
    """Return an instant, in seconds, rounded up to the end of its quarter of an hour."""
    return float(-(-seconds // 900) * 900)


def _names(snapshot: Snapshot, assets: Sequence[str]) -> dict[str, str]:
    """Return the display name of each asset: its name, else its id."""
    table = snapshot.assets
    ids: list[str] = table.column("asset_id").to_pylist()
    called: list[str | None] = table.column("name").to_pylist()
    names = dict(zip(ids, called, strict=True))
    return {asset: names.get(asset) or asset for asset in assets}
