"""`keyart decide`: which asset of a title to show to whom."""

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
    for change in policy.changes:
        before, after = change.before or "no rule", change.after or "no rule"
        show(f"Changed for {change.audience_name}: {before} to {after}. {change.reason}")
    remark("")
    for asset in policy.blocked:
        who = f" with {asset.audience_name}" if asset.audience_name else ""
        remark(f"“{asset.name}” can't be chosen{who}: {asset.reason}")
    for note in policy.notes:
        remark(note)


def _figure(policy: Policy, value: float) -> str:
    return f"{value:,.0f} s" if policy.reward == Reward.WATCH_SECONDS else f"{value:.1%}"


def _exploring(rule: PolicyRule) -> str:
    """Return the other assets, and their share together."""
    others = {asset: share for asset, share in rule.shares.items() if asset != rule.asset}
    return f"{sum(others.values()):.0%}: {', '.join(others)}" if others else "none"


decide = question_command(DECIDE, _show, compiled="units")
