"""Findings as sentences with their evidence."""

from keyart.core.direction import isolated, quoted
from keyart.insights.authenticity.result import (
    AuthenticityFinding,
    AuthenticityStanding,
    FindingKind,
    OwnAndOthers,
)
from keyart.insights.charts.figures import shown

_PLURALS = {"artwork": "artworks", "video": "videos", "synopsis": "synopses"}
_VERDICTS = {FindingKind.CLICKBAIT: "over-promises", FindingKind.HIDDEN_GEM: "is overlooked"}


def finding_sentence(kind: FindingKind, standing: AuthenticityStanding, unlike: str = "") -> str:
    """Return a finding as a sentence; figures in parentheses are those of the title's other assets.

    `unlike` describes how often and when it was shown, if that differs.
    """
    text = f"{_headline(kind, standing)} {_evidence(kind, standing)}"
    return f"{text} {unlike}" if unlike else text


def finding_evidence(finding: AuthenticityFinding) -> str:
    """Return the evidence of a finding: its sentence without the headline."""
    return finding.sentence.removeprefix(f"{_headline(finding.kind, finding.standing)} ")


def _headline(kind: FindingKind, standing: AuthenticityStanding) -> str:
    audience = standing.audience_name
    who = "" if audience is None else f"With {isolated(audience)} only: "
    name = f"{quoted(standing.name)} of {quoted(standing.title_name)}"
    return f"{who}{name} {_VERDICTS[kind]}."


def _evidence(kind: FindingKind, standing: AuthenticityStanding) -> str:
    plural = _PLURALS.get(standing.asset_type or "", "assets")
    take_rate = standing.take_rate
    return (
        f"{_percent(take_rate.own)} of people who saw it first play (the title's other {plural}: "
        f"{_percent(take_rate.others)}), but {_plays(kind, standing)}."
    )


def _plays(kind: FindingKind, standing: AuthenticityStanding) -> str:
    """Return the share of short plays, and how longer plays end."""
    short = standing.short_play_rate
    only = "" if kind is FindingKind.CLICKBAIT else "only "
    parts = [f"{only}{_percent(short.own)} of its plays are short ({_percent(short.others)})"]
    if standing.completion_rate.own is not None:
        done: OwnAndOthers = standing.completion_rate
        only = "only " if kind is FindingKind.CLICKBAIT else ""
        parts.append(
            f"{only}{_percent(done.own)} of the longer ones are completed ({_percent(done.others)})"
        )
    else:
        time = standing.seconds_per_play
        parts.append(f"a play lasts {_minutes(time.own)} on average ({_minutes(time.others)})")
    return " and ".join(parts)


def _percent(share: float | None) -> str:
    return shown(share, "rate")


def _minutes(seconds: float | None) -> str:
    return shown(None if seconds is None else seconds / 60, "number", 1) + " min"
