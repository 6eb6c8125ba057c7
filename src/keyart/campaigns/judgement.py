"""What a campaign did, and one sentence that follows from the numbers by the first rule that holds.

1. *don't trust*: fewer or more people are held out than planned; or the two groups watched
   differently before the start.
2. *too early*: there is less than the minimum sample.
3. *worked*, *harmed*: the primary outcome is higher, or lower, beyond chance.
4. *no effect that matters*: it differs by less than the margin.
5. *too early*: none of these.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.campaigns.campaign import Campaign, CampaignGoal, CampaignState, CampaignVerdict
from keyart.campaigns.effects import (
    NO_EFFECT,
    AdjustedMeans,
    Effect,
    adjusted_means,
    effect,
    growth,
    progress,
    without_intervals,
)
from keyart.campaigns.groups import groups_of
from keyart.campaigns.outcomes import LEVEL, RETURNS, Span, outcome
from keyart.campaigns.records import stored_campaign
from keyart.campaigns.result import (
    CampaignAudienceEffect,
    CampaignDay,
    CampaignEffect,
    CampaignGroupEffect,
    CampaignResult,
    CampaignResultRequest,
    SampleRatio,
)
from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.insights.comparison.parts import Interval
from keyart.insights.comparison.people import ALLOCATION_ALPHA
from keyart.insights.comparison.request import AUDIENCE_Q
from keyart.insights.comparison.wording import joined, percent, sized
from keyart.insights.statistics.allocation import chi_square
from keyart.insights.statistics.multiplicity import e_bh
from keyart.insights.statistics.sequences import Horizon
from keyart.query import Access
from keyart.query.engine import Floats, Ints
from keyart.query.memo import recent_answer
from keyart.store import Snapshot

ALPHA = 1 - LEVEL
BEFORE = timedelta(days=28)
"""What people did in this time before the start makes the groups comparable."""
LATELY = timedelta(days=7)
MARGIN = 0.05
"""A relative effect below this doesn't matter, as in comparisons."""
DISTRUST_ALPHA = ALLOCATION_ALPHA / 2
"""The risk of each of the two reasons to distrust a sound campaign."""
DAYS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 28, 35, 42, 56, 70, 84)
"""Ends of days, since the start, at which the gate may open, and which a path shows."""
RESULT_BYTES = 20_000

Flags = npt.NDArray[np.bool_]

WORDS = {
    CampaignGoal.VIEWERS: "viewers",
    CampaignGoal.HOURS_VIEWED: "hours viewed",
    CampaignGoal.RETURN_RATE_7: "people back after 7 days",
    CampaignGoal.RETURN_RATE_28: "people back after 28 days",
}


def campaign_result(
    snapshot: Snapshot, access: Access, request: CampaignResultRequest
) -> CampaignResult:
    """Return what a campaign did.

    Raises `UnknownName`, and `BadQuestion` for a campaign that hasn't started, or without any data
    since.
    """
    if access.where:
        raise BadQuestion(
            "A campaign's result counts all of its people, and this access shows only some.",
            hint="Ask somebody who may see all.",
        )
    return recent_answer(
        snapshot, access, request, lambda: _judge(snapshot, request.name), lambda _: RESULT_BYTES
    )


def _judge(snapshot: Snapshot, name: str) -> CampaignResult:
    campaign = stored_campaign(snapshot, name)
    trial = _Trial.of(snapshot, campaign)
    gate = trial.gate()
    sample = _sample_ratio(campaign, trial.treated)
    effects = {
        (goal, of_title): trial.effect(goal, gate, of_title=of_title)
        for goal in CampaignGoal
        for of_title in (True, False)
    }
    primary = effects[campaign.primary, True]
    n, n0 = int(trial.treated.sum()), int((~trial.treated).sum())
    ordered = sorted(effects, key=lambda key: (key != (campaign.primary, True), not key[1]))
    blank = CampaignResult(
        campaign=campaign.name,
        title=campaign.title,
        title_name=campaign.title_name,
        state=campaign.state,
        primary=campaign.primary,
        verdict=CampaignVerdict.TOO_EARLY,
        sentence="",
        reasons=(),
        since=trial.since,
        until=trial.until,
        people=n,
        held_out=n0,
        additional=Interval(*(
            None if bound is None else bound * n
            for bound in (primary.difference.value, primary.difference.low, primary.difference.high)
        )),
        margin=MARGIN,
        level=LEVEL,
        progress=trial.progress,
        effects=tuple(shown_effect(*key, effects[key]) for key in ordered),
        path=trial.path(gate),
        audiences=_audiences(campaign, trial),
        groups=_groups(campaign, trial),
        sample_ratio=sample,
        version=snapshot.version,
    )  # fmt: skip
    verdict, sentence = _verdict(campaign, trial, blank, primary, open_=gate is not None)
    reasons = _reasons(effects, blank, gate is not None)
    return replace(blank, verdict=verdict, sentence=sentence, reasons=reasons)


def shown_effect(goal: CampaignGoal, of_title: bool, found: Effect) -> CampaignEffect:
    """Return an effect as results show it."""
    return CampaignEffect(
        measure=goal,
        of_title=of_title,
        treated=found.treated,
        held_out=found.held_out,
        difference=found.difference,
        ratio=found.ratio,
        p=found.p,
        variance_reduced=found.reduction,
    )


@dataclass(frozen=True, eq=False)
class _Trial:
    """The people of a campaign who still agree to profiling, and what they did before it."""

    snapshot: Snapshot
    campaign: Campaign
    since: datetime
    until: datetime
    profile: npt.NDArray[np.uint32]
    audience: Ints
    treated: Flags
    before: Floats
    progress: float
    known: dict[tuple[CampaignGoal, datetime, bool], Floats] = field(default_factory=dict[Any, Any])
    """What has been read already."""

    @classmethod
    def of(cls, snapshot: Snapshot, campaign: Campaign) -> "_Trial":
        """Return the people of a campaign; raises `BadQuestion` before there is anything to see."""
        members = snapshot.campaign_members(campaign.name)
        if members is None:
            raise BadQuestion(
                f"The campaign {campaign.name!r} hasn't started, so there is nothing to judge.",
                hint="Approve it, then start it.",
            )
        known = snapshot.data_until or 0
        until = min(campaign.end, instant(known - known % SLOT_MICROSECONDS))
        if until <= campaign.start:
            raise BadQuestion(
                f"The store has no data since the campaign {campaign.name!r} started.",
                hint="Load the plays that came since.",
            )
        profile = members.column("profile").to_numpy()
        kept = ~snapshot.protected[profile]
        profile = profile[kept]
        start = campaign.start

        def hours(since: timedelta, *, of_all: bool) -> Floats:
            span = Span(start - since, start)
            found = outcome(snapshot, campaign, span, CampaignGoal.HOURS_VIEWED, of_all=of_all)
            return np.log1p(found[profile])

        before = [hours(BEFORE, of_all=True), hours(LATELY, of_all=True)]
        before.append(hours(BEFORE, of_all=False))
        trial = cls(
            snapshot=snapshot,
            campaign=campaign,
            since=start,
            until=until,
            profile=profile,
            audience=members.column("audience").to_numpy()[kept].astype(np.int64),
            treated=members.column("treated").to_numpy()[kept] > 0,
            before=np.column_stack(before),
            progress=0.0,
        )
        return replace(trial, progress=trial.progress_until(until))

    def values(self, goal: CampaignGoal, until: datetime, *, of_title: bool) -> Floats:
        """Return what each person did until a time: [people]."""
        key = (goal, until, of_title)
        if key not in self.known:
            span = Span(self.since, until)
            found = outcome(self.snapshot, self.campaign, span, goal, of_all=not of_title)
            self.known[key] = found[self.profile]
        return self.known[key]

    def progress_until(self, until: datetime, inside: Flags | None = None) -> float:
        """Return the share of the minimum sample at a time: viewers of the title decide."""
        viewers = self.values(CampaignGoal.VIEWERS, until, of_title=True)
        if inside is None:
            return progress(viewers, self.treated, yes_or_no=True)
        return progress(viewers[inside], self.treated[inside], yes_or_no=True)

    def gate(self, inside: Flags | None = None) -> datetime | None:
        """Return when the minimum sample was there, of everyone or of some; None if it isn't.

        It is the same at every later look, as it must be: the sequence of intervals starts there.
        """
        if self.progress_until(self.until, inside) < 1:
            return None
        for day in DAYS:
            at = self.since + timedelta(days=day)
            if at > self.until:
                break
            if self.progress_until(at, inside) >= 1:
                return at
        return None

    def path(self, gate: datetime | None) -> tuple[CampaignDay, ...]:
        """Return the effect on what the campaign is to raise, at the end of each of `DAYS`."""
        goal = self.campaign.primary
        if goal in RETURNS:
            return ()
        ends = [self.since + timedelta(days=day) for day in DAYS]
        ends = sorted({self.until, *(end for end in ends if end < self.until)})
        return tuple(
            CampaignDay(
                (end - timedelta(microseconds=1)).date(),
                self.effect_at(goal, gate if gate and gate <= end else None, end).difference,
            )
            for end in ends
        )

    def effect_at(
        self, goal: CampaignGoal, gate: datetime | None, until: datetime, *, of_title: bool = True
    ) -> Effect:
        """Return the effect on an outcome that grows, as it stood at a time."""
        means = adjusted_means(
            self.values(goal, until, of_title=of_title), self.before, self.treated
        )
        if gate is None:
            return without_intervals(effect(means, None, ALPHA))
        return effect(means, self.grown(goal, gate, means, of_title=of_title), ALPHA)

    def effect(self, goal: CampaignGoal, gate: datetime | None, *, of_title: bool) -> Effect:
        """Return the effect on an outcome: no effect while it isn't known."""
        after = RETURNS.get(goal)
        if after is not None:
            known = self.snapshot.data_until or 0
            if instant(known) < self.since + timedelta(days=after + 1):
                return NO_EFFECT
            now = self.values(goal, self.until, of_title=of_title)
            found = effect(adjusted_means(now, self.before, self.treated), None, ALPHA)
            share = progress(now, self.treated, yes_or_no=True)
            return found if share >= 1 else without_intervals(found)
        return self.effect_at(goal, gate, self.until, of_title=of_title)

    def effect_within(self, goal: CampaignGoal, inside: Flags, alpha: float) -> Effect:
        """Return the effect on the title among some; no effect while there is too little."""
        gate = None if goal in RETURNS else self.gate(inside)
        if gate is None:
            return NO_EFFECT
        first, now = (
            adjusted_means(
                self.values(goal, moment, of_title=True)[inside],
                self.before[inside],
                self.treated[inside],
            )
            for moment in (gate, self.until)
        )
        return effect(now, self.since_start(growth(first, now), gate), alpha)

    def sizes(self, inside: Flags) -> tuple[int, int]:
        """Return how many of some got an asset, and how many were held out."""
        treated = self.treated[inside]
        return int(treated.sum()), int((~treated).sum())

    def grown(
        self, goal: CampaignGoal, gate: datetime, now: AdjustedMeans, *, of_title: bool
    ) -> float:
        """Return how far an outcome has come since its sequence started."""
        first = self.values(goal, gate, of_title=of_title)
        return self.since_start(growth(adjusted_means(first, self.before, self.treated), now), gate)

    def since_start(self, grown: float, gate: datetime) -> float:
        """Return growth since the sequence started, so that it is narrowest at the planned end."""
        days, opened = (
            (moment - self.since) / timedelta(days=1) for moment in (self.campaign.end, gate)
        )
        later = Horizon(max(round(days), 1), ALPHA).later(np.array(opened))
        return grown / float(later)


def _sample_ratio(campaign: Campaign, treated: Flags) -> SampleRatio:
    counts = np.array([int((~treated).sum()), int(treated.sum())])
    shares = np.array([campaign.holdout, 1 - campaign.holdout])
    p = float(chi_square(counts, shares))
    return SampleRatio(
        expected=campaign.holdout,
        seen=float(counts[0] / max(counts.sum(), 1)),
        p=p,
        broken=p <= DISTRUST_ALPHA,
    )


def _audiences(campaign: Campaign, trial: _Trial) -> tuple[CampaignAudienceEffect, ...]:
    """Return the primary effect by audience, with a controlled rate of false discoveries.

    Only audiences with somebody in them: a segment may leave a rule of the policy without people.
    """
    parts = {
        row: inside
        for at, row in enumerate(campaign.audiences)
        if (inside := trial.audience == at).any()
    }
    if len(parts) < 2:
        return ()
    found = [trial.effect_within(campaign.primary, inside, ALPHA) for inside in parts.values()]
    discoveries = e_bh(np.array([one.log_evidence for one in found]), AUDIENCE_Q)
    return tuple(
        CampaignAudienceEffect(
            row.audience,
            row.audience_name,
            row.asset,
            row.asset_name,
            *trial.sizes(inside),
            found[at].difference,
            found[at].ratio,
            None if np.isnan(q := float(discoveries.adjusted[at])) else q,
            bool(discoveries.discovered[at]),
        )
        for at, (row, inside) in enumerate(parts.items())
    )


def _groups(campaign: Campaign, trial: _Trial) -> tuple[CampaignGroupEffect, ...]:
    """Return the primary effect by group; intervals hold together."""
    groups = [*groups_of(trial.snapshot, trial.profile)]
    alpha = ALPHA / max(len(groups), 1)
    found = [trial.effect_within(campaign.primary, group.inside, alpha) for group in groups]
    return tuple(
        CampaignGroupEffect(
            group.attribute,
            group.value,
            *trial.sizes(group.inside),
            one.treated,
            one.held_out,
            one.difference,
            one.ratio,
            one.difference.high is not None and one.difference.high < 0,
        )
        for group, one in zip(groups, found, strict=True)
    )


def _verdict(
    campaign: Campaign, trial: _Trial, result: CampaignResult, primary: Effect, *, open_: bool
) -> tuple[CampaignVerdict, str]:
    what = WORDS[campaign.primary]
    broken = _distrust(trial, result.sample_ratio)
    if broken is not None:
        return CampaignVerdict.DONT_TRUST, f"Don't trust this: {broken}, so they can't be compared."
    ratio, low, high = primary.ratio, primary.difference.low, primary.difference.high
    if low is None or high is None or ratio.value is None:
        return CampaignVerdict.TOO_EARLY, f"Too early: {_missing(campaign, trial, what, open_)}."
    if low > 0 and (ratio.low or 0.0) > 0:
        return CampaignVerdict.WORKED, f"Worked: {what} {sized(ratio)}, {_added(result)}."
    if high < 0 and (ratio.high or 0.0) < 0:
        return CampaignVerdict.HARMED, f"Harmed: {what} {sized(ratio)}, {_added(result)}."
    room = result.margin
    if ratio.within(1 / (1 + room) - 1, room):
        return CampaignVerdict.NO_EFFECT, (
            f"No effect that matters: {what} {sized(ratio)}, so any effect is below "
            f"{percent(room, 0)}."
        )
    rest = _days_left(campaign, trial)
    begin = "Too early to say" if rest else "Too early to say, although it is over"
    return CampaignVerdict.TOO_EARLY, f"{begin}: {what} {sized(ratio)}, which may be chance{rest}."


def _distrust(trial: _Trial, sample: SampleRatio) -> str | None:
    """Return why the groups are not comparable; None if they are."""
    if sample.broken:
        return (
            f"{percent(sample.seen)} of people are held out, not {percent(sample.expected)} as "
            "planned"
        )
    return "the two groups watched differently before the start" if _differed(trial) else None


def _differed(trial: _Trial) -> bool:
    """Return whether the groups differed before the start, beyond chance."""
    p = [
        effect(adjusted_means(column, np.zeros((column.size, 1)), trial.treated), None, ALPHA).p
        for column in trial.before.T
    ]
    return any(one is not None and one * len(p) <= DISTRUST_ALPHA for one in p)


def _missing(campaign: Campaign, trial: _Trial, what: str, open_: bool) -> str:
    after = RETURNS.get(campaign.primary)
    if after is not None and not open_:
        day = campaign.start + timedelta(days=after + 1)
        return f"{what} are known from {day:%Y-%m-%d} on, and need the minimum sample"
    if after is not None:
        day = campaign.start + timedelta(days=after + 1)
        return f"{what} are known from {day:%Y-%m-%d} on, or are too few"
    share = int(min(trial.progress, 1.0) * 100)
    return f"{share}% of the minimum sample{_days_left(campaign, trial)}"


def _days_left(campaign: Campaign, trial: _Trial) -> str:
    days = round((campaign.end - trial.until) / timedelta(days=1))
    if campaign.state is not CampaignState.RUNNING or days <= 0:
        return ""
    return f"; it runs for {'one more day' if days == 1 else f'{days} more days'}"


def _added(result: CampaignResult) -> str:
    """Return what was added, or lost, among all who got an asset."""
    gain = result.additional
    assert gain.value is not None
    assert gain.low is not None
    assert gain.high is not None
    low, value, high = gain.low, gain.value, gain.high
    more = "more"
    if value < 0:
        low, value, high, more = -high, -value, -low, "fewer"
    unit = {
        CampaignGoal.VIEWERS: "viewers",
        CampaignGoal.HOURS_VIEWED: "hours",
    }.get(result.primary, "people")
    return f"about {value:,.0f} {more} {unit} ({low:,.0f} to {high:,.0f})"


def _reasons(
    effects: dict[tuple[CampaignGoal, bool], Effect], result: CampaignResult, open_: bool
) -> tuple[str, ...]:
    """Return whether it moved viewing or only shifted it, and where it differs."""
    reasons: list[str] = []
    title, whole = (effects[CampaignGoal.HOURS_VIEWED, of_title] for of_title in (True, False))
    if open_ and title.difference.leaves_out_zero:
        everything = f"hours of everything {sized(whole.ratio)}"
        if whole.difference.leaves_out_zero:
            reasons.append(f"It moved viewing: {everything}.")
        elif (title.difference.value or 0) > 0:
            reasons.append(
                f"It may only have shifted viewing from other titles: {everything}, which may be "
                "chance."
            )
    up = [row.audience_name for row in result.audiences
          if row.found and (row.difference.value or 0) > 0]  # fmt: skip
    down = [row.audience_name for row in result.audiences
            if row.found and (row.difference.value or 0) < 0]  # fmt: skip
    if up:
        reasons.append(f"Up beyond chance with {joined(up)}.")
    if down:
        reasons.append(f"Down beyond chance with {joined(down)}.")
    worse = [f"{row.attribute} {row.value or 'unknown'}" for row in result.groups if row.worse]
    if worse:
        reasons.append(f"It harmed people of {joined(worse)}.")
    return tuple(reasons)
