"""`keyart decide`: which asset of a title to show to whom."""

from rich.table import Table

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.insights.policies import Policy, PolicyRule, Reward
from keyart.questions.registry import DECIDE

EXAMPLE = example(
    "keyart decide my.keyart --title t1",
    "keyart decide my.keyart --title t1 --reward kept --explore 5%",
)


def _show(policy: Policy) -> None:
    show(policy.sentence)
    show()
    headings = ("who", "asset", "name", "people", policy.reward, "one for all", "shown to explore")
    drawn = tables.table(headings, ("people", policy.reward, "one for all"))
    for rule in (*policy.rules, policy.otherwise):
        drawn.add_row(
            rule.audience_name,
            rule.asset,
            rule.name,
            f"{rule.people:,}",
            _figure(policy, rule.rate),
            _figure(policy, rule.single_rate),
            _exploring(rule),
        )
    show(drawn)
    if policy.groups:
        show()
        show(_groups(policy))
    for change in policy.changes:
        before, after = change.before or "no rule", change.after or "no rule"
        show(f"Changed for {change.audience_name}: {before} to {after}. {change.reason}")
    remark("")
    for asset in policy.blocked:
        who = f" with {asset.audience_name}" if asset.audience_name else ""
        remark(f"“{asset.name}” can't be chosen{who}: {asset.reason}")
    for note in policy.notes:
        remark(note)


def _groups(policy: Policy) -> Table:
    """Return how each group is served."""
    headings = ("group", "people", policy.reward, "one for all", "served")
    drawn = tables.table(headings, ("people", policy.reward, "one for all"))
    for group in policy.groups:
        drawn.add_row(
            f"{group.attribute} {group.value or 'unknown'}",
            f"{group.people:,}",
            _figure(policy, group.rate),
            _figure(policy, group.single_rate),
            "worse" if group.worse else "",
        )
    return drawn


def _figure(policy: Policy, value: float) -> str:
    return f"{value:,.0f} s" if policy.reward == Reward.WATCH_SECONDS else f"{value:.1%}"


def _exploring(rule: PolicyRule) -> str:
    """Return the other assets, and their share together."""
    others = {asset: share for asset, share in rule.shares.items() if asset != rule.asset}
    return f"{sum(others.values()):.0%}: {', '.join(others)}" if others else "none"


decide = question_command(DECIDE, _show, compiled="units")
