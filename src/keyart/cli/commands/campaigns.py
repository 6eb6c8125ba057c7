"""`keyart campaigns …`: plan campaigns, take them further, and see what they did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from inspect import Parameter
from pathlib import Path
from typing import Any

from keyart import session
from keyart.campaigns import (
    ApproveCampaignRequest,
    Campaign,
    CampaignChange,
    CampaignGoal,
    CampaignList,
    CampaignPlanRequest,
    CampaignResult,
    CampaignState,
    ControlResult,
    EndCampaignRequest,
    JudgeCampaignRequest,
    StartCampaignRequest,
    change_campaign,
)
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.publishing import publishing
from keyart.cli.questions import (
    MOST_ROWS,
    Limit,
    parameter_of,
    question_command,
    read_options,
    remark_on_rest,
    with_parameters,
)
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.core.request import arguments_of
from keyart.insights.comparison.parts import Interval
from keyart.insights.comparison.wording import points, signed
from keyart.questions.registry import CAMPAIGN_CONTROL, CAMPAIGN_RESULT, CAMPAIGNS

LIST_EXAMPLE = example(
    "keyart campaigns list my.keyart", "keyart campaigns list my.keyart --state running"
)
PLAN_EXAMPLE = example(
    "keyart campaigns plan my.keyart spring-heist --title t1 --segment segment:binge "
    '--start 2026-06-08 --end 2026-06-22 --purpose "Win back binge viewers" --recipient Braze'
)
APPROVE_EXAMPLE = example(
    'keyart campaigns approve my.keyart spring-heist --because "Fits the launch." --by Bo'
)
RESULT_EXAMPLE = example("keyart campaigns result my.keyart spring-heist")
CONTROL_EXAMPLE = example("keyart campaigns control my.keyart")
START_EXAMPLE = example("keyart campaigns start my.keyart spring-heist --by Ada")
END_EXAMPLE = example(
    'keyart campaigns end my.keyart spring-heist --because "It has run its two weeks."'
)
JUDGE_EXAMPLE = example("keyart campaigns judge my.keyart spring-heist --by Ada")


def _show_campaigns(result: CampaignList, limit: Limit = MOST_ROWS) -> None:
    if not result.campaigns:
        show("No campaigns yet.")
        return
    columns = ("campaign", "title", "state", "start", "end", "people", "held out", "verdict")
    drawn = tables.table(columns, ("people", "held out"))
    for one in result.campaigns[:limit]:
        drawn.add_row(
            one.name, one.title_name, one.state, f"{one.start:%Y-%m-%d}", f"{one.end:%Y-%m-%d}",
            _count(one.people), _count(one.held_out), one.verdict or "",
        )  # fmt: skip
    show(drawn)
    remark_on_rest(len(result.campaigns), limit, ())


def _count(people: int | None) -> str:
    return figures.MISSING if people is None else f"{people:,}"


list_ = question_command(
    CAMPAIGNS, _show_campaigns, data=lambda result: result.to_dict()["campaigns"]
)


def _show_result(result: CampaignResult) -> None:
    show(result.sentence)
    for reason in result.reasons:
        show(f"  {reason}")
    columns = ("", "got an asset", "held out", "effect", "95%")
    drawn = tables.table(columns, columns[1:])
    for row in result.effects:
        of = result.title_name if row.of_title else "everything"
        words = f"{row.measure.replace('_', ' ')}, {of}"
        drawn.add_row(
            words, *(_mean(value, row.measure) for value in (row.treated, row.held_out)),
            *_effect(row.ratio),
        )  # fmt: skip
    for part in result.audiences:
        counts = (f"{count:,} people" for count in (part.people, part.held_out))
        drawn.add_row(f"{part.audience_name}, {part.asset_name}", *counts, *_effect(part.ratio))
    for group in result.groups:
        who = f"{group.attribute} {group.value or 'unknown'}"
        counts = (f"{count:,} people" for count in (group.people, group.held_out))
        drawn.add_row(who, *counts, *_effect(group.ratio))
    show(drawn)
    remark(
        f"{result.people:,} people got an asset, {result.held_out:,} were held out; counted from "
        f"{result.since:%Y-%m-%d} to {result.until:%Y-%m-%d}. Intervals hold at every look."
    )


def _show_control(result: ControlResult) -> None:
    show(result.sentence)
    columns = ("", "everyone", "control", "effect", "95%")
    drawn = tables.table(columns, columns[1:])
    for row in result.effects:
        means = (_mean(value, row.measure) for value in (row.treated, row.held_out))
        drawn.add_row(row.measure.replace("_", " "), *means, *_effect(row.ratio))
    show(drawn)
    remark(
        f"{result.people:,} people against {result.control:,} in the control, from "
        f"{result.since:%Y-%m-%d} to {result.until:%Y-%m-%d}: {', '.join(result.campaigns)}."
    )


def _mean(value: float | None, measure: str) -> str:
    if value is None:
        return figures.MISSING
    return f"{value:,.3f}" if measure == CampaignGoal.HOURS_VIEWED else figures.percent(value)


def _effect(ratio: Interval) -> tuple[str, str]:
    if ratio.value is None:
        return figures.MISSING, figures.MISSING
    if ratio.low is None or ratio.high is None:
        return signed(ratio.value), figures.MISSING
    return signed(ratio.value), f"{points(ratio.low)} to {points(ratio.high)}"


result = question_command(CAMPAIGN_RESULT, _show_result)
control = question_command(CAMPAIGN_CONTROL, _show_control)


def _changing(
    kind: type[CampaignChange], name: str, shown: Callable[[Campaign], None]
) -> Callable[..., None]:
    """Return the command that changes a campaign: its options are the fields of the request."""
    arguments = [
        replace(argument, positional=argument.name == "name") for argument in arguments_of(kind)
    ]

    def command(store: Path, *, as_json: bool, wait: float, **options: Any) -> None:
        request = kind.from_dict(read_options(arguments, options))
        remark_on_compiling("native")
        with session.open(store) as opened, publishing(store):
            made = change_campaign(opened.root, request, datetime.now(UTC), wait)
        if as_json:
            show_json(made.to_dict())
        else:
            shown(made)

    parameters = [
        Parameter("store", Parameter.KEYWORD_ONLY, annotation=Store),
        *map(parameter_of, arguments),
        Parameter("wait", Parameter.KEYWORD_ONLY, annotation=Wait, default=60.0),
        Parameter("as_json", Parameter.KEYWORD_ONLY, annotation=AsJson, default=False),
    ]
    return with_parameters(command, parameters, name, kind)


def _show_plan(campaign: Campaign) -> None:
    show(campaign.sentence)
    drawn = tables.table(("audience", "asset", "people", "held out"), ("people", "held out"))
    for row in campaign.audiences:
        drawn.add_row(row.audience_name, row.asset_name, _count(row.people), _count(row.held_out))
    show(drawn)
    show(campaign.power)
    left = campaign.left_out
    reasons = {
        "in as many campaigns as they may be": left.capped,
        "in a quiet audience": left.quiet,
        "in the global control": left.control,
    }
    for reason, people in reasons.items():
        if people:
            remark(f"Left out: {people:,} {reason}.")
    for other in campaign.overlaps:
        remark(f"{_count(other.people)} of them are also in {other.campaign}.")
    for note in campaign.notes:
        remark(note)
    if campaign.state is CampaignState.DRAFT:
        remark(f"A draft. Approve it: keyart campaigns approve STORE {campaign.name}")


def _show_step(campaign: Campaign) -> None:
    step = campaign.log[-1]
    show(f"{campaign.name} is {campaign.state}: {step.what} by {step.by or 'somebody'}.")


def _show_start(campaign: Campaign) -> None:
    _show_step(campaign)
    show(
        f"{_count(campaign.people)} people get an asset ({campaign.members}), "
        f"{_count(campaign.held_out)} are held out."
    )


plan = _changing(CampaignPlanRequest, "campaigns plan", _show_plan)
approve = _changing(ApproveCampaignRequest, "campaigns approve", _show_step)
start = _changing(StartCampaignRequest, "campaigns start", _show_start)
end = _changing(EndCampaignRequest, "campaigns end", _show_step)
judge = _changing(JudgeCampaignRequest, "campaigns judge", _show_step)
