"""Decisions in words."""

from collections.abc import Mapping
from typing import Any

from keyart.core.direction import quoted
from keyart.decisions.decision import DecisionKind
from keyart.insights.comparison.wording import joined


def heading_of(kind: DecisionKind, chosen: Any, names: Mapping[str, str]) -> str:
    """Return what to do, or what was decided; `names` are those of assets by id."""
    match kind:
        case DecisionKind.WINNER:
            return f"Show {quoted(names.get(chosen, chosen))} to everyone"
        case DecisionKind.CLICKBAIT:
            return f"Stop showing {quoted(names.get(chosen, chosen))}"
        case DecisionKind.UNDER_SERVED:
            return f"Make or license more {chosen}"
        case DecisionKind.POLICY:
            return _policy_heading(chosen, names)
        case DecisionKind.OTHER:
            return str(chosen)


def _policy_heading(policy: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return who is shown what: in a policy's own words, or from its document alone."""
    if "sentence" in policy:
        return str(policy["sentence"]).partition(":")[0]
    others = "everyone else" if policy["rules"] else "everyone"
    parts = [(rule["asset"], rule["audience"]) for rule in policy["rules"]]
    parts.append((policy["otherwise"]["asset"], others))
    return "Show " + joined(f"{quoted(names.get(asset, asset))} to {who}" for asset, who in parts)
