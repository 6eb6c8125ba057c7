"""A policy in a sentence."""

from collections.abc import Iterable, Iterator

from keyart.insights.comparison.wording import joined
from keyart.insights.policies.request import Reward
from keyart.insights.policies.result import Policy, PolicyGroup

EVERYONE = "everyone"
EVERYONE_ELSE = "everyone else"


def decision_sentence(policy: Policy) -> str:
    """Return who should be shown what, and what that gains."""
    show = "Show" if policy.in_use is None or policy.changes else "Keep showing"
    if not policy.personalised:
        return f"{show} “{policy.otherwise.name}” to everyone: {_why_one(policy)}."
    shown: dict[str, list[str]] = {}
    for rule in (*policy.rules, policy.otherwise):
        shown.setdefault(f"“{rule.name}”", []).append(rule.audience_name)
    parts = joined(f"{name} to {joined(who)}" for name, who in shown.items())
    return f"{show} {parts}: {_gained(policy)} than with one asset for everyone."


def worse_sentences(reward: str, groups: Iterable[PolicyGroup]) -> Iterator[str]:
    """Yield a sentence for each group that a policy serves worse."""
    for group in groups:
        if not group.worse:
            continue
        who = f"{group.attribute} {group.value}" if group.value else f"unknown {group.attribute}"
        if reward == Reward.WATCH_SECONDS:
            rates = f"{group.rate:,.0f} s watched, against {group.single_rate:,.0f} s"
        else:
            verb = "stay" if reward == Reward.KEPT else "watch"
            rates = f"{group.rate:.1%} {verb}, against {group.single_rate:.1%}"
        yield f"It serves people of {who} worse: {rates} with one asset for everyone."


def _why_one(policy: Policy) -> str:
    if not policy.audiences:
        return f"no audience has the {policy.least_people:,} people that a rule of its own needs"
    if (policy.tried.value or 0.0) <= 0:
        return "no audience does better with another asset, as far as can be told"
    return "what other assets would gain with some audiences could be chance"


def _gained(policy: Policy) -> str:
    week = policy.expected_per_week
    assert week.value is not None
    assert week.low is not None
    assert week.high is not None
    values = (week.value, week.low, week.high)
    if policy.reward == Reward.WATCH_SECONDS:
        hours = [value / 3600 for value in values]
        return "about {:,.0f} more hours watched a week ({:,.0f} to {:,.0f})".format(*hours)
    who = "more viewers who stay" if policy.reward == Reward.KEPT else "more viewers"
    return f"about {values[0]:,.0f} {who} a week ({values[1]:,.0f} to {values[2]:,.0f})"
